import { aTurn } from './turn.ts'

/** A client waiting for the result of a job. */
export interface Asker {
  readonly board: string
  readonly address: string
  /** Aborted when the client has left. */
  readonly signal: AbortSignal
}

export interface Job<Result> {
  /** Askers with the same key share one job, as long as it has not started. */
  readonly key: string
  /** Askers during a run share it too, if this has not changed since it started. */
  readonly version: number
  run(): Promise<Result>
}

export interface JobLimits {
  /** Jobs that run at once. */
  readonly atOnce: number
  /** Waiting jobs in total, of one board, and of one address, which many people may share. */
  readonly waiting: number
  readonly waitingPerBoard: number
  readonly waitingPerAddress: number
}

/** The client has left. */
export class Gone extends Error {}

/** Too many jobs are waiting. */
export class Busy extends Error {
  readonly retryAfterMs = 5_000

  constructor() {
    super('too many jobs are waiting')
  }
}

interface QueuedJob<Result> extends Job<Result> {
  readonly board: string
  readonly address: string
  readonly askers: Set<{ resolve(result: Result): void; reject(error: unknown): void }>
}

/** Addresses whose turns are remembered. */
const maxAddresses = 1_000

/** Runs expensive jobs, a few at once: addresses take turns, equal jobs are shared, and abandoned ones dropped. */
export class Jobs<Result> {
  readonly #limits: JobLimits
  readonly #running = new Set<QueuedJob<Result>>()
  readonly #waiting = new Set<QueuedJob<Result>>()
  /** Addresses whose jobs were started, the most recent last. */
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
      const finish = () => signal.removeEventListener('abort', leave)
      const asker = {
        resolve: (result: Result) => {
          finish()
          resolve(result)
        },
        reject: (error: unknown) => {
          finish()
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

  #shared({ key, version }: Job<Result>): QueuedJob<Result> | undefined {
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

  /** The first job of the least recently served address. */
  #first(): QueuedJob<Result> | undefined {
    const served = [...this.#served]
    const [first] = [...this.#waiting].sort((a, b) => served.indexOf(a.address) - served.indexOf(b.address))
    if (!first) return undefined
    this.#served.delete(first.address)
    this.#served.add(first.address)
    const [oldest] = this.#served
    if (oldest !== undefined && this.#served.size > maxAddresses) this.#served.delete(oldest)
    return first
  }

  async #perform(entry: QueuedJob<Result>): Promise<void> {
    const [outcome] = await Promise.allSettled([entry.run()])
    this.#running.delete(entry)
    this.#next()
    for (const asker of entry.askers) {
      if (outcome.status === 'fulfilled') asker.resolve(outcome.value)
      else asker.reject(outcome.reason)
      // Sending a large file to many takes a while.
      await aTurn()
    }
  }
}
