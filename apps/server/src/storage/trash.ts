import type { BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { UpdateLog } from '../log.ts'
import type { Directory } from './directory.ts'

const dayMs = 86_400_000
/** Days after which an unused board is moved to the trash. */
const unusedDays = 30
/** Pause between steps, for other requests of the database, ms. */
const restMs = 20

export interface TrashOptions {
  /** How long a deleted board can be restored, days. */
  readonly trashDays: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface Trash {
  /** Moves unused boards to the trash and purges expired ones; joins a running sweep. */
  sweep(): Promise<{ readonly retired: number; readonly purged: number }>
  /** Sweeps soon, also when a sweep that is running has begun before. */
  sweepSoon(): void
  /** Sweeps now and every day. */
  start(): void
  stop(): Promise<void>
}

/** Creates the trash, which purges boards in short steps. */
export function createTrash(
  directory: Pick<Directory, 'retire' | 'expired' | 'purge'>,
  log: Pick<UpdateLog, 'purgeStep' | 'shrinkStep'>,
  assets: { purge(board: BoardId): Promise<void> },
  logger: Logger,
  { trashDays, now = Date.now }: TrashOptions,
): Trash {
  let timer: ReturnType<typeof setInterval> | undefined
  let stopped = false
  let sweeping: ReturnType<Trash['sweep']> | null = null
  let isSweptSoon = false

  const rest = () => new Promise((resolve) => setTimeout(resolve, restMs))

  async function untilDone(step: () => Promise<boolean>): Promise<void> {
    while (!stopped && (await step())) await rest()
  }

  async function run(): ReturnType<Trash['sweep']> {
    const retired = await directory.retire(now() - unusedDays * dayMs)
    let purged = 0
    for (const board of await directory.expired(now() - trashDays * dayMs)) {
      await untilDone(() => log.purgeStep(board))
      if (stopped) break
      await assets.purge(board)
      // Last, so that an interrupted purge is resumed.
      await directory.purge(board)
      purged += 1
    }
    if (purged > 0) await untilDone(() => log.shrinkStep())
    if (retired + purged > 0) logger.info({ retired, purged }, 'the trash was emptied')
    return { retired, purged }
  }

  function sweep(): ReturnType<Trash['sweep']> {
    sweeping ??= run().finally(() => {
      sweeping = null
    })
    return sweeping
  }

  /** A failed sweep is retried the next day. */
  const sweepQuietly = () =>
    sweep().then(
      () => {},
      (error: unknown) => logger.error({ error: String(error) }, 'the trash could not be emptied'),
    )

  return {
    sweep,
    sweepSoon() {
      if (isSweptSoon) return
      isSweptSoon = true
      const then = () => {
        isSweptSoon = false
        if (!stopped) void sweepQuietly()
      }
      void (sweeping ?? Promise.resolve()).then(then, then)
    },
    start() {
      void sweepQuietly()
      timer = setInterval(() => void sweepQuietly(), dayMs).unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await sweeping?.catch(() => {})
    },
  }
}
