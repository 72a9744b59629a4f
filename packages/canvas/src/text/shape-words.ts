import type { Align, Box, Fit, RichText, Shape, Style, Valign, WorldPoint } from '@inkbridge/types'
import { defaultSize } from '@inkbridge/types'
import type { Rect } from '../geometry.ts'
import type { Face } from './fonts.ts'
import type { TextLayout } from './layout.ts'
import { type LaidLine, type LaidRun, type LaidText, lineHeight, sizeOf } from './lines.ts'

/** The area for text in a shape, world units, in unrotated coordinates. */
export interface Room {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Lines wrap at its width. */
  readonly wraps: boolean
  /** Padding on each side that text may use where it needs it, world units. */
  readonly slack?: number
  /** Width for a single line of this height in the middle, used before text is shrunk, world units. */
  readonly across?: (height: number) => number
  readonly align: Align
  readonly valign: Valign
  readonly fit: Fit
}

/** Laid out text in its place, world units, in unrotated coordinates. */
export interface Words {
  /** Top left and width of the box that lines are aligned in. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly laid: LaidText
  readonly size: number
  readonly align: Align
}

/** An empty text, which has one line for the caret. */
export const noWords: RichText = [{ runs: [] }]

/** Factors for shrinking text to fit. */
const smaller = [1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3]
/** Minimum font size when shrinking text, world units: smaller text is hard to read. */
const leastSize = 14

/** Lays out the text of a shape, or an empty one, in its area; null: layout is not ready. */
export function wordsIn({ text = noWords, style }: Shape, room: Room, layout: TextLayout): Words | null {
  const base = style.size ?? defaultSize
  const { slack = 0 } = room
  const widths = room.wraps ? [room.w, ...(slack > 0 ? [room.w + 2 * slack] : [])] : [Number.POSITIVE_INFINITY]
  const least = Math.min(base, leastSize)
  const across = (size: number) => (room.fit === 'shrink' ? (room.across?.(lineHeight * size) ?? 0) : 0)
  const most = Math.max(...widths)
  const sizes = room.fit === 'shrink' ? smaller.map((part) => Math.max(least, Math.round(base * part))) : [base]
  // A word that is too wide at any size is broken, and does not shrink the text.
  const breaks = room.fit === 'grow' || longestWord(text, style, least, layout) > Math.max(most, across(least))
  let fit: { readonly laid: LaidText; readonly size: number; readonly width: number } | null = null
  for (const size of sizes) {
    const layOut = (width: number) => layout.layOut(text, { font: style.font ?? 'hand', size, width })
    const fewest = fewestLines(widths, layOut)
    if (!fewest) return null
    fit = { ...fewest, size }
    if (fit.laid.height <= room.h + 2 * slack && (breaks || longestWord(text, style, size, layout) <= most)) break
    const laid = across(size) > most ? layOut(across(size)) : null
    if (laid?.lines.length === 1) {
      fit = { laid, width: across(size), size }
      break
    }
  }
  if (!fit) return null
  const { laid, size } = fit
  const wide = room.wraps ? fit.width : laid.width
  const free = room.h - laid.height
  const down = free < 0 && -free <= 2 * slack ? free / 2 : free * part(room.valign)
  return {
    x: room.x + (room.wraps ? (room.w - wide) / 2 : (room.w - wide) * part(room.align)),
    y: room.y + Math.max(room.fit === 'grow' && room.h > 0 ? -slack : -Infinity, down),
    width: wide,
    laid,
    size,
    align: room.align,
  }
}

/** Lays out text in the first of these widths that needs the fewest lines; null: layout is not ready. */
function fewestLines(widths: readonly number[], layOut: (width: number) => LaidText | null) {
  let best: { readonly laid: LaidText; readonly width: number } | null = null
  for (const width of widths) {
    const laid = layOut(width)
    if (!laid) return null
    if (!best || laid.lines.length < best.laid.lines.length) best = { laid, width }
    if (best.laid.lines.length === 1) break
  }
  return best
}

function part(where: Align | Valign): number {
  return where === 'center' || where === 'middle' ? 0.5 : where === 'end' || where === 'bottom' ? 1 : 0
}

/** Returns the width of the widest word, world units. */
function longestWord(text: RichText, style: Style, size: number, layout: TextLayout): number {
  let longest = 0
  for (const paragraph of text) {
    const face: Face = { font: style.font ?? 'hand', size: sizeOf(paragraph, size), bold: false, italic: false }
    for (const { text, bold, italic } of paragraph.runs) {
      const own = { ...face, bold: bold === true || paragraph.heading !== undefined, italic: italic === true }
      for (const word of text.split(/\s+/)) {
        // Scripts without spaces break anywhere.
        if (word.length > 3 && !/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]/.test(word))
          longest = Math.max(longest, layout.widthOf(word, own))
      }
    }
  }
  return longest
}

/** Returns the box of laid out text, in unrotated coordinates. */
export function wordsBox({ x, y, width, laid }: Words): Box {
  return { minX: x, minY: y, maxX: x + width, maxY: y + laid.height }
}

/** Returns the left end of a line. */
export function lineLeft({ x, width, align }: Words, { isRtl, indent, width: long }: LaidLine): number {
  const free = width - indent - long
  const atLeft = align === 'center' ? 0.5 : (align === 'end') !== isRtl ? 1 : 0
  return x + (isRtl ? 0 : indent) + free * atLeft
}

function lineAt(words: Words, y: number): LaidLine | undefined {
  return words.laid.lines.find((each) => y >= words.y + each.y && y < words.y + each.y + each.height)
}

/** Returns the run under a point in unrotated coordinates; null: none. */
export function runAt(words: Words, { x, y }: WorldPoint): LaidRun | null {
  const line = lineAt(words, y)
  const left = line ? lineLeft(words, line) : 0
  return line?.runs.find((run) => x >= left + run.x && x <= left + run.x + run.width) ?? null
}

/**
 * Returns the paragraph of the checklist item whose box is under a point, in unrotated coordinates; null: none.
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

/** Returns the centre of a list marker. */
export function markerMiddle(words: Words, line: LaidLine): number {
  const left = lineLeft(words, line)
  return line.isRtl ? left + line.width + line.size * 0.7 : left - line.size * 0.7
}

/** Returns the box of a checklist item. */
export function boxOfCheck(words: Words, line: LaidLine): Rect {
  const [middle, y] = [markerMiddle(words, line), words.y + line.baseline - line.size * 0.33]
  const half = line.size * 0.36
  return { x: middle - half, y: y - half, w: 2 * half, h: 2 * half }
}
