const firstMs = 500
const capMs = 30_000

/** The delay before the next attempt: full jitter, so that many clients do not reconnect at once. */
export interface Backoff {
  /** Milliseconds until the next attempt; longer, on average, each time. */
  next(): number
  /**
   * Called when a sync was completed, and only then: a connection that opens and fails again must not count as success.
   */
  reset(): void
}

export function createBackoff(random: () => number = Math.random): Backoff {
  let attempts = 0
  return {
    next() {
      const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(attempts, 10))
      attempts += 1
      return random() * ceiling
    },
    reset() {
      attempts = 0
    },
  }
}
