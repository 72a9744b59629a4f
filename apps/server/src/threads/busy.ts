import { performance as thread } from 'node:perf_hooks'

/** The process is busy when this thread works more than this part of the time. */
const busyPart = 0.6
/** Over how long that is looked at, ms. */
const windowMs = 250
/** People who draw send several messages a second: after one of them they count as drawing for this long, ms. */
const servedMs = 250

/** Tells whether long work has to leave this thread to others: it works most of the time, or it serves people who draw. */
export class Busyness {
  readonly #part: () => number
  #at: number
  #isBusy = false
  #servedAt = Number.NEGATIVE_INFINITY

  /** @param part the part of the time in which this thread has worked since it was asked last, 0 to 1; default: its event loop's */
  constructor(now: number, part: () => number = partSinceAsked()) {
    this.#part = part
    this.#at = now
  }

  /** Something was done for somebody who waits for it, and took little. `now`: ms. */
  served(now: number): void {
    this.#servedAt = now
  }

  /** `now`: ms. */
  isBusy(now: number): boolean {
    if (now - this.#at >= windowMs) {
      this.#at = now
      this.#isBusy = this.#part() > busyPart
    }
    return this.#isBusy || now - this.#servedAt < servedMs
  }
}

/** Of the main thread. */
export const busyness = new Busyness(performance.now())

/** What this thread has computed so far, ms. Where Node does not tell that, the time that passes is an upper bound. */
export function threadCpuMs(): number {
  if (!process.threadCpuUsage) return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function partSinceAsked(): () => number {
  let before = thread.eventLoopUtilization()
  return () => {
    const now = thread.eventLoopUtilization()
    const { utilization } = thread.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
