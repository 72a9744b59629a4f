/** How long work goes on before others get a turn, ms: less than a frame. */
const sliceMs = 12

/** Divides long work into slices, so that a page stays responsive. */
export class Pace {
  readonly #signal: AbortSignal | undefined
  #until = performance.now() + sliceMs

  /** @param signal ends the work */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  /** Whether a slice is over. Throws the reason of the signal when it is aborted. */
  get isOver(): boolean {
    this.#signal?.throwIfAborted()
    return performance.now() >= this.#until
  }

  /** Resolves after others had a turn. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.#signal?.throwIfAborted()
    this.#until = performance.now() + sliceMs
  }
}
