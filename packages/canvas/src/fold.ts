/** Compares letters ignoring accents, case and width. */
const collator = new Intl.Collator('und', { sensitivity: 'base', usage: 'search' })
/** Letters that others without a Unicode decomposition count as: o for ø, ae for æ. */
const plainLetters: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz', 'ae', 'oe', 'th', '']

/** Start and end (exclusive), offsets in the original text. */
export type Range = readonly [number, number]

/**
 * Finds words ignoring case, accents and width: `strasse` matches Straße, and `tete` tête, however its accent is
 * encoded.
 */
export class WordFinder {
  readonly #wanted: string
  readonly #letters = new Map<string, string>()
  readonly #segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

  constructor(words: string) {
    this.#wanted = this.#folded(words.trim()).text
  }

  /** The search text is empty. */
  get isEmpty(): boolean {
    return this.#wanted === ''
  }

  isIn(text: string): boolean {
    return this.#folded(text).text.includes(this.#wanted)
  }

  begins(text: string): boolean {
    return this.#folded(text).text.startsWith(this.#wanted)
  }

  /** Returns the matches, which do not overlap. */
  *in(text: string): Generator<Range> {
    if (this.isEmpty) return
    const { text: letters, ranges } = this.#folded(text)
    const length = this.#wanted.length
    for (let at = letters.indexOf(this.#wanted); at >= 0; at = letters.indexOf(this.#wanted, at + length)) {
      const [first, last] = [ranges?.[at], ranges?.[at + length - 1]]
      yield ranges ? [first?.[0] ?? 0, last?.[1] ?? text.length] : [at, at + length]
    }
  }

  /** Returns the folded text, and the original range of each of its letters; null: the same offsets. */
  #folded(text: string): { readonly text: string; readonly ranges: readonly Range[] | null } {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: in ASCII every character is a letter of its own
    if (/^[\x00-\x7f]*$/.test(text)) return { text: text.toLowerCase(), ranges: null }
    const ranges: Range[] = []
    let letters = ''
    for (const { segment, index } of this.#segmenter.segment(text)) {
      const letter = this.#letter(segment)
      letters += letter
      for (let at = 0; at < letter.length; at += 1) ranges.push([index, index + segment.length])
    }
    return { text: letters, ranges }
  }

  #letter(grapheme: string): string {
    const known = this.#letters.get(grapheme)
    if (known !== undefined) return known
    const letter = foldedLetter(grapheme)
    this.#letters.set(grapheme, letter)
    return letter
  }
}

function foldedLetter(grapheme: string): string {
  // Via upper case: ß becomes ss, and a final sigma a sigma.
  const small = grapheme.normalize('NFKC').toUpperCase().toLowerCase()
  const bare = small.normalize('NFKD').replace(/\p{Mn}/gu, '')
  const letter = collator.compare(bare, small) === 0 ? bare : small
  if (/^[ -~]+$/.test(letter)) return letter
  const plain = plainLetters.find((candidate) => collator.compare(candidate, letter) === 0)
  return plain ?? katakanaOf(letter)
}

/** Converts hiragana to katakana. */
function katakanaOf(letter: string): string {
  return letter.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
}
