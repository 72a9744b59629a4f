import { encodeFrame, type Frame, parseFrame, type Sender, tooLarge, unreadable } from './frame.ts'
import { limits } from './limits.ts'
import { no, ok, type Result } from './result.ts'

/**
 * Splits an encoded message into chunks in order, or returns it alone where it fits. Views into `frame` where possible.
 */
export function messagesOf(frame: Uint8Array): readonly Uint8Array[] {
  const size = limits.maxChunkBytes
  if (frame.byteLength <= size) return [frame]
  return Array.from({ length: Math.ceil(frame.byteLength / size) }, (_, index) => {
    const bytes = frame.subarray(index * size, (index + 1) * size)
    return encodeFrame({ kind: 'chunk', rest: frame.byteLength - index * size - bytes.byteLength, bytes })
  })
}

/** Reads the packets of one connection, in the order of arrival. */
export class FrameReader {
  readonly #sender: Sender
  /**
   * The received part of a chunked message, in blocks of one size: as many as have arrived, not as many as were
   * announced.
   */
  #blocks: Uint8Array[] = []
  #received = 0
  #rest = 0

  constructor(sender: Sender = 'anybody') {
    this.#sender = sender
  }

  /** How much of the current chunked message has arrived; null between messages. */
  get progress(): { readonly received: number; readonly total: number } | null {
    return this.#received > 0 ? { received: this.#received, total: this.#received + this.#rest } : null
  }

  /** Memory that a chunked message takes until it is complete, bytes. */
  get bufferedBytes(): number {
    return this.#blocks.length * blockBytes
  }

  /**
   * Returns the message that a packet is or completes; null while more of it is to come. After an error nothing more
   * can be read.
   */
  read(message: Uint8Array): Result<Frame | null> {
    const parsed = parseFrame(message, limits.maxFrameBytes, this.#sender)
    if (!parsed.ok || parsed.value.kind !== 'chunk') return parsed
    const { rest, bytes } = parsed.value
    const begins = this.#received === 0
    if (begins && bytes.byteLength + rest > limits.maxWholeBytes)
      return no(tooLarge(bytes.byteLength + rest, limits.maxWholeBytes))
    if (bytes.byteLength === 0 || (!begins && bytes.byteLength + rest !== this.#rest)) return no(unreadable)
    // Copied, since the transport may reuse the bytes of a packet after it was read.
    this.#add(bytes)
    this.#rest = rest
    return rest > 0 ? ok(null) : this.#complete()
  }

  /** Releases the received part of a chunked message. */
  drop(): void {
    this.#blocks = []
    this.#received = 0
    this.#rest = 0
  }

  #add(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.byteLength; ) {
      const at = this.#received % blockBytes
      if (at === 0) this.#blocks.push(new Uint8Array(blockBytes))
      const part = bytes.subarray(from, from + blockBytes - at)
      this.#blocks.at(-1)?.set(part, at)
      this.#received += part.byteLength
      from += part.byteLength
    }
  }

  #complete(): Result<Frame> {
    const whole = new Uint8Array(this.#received)
    this.#blocks.forEach((block, index) => {
      const at = index * blockBytes
      whole.set(block.subarray(0, this.#received - at), at)
    })
    this.drop()
    const parsed = parseFrame(whole, limits.maxWholeBytes, this.#sender)
    return parsed.ok && parsed.value.kind === 'chunk' ? no(unreadable) : parsed
  }
}

/** Chunks may be as small as their sender likes: they are joined as they arrive. */
const blockBytes = limits.maxChunkBytes
