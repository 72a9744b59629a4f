/** Letters whose difference is none to who looks for words: accents, capitals, widths. */
const collator = new Intl.Collator('und', { sensitivity: 'base', usage: 'search' })
/** What letters are taken for that do not come apart by themselves: ø for o, æ for ae. */
const plainLetters: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz', 'ae', 'oe', 'th', '']

/** From, and after the last; offsets in the text as it was given. */
export type Range = readonly [number, number]

/** Finds words in texts as people see them: `strasse` is in Straße, and `tete` in tête, however its accent is written. */
export class WordFinder {
  readonly #wanted: string
  readonly #letters = new Map<string, string>()
  readonly #segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

  constructor(words: string) {
    this.#wanted = this.#folded(words.trim()).text
  }

  /** Nothing is looked for. */
  get isEmpty(): boolean {
    return this.#wanted === ''
  }

  isIn(text: string): boolean {
    return this.#folded(text).text.includes(this.#wanted)
  }

  begins(text: string): boolean {
    return this.#folded(text).text.startsWith(this.#wanted)
  }

  /** Where they are; none overlaps another. */
  *in(text: string): Generator<Range> {
    if (this.isEmpty) return
    const { text: letters, ranges } = this.#folded(text)
    const length = this.#wanted.length
    for (let at = letters.indexOf(this.#wanted); at >= 0; at = letters.indexOf(this.#wanted, at + length)) {
      const [first, last] = [ranges?.[at], ranges?.[at + length - 1]]
      yield ranges ? [first?.[0] ?? 0, last?.[1] ?? text.length] : [at, at + length]
    }
  }

  /** What is compared, and where each of its letters comes from; null: from the same place. */
  #folded(text: string): { readonly text: string; readonly ranges: readonly Range[] | null } {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: every letter of ASCII is one by itself
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
  // By way of capitals: ß becomes ss, and a final sigma a sigma.
  const small = grapheme.normalize('NFKC').toUpperCase().toLowerCase()
  const bare = small.normalize('NFKD').replace(/\p{Mn}/gu, '')
  const letter = collator.compare(bare, small) === 0 ? bare : small
  if (/^[ -~]+$/.test(letter)) return letter
  const plain = plainLetters.find((candidate) => collator.compare(candidate, letter) === 0)
  return plain ?? katakanaOf(letter)
}

/** Hiragana and katakana are one to who looks for words. */
function katakanaOf(letter: string): string {
  return letter.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
}
