/** So many at once, and then so many a second (token bucket). */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export class Bucket {
  readonly #rate: Rate
  #left: number
  #at: number

  /** `now`: milliseconds, of any clock that goes on. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate
    this.#left = rate.burst
    this.#at = now
  }

  /** Whether there is one left now. */
  has(now: number): boolean {
    this.#refill(now)
    return this.#left >= 1
  }

  /** Takes so much, if there is one left at all: what is larger than the rest leaves a debt. */
  take(amount: number, now: number): boolean {
    if (!this.has(now)) return false
    this.#left -= amount
    return true
  }

  /** Takes so much, whatever is left: a debt has to be paid off before anything more can be taken. */
  spend(amount: number, now: number): void {
    this.#refill(now)
    this.#left -= amount
  }

  /** Until there is one left again, ms. */
  waitMs(now: number): number {
    this.#refill(now)
    return this.#left >= 1 ? 0 : ((1 - this.#left) / this.#rate.perSecond) * 1_000
  }

  isFull(now: number): boolean {
    this.#refill(now)
    return this.#left === this.#rate.burst
  }

  #refill(now: number): void {
    const { perSecond, burst } = this.#rate
    this.#left = Math.min(burst, this.#left + ((now - this.#at) / 1_000) * perSecond)
    this.#at = now
  }
}

/** A bucket for each key. A key that has been idle is dropped; of too many keys the oldest are. */
export class Buckets<Key> {
  readonly #rate: Rate
  readonly #max: number
  readonly #buckets = new Map<Key, Bucket>()
  #forgotAt = Number.NEGATIVE_INFINITY

  constructor(rate: Rate, max: number = maxBuckets) {
    this.#rate = rate
    this.#max = max
  }

  of(key: Key, now: number): Bucket {
    const known = this.#buckets.get(key)
    if (known) return known
    if (this.#buckets.size >= this.#max) this.#forget(now)
    const bucket = new Bucket(this.#rate, now)
    this.#buckets.set(key, bucket)
    return bucket
  }

  /** What is left for a key, without keeping anything for one that is not known. */
  has(key: Key, now: number): boolean {
    return this.#buckets.get(key)?.has(now) ?? true
  }

  /** Looks at all of them once a second at most: new keys must not cost more than they bring. */
  #forget(now: number): void {
    if (now - this.#forgotAt >= 1_000) {
      this.#forgotAt = now
      for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key)
    }
    if (this.#buckets.size >= this.#max) dropOldest(this.#buckets, this.#max)
  }
}

/** Makes room in a map of at most `max` keys. An eighth at a time: a first key costs a map more the more were deleted. */
export function dropOldest<Key>(map: Map<Key, unknown>, max: number): void {
  const keep = max - Math.ceil(max / 8)
  for (const key of map.keys()) {
    if (map.size <= keep) return
    map.delete(key)
  }
}

const maxBuckets = 10_000
