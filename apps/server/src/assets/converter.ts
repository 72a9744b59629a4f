import { type Asker, BoundedProcess, Ended, Jobs, OverLimit, type ProcessLimits } from '../threads.ts'
import type { ConversionRequest, ConversionResult } from './asset-messages.ts'
import { tooExpensive, undecodable } from './refusals.ts'

/** One upload at a time. A class of thirty may share one address. */
const jobLimits = { atOnce: 1, waiting: 256, waitingPerBoard: 64, waitingPerAddress: 64 }
/** A photograph of 100 million pixels that has to be turned takes some ten seconds and 1.1 GB; others less. */
const processLimits: ProcessLimits = { timeMs: 40_000, memoryBytes: 1_610_612_736 }
const idleMs = 60_000

/** Converts uploads into what is served, one after the other, in a child process. */
export class Converter {
  readonly #jobs = new Jobs<ConversionResult>(jobLimits)
  readonly #process: BoundedProcess<ConversionRequest, ConversionResult>

  #stopping = false

  constructor(limits: ProcessLimits = processLimits) {
    this.#process = new BoundedProcess(new URL('./asset-process.ts', import.meta.url), [], limits, idleMs)
  }

  /** Rejects with `Busy`, with the reason of the asker's signal, or with the error of the process. */
  convert(request: ConversionRequest, asker: Asker): Promise<ConversionResult> {
    return this.#jobs.ask({ key: request.folder, version: 0, run: () => this.#convert(request) }, asker)
  }

  end(): void {
    this.#stopping = true
    this.#process.end()
  }

  async #convert(request: ConversionRequest): Promise<ConversionResult> {
    try {
      return await this.#process.ask(request)
    } catch (error) {
      if (error instanceof OverLimit) return { type: 'refused', refusal: tooExpensive }
      // A decoder crashed.
      if (error instanceof Ended && !this.#stopping) return { type: 'refused', refusal: undecodable('picture') }
      throw error
    }
  }
}
