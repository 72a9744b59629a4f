import { dropOldest } from '../admission/admission.ts'

/** How failures of one key are slowed down. */
interface Slowing {
  /** Failures without a wait. */
  readonly free: number
  /** The longest wait, ms; the first one is a second, and each further failure doubles it. */
  readonly maxMs: number
  /** A failure is forgotten after this time without another, ms. */
  readonly forgetMs: number
}

/**
 * Of one account from one address; of one account from anywhere, where a person must not be locked out by others for
 * long; of an address, behind which a class mistypes.
 */
const slowing = {
  pair: { free: 10, maxMs: 900_000, forgetMs: 3_600_000 },
  account: { free: 100, maxMs: 30_000, forgetMs: 3_600_000 },
  address: { free: 150, maxMs: 900_000, forgetMs: 900_000 },
} as const satisfies Record<string, Slowing>

interface Failures {
  count: number
  /** The time of the last one, ms. */
  at: number
}

/** Keys that are remembered. */
const maxKeys = 20_000

/** Slows guessing of passwords: after some failures there is a wait, which grows with each further one. */
export class Attempts {
  readonly #limited: boolean
  readonly #now: () => number
  readonly #failures = new Map<string, Failures>()

  /** `now`: milliseconds of a monotonic clock. */
  constructor(limited: boolean, now: () => number = () => performance.now()) {
    this.#limited = limited
    this.#now = now
  }

  /**
   * Begins an attempt. Returns how long to wait instead, ms, or 0. It counts as failed until `succeeded` is called, so
   * that attempts at the same time are counted, too.
   */
  begin(account: string, address: string): number {
    if (!this.#limited) return 0
    const keys = keysOf(account, address)
    const waitMs = Math.max(...keys.map(([key, rule]) => this.#waitMs(key, rule)))
    if (waitMs > 0) return waitMs
    for (const [key, rule] of keys) this.#fail(key, rule)
    return 0
  }

  /** The attempt was right, and does not count. */
  succeeded(account: string, address: string): void {
    const [pair, ...others] = keysOf(account, address)
    if (pair) this.#failures.delete(pair[0])
    for (const [key] of others) {
      const failures = this.#failures.get(key)
      if (failures) failures.count -= 1
    }
  }

  #waitMs(key: string, { free, maxMs, forgetMs }: Slowing): number {
    const failures = this.#failures.get(key)
    if (!failures || failures.count < free) return 0
    const passed = this.#now() - failures.at
    if (passed >= forgetMs) return 0
    return Math.max(0, Math.min(maxMs, 1_000 * 2 ** (failures.count - free)) - passed)
  }

  #fail(key: string, { forgetMs }: Slowing): void {
    const now = this.#now()
    const failures = this.#failures.get(key)
    const count = failures && now - failures.at < forgetMs ? failures.count : 0
    // Moved to the end: the oldest ones are dropped first.
    this.#failures.delete(key)
    if (this.#failures.size >= maxKeys) dropOldest(this.#failures, maxKeys)
    this.#failures.set(key, { count: count + 1, at: now })
  }
}

function keysOf(account: string, address: string): readonly (readonly [key: string, rule: Slowing])[] {
  return [
    [`pair ${account} ${address}`, slowing.pair],
    [`account ${account}`, slowing.account],
    [`address ${address}`, slowing.address],
  ]
}
