import { limits } from '@inkbridge/types'
import { Bucket } from '../admission/bucket.ts'

const messages = { perSecond: 240, burst: 600 }
const bytes = { perSecond: 2 * 1_048_576, burst: 4 * 1_048_576 }
/** What may wait to be taken. */
const maxWaiting = 2_000
const maxWaitingBytes = limits.maxWholeBytes + limits.maxFrameBytes

/**
 * Takes what one connection says no faster than a person draws: a burst waits and is taken a little later, in order; a
 * flood overflows.
 */
export class Throttle {
  readonly #take: (message: Uint8Array) => void
  readonly #overflow: () => void
  readonly #now: () => number
  readonly #messages: Bucket
  readonly #bytes: Bucket
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #ended = false

  constructor(take: (message: Uint8Array) => void, overflow: () => void, now: () => number = () => performance.now()) {
    this.#take = take
    this.#overflow = overflow
    this.#now = now
    this.#messages = new Bucket(messages, now())
    this.#bytes = new Bucket(bytes, now())
  }

  receive(message: Uint8Array): void {
    if (this.#ended) return
    if (this.#waiting.length === 0 && this.#mayTake(message)) return this.#take(message)
    this.#waiting.push(message)
    this.#waitingBytes += message.byteLength
    if (this.#waiting.length > maxWaiting || this.#waitingBytes > maxWaitingBytes) {
      this.end()
      return this.#overflow()
    }
    this.#later()
  }

  /** What waits is dropped. */
  end(): void {
    this.#ended = true
    clearTimeout(this.#timer)
    this.#waiting = []
  }

  #mayTake(message: Uint8Array): boolean {
    const now = this.#now()
    if (!this.#messages.has(now) || !this.#bytes.has(now)) return false
    return this.#messages.take(1, now) && this.#bytes.take(message.byteLength, now)
  }

  #later(): void {
    const now = this.#now()
    const ms = Math.max(this.#messages.waitMs(now), this.#bytes.waitMs(now))
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#drain()
    }, ms)
  }

  #drain(): void {
    let taken = 0
    for (const message of this.#waiting) {
      if (this.#ended || !this.#mayTake(message)) break
      taken += 1
      this.#waitingBytes -= message.byteLength
      this.#take(message)
    }
    if (this.#ended) return
    this.#waiting.splice(0, taken)
    if (this.#waiting.length > 0) this.#later()
  }
}
