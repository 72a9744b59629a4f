import { parseLink } from './link.ts'
import { type Color, parseColor } from './style.ts'

/** The attributes of a run of text. */
export interface TextMarks {
  readonly bold?: true
  readonly italic?: true
  readonly underline?: true
  readonly strike?: true
  readonly code?: true
  /** The background colour. */
  readonly highlight?: Color
  readonly color?: Color
  /** An address as `parseLink` gives it. */
  readonly link?: string
}

/** A run of a paragraph with the same attributes; `\n` in it starts a line and not a paragraph. */
export interface TextRun extends TextMarks {
  readonly text: string
}

export const lists = ['bullet', 'number', 'check'] as const
export type List = (typeof lists)[number]

export interface Paragraph {
  readonly runs: readonly TextRun[]
  /** The largest is 1. */
  readonly heading?: 1 | 2 | 3
  /** The kind of list; absent: not a list item. */
  readonly list?: List
  /** Of an item of a check list. */
  readonly checked?: true
  /** Depth in nested lists, 1 to `maxIndent`; absent: 0. */
  readonly indent?: number
}

/** The text of a shape. */
export type RichText = readonly Paragraph[]

export const maxIndent = 6
/** A longer text is shown up to here, UTF-16 code units. */
export const maxTextLength = 20_000

const switches = ['bold', 'italic', 'underline', 'strike', 'code'] as const

/** The names of all marks. */
export const textMarks: readonly string[] = [...switches, 'highlight', 'color', 'link']

/** Reads marks from a document: a name with true or a record; malformed ones are left out. */
export function parseMarks(input: unknown): TextMarks {
  const given = record(input)
  const marks: { -readonly [Key in keyof TextMarks]: TextMarks[Key] } = {}
  for (const name of switches)
    if (given[name] !== undefined && given[name] !== null && given[name] !== false) marks[name] = true
  const highlight = parseColor(inside(given.highlight, 'color'))
  const color = parseColor(inside(given.color, 'color'))
  const link = parseLink(inside(given.link, 'href'))
  if (highlight) marks.highlight = highlight
  if (color) marks.color = color
  if (link) marks.link = link
  return marks
}

/** Reads the attributes of a paragraph; values may be text, as in an XML element. */
export function parseParagraph(input: unknown): Omit<Paragraph, 'runs'> {
  const { heading, list, checked, indent } = record(input)
  const level = ([1, 2, 3] as const).find((each) => each === Number(heading))
  const name = lists.find((each) => each === list)
  const depth = Math.floor(Number(indent))
  return {
    ...(level ? { heading: level } : {}),
    ...(name ? { list: name } : {}),
    ...(name === 'check' && (checked === true || checked === 'true') ? { checked: true } : {}),
    ...(depth >= 1 ? { indent: Math.min(maxIndent, depth) } : {}),
  }
}

/** Reads a text from a data file, at most `maxTextLength` of it; null when it is not one. */
export function parseRichText(input: unknown): RichText | null {
  if (!Array.isArray(input)) return null
  const paragraphs: Paragraph[] = []
  let left = maxTextLength
  for (const each of input as readonly unknown[]) {
    if (left <= 0) break
    const { runs } = record(each)
    if (!Array.isArray(runs)) return null
    const read = (runs as readonly unknown[]).map(record)
    if (read.some(({ text }) => typeof text !== 'string')) return null
    const kept: TextRun[] = []
    for (const run of read) {
      const text = String(run.text).slice(0, Math.max(0, left))
      left -= text.length
      if (text !== '') kept.push({ text, ...parseMarks(run) })
    }
    // The length of a text as it is read from a document: an empty paragraph counts as a character, too.
    left -= 1
    paragraphs.push({ runs: kept, ...parseParagraph(each) })
  }
  return paragraphs
}

/** A text without attributes, one line per paragraph. */
export function plainText(text: RichText): string {
  return text.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n')
}

/** A text without attributes, from lines. */
export function richText(plain: string): RichText {
  return plain.split(/\r\n?|\n/).map((line) => ({ runs: line === '' ? [] : [{ text: line }] }))
}

function inside(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? record(value)[key] : value
}

function record(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
}
