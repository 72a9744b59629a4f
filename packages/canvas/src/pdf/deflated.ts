import type { Steps } from '@inkbridge/board'
import { Zlib } from 'fflate'

/** The dictionary entry of a stream that is compressed here. */
export const deflateFilter = '/Filter/FlateDecode'

/** This much is compressed at once, characters or bytes: a millisecond or two. */
const pieceLength = 65_536
/** Three times as fast as 6, which is usual, for files that are some 7 % larger. */
const level = 1

/** Compresses bytes (zlib, RFC 1950), in steps. */
export function* deflateSteps(bytes: Uint8Array): Steps<Uint8Array> {
  const out = new Deflated()
  for (let at = 0; at < bytes.byteLength; at += pieceLength) {
    out.push(bytes.subarray(at, at + pieceLength))
    yield
  }
  return out.end()
}

/** Compresses ASCII text while it is written, so that the end of a long one does not block a page. */
export class Deflated {
  readonly #encoder = new TextEncoder()
  readonly #parts: Uint8Array[] = []
  readonly #zlib: Zlib
  #waiting: string[] = []
  #waitingLength = 0
  /** Bytes compressed so far. */
  #length = 0

  constructor() {
    this.#zlib = new Zlib({ level }, (part) => {
      this.#parts.push(part)
      this.#length += part.byteLength
    })
  }

  add(text: string): void {
    this.#waiting.push(text)
    this.#waitingLength += text.length
    if (this.#waitingLength >= pieceLength) this.push(this.#take())
  }

  push(bytes: Uint8Array): void {
    this.#zlib.push(bytes, false)
  }

  /** Returns all of it; nothing may be added afterwards. */
  end(): Uint8Array {
    this.#zlib.push(this.#take(), true)
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    return whole
  }

  #take(): Uint8Array {
    const bytes = this.#encoder.encode(this.#waiting.join(''))
    this.#waiting = []
    this.#waitingLength = 0
    return bytes
  }
}
