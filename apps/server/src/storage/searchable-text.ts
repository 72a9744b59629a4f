/** A piece of text with the words that were found. */
export interface TextSnippet {
  readonly text: string
  /** Begin and end of each match in `text`, UTF-16 code units. */
  readonly matches: readonly (readonly [from: number, to: number])[]
}

/** What SQLite puts around a match; control characters, which `searchable` removes from text. */
export const snippetMarks = { begin: '\u0002', end: '\u0003' } as const

/** Scripts that are written without spaces: each character is indexed as a word. */
const unspaced = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/gu
/** Separates words for the tokenizer and is not visible. */
const invisible = '\u200b'

/**
 * Text as it is indexed. SQLite's tokenizer `unicode61` folds case and accents, but takes a sentence of a script
 * without spaces as one word; so its characters are separated, and words of them are searched as phrases. (Its
 * tokenizer `trigram` finds no word of two characters, as most in Chinese are, and takes three times the space.)
 */
export function searchable(text: string): string {
  return visible(text.normalize('NFKC')).replace(unspaced, `$&${invisible}`)
}

/**
 * The expression of SQLite's FTS5 for boards that contain every word or its beginning, and characters of scripts
 * without spaces next to each other; null when there is no word.
 */
export function matchOf(words: string): string | null {
  const found = visible(words.normalize('NFKC')).match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []
  return found.length > 0 ? found.slice(0, maxWords).map(phrase).join(' AND ') : null
}

/** Further words of a search are ignored. */
const maxWords = 16

function phrase(word: string): string {
  const spelled = new Set([word, word.replace(/ss/giu, 'ß'), word.replaceAll('ß', 'ss')])
  const quoted = [...spelled].map((each) => `"${each.replace(unspaced, '$& ').trim()}"*`)
  return quoted.length > 1 ? `(${quoted.join(' OR ')})` : (quoted[0] ?? '')
}

const mark = new RegExp(`([${snippetMarks.begin}${snippetMarks.end}])`)

/** Reads a marked snippet. Accents after a match, which the tokenizer skips, belong to it. */
export function snippetOf(marked: string): TextSnippet {
  const matches: [number, number][] = []
  let [text, from] = ['', 0]
  for (const part of marked.replaceAll(invisible, '').replace(/\s+/g, ' ').split(mark)) {
    if (part === snippetMarks.begin) from = text.length
    else if (part === snippetMarks.end) matches.push([from, text.length])
    else text += part
  }
  return { text, matches: matches.map(([from, to]) => [from, to + (/^\p{M}*/u.exec(text.slice(to))?.[0].length ?? 0)]) }
}

/** Without control characters other than line breaks, and without characters that are only for line breaking. */
function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|\u200b/gu, '')
}
