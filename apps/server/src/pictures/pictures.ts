import { argsOf } from '../host-kinds.ts'
import { type Asker, BoundedProcess, Jobs, OverLimit, type ProcessLimits } from '../threads.ts'
import type { PictureRequest, PictureResult, PictureWish } from './picture-messages.ts'
import { Thumbnails } from './thumbnails.ts'

export type { PictureWish } from './picture-messages.ts'

/** A board as it is to be drawn. */
export interface Drawn {
  readonly id: string
  /** Changes with its content. */
  readonly version: number
  /** The whole of it as Yjs updates, to be merged before they are applied. */
  updates(): Promise<readonly Uint8Array[]>
}

/** A board has too much on it to be drawn as a picture. */
export class TooLarge extends Error {}

const processLimits: ProcessLimits = { timeMs: 20_000, memoryBytes: 1_073_741_824 }
const idleMs = 60_000
/** One picture is drawn at a time. A page of boards asks for six at once, and a class of thirty may be one address. */
const jobLimits = { atOnce: 1, waiting: 512, waitingPerBoard: 4, waitingPerAddress: 192 }
/** Boards whose pictures were too large are remembered, so many: they are not tried again until they change. */
const maxRemembered = 256

interface PicturesOptions {
  /** The URL of a module with the host's kinds; null without one. */
  readonly kinds?: string | null
  /** A BCP 47 tag: the language of what shapes draw themselves. */
  readonly locale?: string
  readonly limits?: ProcessLimits
}

/** Draws boards as SVG and PNG in a process of its own, one after the other. */
export class Pictures {
  readonly #process: BoundedProcess<PictureRequest, PictureResult>
  readonly #jobs = new Jobs<Uint8Array>(jobLimits)
  readonly #tooLarge = new Map<string, number>()
  readonly #locale: string
  readonly thumbnails = new Thumbnails()

  constructor({ kinds = null, locale = 'en', limits = processLimits }: PicturesOptions = {}) {
    this.#locale = locale
    const file = new URL('./picture-process.ts', import.meta.url)
    this.#process = new BoundedProcess(file, argsOf(kinds), limits, idleMs)
  }

  /** Rejects with `TooLarge`, with `Busy`, or with what went wrong. */
  draw(board: Drawn, wish: PictureWish, asker: Asker): Promise<Uint8Array> {
    const key = `${board.id} ${JSON.stringify(wish)}`
    const { version } = board
    if (this.#tooLarge.get(key) === version) return Promise.reject(new TooLarge())
    return this.#jobs.ask({ key, version, run: () => this.#draw(key, board, wish) }, asker)
  }

  /** A board was deleted: nothing of it is kept. */
  forget(board: string): void {
    this.thumbnails.forget(board)
  }

  end(): void {
    this.#process.end()
  }

  async #draw(key: string, board: Drawn, wish: PictureWish): Promise<Uint8Array> {
    const { version } = board
    const updates = await board.updates()
    const result = await this.#process
      .ask({ updates, locale: this.#locale, ...wish })
      .catch((error: unknown): PictureResult => {
        if (error instanceof OverLimit) return { tooLarge: true }
        throw error
      })
    if ('file' in result) return result.file
    this.#tooLarge.delete(key)
    this.#tooLarge.set(key, version)
    const [oldest] = this.#tooLarge.keys()
    if (oldest !== undefined && this.#tooLarge.size > maxRemembered) this.#tooLarge.delete(oldest)
    throw new TooLarge()
  }
}
