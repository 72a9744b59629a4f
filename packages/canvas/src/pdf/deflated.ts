import { Zlib, zlibSync } from 'fflate'

/** The dictionary entry of a stream that is compressed with `Deflated` or `deflated`. */
export const deflateFilter = '/Filter/FlateDecode'

/** Text is compressed in pieces of this many characters, about 2 ms each. */
const pieceLength = 65_536

/** Compresses bytes (zlib, RFC 1950). */
export function deflated(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes)
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
    this.#zlib = new Zlib((part) => {
      this.#parts.push(part)
      this.#length += part.byteLength
    })
  }

  /** Bytes so far, without text that is not compressed yet. */
  get length(): number {
    return this.#length
  }

  add(text: string): void {
    this.#waiting.push(text)
    this.#waitingLength += text.length
    if (this.#waitingLength >= pieceLength) this.#compress(false)
  }

  /** Returns all of it; nothing may be added afterwards. */
  end(): Uint8Array {
    this.#compress(true)
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    return whole
  }

  #compress(isLast: boolean): void {
    this.#zlib.push(this.#encoder.encode(this.#waiting.join('')), isLast)
    this.#waiting = []
    this.#waitingLength = 0
  }
}
