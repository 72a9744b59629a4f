/** Runs something as soon as it is asked to, but not again before a pause is over: then once, for all that asked. */
export class Rhythm {
  readonly #run: () => void
  readonly #pauseMs: () => number
  #ranAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `pauseMs` is asked each time: what it depends on may have changed. */
  constructor(run: () => void, pauseMs: () => number) {
    this.#run = run
    this.#pauseMs = pauseMs
  }

  beat(): void {
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
 * How long a room rests between two commits, and between two broadcasts, by how many people are on it; ms. A few are told
 * at once; up to a hundred it is some six thousand frames a second in all; three hundred are still told sixty times a
 * second; beyond that a room slows down, by the root, rather than choke.
 */
export function paceMs(people: number): number {
  return people <= crowd ? Math.min(16, people * 0.16) : 16 * Math.sqrt(people / crowd)
}

const crowd = 300
