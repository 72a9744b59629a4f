import { Bucket, type Rate } from '../admission/admission.ts'
import { Busyness, busyness, threadCpuMs } from '../threads.ts'

/** What a session may compute at any time: several times what somebody who draws all the time needs; ms. */
const light: Rate = { perSecond: 20, burst: 30 }
/** And what it may compute in all; ms. */
const heavy: Rate = { perSecond: 150, burst: 500 }
/** What all together may compute before the process looks at everything else it has to do, ms. */
const maxTickMs = 25
/** How long heavy work rests after each piece, as a part of what that took, while the process is idle, or busy or serves people who draw. */
const rest = { idle: 0.1, busy: 3 }

export interface WorkloadOptions {
  /** False: everything is done as it comes, in pieces. */
  readonly limited: boolean
  /** Milliseconds, of any clock that goes on. */
  readonly now?: () => number
  /** What this thread has computed so far, ms: while the machine is busy with others, no time is charged to anybody. */
  readonly cpuMs?: () => number
  /** The part of the time in which this thread has computed since it was asked last, 0 to 1. */
  readonly busy?: () => number
}

/** Time constant of the exponential decay by which the recent cost of an address is forgotten, ms. */
const memoryMs = 5_000
/** Each millisecond of waiting lowers the cost of a turn by this many, so that nobody waits for ever. */
const patience = 0.1
/** Addresses whose recent cost is kept. */
const maxAddresses = 10_000

/**
 * Divides the main thread between sessions. Those that compute little are served at once. Where many of them
 * wait, the address with the lowest recent cost per session comes first, so that a class behind one address does not
 * wait for others who ask for much. Those that ask for more get it in pieces, one after the other, each address in its turn, and less of
 * it the busier the process is.
 */
export class Workload {
  readonly limited: boolean
  readonly now: () => number
  readonly cpuMs: () => number
  readonly #busyness: Busyness
  /** Sessions that compute little and wait for the next tick. */
  readonly #soon: (Turn & { readonly since: number })[] = []
  readonly #addresses = new Map<string, Address>()
  /** Those that wait for more, by address; the one that was served last comes last. */
  readonly #waiting = new Map<string, readonly Turn[]>()
  #tickMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #restUntil = Number.NEGATIVE_INFINITY

  constructor(options: WorkloadOptions) {
    const { limited, now = () => performance.now(), cpuMs = threadCpuMs, busy } = options
    this.limited = limited
    this.now = now
    this.cpuMs = cpuMs
    this.#busyness = busy ? new Busyness(now(), busy) : busyness
  }

  join(address: string): Share {
    const known = this.#addresses.get(address)
    if (!known && this.#addresses.size >= maxAddresses) this.#forget()
    const joined = known ?? new Address()
    joined.sessions += 1
    this.#addresses.set(address, joined)
    return new Share(this, address, joined)
  }

  /** Whether there is time left in this tick, and nobody waits for it. */
  get hasTime(): boolean {
    return this.#tickMs < maxTickMs && this.#soon.length === 0
  }

  /** In the next tick: what its promise runs is computed before the next is served. */
  waitATick(turn: Turn): void {
    this.#soon.push({ ...turn, since: this.now() })
    if (this.#soon.length === 1) setImmediate(() => this.#tick())
  }

  wait(address: string, turn: Turn): void {
    this.#waiting.set(address, [...(this.#waiting.get(address) ?? []), turn])
    this.#later()
  }

  /** A session is gone: what it waits for is let go, and does nothing any more. */
  leave(address: string, share: Share): void {
    share.address.sessions -= 1
    const turns = this.#waiting.get(address) ?? []
    for (const turn of turns) if (turn.share === share) this.#serve(address, turn)
  }

  /** Something has taken so long; `isLight`: it need not rest. */
  worked(ms: number, isLight: boolean): void {
    if (this.#tickMs === 0 && ms > 0)
      setImmediate(() => {
        this.#tickMs = 0
      })
    this.#tickMs += ms
    const now = this.now()
    if (isLight) return this.#busyness.served(now)
    this.#restUntil = Math.max(this.#restUntil, now + ms * (this.#busyness.isBusy(now) ? rest.busy : rest.idle))
  }

  /** As many as there is time for; what waits then is served in the next tick. */
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

  /** Removes the turn of the lowest cost from those that wait for a tick, and returns it. */
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
        // What has its turn computes before the next one is looked for.
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

/** All who come from one address. */
class Address {
  sessions = 0
  #spentMs = 0
  #at = 0

  /** What it has computed lately, for each of its sessions, ms. */
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

/** One session's part of the main thread. */
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

  /** Whether it may compute now; if not, `turn` says when. */
  get ready(): boolean {
    return !this.#workload.limited || (this.#workload.hasTime && this.#isLight)
  }

  get #isLight(): boolean {
    return this.#light.has(this.#workload.now())
  }

  /** Until it may compute more than a little, ms. */
  waitMs(now: number): number {
    return this.#heavy.waitMs(now)
  }

  /** Computes, and counts how long that takes. */
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

  /** Resolves when its next piece may be computed, never in the same task. What is not small waits with what takes long. */
  turn({ isSmall }: { readonly isSmall: boolean }): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ended || !this.#workload.limited) setImmediate(resolve)
      else if (isSmall && this.#isLight) this.#workload.waitATick({ share: this, resolve })
      else this.#workload.wait(this.#key, { share: this, resolve })
    })
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#workload.leave(this.#key, this)
  }
}
