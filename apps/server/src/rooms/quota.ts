/** Beyond this part of what it may be a document is measured. */
const duePart = 3 / 4
/** After a measurement it is estimated for a while: some seconds for the largest. */
const measureMsPerByte = 100 / 1_048_576
const minMeasureMs = 1_000

/** How large a board's document is, against what it may be. An upper bound is counted, and measured when it matters. */
export class Quota {
  readonly #maxBytes: number
  readonly #now: () => number
  #bytes: number
  #measuring: Promise<void> | null = null
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `bytes`: of the document now, or more. `now`: ms. */
  constructor(maxBytes: number, bytes: number, now: () => number) {
    this.#maxBytes = maxBytes
    this.#bytes = bytes
    this.#now = now
  }

  /** Returns whether the given number of bytes still fits, and counts them if so. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > this.#maxBytes) return false
    this.#bytes += bytes
    return true
  }

  /** Whether the document has to be measured before it grows by the given number of bytes: part of what was counted may have been overwritten. */
  isDue(bytes: number): boolean {
    const pause = Math.max(minMeasureMs, this.#bytes * measureMsPerByte)
    return !this.#measuring && this.#bytes + bytes > this.#maxBytes * duePart && this.#now() - this.#measuredAt >= pause
  }

  /** Resolves when the measurement under way is over; null: there is none. */
  get measuring(): Promise<void> | null {
    return this.#measuring
  }

  /** `size`: of the document, which holds what was counted before this was called. */
  measure(size: () => Promise<number>): Promise<void> {
    const before = this.#bytes
    const measured = size()
      .then((bytes) => {
        this.#bytes += bytes - before
      })
      .finally(() => {
        this.#measuring = null
        this.#measuredAt = this.#now()
      })
    this.#measuring = measured
    return measured
  }
}

/** A change by the API that a board has no room for; nothing of it was kept. */
export class BoardFull extends Error {
  constructor() {
    super('This board is full. Nothing was changed: delete something from it, or use another board.')
  }
}
