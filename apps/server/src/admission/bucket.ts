/** A token bucket: a burst, and the tokens added each second. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export class Bucket {
  readonly #rate: Rate
  #left: number
  #at: number

  /** `now`: milliseconds of a monotonic clock. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate
    this.#left = rate.burst
    this.#at = now
  }

  /** Whether a token is left. */
  has(now: number): boolean {
    this.#refill(now)
    return this.#left >= 1
  }

  /** Takes an amount if any token is left; an amount larger than the rest leaves a debt. Returns whether it did. */
  take(amount: number, now: number): boolean {
    if (!this.has(now)) return false
    this.#left -= amount
    return true
  }

  /** Takes an amount unconditionally: a debt has to be paid off before more can be taken. */
  spend(amount: number, now: number): void {
    this.#refill(now)
    this.#left -= amount
  }

  /** Time until a token is left, ms. */
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

/** A bucket for each key. Idle keys are dropped; when there are too many keys, the oldest. */
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

  /** Whether a token is left for a key. Stores nothing for an unknown key. */
  has(key: Key, now: number): boolean {
    return this.#buckets.get(key)?.has(now) ?? true
  }

  /** Drops idle keys, at most once a second, so that a flood of new keys costs little. */
  #forget(now: number): void {
    if (now - this.#forgotAt >= 1_000) {
      this.#forgotAt = now
      for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key)
    }
    if (this.#buckets.size >= this.#max) dropOldest(this.#buckets, this.#max)
  }
}

/** Drops the oldest eighth of a map of `max` keys. One at a time is slow: deleted keys delay finding the first. */
export function dropOldest<Key>(map: Map<Key, unknown>, max: number): void {
  const keep = max - Math.ceil(max / 8)
  for (const key of map.keys()) {
    if (map.size <= keep) return
    map.delete(key)
  }
}

const maxBuckets = 10_000
