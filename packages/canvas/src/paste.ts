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
import { notePlace, noteSide, type Signed, signedNote } from './shapes.ts'
import { linkedText } from './text.ts'

export { cellsOf } from './paste/cells.ts'
export { clipIn, wordsOfClip } from './paste/clip.ts'

/** World units between notes that are put side by side, and between texts. */
const [gap, textGap] = [24, 48]
/** A line of more letters wraps, at so many world units; and how high one is, and how long, before it is laid out. */
export const longLine = 60
const [lineAbout, lettersAbout] = [26, 52]
/** Lines of pasted text wrap at this width, world units. */
export const wrapWidth = 480
/** Notes, and texts, that are made at a time; the rest is offered. */
const [maxNotes, maxTexts] = [200, 20]
/** A cell of more letters is no note. */
const maxCell = 2_000
/** Lines of a list are no longer than this, and no longer than the other on average. */
const [maxLine, maxMean] = [120, 50]

interface Maker extends Signed {
  newId(): ShapeId
  styleOf(kind: 'note' | 'text'): Style
}

/** Where pasted words go: about a point, and never out of view. */
export interface Spot {
  readonly about: WorldPoint
  readonly view: Box
}

type Rows = readonly (readonly string[])[]

/** What is left to be done with what was pasted, when the person wants it. */
export type Offer =
  /** The lines of a text become notes, instead of it. */
  | {
      readonly type: 'notes'
      readonly lines: readonly string[]
      readonly made: readonly ShapeId[]
      readonly spot: Spot
    }
  /** So many of so many cells or lines are notes; these are not. */
  | {
      readonly type: 'more-notes'
      readonly rows: Rows
      readonly made: readonly ShapeId[]
      readonly done: number
      readonly all: number
      /** Where they go: top left. */
      readonly at: WorldPoint
    }
  /** So many of so many characters are on the board; these are not. */
  | {
      readonly type: 'more-text'
      readonly words: string
      readonly made: readonly ShapeId[]
      readonly done: number
      readonly all: number
      readonly at: WorldPoint
    }

/** Shapes that are made of pasted words, and what of the words is left. */
export interface Pasted {
  readonly edits: readonly Edit[]
  readonly offer: Offer | null
}

/**
 * Words that were pasted: cells of a table and lines of a list become notes; anything else is one text, whose lines may
 * become notes afterwards. Nothing is left out without an offer of it.
 */
export function pastedWords(words: string, spot: Spot, maker: Maker): Pasted {
  const cells = cellsOf(words)
  if (cells && !cells.flat().some((cell) => cell.length > maxCell)) return notesAbout(cells, spot, maker)
  const lines = linesOf(words)
  if (isList(words, lines)) return notesAbout(inColumns(lines.map(withoutBullet)), spot, maker)
  const pasted = textsAbout(words.replace(/^\s*\n/, '').trimEnd(), spot, maker)
  if (pasted.offer || lines.length < 2 || lines.some((line) => line.length > maxCell)) return pasted
  return { ...pasted, offer: { type: 'notes', lines: lines.map(withoutBullet), made: idsOf(pasted.edits), spot } }
}

/** Does what was offered. */
export function acceptOffer(offer: Offer, maker: Maker): Pasted {
  switch (offer.type) {
    case 'notes': {
      const { edits, offer: more } = notesAbout(inColumns(offer.lines), offer.spot, maker)
      return { edits: [...offer.made.map((id): Edit => ({ type: 'delete', id })), ...edits], offer: more }
    }
    case 'more-notes':
      return notesFrom(offer.rows, offer.at, maker, offer)
    case 'more-text':
      return textsFrom(offer.words, offer.at, maker, offer)
  }
}

/** Offers words that did not go into a shape they were pasted in, as texts beside it. */
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

