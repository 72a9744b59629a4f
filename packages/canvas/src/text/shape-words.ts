import type { Align, Box, Fit, RichText, Shape, Style, Valign, WorldPoint } from '@inkbridge/types'
import { defaultSize } from '@inkbridge/types'
import type { Rect } from '../geometry.ts'
import type { Face } from './fonts.ts'
import type { TextLayout } from './layout.ts'
import { type LaidLine, type LaidRun, type LaidText, sizeOf } from './lines.ts'

/** Where words are in a shape, world units, as if it were not turned. */
export interface Room {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Lines are as long as it is wide; without it as long as they are. */
  readonly wraps: boolean
  readonly align: Align
  readonly valign: Valign
  readonly fit: Fit
}

/** Words in their place, world units, as if their shape were not turned. */
export interface Words {
  /** Top left and width of the box that lines are aligned in. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly laid: LaidText
  readonly size: number
  readonly align: Align
}

/** An empty text has one line, to begin on. */
export const noWords: RichText = [{ runs: [] }]

/** Sizes that text is made smaller to, in its own. */
const smaller = [1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3]
/** It is not made smaller than this, world units: what is smaller is hard to read. */
const leastSize = 14

/** What is written in a shape, or would be, in its place; null: what lays it out is on its way. */
export function wordsIn({ text = noWords, style }: Shape, room: Room, layout: TextLayout): Words | null {
  const base = style.size ?? defaultSize
  const width = room.wraps ? room.w : Number.POSITIVE_INFINITY
  const least = Math.min(base, leastSize)
  const sizes = room.fit === 'shrink' ? smaller.map((part) => Math.max(least, Math.round(base * part))) : [base]
  // A word that fits at no size is broken, and makes nothing smaller.
  const breaks = room.fit === 'grow' || longestWord(text, style, least, layout) > width
  let found: { readonly laid: LaidText; readonly size: number } | null = null
  for (const size of sizes) {
    const laid = layout.layOut(text, { font: style.font ?? 'hand', size, width })
    if (!laid) return null
    found = { laid, size }
    if (laid.height <= room.h && (breaks || longestWord(text, style, size, layout) <= width)) break
  }
  if (!found) return null
  const { laid, size } = found
  const wide = room.wraps ? room.w : laid.width
  const spare = room.w - wide
  return {
    x: room.x + spare * part(room.align),
    y: room.y + Math.max(room.fit === 'grow' && room.h > 0 ? 0 : -Infinity, (room.h - laid.height) * part(room.valign)),
    width: wide,
    laid,
    size,
    align: room.align,
  }
}

function part(where: Align | Valign): number {
  return where === 'center' || where === 'middle' ? 0.5 : where === 'end' || where === 'bottom' ? 1 : 0
}

/** The widest word, world units. */
function longestWord(text: RichText, style: Style, size: number, layout: TextLayout): number {
  let longest = 0
  for (const paragraph of text) {
    const face: Face = { font: style.font ?? 'hand', size: sizeOf(paragraph, size), bold: false, italic: false }
    for (const { text, bold, italic } of paragraph.runs) {
      const own = { ...face, bold: bold === true || paragraph.heading !== undefined, italic: italic === true }
      for (const word of text.split(/\s+/)) {
        // What is written without spaces breaks anywhere.
        if (word.length > 3 && !/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]/.test(word))
          longest = Math.max(longest, layout.widthOf(word, own))
      }
    }
  }
  return longest
}

/** The box that words take, as if their shape were not turned. */
export function wordsBox({ x, y, width, laid }: Words): Box {
  return { minX: x, minY: y, maxX: x + width, maxY: y + laid.height }
}

/** Where a line begins at the left. */
export function lineLeft({ x, width, align }: Words, { isRtl, indent, width: long }: LaidLine): number {
  const free = width - indent - long
  const atLeft = align === 'center' ? 0.5 : (align === 'end') !== isRtl ? 1 : 0
  return x + (isRtl ? 0 : indent) + free * atLeft
}

function lineAt(words: Words, y: number): LaidLine | undefined {
  return words.laid.lines.find((each) => y >= words.y + each.y && y < words.y + each.y + each.height)
}

/** The piece of text under a point, as if its shape were not turned; null: there is none. */
export function runAt(words: Words, { x, y }: WorldPoint): LaidRun | null {
  const line = lineAt(words, y)
  const left = line ? lineLeft(words, line) : 0
  return line?.runs.find((run) => x >= left + run.x && x <= left + run.x + run.width) ?? null
}

/**
 * The item of a check list whose box is under a point, as if its shape were not turned; null: none is.
 *
 * @param least lines that are smaller have no box one could mean, world units
 */
export function itemAt(words: Words, text: RichText, { x, y }: WorldPoint, least: number): number | null {
  const line = lineAt(words, y)
  if (!line?.isFirst || line.size < least || text[line.paragraph]?.list !== 'check') return null
  const box = boxOfCheck(words, line)
  const reach = line.size * 0.2
  return x >= box.x - reach && x <= box.x + box.w + reach ? line.paragraph : null
}

/** The middle of the mark before an item of a list. */
export function markerMiddle(words: Words, line: LaidLine): number {
  const left = lineLeft(words, line)
  return line.isRtl ? left + line.width + line.size * 0.7 : left - line.size * 0.7
}

/** Where the box of an item of a check list is. */
export function boxOfCheck(words: Words, line: LaidLine): Rect {
  const [middle, y] = [markerMiddle(words, line), words.y + line.baseline - line.size * 0.33]
  const half = line.size * 0.36
  return { x: middle - half, y: y - half, w: 2 * half, h: 2 * half }
}
