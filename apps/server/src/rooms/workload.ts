import { Bucket, type Rate } from '../admission/admission.ts'
import { Busyness, threadCpuMs } from '../threads.ts'

/** CPU time that a session always gets: several times what continuous drawing needs; ms. */
const light: Rate = { perSecond: 20, burst: 30 }
/** Its CPU time in all; ms. */
const heavy: Rate = { perSecond: 150, burst: 500 }
/** CPU time of all sessions together in one turn of the event loop, ms. */
const maxTickMs = 8
/** The pause after each piece of heavy work, relative to its duration, while the process is idle or busy. */
const rest = { idle: 0.1, busy: 3 }

export interface WorkloadOptions {
  /** False: without limits, everything at once. */
  readonly limited: boolean
  /** A monotonic clock, ms. */
  readonly now?: () => number
  /** CPU time of this thread so far, ms: time in which other processes run is charged to nobody. */
  readonly cpuMs?: () => number
  /** The utilization of this thread since the last call, 0 to 1. */
  readonly busy?: () => number
}

/** Time constant of the exponential decay by which the recent cost of an address is forgotten, ms. */
const memoryMs = 5_000
/** Each millisecond of waiting lowers the cost of a turn by this many: nobody waits for ever. */
const patience = 0.1
/** Addresses whose recent cost is kept. */
const maxAddresses = 10_000

/**
 * Divides the main thread between sessions. Light work runs at once. When many sessions wait, the address with the lowest
 * recent cost per session comes first: a class behind one address does not wait for others who ask for much. Heavy work
 * runs in pieces, one after the other, addresses in turn, and with longer pauses the busier the process is.
 */
export class Workload {
  readonly limited: boolean
  readonly now: () => number
  readonly cpuMs: () => number
  readonly #busyness: Busyness
  /** Light work that waits for the next turn of the event loop. */
  readonly #soon: (Turn & { readonly since: number })[] = []
  readonly #addresses = new Map<string, Address>()
  /** Heavy work that waits, by address; the address served last comes last. */
  readonly #waiting = new Map<string, readonly Turn[]>()
  #tickMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #restUntil = Number.NEGATIVE_INFINITY

  constructor(options: WorkloadOptions) {
    const { limited, now = () => performance.now(), cpuMs = threadCpuMs, busy } = options
    this.limited = limited
    this.now = now
    this.cpuMs = cpuMs
    this.#busyness = new Busyness(now(), busy)
  }

