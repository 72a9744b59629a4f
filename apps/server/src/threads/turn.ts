import { Busyness, threadCpuMs } from './busy.ts'

/** The pause after each slice while the process is busy, relative to the duration of the slice. */
const restPart = 3

export interface TurnsOptions {
  /** Whether the process is busy at a time, ms. */
  readonly isBusy: (now: number) => boolean
  /** CPU time of this thread so far, ms. */
  readonly cpuMs: () => number
}

/**
 * Long work on this thread in slices: one slice per turn of the event loop, of all such work together, so that many long
 * tasks delay other work no longer than one does. While the process is busy they rest after each slice, so that most of
 * the thread is for everything else.
 */
export class Turns {
  readonly #options: TurnsOptions
  readonly #waiting: (() => void)[] = []

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /** Resolves when the next slice may run. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length === 1) setImmediate(() => this.#next())
    })
  }

  #next(): void {
    const before = this.#options.cpuMs()
    this.#waiting[0]?.()
    // After the promise jobs that compute this slice.
    queueMicrotask(() => process.nextTick(() => this.#rest(this.#options.cpuMs() - before)))
  }

  #rest(sliceMs: number): void {
    const next = () => {
      this.#waiting.shift()
      if (this.#waiting.length > 0) this.#next()
    }
    if (sliceMs > 0 && this.#options.isBusy(performance.now())) setTimeout(next, Math.ceil(sliceMs * restPart))
    else setImmediate(next)
  }
}

const busyness = new Busyness(performance.now())
const turns = new Turns({ isBusy: (now) => busyness.isBusy(now), cpuMs: threadCpuMs })

/** Resolves when the next slice of long work may run on this thread. */
export function aTurn(): Promise<void> {
  return turns.take()
}
