import { Worker } from 'node:worker_threads'
import type { PictureAnswer, PictureRequest } from './messages.ts'

/** The thread ends when nobody has asked for so long, ms. */
const idleMs = 60_000
/** A picture that takes longer than this is given up, ms. */
const patienceMs = 60_000

interface Waiting {
  resolve(bytes: Uint8Array): void
  reject(error: Error): void
}

/** Draws boards as SVG and PNG in a thread of its own, one after the other. */
export class Pictures {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idle: ReturnType<typeof setTimeout> | undefined
  #id = 0

  /** Rejects when the picture cannot be drawn. */
  draw(request: Omit<PictureRequest, 'id'>): Promise<Uint8Array> {
    clearTimeout(this.#idle)
    this.#id += 1
    const id = this.#id
    return new Promise<Uint8Array>((resolve, reject) => {
      const patience = setTimeout(() => this.#end(new Error('the picture took too long')), patienceMs)
      const settled = () => {
        clearTimeout(patience)
        this.#waiting.delete(id)
        this.#rest()
      }
      this.#waiting.set(id, {
        resolve(bytes) {
          settled()
          resolve(bytes)
        },
        reject(error) {
          settled()
          reject(error)
        },
      })
      this.#running().postMessage({ ...request, id } satisfies PictureRequest)
    })
  }

  dispose(): void {
    clearTimeout(this.#idle)
    this.#end(new Error('the server is stopping'))
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./picture-thread.ts', import.meta.url))
    worker.on('message', (answer: PictureAnswer) => {
      const waiting = this.#waiting.get(answer.id)
      if ('bytes' in answer) waiting?.resolve(answer.bytes)
      else waiting?.reject(new Error(answer.problem))
    })
    worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))))
    this.#worker = worker
    return worker
  }

  #rest(): void {
    clearTimeout(this.#idle)
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#end(new Error('idle')), idleMs).unref()
  }

  #end(error: Error): void {
    const worker = this.#worker
    this.#worker = null
    for (const waiting of [...this.#waiting.values()]) waiting.reject(error)
    void worker?.terminate()
  }
}
