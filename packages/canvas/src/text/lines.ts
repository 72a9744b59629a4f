import type { Font, Paragraph, RichText, TextRun } from '@inkbridge/types'
import type { TextEngine, TextItem } from './engine.ts'
import { cssFont, type Face, families } from './fonts.ts'

/** Settings of a layout. Lengths in world units. */
export interface Setting {
  readonly font: Font | 'hand'
  readonly size: number
  /** Maximum width of a line; Infinity: no wrapping. */
  readonly width: number
}

/** A part of a line with one format and direction. */
export interface LaidRun {
  readonly run: TextRun
  readonly text: string
  readonly face: Face
  /** From the left of the text's box. */
  readonly x: number
  readonly width: number
  readonly isRtl: boolean
  /** Start in its paragraph, UTF-16 code units. */
  readonly from: number
}

export interface LaidLine {
  /** Its paragraph and range in it, UTF-16 code units. */
  readonly paragraph: number
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  readonly isRtl: boolean
  /** Top, height and baseline, from the top of the text. */
  readonly y: number
  readonly height: number
  readonly baseline: number
  /** Indent at the start side, as a list item. */
  readonly indent: number
  readonly size: number
  readonly width: number
  /** From left to right; `x` from the left end of the line. */
  readonly runs: readonly LaidRun[]
}

export interface LaidText {
  readonly lines: readonly LaidLine[]
  /** Of its longest line, indent included. */
  readonly width: number
  readonly height: number
}

/** Line height, relative to the size. */
export const lineHeight = 1.3
/** Indent of list items for each level, relative to the size. */
export const listIndent = 1.5
/** Sizes of headings, relative to the text. */
export const headingSizes = [1, 1.8, 1.4, 1.15] as const

/** Returns the font size of a paragraph, rounded: browsers measure whole pixels best. */
export function sizeOf({ heading }: Pick<Paragraph, 'heading'>, size: number): number {
  return Math.round(size * headingSizes[heading ?? 0])
}

/** Lays out a text. */
export function laidOut(text: RichText, setting: Setting, engine: TextEngine): LaidText {
  const lines: LaidLine[] = []
  let [y, width] = [0, 0]
  for (const [index, paragraph] of text.entries()) {
    const size = sizeOf(paragraph, setting.size)
    const { ascent, descent } = families[setting.font]
    const indent = indentOf(paragraph, size)
    const height = Math.round(size * lineHeight)
    // As in browsers: both are rounded, and the remaining space is split above and below.
    const [above, below] = [Math.round(ascent * size), Math.round(descent * size)]
    const baseline = Math.floor((height - above - below) / 2) + above
    for (const line of linesOf(paragraph, { ...setting, size, width: Math.max(1, setting.width - indent) }, engine)) {
      lines.push({
        ...line,
        paragraph: index,
        isFirst: line.from === 0,
        y,
        height,
        baseline: y + baseline,
        indent,
        size,
      })
      y += height
      width = Math.max(width, line.width + indent)
    }
  }
  return { lines, width, height: y }
}

/** Returns the indent of a paragraph, world units. */
function indentOf({ list, indent = 0 }: Paragraph, size: number): number {
  return Math.round((indent + (list ? 1 : 0)) * listIndent * size)
}

type Line = Pick<LaidLine, 'from' | 'to' | 'isRtl' | 'width' | 'runs'>

