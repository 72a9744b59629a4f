import {
  type Box,
  type Edit,
  maxTextLength,
  type Place,
  type ShapeId,
  type Style,
  type WorldPoint,
} from '@inkbridge/types'
import { cellsOf } from './paste/cells.ts'
import { type Attribution, attributedNote, notePlace, noteSide } from './shapes.ts'
import { linkedText } from './text.ts'

export { cellsOf } from './paste/cells.ts'
export { boardOfClip, clipIn, withBoard, wordsOfClip } from './paste/clip.ts'

/** Gap between pasted notes, and between texts, world units. */
const [gap, textGap] = [24, 48]
/** Above this many characters, a pasted line wraps; below, its estimated width and height before layout. */
export const longLine = 60
const [lineAbout, lettersAbout] = [26, 52]
/** Lines of pasted text wrap at this width, world units. */
export const wrapWidth = 480
/** Maximum number of notes, and of texts, created at a time; the rest is offered. */
const [maxNotes, maxTexts] = [200, 20]
/** Maximum characters of a cell that becomes a note. */
const maxCell = 2_000
/** Maximum and maximum mean length of the lines of a list, characters. */
const [maxLine, maxMean] = [120, 50]

interface PasteContext extends Attribution {
  newId(): ShapeId
  styleOf(kind: 'note' | 'text'): Style
}

/** Where pasted text goes: around a point, but within view. */
export interface PasteTarget {
  readonly about: WorldPoint
  readonly view: Box
}

type Rows = readonly (readonly string[])[]

/** An optional follow-up of a paste. */
export type Offer =
  /** Convert the text to notes, one for each line. */
  | {
      readonly type: 'notes'
      readonly lines: readonly string[]
      readonly made: readonly ShapeId[]
      readonly spot: PasteTarget
    }
  /** Add the remaining notes. */
  | {
      readonly type: 'more-notes'
      readonly rows: Rows
      readonly made: readonly ShapeId[]
      readonly done: number
      readonly all: number
      /** Their top left. */
      readonly at: WorldPoint
    }
  /** Add the remaining text. */
  | {
      readonly type: 'more-text'
      readonly words: string
      readonly made: readonly ShapeId[]
      readonly done: number
      readonly all: number
      readonly at: WorldPoint
    }

/** Shapes created from pasted text, and an offer for the rest. */
export interface Pasted {
  readonly edits: readonly Edit[]
  readonly offer: Offer | null
}

/**
 * Creates shapes from pasted text: cells of a table and lines of a list become notes; other text becomes one text, with
 * an offer to convert its lines to notes. Anything left out is offered.
 */
export function shapesFromText(words: string, spot: PasteTarget, maker: PasteContext): Pasted {
  const cells = cellsOf(words)
  if (cells && !cells.flat().some((cell) => cell.length > maxCell)) return notesAbout(cells, spot, maker)
  const lines = linesOf(words)
  if (isList(words, lines)) return notesAbout(inSquare(lines.map(withoutBullet)), spot, maker)
  const pasted = textsAbout(words.replace(/^\s*\n/, '').trimEnd(), spot, maker)
  if (pasted.offer || lines.length < 2 || lines.some((line) => line.length > maxCell)) return pasted
  return { ...pasted, offer: { type: 'notes', lines: lines.map(withoutBullet), made: idsOf(pasted.edits), spot } }
}

/** Accepts an offer. */
export function acceptOffer(offer: Offer, maker: PasteContext): Pasted {
  switch (offer.type) {
    case 'notes': {
      const { edits, offer: more } = notesAbout(inSquare(offer.lines), offer.spot, maker)
      return { edits: [...offer.made.map((id): Edit => ({ type: 'delete', id })), ...edits], offer: more }
    }
    case 'more-notes':
      return notesFrom(offer.rows, offer.at, maker, offer)
    case 'more-text':
      return textsFrom(offer.words, offer.at, maker, offer)
  }
}

/** Offers text that did not fit into a shape, as texts beside it. */
export function offerOfRest(words: string, all: number, { x, y, w }: Place): Offer {
  const at = { x: x + Math.max(w, wrapWidth) + textGap, y }
  return { type: 'more-text', words, made: [], done: all - words.length, all, at }
}

function idsOf(edits: readonly Edit[]): readonly ShapeId[] {
  return edits.flatMap((edit) => (edit.type === 'create' ? [edit.shape.id] : []))
}

function linesOf(words: string): readonly string[] {
  return words
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const bullet = /^(?:[-*•◦▪–]|\[[ xX]?\])\s+/
const numbered = /^\d{1,3}[.)]\s+/

function withoutBullet(line: string): string {
  return line.replace(bullet, '').replace(/^\[[ xX]?\]\s+/, '')
}

/** Whether lines are a list: all with bullets, or short lines without blank ones. */
function isList(words: string, lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.length > maxNotes) return false
  if (lines.every((line) => bullet.test(line) || numbered.test(line)))
    return !lines.some(({ length }) => length > maxCell)
  const isProse = /\n[^\S\n]*\n/.test(words.trim().replace(/\r\n?/g, '\n')) || /\n(?:\t| {2})/.test(words.trimEnd())
  const mean = lines.reduce((sum, { length }) => sum + length, 0) / lines.length
  return !isProse && mean <= maxMean && lines.every(({ length }) => length <= maxLine)
}

