import { performance as thread } from 'node:perf_hooks'

/** The process counts as busy when this thread is active for more than this part of the time. */
const busyPart = 0.6
/** Measurement interval, ms. */
const windowMs = 250

/** Measures whether this thread is busy, between consecutive calls. */
export class Busyness {
  readonly #part: () => number
  #at: number
  #isBusy = false

  /** @param part this thread's utilization since the last call, 0 to 1; default: that of its event loop */
  constructor(now: number, part: () => number = partSinceAsked()) {
    this.#part = part
    this.#at = now
  }

  /** `now`: ms. */
  isBusy(now: number): boolean {
    if (now - this.#at < windowMs) return this.#isBusy
    this.#at = now
    this.#isBusy = this.#part() > busyPart
    return this.#isBusy
  }
}

/** CPU time of this thread, ms; elapsed time, an upper bound, where Node does not report it. */
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
