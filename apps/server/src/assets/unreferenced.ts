import type { AssetId, BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { Directory } from '../storage/storage.ts'
import type { AssetKey } from './asset-store.ts'

const dayMs = 86_400_000
/** Days after which an asset without a reference is removed: an undo, or a copy in another tab, may still refer to it. */
const unreferencedDays = 30
/** Days after which an upload that nobody continues is removed. */
const uploadDays = 1

export interface AssetSweepParts {
  readonly assets: {
    remove(key: AssetKey, isReferenced: () => Promise<boolean>): Promise<boolean>
    removeRemains(before: number): Promise<void>
  }
  readonly rows: Pick<Directory, 'board' | 'boardsWithAssets' | 'assetsOf' | 'assetsChecked'>
  /** The assets that the document of a board refers to now; null: unknown, as for a damaged board. */
  referencesOf(board: BoardId): Promise<ReadonlySet<AssetId> | null>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Removes assets that no board shows anymore. */
export class AssetSweep {
  readonly #parts: AssetSweepParts
  readonly #now: () => number
  #timer: ReturnType<typeof setInterval> | undefined
  #stopped = false
  #sweeping: Promise<{ readonly removed: number }> | null = null

  constructor(parts: AssetSweepParts) {
    this.#parts = parts
    this.#now = parts.now ?? Date.now
  }

  /** Checks all boards, removes what has been unreferenced for long, and remains of uploads; joins a running sweep. */
  sweep(): Promise<{ readonly removed: number }> {
    this.#sweeping ??= this.#run().finally(() => {
      this.#sweeping = null
    })
    return this.#sweeping
  }

  /** Sweeps now and every day. */
  start(): void {
    void this.#sweepQuietly()
    this.#timer = setInterval(() => void this.#sweepQuietly(), dayMs).unref()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#sweeping?.catch(() => {})
  }

  async #run(): Promise<{ readonly removed: number }> {
    const { assets, rows, logger } = this.#parts
    await assets.removeRemains(this.#now() - uploadDays * dayMs)
    let removed = 0
    for (const board of await rows.boardsWithAssets()) {
      if (this.#stopped) break
      // One board that cannot be read, or was deleted meanwhile, does not keep others from being checked.
      removed += await this.#sweepBoard(board).catch((error: unknown) => {
        logger.warn({ board, error: String(error) }, 'the pictures of a board could not be checked')
        return 0
      })
    }
    if (removed > 0) logger.info({ removed }, 'pictures without a reference were removed')
    return { removed }
  }

  /** Resolves with the number of assets of a board that were removed. */
  async #sweepBoard(board: BoardId): Promise<number> {
    const { assets, rows, referencesOf } = this.#parts
    const references = await referencesOf(board)
    if (!references) return 0
    const unreferenced = (await rows.assetsOf(board)).filter(({ asset }) => !references.has(asset))
    await rows.assetsChecked(
      board,
      unreferenced.map(({ asset }) => asset),
    )
    const before = this.#now() - unreferencedDays * dayMs
    let removed = 0
    for (const { asset, unreferencedSince } of await rows.assetsOf(board)) {
      if (unreferencedSince === null || unreferencedSince > before) continue
      const isReferenced = async () => (await referencesOf(board))?.has(asset) ?? true
      if (await assets.remove({ board, asset }, isReferenced)) removed += 1
    }
    return removed
  }

  async #sweepQuietly(): Promise<void> {
    await this.sweep().catch((error: unknown) =>
      this.#parts.logger.error({ error: String(error) }, 'pictures could not be checked'),
    )
  }
}
