const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values: ReadonlyMap<string, number> = new Map([...alphabet].map((character, index) => [character, index]))
/** Bits in a character of base 64. */
const characterBits = 6

/** Codes for a new character of 8 or 16 bits, and for the end. */
const [byteCode, wordCode, endCode] = [0, 1, 2]

/**
 * Decompresses what `compressToBase64` of LZ-String made (https://pieroxy.net/blog/pages/lz-string); null: it is not
 * such a text, or it becomes longer than `maxLength`. White space is ignored.
 */
export function decompressBase64(input: string, maxLength: number): string | null {
  const bits = new Bits(input)
  const words: string[] = ['', '', '']
  let width = 2
  const character = (code: number): string | null =>
    code === byteCode || code === wordCode ? String.fromCharCode(bits.read(code === byteCode ? 8 : 16)) : null
  const first = character(bits.read(width))
  if (first === null) return bits.isDone ? null : ''
  words.push(first)
  const output: string[] = [first]
  let [length, before, room] = [1, first, 4]
  width = 3
  while (!bits.isDone) {
    const code = bits.read(width)
    if (code === endCode) return output.join('')
    const added = character(code)
    let index = code
    if (added !== null) {
      index = words.push(added) - 1
      room -= 1
    }
    if (room === 0) [room, width] = [2 ** width, width + 1]
    const word = words[index] ?? (index === words.length ? before + before.charAt(0) : null)
    if (word === null || word === '') return null
    output.push(word)
    length += word.length
    if (length > maxLength) return null
    words.push(before + word.charAt(0))
    before = word
    room -= 1
    if (room === 0) [room, width] = [2 ** width, width + 1]
  }
  return null
}

/** The bits of a text in base 64: within a character the highest first, within a number the lowest. */
class Bits {
  readonly #text: string
  #at = 0
  #value = 0
  #left = 0
  /** Whether more was read than there is. */
  isDone = false

  constructor(text: string) {
    this.#text = text
  }

  read(count: number): number {
    let number = 0
    for (let bit = 0; bit < count; bit += 1) number |= this.#next() << bit
    return number
  }

  #next(): number {
    if (this.#left === 0) this.#fill()
    this.#left -= 1
    return (this.#value >> this.#left) & 1
  }

  #fill(): void {
    this.#value = 0
    this.#left = characterBits
    for (; this.#at < this.#text.length; this.#at += 1) {
      const value = values.get(this.#text.charAt(this.#at))
      if (value === undefined) continue
      this.#value = value
      this.#at += 1
      return
    }
    this.isDone = true
  }
}