function linesOf(paragraph: Paragraph, setting: Setting, engine: TextEngine): readonly Line[] {
  const { runs } = paragraph
  const whole = runs.map(({ text }) => text).join('')
  const { levels, base } = engine.levels(whole)
  const starts: number[] = []
  let at = 0
  for (const { text } of runs) {
    starts.push(at)
    at += text.length
  }
  const lines: Line[] = []
  let begins = 0
  let firstRun = 0
  // Each explicit line is laid out separately: its trailing spaces hang.
  for (const hard of whole.split('\n')) {
    const ends = begins + hard.length
    const pieces: { run: TextRun; from: number; text: string; face: Face }[] = []
    for (let index = firstRun; index < runs.length && (starts[index] ?? 0) < ends; index += 1) {
      const [run, start] = [runs[index], starts[index] ?? 0]
      if (!run) break
      const [from, to] = [Math.max(begins, start), Math.min(ends, start + run.text.length)]
      if (from < to) pieces.push({ run, from, text: whole.slice(from, to), face: faceOf(run, paragraph, setting) })
      // Runs that end before this line are not in later ones.
      if (start + run.text.length <= ends) firstRun = index + 1
    }
    const items: TextItem[] = pieces.map(({ text, face }) => ({ text, font: cssFont(face) }))
    const broken = items.length === 0 ? [] : engine.lines(items, setting.width)
    if (broken.length === 0) lines.push({ from: begins, to: ends, isRtl: base % 2 === 1, width: 0, runs: [] })
    for (const { fragments, width } of broken) {
      const laid = fragments.flatMap(({ item, from, to, width }): Omit<LaidRun, 'x'>[] => {
        const piece = pieces[item]
        if (!piece || from === to) return []
        const text = piece.text.slice(from, to)
        return [{ run: piece.run, face: piece.face, text, width, isRtl: false, from: piece.from + from }]
      })
      const first = laid[0]?.from ?? begins
      const last = laid.at(-1)
      lines.push({
        from: first,
        to: last ? last.from + last.text.length : first,
        isRtl: base % 2 === 1,
        width,
        runs: inOrder(laid, levels, base, engine),
      })
    }
    begins = ends + 1
  }
  return lines
}

/** Returns the font of a run. */
export function faceOf(run: TextRun, { heading }: Paragraph, { font, size }: Setting): Face {
  return {
    font: run.code ? 'mono' : font,
    size,
    bold: run.bold === true || heading !== undefined,
    italic: run.italic === true,
  }
}

/** Returns the parts of a line in visual order, from left to right (UAX 9, rules L1 and L2). */
function inOrder(
  pieces: readonly Omit<LaidRun, 'x'>[],
  levels: Uint8Array,
  base: number,
  engine: TextEngine,
): readonly LaidRun[] {
  const parts = pieces.flatMap((piece, index) => split(piece, levels, base, index === pieces.length - 1, engine))
  const highest = Math.max(0, ...parts.map(({ level }) => level))
  let seen = parts
  for (let level = highest; level > 0; level -= 1) seen = turned(seen, level)
  let x = 0
  return seen.map(({ part, level }) => {
    const run = { ...part, x, isRtl: level % 2 === 1 }
    x += part.width
    return run
  })
}

interface Part {
  readonly part: Omit<LaidRun, 'x'>
  readonly level: number
}

/** Splits a part by direction; trailing spaces have that of the paragraph, and no width. */
function split(
  piece: Omit<LaidRun, 'x'>,
  levels: Uint8Array,
  base: number,
  isLast: boolean,
  engine: TextEngine,
): readonly Part[] {
  const { text, from, face } = piece
  const end = isLast ? text.trimEnd().length : text.length
  const level = (at: number) => (at < end ? (levels[from + at] ?? base) : base)
  let only = true
  for (let at = 1; at < end && only; at += 1) only = level(at) === level(0)
  if (only) return end === 0 ? [] : [{ part: { ...piece, text: text.slice(0, end) }, level: level(0) }]
  const parts: Part[] = []
  for (let begins = 0; begins < end; ) {
    let to = begins + 1
    while (to < end && level(to) === level(begins)) to += 1
    const piecewise = text.slice(begins, to)
    const width = engine.width(piecewise, cssFont(face))
    parts.push({ part: { ...piece, text: piecewise, from: from + begins, width }, level: level(begins) })
    begins = to
  }
  return parts
}

/** Reverses each sequence of parts of at least this level. */
function turned(parts: readonly Part[], level: number): Part[] {
  const all: Part[] = []
  for (let at = 0; at < parts.length; ) {
    let to = at
    while ((parts[to]?.level ?? -1) >= level) to += 1
    if (to === at) {
      const part = parts[at]
      if (part) all.push(part)
      at += 1
    } else {
      all.push(...parts.slice(at, to).reverse())
      at = to
    }
  }
  return all
}
