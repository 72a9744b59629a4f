interface FrameLoopOptions {
  /** Takes in what came since the last frame, and moves the camera that moves by itself. */
  prepare(now: number): void
  /** Draws; `sharp`: the view is where it will be, and all in it is as it is; `still`: nothing moves. `exact`: somebody waits for it. */
  draw(now: number, exact: boolean): { readonly sharp: boolean; readonly still: boolean }
}

/** Draws with the browser's frames, and only while there is something new to draw. */
export class FrameLoop {
  readonly #options: FrameLoopOptions
  readonly #listeners = new Set<() => void>()
  readonly #waiting: (() => void)[] = []
  #frame = 0

  constructor(options: FrameLoopOptions) {
    this.#options = options
  }

  /** Draws with the next frame. */
  invalidate(): void {
    this.#frame ||= requestAnimationFrame((now) => this.draw(now))
  }

  /** Draws at once, instead of with the next frame. */
  draw(now: number): void {
    this.stop()
    this.#options.prepare(now)
    // What came with that is in this frame already.
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

  /** Called after each frame that was drawn. */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }
}
