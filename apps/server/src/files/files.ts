import { type Asker, Jobs } from '../threads/jobs.ts'
import { Thread } from '../threads/thread.ts'
import type { FileRequest, FileResult } from './messages.ts'

/** So many threads write and read files, each one at a time. A class of thirty may be one address. */
const jobLimits = { atOnce: 2, waiting: 64, waitingPerBoard: 4, waitingPerAddress: 32 }
const threadOptions = { idleMs: 60_000, patienceMs: 60_000, resourceLimits: { maxOldGenerationSizeMb: 1_024 } }

/** Boards as data files, written and read in threads of their own. */
export class Files {
  readonly #jobs = new Jobs<FileResult>(jobLimits)
  readonly #all = Array.from(
    { length: jobLimits.atOnce },
    () => new Thread<FileRequest, FileResult>(new URL('./file-thread.ts', import.meta.url), threadOptions),
  )
  readonly #free = [...this.#all]

  /**
   * A board as JSON. Rejects with `Busy`, or with what went wrong.
   *
   * @param updates the whole board as Yjs updates, to be merged before they are applied
   */
  write(
    board: {
      readonly id: string
      readonly title: string
      readonly version: number
      updates(): Promise<readonly Uint8Array[]>
    },
    asker: Asker,
  ): Promise<FileResult> {
    const { id, title, version } = board
    const key = `${id} ${title}`
    const run = async () => this.#perform({ type: 'export', updates: await board.updates(), title })
    return this.#jobs.ask({ key, version, run }, asker)
  }

  /** A file as changes of a document. Rejects with `Busy`, or with what went wrong. */
  read(request: Omit<FileRequest & { readonly type: 'import' }, 'type'>, asker: Asker): Promise<FileResult> {
    const key = crypto.randomUUID()
    return this.#jobs.ask({ key, version: 0, run: () => this.#perform({ type: 'import', ...request }) }, asker)
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.end()))
  }

  async #perform(request: FileRequest): Promise<FileResult> {
    const thread = this.#free.pop()
    if (!thread) throw new Error('more jobs run than there are threads')
    try {
      return await thread.ask(request)
    } catch (error) {
      // The thread has ended; the next question begins another.
      if (isOutOfMemory(error)) return tooLarge
      throw error
    } finally {
      this.#free.push(thread)
    }
  }
}

const tooLarge: FileResult = {
  type: 'bad',
  code: 'too-large',
  message: 'There is too much on this board, or in this file, for the memory there is. Nothing was changed.',
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
