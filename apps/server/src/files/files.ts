import type { AssetId } from '@inkbridge/types'
import { argsOf } from '../host-kinds.ts'
import { type Asker, BoundedProcess, Jobs, OverLimit, type ProcessLimits } from '../threads.ts'
import type { FileRequest, FileResult, ReadFile } from './file-messages.ts'

export type { FileResult, ReadAsset, ReadFile } from './file-messages.ts'

/** One file at a time. A class of thirty may share one address. */
const jobLimits = { atOnce: 1, waiting: 64, waitingPerBoard: 4, waitingPerAddress: 32 }
const processLimits: ProcessLimits = { timeMs: 20_000, memoryBytes: 1_073_741_824 }
const idleMs = 60_000

/** Writes and reads boards as data files, one after the other, in a child process. */
export class Files {
  readonly #jobs = new Jobs<FileResult>(jobLimits)
  readonly #process: BoundedProcess<FileRequest, FileResult>

  /** @param kinds the URL of the module of `KINDS`; null: not set */
  constructor(kinds: string | null = null, limits: ProcessLimits = processLimits) {
    const file = new URL('./file-process.ts', import.meta.url)
    this.#process = new BoundedProcess(file, argsOf(kinds), limits, idleMs)
  }

  /**
   * Writes a board as JSON. Rejects with `Busy` or the error of the process.
   *
   * @param updates the whole board as Yjs updates, to be merged before they are applied
   */
  write(
    board: {
      readonly id: string
      readonly title: string
      readonly version: number
      /** Ids of its assets in the file, where they differ. */
      readonly names: ReadonlyMap<AssetId, AssetId>
      updates(): Promise<readonly Uint8Array[]>
    },
    asker: Asker,
  ): Promise<FileResult> {
    const { id, title, version, names } = board
    const key = JSON.stringify([id, title, ...names])
    const run = async () => this.#perform({ type: 'export', updates: await board.updates(), title, names })
    return this.#jobs.ask({ key, version, run }, asker)
  }

  /**
   * Reads a file as updates of a document, without changing the board that it is added to. The next file is read when `apply` has resolved, so that one is in memory at
   * a time. Rejects with `Busy` or the error of the process.
   */
  read(
    request: Omit<FileRequest & { readonly type: 'import' }, 'type'>,
    asker: Asker,
    apply: (file: ReadFile) => Promise<void>,
  ): Promise<FileResult> {
    const run = async () => {
      const result = await this.#perform({ type: 'import', ...request })
      asker.signal.throwIfAborted()
      if (result.type === 'read') await apply(result.file)
      return result
    }
    return this.#jobs.ask({ key: crypto.randomUUID(), version: 0, run }, asker)
  }

  end(): void {
    this.#process.end()
  }

  async #perform(request: FileRequest): Promise<FileResult> {
    try {
      return await this.#process.ask(request)
    } catch (error) {
      if (error instanceof OverLimit) return tooLarge
      throw error
    }
  }
}

const tooLarge: FileResult = {
  type: 'bad',
  code: 'too-large',
  message: 'This board or file is too large for the server’s memory or time limit. Nothing was changed.',
}
