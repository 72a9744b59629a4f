import { argsOf } from '../host-kinds.ts'
import { type Asker, BoundedProcess, Jobs, OverLimit, type ProcessLimits } from '../threads.ts'
import { givenImages, type ReadImage } from './given-images.ts'
import type { PictureFile, PictureRequest, PictureResult, PictureWish } from './picture-messages.ts'
import { Thumbnails } from './thumbnails.ts'

export type { ReadImage } from './given-images.ts'
export type { PictureWish } from './picture-messages.ts'

/** A board to be drawn. */
export interface DrawnBoard {
  readonly id: string
  /** Changes whenever its content does. */
  readonly version: number
  /** The board as Yjs updates, to be merged before they are applied. */
  updates(): Promise<readonly Uint8Array[]>
  /** Reads one of its pictures. Default: placeholders. */
  readonly image?: ReadImage
}

/** A board is too large to be drawn as a picture. */
export class TooLarge extends Error {}

const processLimits: ProcessLimits = { timeMs: 20_000, memoryBytes: 1_073_741_824 }
const idleMs = 60_000
/** One picture at a time. A page of boards requests six at once, and a class of thirty may share one address. */
const jobLimits = { atOnce: 1, waiting: 512, waitingPerBoard: 4, waitingPerAddress: 192 }
/** How many boards with too large pictures are remembered: they are not tried again until they change. */
const maxRemembered = 256

interface PicturesOptions {
  /** The URL of a module with the host's kinds; null without one. */
  readonly kinds?: string | null
  /** The language of texts that shapes draw themselves, a BCP 47 tag. */
  readonly locale?: string
  readonly limits?: ProcessLimits
}

/** Draws boards, and writes them as drawings of other programs, in a child process, one after the other. */
export class Pictures {
  readonly #process: BoundedProcess<PictureRequest, PictureResult>
  readonly #jobs = new Jobs<PictureFile>(jobLimits)
  readonly #tooLarge = new Map<string, number>()
  readonly #locale: string
  readonly thumbnails = new Thumbnails()

  constructor({ kinds = null, locale = 'en', limits = processLimits }: PicturesOptions = {}) {
    this.#locale = locale
    const file = new URL('./picture-process.ts', import.meta.url)
    this.#process = new BoundedProcess(file, argsOf(kinds), limits, idleMs)
  }

  /** Rejects with `TooLarge`, `Busy` or the error of the process. */
  async draw(board: DrawnBoard, wish: PictureWish, asker: Asker): Promise<Uint8Array> {
    return (await this.write(board, wish, asker)).file
  }

  /** Draws a picture, or writes a drawing of another program with a report; rejects like `draw`. */
  write(board: DrawnBoard, wish: PictureWish, asker: Asker): Promise<PictureFile> {
    const key = `${board.id} ${JSON.stringify(wish)}`
    const { version } = board
    if (this.#tooLarge.get(key) === version) return Promise.reject(new TooLarge())
    return this.#jobs.ask({ key, version, run: () => this.#draw(key, board, wish) }, asker)
  }

  /** Drops everything cached for a deleted board. */
  forget(board: string): void {
    this.thumbnails.forget(board)
  }

  end(): void {
    this.#process.end()
  }

  async #draw(key: string, board: DrawnBoard, wish: PictureWish): Promise<PictureFile> {
    const { version } = board
    const updates = await board.updates()
    const request = { updates, locale: this.#locale, ...wish }
    const first = await this.#ask(request)
    const result =
      'wants' in first
        ? await this.#ask({ ...request, images: board.image ? await givenImages(first.wants, board.image) : [] })
        : first
    if ('file' in result) return result
    this.#tooLarge.delete(key)
    this.#tooLarge.set(key, version)
    const [oldest] = this.#tooLarge.keys()
    if (oldest !== undefined && this.#tooLarge.size > maxRemembered) this.#tooLarge.delete(oldest)
    throw new TooLarge()
  }

  async #ask(request: PictureRequest): Promise<PictureResult> {
    try {
      return await this.#process.ask(request)
    } catch (error) {
      if (error instanceof OverLimit) return { tooLarge: true }
      throw error
    }
  }
}
