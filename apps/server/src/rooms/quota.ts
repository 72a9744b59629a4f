/** Measuring a document costs some 5 ms a megabyte: after one measurement it is estimated for a second a megabyte. */
const measureMsPerByte = 1_000 / 1_048_576
const minMeasureMs = 1_000

/** How large a board's document is, against what it may be. An upper bound is counted, and measured when it matters. */
export class Quota {
  readonly #maxBytes: number
  readonly #now: () => number
  #bytes: number
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `bytes`: of the document now, or more. `now`: ms. */
  constructor(maxBytes: number, bytes: number, now: () => number) {
    this.#maxBytes = maxBytes
    this.#bytes = bytes
    this.#now = now
  }

  /** Whether so many bytes more fit; then they count. `measure` gives the document's size without them. */
  take(bytes: number, measure: () => number): boolean {
    if (this.#bytes + bytes > this.#maxBytes && this.#mayMeasure()) {
      this.#measuredAt = this.#now()
      this.#bytes = measure()
    }
    if (this.#bytes + bytes > this.#maxBytes) return false
    this.#bytes += bytes
    return true
  }

  #mayMeasure(): boolean {
    return this.#now() - this.#measuredAt >= Math.max(minMeasureMs, this.#bytes * measureMsPerByte)
  }
}

/** A change by the API that a board has no room for; nothing of it was kept. */
export class BoardFull extends Error {
  constructor() {
    super('This board is full. Nothing was changed: delete something from it, or use another board.')
  }
}
