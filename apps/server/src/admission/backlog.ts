import { closeCodes, type Rejection } from '@inkbridge/types'
import type { Memory, MemoryAccount } from './memory.ts'

/** Interval at which backlogs are measured, ms. */
const checkMs = 1_000
/** How long an incomplete message may go without another byte, ms. */
const stallMs = 30_000

/** Ways to end a connection. */
export interface ConnectionEnds {
  /** Closes it with a reason. */
  cut(reason: Rejection): void
  /** Drops it immediately, after `cut`, and its unsent data unless that is so little that the reason may still arrive. */
  drop(): void
}

/** The memory that is waiting for one connection, as reported by the parts that hold it. */
export class Backlog {
  readonly #account: MemoryAccount
  #cut: (reason: Rejection) => void
  readonly #closed: () => void
  readonly #measures = new Set<() => number>()
  readonly #progress = new Set<() => number>()
  #received = 0
  #receivedAt: number | null = null

  constructor(memory: Memory, address: string, ends: ConnectionEnds, closed: () => void) {
    this.#account = memory.open(address, () => {
      this.#cut(tooMuchWaits)
      ends.drop()
    })
    this.#cut = ends.cut
    this.#closed = closed
  }

  /** Adds a part's memory to the backlog, bytes. Returns a function that removes it. */
  watch(measure: () => number): () => void {
    this.#measures.add(measure)
    return () => this.#measures.delete(measure)
  }

  /** Watches the received bytes of an incomplete message (0: none); the connection ends when they stall. */
  watchProgress(received: () => number): void {
    this.#progress.add(received)
  }

  /** Replaces the `cut` that the backlog was opened with. */
  whenCut(cut: (reason: Rejection) => void): void {
    this.#cut = cut
  }

  /** Measures again. Call when a lot may have been added. */
  update(): void {
    let bytes = 0
    for (const measure of this.#measures) bytes += measure()
    this.#account.set(bytes)
  }

  /** Measures, and ends a connection that has stalled. `now`: ms. */
  check(now: number): void {
    this.update()
    let received = 0
    for (const progress of this.#progress) received += progress()
    if (received === 0) this.#receivedAt = null
    else if (received !== this.#received || this.#receivedAt === null) this.#receivedAt = now
    else if (now - this.#receivedAt >= stallMs) {
      this.#receivedAt = null
      this.#cut(stalled)
    }
    this.#received = received
  }

  close(): void {
    this.#measures.clear()
    this.#progress.clear()
    this.#account.close()
    this.#closed()
  }
}

/** The backlogs of all connections, measured at intervals. */
export class Backlogs {
  readonly #memory: Memory
  readonly #open = new Set<Backlog>()
  readonly #timer: ReturnType<typeof setInterval>

  constructor(memory: Memory, now: () => number = () => performance.now()) {
    this.#memory = memory
    this.#timer = setInterval(() => {
      for (const backlog of this.#open) backlog.check(now())
    }, checkMs).unref()
  }

  open(address: string, ends: ConnectionEnds): Backlog {
    const backlog: Backlog = new Backlog(this.#memory, address, ends, () => this.#open.delete(backlog))
    this.#open.add(backlog)
    return backlog
  }

  dispose(): void {
    clearInterval(this.#timer)
  }
}

const tooMuchWaits: Rejection = {
  code: closeCodes.crowded,
  reason: 'memory',
  message:
    'Too much data of your network is waiting on the server. Your drawing is kept on this device; it is retried automatically.',
}

const stalled: Rejection = {
  code: closeCodes.crowded,
  reason: 'stalled',
  message: 'A message stopped arriving half-way. The board was not changed; it is retried automatically.',
}
