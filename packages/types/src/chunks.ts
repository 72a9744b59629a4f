import { encodeFrame, type Frame, parseFrame, tooLarge, unreadable } from './frame.ts'
import { limits } from './limits.ts'
import { no, ok, type Result } from './result.ts'

/** The messages that carry an encoded frame: itself, or chunks of it in their order. Views into `frame` where it fits. */
export function messagesOf(frame: Uint8Array): readonly Uint8Array[] {
  const size = limits.maxChunkBytes
  if (frame.byteLength <= size) return [frame]
  return Array.from({ length: Math.ceil(frame.byteLength / size) }, (_, index) => {
    const bytes = frame.subarray(index * size, (index + 1) * size)
    return encodeFrame({ kind: 'chunk', rest: frame.byteLength - index * size - bytes.byteLength, bytes })
  })
}

/** Reads the messages of one connection, in the order in which they come. */
export class FrameReader {
  #pieces: Uint8Array[] = []
  #rest = 0

  /** How much has come of the frame that is coming in chunks; null when none is. */
  get progress(): { readonly received: number; readonly total: number } | null {
    const received = this.#pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    return received > 0 ? { received, total: received + this.#rest } : null
  }

  /** The frame a message is or completes; null while more of it is to come. After a problem nothing more can be read. */
  read(message: Uint8Array): Result<Frame | null> {
    const parsed = parseFrame(message)
    if (!parsed.ok || parsed.value.kind !== 'chunk') return parsed
    const { rest, bytes } = parsed.value
    const begins = this.#pieces.length === 0
    if (begins && bytes.byteLength + rest > limits.maxWholeBytes)
      return no(tooLarge(bytes.byteLength + rest, limits.maxWholeBytes))
    if (bytes.byteLength === 0 || (!begins && bytes.byteLength + rest !== this.#rest)) return no(unreadable)
    // The transport may use the bytes of a message again once it was read.
    this.#pieces.push(bytes.slice())
    this.#rest = rest
    return rest > 0 ? ok(null) : this.#complete()
  }

  #complete(): Result<Frame> {
    const whole = joined(this.#pieces)
    this.#pieces = []
    const parsed = parseFrame(whole, limits.maxWholeBytes)
    return parsed.ok && parsed.value.kind === 'chunk' ? no(unreadable) : parsed
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
