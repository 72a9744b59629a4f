import { aTurn } from './turn.ts'

/** Who waits for the result of a job. */
export interface Asker {
  readonly board: string
  readonly address: string
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

export interface Job<Result> {
  /** Askers with the same key share one job, as long as it has not started. */
  readonly key: string
  /** Those who ask while it runs share it, too, when this has not changed since it started. */
  readonly version: number
  run(): Promise<Result>
}

export interface JobLimits {
  /** How many run at once. */
  readonly atOnce: number
  /** How many wait in all, for one board, and for one address, behind which there may be many people. */
  readonly waiting: number
  readonly waitingPerBoard: number
  readonly waitingPerAddress: number
}

/** Nobody waits for the answer any more. */
export class Gone extends Error {}

/** Too much of this work waits already. */
export class Busy extends Error {
  readonly retryAfterMs = 5_000

  constructor() {
    super('too many jobs are waiting')
  }
}

interface Entry<Result> extends Job<Result> {
  readonly board: string
  readonly address: string
  readonly askers: Set<{ resolve(result: Result): void; reject(error: unknown): void }>
}

/** How many addresses are remembered for their turns. */
const maxAddresses = 1_000

/** Runs expensive work, few at once: addresses take turns, askers of the same share it, and what nobody waits for is dropped. */
export class Jobs<Result> {
  readonly #limits: JobLimits
  readonly #running = new Set<Entry<Result>>()
  readonly #waiting = new Set<Entry<Result>>()
  /** The addresses whose jobs were started, the most recent last. */
  readonly #served = new Set<string>()

  constructor(limits: JobLimits) {
    this.#limits = limits
  }

  /** Rejects with `Busy` when too many wait, and with the reason of the signal when that is aborted. */
  ask(job: Job<Result>, { board, address, signal }: Asker): Promise<Result> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const shared = this.#shared(job)
    if (!shared && this.#isFull(board, address)) return Promise.reject(new Busy())
    const entry = shared ?? { ...job, run: job.run, board, address, askers: new Set() }
    return new Promise<Result>((resolve, reject) => {
      const leave = () => {
        entry.askers.delete(asker)
        if (entry.askers.size === 0) this.#waiting.delete(entry)
        reject(signal.reason)
      }
      const settle = () => signal.removeEventListener('abort', leave)
      const asker = {
        resolve: (result: Result) => {
          settle()
          resolve(result)
        },
        reject: (error: unknown) => {
          settle()
          reject(error)
        },
      }
      entry.askers.add(asker)
      signal.addEventListener('abort', leave)
      if (shared) return
      this.#waiting.add(entry)
      this.#next()
    })
  }

  #shared({ key, version }: Job<Result>): Entry<Result> | undefined {
    return (
      [...this.#waiting].find((entry) => entry.key === key) ??
      [...this.#running].find((entry) => entry.key === key && entry.version === version)
    )
  }

  #isFull(board: string, address: string): boolean {
    const { atOnce, waiting, waitingPerBoard, waitingPerAddress } = this.#limits
    if (this.#running.size < atOnce) return false
    const all = [...this.#waiting]
    const ofBoard = all.filter((entry) => entry.board === board)
    const ofAddress = all.filter((entry) => entry.address === address)
    return all.length >= waiting || ofBoard.length >= waitingPerBoard || ofAddress.length >= waitingPerAddress
  }

  #next(): void {
    while (this.#running.size < this.#limits.atOnce) {
      const entry = this.#first()
      if (!entry) return
      this.#waiting.delete(entry)
      this.#running.add(entry)
      void this.#perform(entry)
    }
  }

  /** The first of the address that was served the longest ago. */
  #first(): Entry<Result> | undefined {
    const served = [...this.#served]
    const [first] = [...this.#waiting].sort((a, b) => served.indexOf(a.address) - served.indexOf(b.address))
    if (!first) return undefined
    this.#served.delete(first.address)
    this.#served.add(first.address)
    const [oldest] = this.#served
    if (oldest !== undefined && this.#served.size > maxAddresses) this.#served.delete(oldest)
    return first
  }

  async #perform(entry: Entry<Result>): Promise<void> {
    const [settled] = await Promise.allSettled([entry.run()])
    this.#running.delete(entry)
    this.#next()
    for (const asker of entry.askers) {
      if (settled.status === 'fulfilled') asker.resolve(settled.value)
      else asker.reject(settled.reason)
      // Sending a large file to many takes a while.
      await aTurn()
    }
  }
}
