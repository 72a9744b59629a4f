import type { Transport, TransportClosed, TransportConnection, TransportEvents } from './transport.ts'

/** All in milliseconds. */
export interface LadderTiming {
  /** How long a transport may take to answer before the next one is tried beside it. */
  readonly staggerMs: number
  /** How long one attempt may take to open. */
  readonly patienceMs: number
  /** How often the better transports are tried again from a worse one. */
  readonly climbMs: number
  /** A connection that breaks sooner than this after it opened was cut. */
  readonly cutMs: number
  /** How often the better ones are tried again after they were cut twice in a row. */
  readonly cutClimbMs: number
}

export const ladderTiming: LadderTiming = {
  staggerMs: 2_000,
  patienceMs: 10_000,
  climbMs: 60_000,
  cutMs: 90_000,
  cutClimbMs: 600_000,
}
/** This many cuts in a row are not an accident. */
const maxCuts = 2

/** State passed from one connection to the next. */
interface Memory {
  /** The rung that worked last. */
  best: number
  /** How often in a row a transport other than the last one was cut. */
  cuts: number
}

/**
 * Transports from the best to the one that works everywhere. Each is tried while those before it have not answered, so
 * that a network that refuses, delays or drops one costs `staggerMs` and no more; the first that opens carries the
 * session. The next attempt starts with the transport that worked last. From a worse transport the better ones are
 * tried again from time to time, and the session moves up when one opens; one that is cut repeatedly is replaced by the
 * next, and is tried again after a longer time. A connection that may be dead is renewed by another of its kind.
 */
export function ladder(rungs: readonly [Transport, ...Transport[]], timing: LadderTiming = ladderTiming): Transport {
  const memory = { best: 0, cuts: 0 }
  return { name: rungs[0].name, open: (events) => new Climb(rungs, timing, memory, events) }
}

interface Attempt {
  readonly connection: TransportConnection
  readonly patience: ReturnType<typeof setTimeout>
}

/** One connection: several attempts, one of which carries it. */
class Climb implements TransportConnection {
  readonly #rungs: readonly Transport[]
  readonly #timing: LadderTiming
  readonly #memory: Memory
  readonly #events: TransportEvents
  readonly #attempts = new Map<number, Attempt>()
  /** Rungs not tried yet, in order. */
  #waiting: number[]
  #current: number | null = null
  #openedAt = 0
  /** Another of the same transport as the current one, which replaces it when it opens. */
  #renewal: Attempt | null = null
  #next: ReturnType<typeof setTimeout> | undefined
  #ended = false

  constructor(rungs: readonly Transport[], timing: LadderTiming, memory: Memory, events: TransportEvents) {
    this.#rungs = rungs
    this.#timing = timing
    this.#memory = memory
    this.#events = events
    const { best } = memory
    this.#waiting = [best, ...rungs.map((_, rung) => rung).filter((rung) => rung !== best)]
    this.#tryNext()
  }

