import { no, ok, type Result } from '@inkbridge/types'
import type { PdfAnswer, PdfPage, PdfProblem, PdfRequest } from './pdf-messages.ts'

/** A larger file is not read into memory, bytes. */
export const maxPdfBytes = 268_435_456
/** A file that is not open, and a page that is not drawn, after this time ends its worker, ms. */
const patienceMs = 30_000

/** A worker that reads PDF files, as much of it as is used. */
export type PdfWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>

/**
 * Reads one PDF in a worker of its own. A page that takes too long costs that page: the worker is ended, and another
 * one reads on. One request at a time.
 */
export class PdfReader {
  readonly #file: Blob
  readonly #files: string | null
  readonly #start: () => PdfWorker
  #line: WorkerLine | null = null

  /** @param files the address of what PDF.js loads when a file needs it */
  constructor(file: Blob, files: string | null, start: () => PdfWorker = startWorker) {
    this.#file = file
    this.#files = files
    this.#start = start
  }

  /** Returns the number of pages. */
  async open(): Promise<Result<number, PdfProblem>> {
    if (this.#file.size > maxPdfBytes) return no('too-large')
    this.dispose()
    this.#line = new WorkerLine(this.#start)
    const answer = await this.#line.ask({ type: 'open', file: this.#file, files: this.#files })
    if (answer.type === 'opened') return ok(answer.pages)
    this.dispose()
    return no(answer.type === 'refused' ? answer.problem : 'damaged')
  }

  /** Draws a page, counted from 1; null: it cannot be drawn. */
  async draw(number: number): Promise<PdfPage | null> {
    if (!this.#line && !(await this.open()).ok) return null
    const answer = await this.#line?.ask({ type: 'draw', number })
    if (answer?.type === 'drawn') return answer.page
    this.dispose()
    return null
  }

  /** Ends the worker, and with it all memory of the file. */
  dispose(): void {
    this.#line?.dispose()
    this.#line = null
  }
}

function startWorker(): PdfWorker {
  return new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
}

/** Asks a worker one question after the other; one that fails or stays silent gives a refusal. */
class WorkerLine {
  readonly #worker: PdfWorker
  readonly #ready: Promise<PdfAnswer>
  #answered: (answer: PdfAnswer) => void = () => {}

  constructor(start: () => PdfWorker) {
    this.#worker = start()
    this.#ready = this.#next()
    this.#worker.addEventListener('message', ({ data }: MessageEvent<PdfAnswer>) => {
      // PDF.js sends messages of its own.
      if (typeof data.type === 'string') this.#answered(data)
    })
    this.#worker.addEventListener('error', () => this.#answered(refused('not-loaded')))
  }

  async ask(request: PdfRequest): Promise<PdfAnswer> {
    const ready = await this.#ready
    if (ready.type !== 'ready') return ready
    const answer = this.#next()
    this.#worker.postMessage(request)
    return answer
  }

  dispose(): void {
    this.#worker.terminate()
    this.#answered(refused('damaged'))
  }

  #next(): Promise<PdfAnswer> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => resolve(refused('too-slow')), patienceMs)
      this.#answered = (answer) => {
        clearTimeout(patience)
        resolve(answer)
      }
    })
  }
}

function refused(problem: PdfProblem): PdfAnswer {
  return { type: 'refused', problem }
}