  join(address: string): Share {
    const known = this.#addresses.get(address)
    if (!known && this.#addresses.size >= maxAddresses) this.#forget()
    const joined = known ?? new Address()
    joined.sessions += 1
    this.#addresses.set(address, joined)
    return new Share(this, address, joined)
  }

  /** Whether there is time left in this turn of the event loop, and nobody waits for it. */
  get hasTime(): boolean {
    return this.#tickMs < maxTickMs && this.#soon.length === 0
  }

  /** Resolves the turn in the next turn of the event loop; what then runs ends before the next one is resolved. */
  waitForTick(turn: Turn): void {
    this.#soon.push({ ...turn, since: this.now() })
    if (this.#soon.length === 1) setImmediate(() => this.#tick())
  }

  wait(address: string, turn: Turn): void {
    this.#waiting.set(address, [...(this.#waiting.get(address) ?? []), turn])
    this.#later()
  }

  /** Resolves the turns of a session that has ended; they no longer have an effect. */
  leave(address: string, share: Share): void {
    share.address.sessions -= 1
    const turns = this.#waiting.get(address) ?? []
    for (const turn of turns) if (turn.share === share) this.#serve(address, turn)
  }

  /** Counts work that took this long; after heavy work there is a pause. */
  worked(ms: number, isLight: boolean): void {
    if (this.#tickMs === 0 && ms > 0)
      setImmediate(() => {
        this.#tickMs = 0
      })
    this.#tickMs += ms
    if (isLight) return
    const now = this.now()
    this.#restUntil = Math.max(this.#restUntil, now + ms * (this.#busyness.isBusy(now) ? rest.busy : rest.idle))
  }

  /** Resolves as many turns as there is time for; the others wait for the next turn of the event loop. */
  #tick(): void {
    const until = this.now() + maxTickMs
    const next = () => {
      this.#first(this.now())?.resolve()
      if (this.#soon.length === 0) return
      if (this.now() >= until) setImmediate(() => this.#tick())
      // After the promise jobs that compute this turn.
      else queueMicrotask(() => process.nextTick(next))
    }
    next()
  }

  /** Removes and returns the light turn with the lowest cost. */
  #first(now: number): Turn | undefined {
    const costs = this.#soon.map(({ share, since }) => share.address.spentMs(now) - (now - since) * patience)
    return this.#soon.splice(costs.indexOf(Math.min(...costs)), 1)[0]
  }

  #later(): void {
    if (this.#timer || this.#waiting.size === 0) return
    const now = this.now()
    const waits = [...this.#waiting.values()].flat().map(({ share }) => share.waitMs(now))
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#next()
        // The work of this turn runs before the next turn is chosen.
        setImmediate(() => this.#later())
      },
      Math.ceil(Math.max(0, this.#restUntil - now, Math.min(...waits))),
    )
  }

  #next(): void {
    const now = this.now()
    if (now < this.#restUntil) return
    for (const [address, turns] of this.#waiting) {
      const turn = turns.find(({ share }) => share.waitMs(now) === 0)
      if (turn) return this.#serve(address, turn)
    }
  }

  #serve(address: string, turn: Turn): void {
    const others = (this.#waiting.get(address) ?? []).filter((other) => other !== turn)
    this.#waiting.delete(address)
    if (others.length > 0) this.#waiting.set(address, others)
    turn.resolve()
  }

  #forget(): void {
    const now = this.now()
    for (const [key, address] of this.#addresses)
      if (address.sessions === 0 && address.spentMs(now) < 1) this.#addresses.delete(key)
  }
}

interface Turn {
  readonly share: Share
  resolve(): void
}

/** The sessions of one address. */
class Address {
  sessions = 0
  #spentMs = 0
  #at = 0

  /** Recent CPU time per session, ms. */
  spentMs(now: number): number {
    return this.#lately(now) / Math.max(1, this.sessions)
  }

  spend(ms: number, now: number): void {
    this.#spentMs = this.#lately(now) + ms
    this.#at = now
  }

  #lately(now: number): number {
    return this.#spentMs * Math.exp((this.#at - now) / memoryMs)
  }
}

/** A session's share of the main thread. */
export class Share {
  readonly address: Address
  readonly #workload: Workload
  readonly #key: string
  readonly #light: Bucket
  readonly #heavy: Bucket
  #ended = false

  constructor(workload: Workload, key: string, address: Address) {
    this.address = address
    this.#workload = workload
    this.#key = key
    this.#light = new Bucket(light, workload.now())
    this.#heavy = new Bucket(heavy, workload.now())
  }

  /** Whether it may run work now; otherwise wait for `turn`. */
  get ready(): boolean {
    return !this.#workload.limited || (this.#workload.hasTime && this.#isLight)
  }

  get #isLight(): boolean {
    return this.#light.has(this.#workload.now())
  }

  /** The time until it may run heavy work, ms. */
  waitMs(now: number): number {
    return this.#heavy.waitMs(now)
  }

  /** Runs work and counts its CPU time. */
  run<Value>(work: () => Value): Value {
    const before = this.#workload.cpuMs()
    const isLight = this.#isLight
    try {
      return work()
    } finally {
      const now = this.#workload.now()
      const ms = this.#workload.cpuMs() - before
      this.#light.spend(ms, now)
      this.#heavy.spend(ms, now)
      this.address.spend(ms, now)
      this.#workload.worked(ms, isLight)
    }
  }

  /** Resolves when its next piece of work may run, never in the same task. What is not small waits as heavy work. */
  turn({ isSmall }: { readonly isSmall: boolean }): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ended || !this.#workload.limited) setImmediate(resolve)
      else if (isSmall && this.#isLight) this.#workload.waitForTick({ share: this, resolve })
      else this.#workload.wait(this.#key, { share: this, resolve })
    })
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#workload.leave(this.#key, this)
  }
}
