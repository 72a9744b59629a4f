import type { Steps } from '../slices.ts'

/** Text of this length is encoded at once. */
const pieceLength = 65_536

/**
 * Writes a record as JSON in UTF-8, in steps: each item of its lists is one, on a line of its own. Properties that are
 * undefined are left out.
 */
export function* jsonBytes(record: object): Steps<Uint8Array> {
  const out = new Bytes()
  let before = '{'
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue
    out.add(`${before}${JSON.stringify(key)}:`)
    if (Array.isArray(value)) yield* listSteps(value, out)
    else out.add(JSON.stringify(value))
    before = ',\n'
  }
  out.add(`${before === '{' ? before : ''}}\n`)
  return out.end()
}

function* listSteps(items: readonly unknown[], out: Bytes): Steps<void> {
  let before = '[\n'
  for (const item of items) {
    out.add(`${before}${JSON.stringify(item)}`)
    before = ',\n'
    yield
  }
  out.add(items.length === 0 ? '[]' : '\n]')
}

/** Text that is encoded while it is written. */
class Bytes {
  readonly #encoder = new TextEncoder()
  readonly #pieces: Uint8Array[] = []
  #text = ''
  #length = 0

  add(text: string): void {
    this.#text += text
    if (this.#text.length >= pieceLength) this.#encode()
  }

  end(): Uint8Array {
    this.#encode()
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const piece of this.#pieces) {
      whole.set(piece, at)
      at += piece.byteLength
    }
    return whole
  }

  #encode(): void {
    const piece = this.#encoder.encode(this.#text)
    this.#pieces.push(piece)
    this.#length += piece.byteLength
    this.#text = ''
  }
}