/** Lines that stand for themselves: all with a sign before them, or short and one after the other. */
function isList(words: string, lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.length > maxNotes) return false
  if (lines.every((line) => bullet.test(line) || numbered.test(line)))
    return !lines.some(({ length }) => length > maxCell)
  const isProse = /\n[^\S\n]*\n/.test(words.trim().replace(/\r\n?/g, '\n')) || /\n(?:\t| {2})/.test(words.trimEnd())
  const mean = lines.reduce((sum, { length }) => sum + length, 0) / lines.length
  return !isProse && mean <= maxMean && lines.every(({ length }) => length <= maxLine)
}

/** As many side by side as below each other, of those that are made at a time. */
function inColumns(lines: readonly string[]): Rows {
  const columns = Math.ceil(Math.sqrt(Math.min(lines.length, maxNotes)))
  return Array.from({ length: Math.ceil(lines.length / columns) }, (_, row) =>
    lines.slice(row * columns, (row + 1) * columns),
  )
}

const step = noteSide + gap

/** Rows that are made at a time: whole ones, and of a longer one what comes first. */
function nowAndLater(rows: Rows): readonly [now: Rows, later: Rows] {
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

function notesAbout(rows: Rows, spot: Spot, maker: Maker): Pasted {
  const [now] = nowAndLater(rows)
  const columns = Math.max(...now.map((row) => row.length))
  const at = cornerOf(columns * step - gap, now.length * step - gap, spot)
  const all = rows.flat().filter((cell) => cell !== '').length
  return notesFrom(rows, at, maker, { done: 0, all })
}

/** Notes by rows and columns; where a cell is empty there is none. */
function notesFrom(
  rows: Rows,
  at: WorldPoint,
  maker: Maker,
  { done, all }: { readonly done: number; readonly all: number },
): Pasted {
  const [now, later] = nowAndLater(rows)
  const edits = now.flatMap((cells, row) =>
    cells.flatMap((cell, column): readonly Edit[] => {
      if (cell === '') return []
      const place = notePlace({ x: at.x + column * step, y: at.y + row * step })
      const blank = signedNote({ id: maker.newId(), at: place, style: maker.styleOf('note') }, maker)
      return [{ type: 'create', shape: { ...blank, text: linkedText(cell) } }]
    }),
  )
  if (!later.some((row) => row.length > 0)) return { edits, offer: null }
  const below = { x: at.x, y: at.y + now.length * step }
  const made = idsOf(edits)
  return { edits, offer: { type: 'more-notes', rows: later, made, done: done + edits.length, all, at: below } }
}

function textsAbout(words: string, spot: Spot, maker: Maker): Pasted {
  const wraps = words.split('\n').some((line) => line.length > longLine)
  const parts = Math.min(maxTexts, Math.ceil(words.length / maxTextLength))
  const high =
    lineAbout *
    words
      .slice(0, maxTextLength)
      .split('\n')
      .reduce((sum, line) => sum + linesIn(line), 0)
  const wide = parts > 1 ? parts * (wrapWidth + textGap) - textGap : wraps ? wrapWidth : 0
  return textsFrom(words, cornerOf(wide, high, spot), maker, { done: 0, all: words.length })
}

function linesIn(line: string): number {
  return Math.max(1, Math.ceil(line.length / lettersAbout))
}

/** Texts side by side, each of as much as is shown of one. */
function textsFrom(
  words: string,
  at: WorldPoint,
  { newId, styleOf }: Maker,
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

/** Where a text must end that goes on in another: after a line, a word, or at least a whole character. */
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

/** World units, at most a part of the view, that bars cover at its edges. */
const [barPx, barPart] = [72, 0.15]

/** The top left of something so large about a point, in view; of what is larger than that its beginning is. */
function cornerOf(w: number, h: number, { about, view }: Spot): WorldPoint {
  const along = (middle: number, size: number, from: number, to: number) => {
    if (size > to - from) return from + Math.min(barPx, (to - from) * barPart)
    return Math.max(from, Math.min(to - size, middle - size / 2))
  }
  return { x: along(about.x, w, view.minX, view.maxX), y: along(about.y, h, view.minY, view.maxY) }
}
