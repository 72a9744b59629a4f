import { closeCodes, type Rejection } from '@inkbridge/types'
import type { Memory, MemoryAccount } from './memory.ts'

/** How often what waits for a connection is looked at, ms. */
const lookMs = 1_000
/** How long a message may stay unfinished without a byte more of it, ms. */
const stallMs = 30_000

/** How a connection ends. */
export interface Ends {
  /** With a reason. */
  cut(reason: Rejection): void
  /** At once, after `cut`: what waits to be sent is let go, unless it is so little that the reason may still arrive. */
  drop(): void
}

/** What waits in memory for one connection, as the parts that keep it measure it. */
export class Backlog {
  readonly #account: MemoryAccount
  #cut: (reason: Rejection) => void
  readonly #closed: () => void
  readonly #measures = new Set<() => number>()
  readonly #progress = new Set<() => number>()
  #received = 0
  #receivedAt: number | null = null

  constructor(memory: Memory, address: string, ends: Ends, closed: () => void) {
    this.#account = memory.open(address, () => {
      this.#cut(tooMuchWaits)
      ends.drop()
    })
    this.#cut = ends.cut
    this.#closed = closed
  }

  /** Counts what a part keeps, bytes. What it gives stops that. */
  watch(measure: () => number): () => void {
    this.#measures.add(measure)
    return () => this.#measures.delete(measure)
  }

  /** How many bytes have come of an unfinished message; without one more for long the connection ends. 0: none is coming. */
  watchProgress(received: () => number): void {
    this.#progress.add(received)
  }

  /** Ends the connection in a better way than the one it was opened with. */
  whenCut(cut: (reason: Rejection) => void): void {
    this.#cut = cut
  }

  /** To be called when a lot may have been added. */
  update(): void {
    let bytes = 0
    for (const measure of this.#measures) bytes += measure()
    this.#account.set(bytes)
  }

  /** `now`: ms. */
  look(now: number): void {
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

/** The backlogs of all connections, looked at from time to time. */
export class Backlogs {
  readonly #memory: Memory
  readonly #open = new Set<Backlog>()
  readonly #timer: ReturnType<typeof setInterval>

  constructor(memory: Memory, now: () => number = () => performance.now()) {
    this.#memory = memory
    this.#timer = setInterval(() => {
      for (const backlog of this.#open) backlog.look(now())
    }, lookMs).unref()
  }

  open(address: string, ends: Ends): Backlog {
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
    'Too much waits to be sent to or read from your network. What you draw is kept here; it is retried automatically.',
}

const stalled: Rejection = {
  code: closeCodes.crowded,
  reason: 'stalled',
  message: 'A message stopped arriving half-way. The board was not changed; it is retried automatically.',
}
