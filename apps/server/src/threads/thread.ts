import { type ResourceLimits, Worker } from 'node:worker_threads'

/** What is said to a thread, and what it says: see `answer.ts`. */
export interface Asked<Request> {
  readonly id: number
  readonly request: Request
}

export type Answer<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly problem: string }

export interface ThreadOptions {
  readonly workerData?: unknown
  /** It ends when nobody has asked for so long, and begins again when somebody does, ms. Default: it stays. */
  readonly idleMs?: number
  /** It is ended when it needs more memory, with all that it was asked. Default: as much as the process. */
  readonly resourceLimits?: ResourceLimits
  /**
   * It is ended, with all that it was asked, when it computes for longer until one answer, or takes ten times as long,
   * ms: on a busy machine it waits. Default: it may take as long as it likes.
   */
  readonly patienceMs?: number
}

interface Waiting<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

/** A thread that answers what it is asked, in order. It begins with the first question, and again after it has failed. */
export class Thread<Request, Result> {
  readonly #file: URL
  readonly #options: ThreadOptions
  readonly #waiting = new Map<number, Waiting<Result>>()
  #worker: Worker | null = null
  #idle: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #ended = false

  constructor(file: URL, options: ThreadOptions = {}) {
    this.#file = file
    this.#options = options
  }

  /**
   * Rejects with the thread's own words. What is in `transfer` is the thread's from then on. `patienceMs` is for this
   * question alone.
   */
  ask(request: Request, transfer: readonly ArrayBuffer[] = [], patienceMs = this.#options.patienceMs): Promise<Result> {
    if (this.#ended) return Promise.reject(new Error('The server is stopping.'))
    clearTimeout(this.#idle)
    this.#asked += 1
    const id = this.#asked
    return new Promise<Result>((resolve, reject) => {
      let unwatch = () => {}
      const settle = () => {
        unwatch()
        this.#waiting.delete(id)
        this.#rest()
      }
      this.#waiting.set(id, {
        resolve: (result) => {
          settle()
          resolve(result)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      try {
        const worker = this.#running()
        unwatch = this.#watch(worker, patienceMs)
        worker.postMessage({ id, request } satisfies Asked<Request>, [...transfer])
      } catch (error) {
        this.#waiting.get(id)?.reject(asError(error))
      }
    })
  }

  /** For good: what was asked and not answered is rejected. */
  async end(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#idle)
    await this.#stop(new Error('The server is stopping.'))
  }

  #watch(worker: Worker, patienceMs: number | undefined): () => void {
    if (patienceMs === undefined) return () => {}
    return watchWork(worker, patienceMs, () => void this.#stop(new Error(`no answer within ${patienceMs} ms`)))
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const { workerData, resourceLimits } = this.#options
    const worker = new Worker(this.#file, { workerData, ...(resourceLimits ? { resourceLimits } : {}) })
    worker.on('message', (answer: Answer<Result>) => {
      const waiting = this.#waiting.get(answer.id)
      if ('problem' in answer) waiting?.reject(new Error(answer.problem))
      else waiting?.resolve(answer.result)
    })
    worker.on('error', (error) => this.#failed(worker, asError(error)))
    worker.on('messageerror', (error) => this.#failed(worker, error))
    worker.on('exit', () => this.#failed(worker, new Error('its thread has ended')))
    this.#worker = worker
    return worker
  }

  #failed(worker: Worker, error: Error): void {
    if (this.#worker === worker) void this.#stop(error)
  }

  #rest(): void {
    clearTimeout(this.#idle)
    const { idleMs } = this.#options
    if (idleMs === undefined || this.#waiting.size > 0 || !this.#worker) return
    this.#idle = setTimeout(() => void this.#stop(new Error('idle')), idleMs).unref()
  }

  async #stop(error: Error): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    for (const waiting of [...this.#waiting.values()]) waiting.reject(error)
    await worker?.terminate()
  }
}

/** How many times its patience a thread may take that has to wait for a processor. */
const busyFactor = 10

/** Calls `tooLong` once a thread has computed for `patienceMs` from now on; the returned function ends that. */
function watchWork(worker: Worker, patienceMs: number, tooLong: () => void): () => void {
  const before = computedMs(worker)
  let over = false
  const atLast = setTimeout(tooLong, patienceMs * (isTold(worker) ? busyFactor : 1))
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async () => {
    const spent = (await computedMs(worker)) - (await before)
    if (over) return
    if (spent >= patienceMs) tooLong()
    else lookAfter(Math.max(100, patienceMs - spent))
  }
  const lookAfter = (ms: number) => {
    timer = setTimeout(look, ms)
  }
  lookAfter(patienceMs)
  return () => {
    over = true
    clearTimeout(timer)
    clearTimeout(atLast)
  }
}

/** CPU time of a thread, ms; 0 while it begins, and where Node does not tell. */
async function computedMs(worker: Worker): Promise<number> {
  if (!isTold(worker)) return 0
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1_000
}

/** Since Node 24.6. */
function isTold(worker: Worker): boolean {
  return 'cpuUsage' in worker
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
