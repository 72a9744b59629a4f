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

/** A bucket for each of many; who has rested is forgotten. */
export class Buckets<Key> {
  readonly #rate: Rate
  readonly #buckets = new Map<Key, Bucket>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  of(key: Key, now: number): Bucket {
    const known = this.#buckets.get(key)
    if (known) return known
    if (this.#buckets.size >= maxBuckets) this.#forget(now)
    const bucket = new Bucket(this.#rate, now)
    this.#buckets.set(key, bucket)
    return bucket
  }

  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key)
  }
}

const maxBuckets = 10_000
