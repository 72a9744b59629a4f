import { limits } from '@inkbridge/types'
import { Bucket } from '../admission/admission.ts'
import type { Share } from './workload.ts'

const messages = { perSecond: 240, burst: 600 }
const bytes = { perSecond: 2 * 1_048_576, burst: 4 * 1_048_576 }
/** Drawing by hand sends smaller messages; larger ones are heavy work. */
const smallBytes = 16_384
/** How long waiting small messages are taken without a break, ms. */
const turnMs = 5
/** Limits of the queue. */
const maxWaiting = 2_000
const maxWaitingBytes = limits.maxWholeBytes + limits.maxFrameBytes

export interface IntakeOptions {
  /** Takes one message. The next is taken after its promise has been fulfilled. */
  take(message: Uint8Array): Promise<void> | undefined
  /** Whether a message may overtake the queue, such as a ping. */
  isUrgent?(message: Uint8Array): boolean
  /** The queue is full. */
  overflow(): void
  /** Taking a message failed. */
  failed(error: unknown, messageBytes: number): void
  readonly share: Share
  /** False: without rates. */
  readonly limited: boolean
  readonly now?: () => number
}

/**
 * Takes the messages of one connection in order, no faster than a person draws and within its share of the main thread.
 * A burst waits; a flood overflows.
 */
export class Intake {
  readonly #options: IntakeOptions
  readonly #now: () => number
  readonly #messages: Bucket
  readonly #bytes: Bucket
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  /** A message is being taken, or waits for its turn. */
  #busy = false
  #ended = false

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#messages = new Bucket(messages, this.#now())
    this.#bytes = new Bucket(bytes, this.#now())
  }

  get waitingBytes(): number {
    return this.#waitingBytes
  }

  receive(message: Uint8Array): void {
    if (this.#ended) return
    const isFirst = !this.#busy || this.#options.isUrgent?.(message)
    if (isFirst && isSmall(message) && this.#options.share.ready && this.#mayTake(message)) return this.#take(message)
    this.#waiting.push(message)
    this.#waitingBytes += message.byteLength
    if (this.#options.limited && (this.#waiting.length > maxWaiting || this.#waitingBytes > maxWaitingBytes)) {
      this.end()
      return this.#options.overflow()
    }
    if (!this.#busy) void this.#drain()
  }

  /** Drops the queue. */
  end(): void {
    this.#ended = true
    this.#waiting = []
    this.#waitingBytes = 0
    this.#options.share.end()
  }

  #take(message: Uint8Array): void {
    const going = this.#run(message)
    if (going) void this.#drain(going)
  }

  async #drain(going?: Promise<void>): Promise<void> {
    this.#busy = true
    await going
    while (!this.#ended && this.#waiting.length > 0) {
      await this.#pause()
      await this.#takeSome()
    }
    this.#busy = false
  }

  /** Takes waiting messages for up to the length of one turn. */
  async #takeSome(): Promise<void> {
    const until = this.#now() + turnMs
    let first = true
    do {
      const [message] = this.#waiting
      if (this.#ended || !message || !(first || isSmall(message)) || !this.#mayTake(message)) return
      first = false
      this.#waiting.shift()
      this.#waitingBytes -= message.byteLength
      await this.#run(message)
    } while (this.#now() < until)
  }

  /** Resolves when the next message may probably be taken. */
  async #pause(): Promise<void> {
    const now = this.#now()
    const ms = this.#options.limited ? Math.max(this.#messages.waitMs(now), this.#bytes.waitMs(now)) : 0
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
    else await this.#options.share.turn({ isSmall: this.#waiting[0] !== undefined && isSmall(this.#waiting[0]) })
  }

  #run(message: Uint8Array): Promise<void> | undefined {
    const failed = (error: unknown) => this.#options.failed(error, message.byteLength)
    try {
      return this.#options.share.run(() => this.#options.take(message))?.catch(failed)
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  #mayTake(message: Uint8Array): boolean {
    if (!this.#options.limited) return true
    const now = this.#now()
    if (!this.#messages.has(now) || !this.#bytes.has(now)) return false
    return this.#messages.take(1, now) && this.#bytes.take(message.byteLength, now)
  }
}

function isSmall(message: Uint8Array): boolean {
  return message.byteLength <= smallBytes
}
