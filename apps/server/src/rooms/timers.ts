/** Timers that are disposed together. `run` runs the callback of a timer. */
export class Timers {
  readonly #run: (work: () => void) => void
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  constructor(run: (work: () => void) => void) {
    this.#run = run
  }

  later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#run(work)
    }, ms)
    this.#timers.add(timer)
  }

  every(ms: number, work: () => void): void {
    this.later(ms, () => {
      this.every(ms, work)
      work()
    })
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}
