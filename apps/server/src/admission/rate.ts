import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * A rate limit per key. The only file that uses rate-limiter-flexible, whose Redis store can replace
 * the memory when several processes serve one site.
 */
export interface RateLimit {
  /** Takes points of a key. Resolves with 0, or with the ms to wait when it has too few left. */
  take(key: string, points?: number): Promise<number>
}

interface Allowance {
  /** Points in each window of `seconds`. */
  readonly points: number
  readonly seconds: number
  /** Additional points for a burst, in each window of its `seconds`. */
  readonly burst?: { readonly points: number; readonly seconds: number }
}

function createRateLimit({ points, seconds, burst }: Allowance): RateLimit {
  const steady = new RateLimiterMemory({ points, duration: seconds })
  const limiter = burst
    ? new BurstyRateLimiter(steady, new RateLimiterMemory({ points: burst.points, duration: burst.seconds }))
    : steady
  return {
    async take(key, amount = 1) {
      try {
        await limiter.consume(key, amount)
        return 0
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext)
        throw refusal
      }
    },
  }
}

const unlimited: RateLimit = { take: async () => 0 }

/** Rate limits of HTTP, by the client's address. */
export interface HttpRates {
  /** All requests except those of an open long-polling session. */
  readonly requests: RateLimit
  /** New boards. */
  readonly boards: RateLimit
  /** Requests to be let into a board, by address and board. */
  readonly asks: RateLimit
  /** Bytes written to boards, by either door or by HTTP. */
  readonly written: RateLimit
}

/** A class of 30 loads pages, pictures and thumbnails from one address; a page is some 40 requests, a list 100. */
const requests: Allowance = { points: 6_000, seconds: 60, burst: { points: 6_000, seconds: 600 } }
/** 30 at once and then 10 a minute. */
const boards: Allowance = { points: 10, seconds: 60, burst: { points: 20, seconds: 3_600 } }
/** A class of 30 behind one address waits: each page asks once a minute. */
const asks: Allowance = { points: 90, seconds: 60 }
/** A stroke is some 200 bytes: 500 people who draw all day stay far below. */
const written: Allowance = { points: 2 * 1_073_741_824, seconds: 86_400 }

/** Replacements of the default allowances. */
export type HttpAllowances = Partial<Record<keyof HttpRates, Allowance>>

export function createHttpRates(limited: boolean, change: HttpAllowances = {}): HttpRates {
  if (!limited) return { requests: unlimited, boards: unlimited, asks: unlimited, written: unlimited }
  return {
    requests: createRateLimit(change.requests ?? requests),
    boards: createRateLimit(change.boards ?? boards),
    asks: createRateLimit(change.asks ?? asks),
    written: createRateLimit(change.written ?? written),
  }
}
