import { type ResourceLimits, Worker } from 'node:worker_threads'

/** A request to a thread; `answer.ts` handles it. */
export interface ThreadRequest<Request> {
  readonly id: number
  readonly request: Request
}

export type ThreadAnswer<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly problem: string }

export interface ThreadOptions {
  readonly workerData?: unknown
  /** The thread ends after this time without requests, and starts again with the next, ms. Default: it never ends. */
  readonly idleMs?: number
  /** A thread that needs more memory is terminated with all its requests. Default: as much as the process. */
  readonly resourceLimits?: ResourceLimits
  /**
   * A thread that computes longer for one answer, or takes ten times as long, is terminated with all its requests,
   * ms. Default: no limit.
   */
  readonly patienceMs?: number
}

interface Waiting<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

/** A worker thread that answers requests in order. It starts with the first request, and again after a failure. */
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
   * Rejects with the error of the thread. Buffers in `transfer` must not be used afterwards. `patienceMs` applies to
   * this request only.
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
        this.#startIdleTimer()
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
        worker.postMessage({ id, request } satisfies ThreadRequest<Request>, [...transfer])
      } catch (error) {
        this.#waiting.get(id)?.reject(asError(error))
      }
    })
  }

  /** Terminates the thread permanently; rejects pending requests. */
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
    worker.on('message', (answer: ThreadAnswer<Result>) => {
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

  #startIdleTimer(): void {
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

/** Limit of elapsed time as a multiple of the patience, for busy machines. */
const busyFactor = 10

/** Calls `tooLong` once a thread has computed for `patienceMs` from now on. Returns a function that stops watching. */
function watchWork(worker: Worker, patienceMs: number, tooLong: () => void): () => void {
  const before = computedMs(worker)
  let over = false
  const atLast = setTimeout(tooLong, patienceMs * (hasCpuUsage(worker) ? busyFactor : 1))
  let timer: ReturnType<typeof setTimeout> | undefined
  const check = async () => {
    const spent = (await computedMs(worker)) - (await before)
    if (over) return
    if (spent >= patienceMs) tooLong()
    else checkAfter(Math.max(100, patienceMs - spent))
  }
  const checkAfter = (ms: number) => {
    timer = setTimeout(check, ms)
  }
  checkAfter(patienceMs)
  return () => {
    over = true
    clearTimeout(timer)
    clearTimeout(atLast)
  }
}

/** CPU time of a thread, ms; 0 while it starts, or if unknown. */
async function computedMs(worker: Worker): Promise<number> {
  if (!hasCpuUsage(worker)) return 0
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1_000
}

/** Since Node 24.6. */
function hasCpuUsage(worker: Worker): boolean {
  return 'cpuUsage' in worker
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