/** Arranges lines in a square grid, within the limit. */
function inSquare(lines: readonly string[]): Rows {
  const columns = Math.ceil(Math.sqrt(Math.min(lines.length, maxNotes)))
  return Array.from({ length: Math.ceil(lines.length / columns) }, (_, row) =>
    lines.slice(row * columns, (row + 1) * columns),
  )
}

const step = noteSide + gap

/** Splits rows at the limit, if possible between rows. */
function splitAtLimit(rows: Rows): readonly [now: Rows, later: Rows] {
  const now: (readonly string[])[] = []
  let left = maxNotes
  for (const [at, row] of rows.entries()) {
    const cells = row.filter((cell) => cell !== '').length
    if (cells <= left) now.push(row)
    else if (at > 0) return [now, rows.slice(at)]
    else return [[row.slice(0, maxNotes)], [row.slice(maxNotes), ...rows.slice(1)]]
    left -= cells
  }
  return [now, []]
}

function notesAbout(rows: Rows, spot: PasteTarget, maker: PasteContext): Pasted {
  const [now] = splitAtLimit(rows)
  const columns = Math.max(...now.map((row) => row.length))
  const at = cornerInView(columns * step - gap, now.length * step - gap, spot)
  const all = rows.flat().filter((cell) => cell !== '').length
  return notesFrom(rows, at, maker, { done: 0, all })
}

/** Creates notes in rows and columns; empty cells are left out. */
function notesFrom(
  rows: Rows,
  at: WorldPoint,
  maker: PasteContext,
  { done, all }: { readonly done: number; readonly all: number },
): Pasted {
  const [now, later] = splitAtLimit(rows)
  const edits = now.flatMap((cells, row) =>
    cells.flatMap((cell, column): readonly Edit[] => {
      if (cell === '') return []
      const place = notePlace({ x: at.x + column * step, y: at.y + row * step })
      const blank = attributedNote({ id: maker.newId(), at: place, style: maker.styleOf('note') }, maker)
      return [{ type: 'create', shape: { ...blank, text: linkedText(cell) } }]
    }),
  )
  if (!later.some((row) => row.length > 0)) return { edits, offer: null }
  const below = { x: at.x, y: at.y + now.length * step }
  const made = idsOf(edits)
  return { edits, offer: { type: 'more-notes', rows: later, made, done: done + edits.length, all, at: below } }
}

function textsAbout(words: string, spot: PasteTarget, maker: PasteContext): Pasted {
  const wraps = words.split('\n').some((line) => line.length > longLine)
  const parts = Math.min(maxTexts, Math.ceil(words.length / maxTextLength))
  const high =
    lineAbout *
    words
      .slice(0, maxTextLength)
      .split('\n')
      .reduce((sum, line) => sum + linesIn(line), 0)
  const wide = parts > 1 ? parts * (wrapWidth + textGap) - textGap : wraps ? wrapWidth : 0
  return textsFrom(words, cornerInView(wide, high, spot), maker, { done: 0, all: words.length })
}

function linesIn(line: string): number {
  return Math.max(1, Math.ceil(line.length / lettersAbout))
}

/** Creates texts side by side, each as long as allowed. */
function textsFrom(
  words: string,
  at: WorldPoint,
  { newId, styleOf }: PasteContext,
  { done, all }: { readonly done: number; readonly all: number },
): Pasted {
  const edits: Edit[] = []
  let rest = words
  while (rest !== '' && edits.length < maxTexts) {
    const part = rest.slice(0, endOfPart(rest))
    rest = rest.slice(part.length)
    const wraps = words.length > part.length || part.split('\n').some((line) => line.length > longLine)
    const x = Math.round(at.x + edits.length * (wrapWidth + textGap))
    const place = { x, y: Math.round(at.y), w: wraps ? wrapWidth : 0, h: lineAbout, rotation: 0 }
    const text = { kind: 'text', text: linkedText(part.replace(/\n$/, '')), ...(wraps ? { wraps } : {}) } as const
    edits.push({ type: 'create', shape: { id: newId(), at: place, style: styleOf('text'), ...text } })
  }
  if (rest === '') return { edits, offer: null }
  const beside = { x: at.x + edits.length * (wrapWidth + textGap), y: at.y }
  const made = idsOf(edits)
  return {
    edits,
    offer: { type: 'more-text', words: rest, made, done: done + words.length - rest.length, all, at: beside },
  }
}

/** Returns where to split a text: after a line, a word, or at least a whole character. */
function endOfPart(words: string): number {
  const most = maxTextLength - 1
  if (words.length <= most) return words.length
  for (const [sign, least] of [
    ['\n', most / 2],
    [' ', most / 2],
  ] as const) {
    const at = words.lastIndexOf(sign, most - 1)
    if (at >= least) return at + 1
  }
  return /[\ud800-\udbff]/.test(words[most - 1] ?? '') ? most - 1 : most
}

/** Space covered by bars at the edges of the view, screen pixels and maximum part of the view. */
const [barPx, barPart] = [72, 0.15]

/**
 * Returns the top left of a box of this size around a point, moved into view; of a larger one, its top left is in view.
 */
export function cornerInView(w: number, h: number, { about, view }: PasteTarget): WorldPoint {
  const along = (middle: number, size: number, from: number, to: number) => {
    if (size > to - from) return from + Math.min(barPx, (to - from) * barPart)
    return Math.max(from, Math.min(to - size, middle - size / 2))
  }
  return { x: along(about.x, w, view.minX, view.maxX), y: along(about.y, h, view.minY, view.maxY) }
}
