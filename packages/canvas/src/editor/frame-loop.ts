interface FrameLoopOptions {
  /** Commits pending input, and moves an animated camera. */
  prepare(now: number): void
  /**
   * Draws; `sharp`: camera and tiles are final; `still`: nothing is moving. `exact`: somebody waits for the final
   * picture.
   */
  draw(now: number, exact: boolean): { readonly sharp: boolean; readonly still: boolean }
}

/** Draws with animation frames, only while there is something new. */
export class FrameLoop {
  readonly #options: FrameLoopOptions
  readonly #listeners = new Set<() => void>()
  readonly #waiting: (() => void)[] = []
  #frame = 0

  constructor(options: FrameLoopOptions) {
    this.#options = options
  }

  /** Requests a frame. */
  invalidate(): void {
    this.#frame ||= requestAnimationFrame((now) => this.draw(now))
  }

  /** Draws now, instead of with the next frame. */
  draw(now: number): void {
    this.stop()
    this.#options.prepare(now)
    // This frame includes the pending one.
    this.stop()
    const { sharp, still } = this.#options.draw(now, this.#waiting.length > 0)
    if (sharp) for (const resolve of this.#waiting.splice(0)) resolve()
    if (!sharp || !still) this.invalidate()
    for (const listener of this.#listeners) listener()
  }

  /** Resolves when everything in view is drawn and sharp. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.invalidate()
    })
  }

  /** Calls the listener after each drawn frame. */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }
}
