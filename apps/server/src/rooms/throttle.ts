/** Runs a callback immediately, but again only after a pause: then once for all calls during the pause. */
export class Throttle {
  readonly #run: () => void
  readonly #pauseMs: () => number
  #ranAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `pauseMs` is called each time, since the pause may vary. */
  constructor(run: () => void, pauseMs: () => number) {
    this.#run = run
    this.#pauseMs = pauseMs
  }

  schedule(): void {
    if (this.#timer) return
    const wait = this.#ranAt + this.#pauseMs() - performance.now()
    if (wait <= 0) return this.#now()
    this.#timer = setTimeout(() => this.#now(), wait)
  }

  dispose(): void {
    clearTimeout(this.#timer)
  }

  #now(): void {
    this.#timer = undefined
    this.#ranAt = performance.now()
    this.#run()
  }
}

/**
 * Pause of a room between two commits, and between two broadcasts, by the number of people; ms. With a few people it is
 * negligible; a hundred get about six thousand frames a second in total, and three hundred still sixty a
 * second each; beyond that the pause grows with the square root.
 */
export function paceMs(people: number): number {
  return people <= crowd ? Math.min(16, people * 0.16) : 16 * Math.sqrt(people / crowd)
}

const crowd = 300
