/** Above this part of its limit a document is measured. */
const duePart = 3 / 4
/** Pause after a measurement: some seconds for the largest documents. */
const measureMsPerByte = 100 / 1_048_576
const minMeasureMs = 1_000

/** Compares the size of a document with its limit. Counts an upper bound, and measures when necessary. */
export class Quota {
  readonly #maxBytes: number
  readonly #now: () => number
  #bytes: number
  #measuring: Promise<void> | null = null
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `bytes`: an upper bound of the document's current size. `now`: ms. */
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

  /** Whether to measure before the document grows by the given bytes: some counted bytes may be overwritten by now. */
  isDue(bytes: number): boolean {
    const pause = Math.max(minMeasureMs, this.#bytes * measureMsPerByte)
    return !this.#measuring && this.#bytes + bytes > this.#maxBytes * duePart && this.#now() - this.#measuredAt >= pause
  }

  /** Resolves when the current measurement has ended; null: none is running. */
  get measuring(): Promise<void> | null {
    return this.#measuring
  }

  /** `size` measures the document, which includes everything counted before this call. */
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

/** A change by the API exceeds the board's limit; none of it was applied. */
export class BoardFull extends Error {
  constructor() {
    super('This board is full. Nothing was changed: delete something from it, or use another board.')
  }
}