  send(frame: Uint8Array): void {
    if (this.#current !== null) this.#attempts.get(this.#current)?.connection.send(frame)
  }

  improve(): void {
    if (!this.#ended && this.#current !== null && this.#current > 0) this.#climb()
  }

  renew(): void {
    const rung = this.#current
    if (this.#ended || rung === null || this.#renewal) return
    this.#renewal = this.#open(rung, (renewal, tell) => {
      this.#renewal = null
      this.#drop(rung)
      clearTimeout(renewal.patience)
      this.#attempts.set(rung, renewal)
      tell()
    })
  }

  close(): void {
    this.#ended = true
    this.#giveUp()
    clearTimeout(this.#next)
    for (const rung of [...this.#attempts.keys()]) this.#drop(rung)
  }

  #tryNext(): void {
    clearTimeout(this.#next)
    const rung = this.#waiting.shift()
    if (rung === undefined) return
    for (const silent of this.#attempts.keys())
      this.#tell(silent, `no answer within ${this.#timing.staggerMs / 1000} s`)
    this.#try(rung)
    this.#next = setTimeout(() => this.#tryNext(), this.#timing.staggerMs)
  }

  #try(rung: number): void {
    const attempt = this.#open(rung, (_, tell) => this.#opened(rung, tell))
    if (attempt) this.#attempts.set(rung, attempt)
  }

  #open(rung: number, opened: (attempt: Attempt, tell: () => void) => void): Attempt | null {
    const isUsed = () => this.#attempts.get(rung) === attempt
    const closed = (reason: TransportClosed) => {
      if (isUsed()) this.#closed(rung, reason)
      else if (attempt && this.#renewal === attempt) this.#giveUp()
    }
    const connection = this.#rungs[rung]?.open({
      opened: (name) => {
        if (attempt) opened(attempt, () => this.#events.opened(name))
      },
      received: (frame) => {
        if (rung !== this.#current || !isUsed()) return
        this.#giveUp()
        this.#events.received(frame)
      },
      closed,
    })
    if (!connection) return null
    const silent = { code: null, message: 'no answer' }
    const attempt: Attempt = { connection, patience: setTimeout(() => closed(silent), this.#timing.patienceMs) }
    return attempt
  }

  /** Ends the renewal: the current connection has answered, or the new one has failed. */
  #giveUp(): void {
    clearTimeout(this.#renewal?.patience)
    this.#renewal?.connection.close()
    this.#renewal = null
  }

  #opened(rung: number, tell: () => void): void {
    if (this.#ended || (this.#current !== null && rung > this.#current)) return this.#drop(rung)
    clearTimeout(this.#attempts.get(rung)?.patience)
    clearTimeout(this.#next)
    this.#giveUp()
    this.#current = rung
    this.#memory.best = rung
    this.#openedAt = performance.now()
    tell()
    // Worse attempts are no longer needed; better ones may still open.
    for (const other of [...this.#attempts.keys()]) if (other > rung) this.#drop(other)
    if (rung > 0) this.#climbLater()
  }

  #climb(): void {
    clearTimeout(this.#next)
    const current = this.#current ?? 0
    for (let rung = 0; rung < current; rung += 1) {
      this.#drop(rung)
      this.#try(rung)
    }
    this.#climbLater()
  }

  #climbLater(): void {
    const { climbMs, cutClimbMs } = this.#timing
    this.#next = setTimeout(() => this.#climb(), this.#memory.cuts >= maxCuts ? cutClimbMs : climbMs)
  }

  #closed(rung: number, reason: TransportClosed): void {
    if (!this.#attempts.has(rung)) return
    this.#drop(rung)
    if (rung !== this.#current) this.#tell(rung, reason.message)
    else if (rung < this.#rungs.length - 1 && reason.code === null) this.#broke(rung)
    if (this.#current !== null && rung !== this.#current) return
    // A code comes from the server, and would be the same on every transport.
    const last = this.#current !== null || reason.code !== null
    if (!last && this.#waiting.length > 0) return this.#tryNext()
    if (!last && this.#attempts.size > 0) return
    this.close()
    this.#events.closed(reason)
  }

  /** An open connection ended without a code from the server. */
  #broke(rung: number): void {
    const memory = this.#memory
    memory.cuts = performance.now() - this.#openedAt < this.#timing.cutMs ? memory.cuts + 1 : 0
    if (memory.cuts < maxCuts) return
    memory.best = rung + 1
    this.#tell(rung, 'it was cut repeatedly')
  }

  #tell(rung: number, why: string): void {
    const transport = this.#rungs[rung]
    if (transport) this.#events.failed?.(transport.name, why)
  }

  #drop(rung: number): void {
    const attempt = this.#attempts.get(rung)
    this.#attempts.delete(rung)
    clearTimeout(attempt?.patience)
    attempt?.connection.close()
  }
}
