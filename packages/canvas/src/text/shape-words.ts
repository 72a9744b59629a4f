import type {
  Align,
  Box,
  Color,
  Fit,
  Paragraph,
  Place,
  RichText,
  Shape,
  Style,
  Valign,
  WorldPoint,
} from '@inkbridge/types'
import { defaultSize } from '@inkbridge/types'
import { legible } from '../display/contrast.ts'
import type { DisplayItem, LettersItem, Look } from '../display/display-list.ts'
import { colorOf, highlightOf, palette, type Theme } from '../display/palette.ts'
import { Path } from '../geometry/path.ts'
import { type Rect, sidesOf } from '../geometry/polyline.ts'
import { cssFont, type Face } from './fonts.ts'
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
const noWords: RichText = [{ runs: [] }]

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

/** Of what is smaller than this, in units of detail, nobody reads the letters. */
const illegible = 3

/** A colour of words as it can be read on a ground, `#rrggbb`; null: on the board. */
export function wordsColor(color: Color, ground: string | null, theme: Theme): string {
  return readable(colorOf(color, theme), ground)
}

function readable(color: string, ground: string | null): string {
  return ground ? legible(color, ground) : color
}

/**
 * Words as items of a display list.
 *
 * @param ground the colour they are on; null: the board's
 */
export function drawWords(
  { text = noWords, style, at }: Pick<Shape, 'text' | 'style' | 'at'>,
  words: Words,
  { theme, detail, layout }: Look,
  ground: string | null,
): readonly DisplayItem[] {
  const items: DisplayItem[] = []
  const faded = style.opacity === undefined ? {} : { opacity: style.opacity }
  const look = { ...faded, turn: at }
  const color = wordsColor(style.color, ground, theme)
  const counted = numbersOf(text)
  for (const line of words.laid.lines) {
    const left = lineLeft(words, line)
    const top = words.y + line.y
    if (line.size < illegible * detail) {
      const bar = new Path().moveTo(left, top + line.height / 2).lineTo(left + line.width, top + line.height / 2)
      if (line.width > 0) items.push({ type: 'path', path: bar, stroke: `${color}66`, width: line.size / 2, ...look })
      continue
    }
    const baseline = words.y + line.baseline
    const paragraph = text[line.paragraph]
    if (paragraph?.list && line.isFirst) {
      const number = counted[line.paragraph] ?? 1
      items.push(
        ...marker(paragraph, { line, words, baseline, color, number, font: style.font ?? 'hand', layout }, look),
      )
    }
    for (const run of line.runs)
      items.push(...drawRun(run, { left, top, baseline, line, ground, align: words.align }, color, theme, look, at))
  }
  return items
}

interface At {
  readonly left: number
  readonly top: number
  readonly baseline: number
  readonly line: LaidLine
  readonly ground: string | null
  readonly align: Align
}

/** Where a run that is read from right to left stays, whatever it is drawn with: where its line is aligned, if it is all of that. */
function anchorOf({ runs, isRtl }: LaidLine, align: Align): Pick<LettersItem, 'anchor'> {
  const isAlone = runs.length === 1 && isRtl
  if (isAlone && align !== 'start') return align === 'center' ? { anchor: 0.5 } : {}
  return { anchor: 1 }
}

function drawRun(
  { run, text, face, x, width, isRtl }: LaidRun,
  { left, top, baseline, line, ground, align }: At,
  own: string,
  theme: Theme,
  look: { readonly opacity?: number },
  turn: Place,
): readonly DisplayItem[] {
  const from = left + x
  const wanted = run.link ? palette[theme].accent : run.color ? colorOf(run.color, theme) : own
  const color = readable(wanted, run.highlight ? highlightOf(run.highlight, theme) : ground)
  const items: DisplayItem[] = []
  const behind = run.highlight ? highlightOf(run.highlight, theme) : run.code ? `${own}16` : null
  if (behind) {
    const place = { x: from, y: top + line.height * 0.06, w: width, h: line.height * 0.88 }
    const path = new Path().polygon(sidesOf(place).points)
    items.push({ type: 'path', path, fill: behind, ...look, turn })
  }
  items.push({
    type: 'text',
    text,
    x: from,
    y: baseline,
    width,
    face,
    fill: color,
    isRtl,
    ...(isRtl ? anchorOf(line, align) : {}),
    ...look,
    turn,
  })
  const ruled = (y: number) => {
    const path = new Path().moveTo(from, y).lineTo(from + width, y)
    items.push({ type: 'path', path, stroke: color, width: Math.max(1, line.size / 16), ...look, turn })
  }
  if (run.underline || run.link) ruled(baseline + line.size * 0.14)
  if (run.strike) ruled(baseline - line.size * 0.26)
  return items
}

interface Item {
  readonly line: LaidLine
  readonly words: Words
  readonly baseline: number
  readonly color: string
  /** Where it is numbered. */
  readonly number: number
  readonly font: Face['font']
  readonly layout: TextLayout
}

/** The mark before an item of a list. */
function marker(
  { list, checked }: Paragraph,
  { line, words, baseline, color, number, font, layout }: Item,
  look: { readonly opacity?: number; readonly turn: Place },
): readonly DisplayItem[] {
  const { size } = line
  const middle = markerMiddle(words, line)
  if (list === 'bullet') {
    const path = new Path().ellipse(middle, baseline - size * 0.3, size * 0.12, size * 0.12)
    return [{ type: 'path', path, fill: color, ...look }]
  }
  if (list === 'check') {
    const place = boxOfCheck(words, line)
    const path = new Path().polygon(sidesOf(place).points)
    const box: DisplayItem = { type: 'path', path, stroke: color, width: Math.max(1, size / 14), ...look }
    return checked ? [box, { type: 'path', path: tick(place), stroke: color, width: size / 9, ...look }] : [box]
  }
  const face: Face = { font, size, bold: false, italic: false }
  const text = `${number}.`
  const width = layout.fonts.ready({ css: cssFont(face), text }) ? layout.widthOf(text, face) : 0
  return [{ type: 'text', text, x: middle - width / 2, y: baseline, face, fill: color, isRtl: false, ...look }]
}

/** The middle of the mark before an item of a list. */
function markerMiddle(words: Words, line: LaidLine): number {
  const left = lineLeft(words, line)
  return line.isRtl ? left + line.width + line.size * 0.7 : left - line.size * 0.7
}

/** Where the box of an item of a check list is. */
function boxOfCheck(words: Words, line: LaidLine): Rect {
  const [middle, y] = [markerMiddle(words, line), words.y + line.baseline - line.size * 0.33]
  const half = line.size * 0.36
  return { x: middle - half, y: y - half, w: 2 * half, h: 2 * half }
}

function tick({ x, y, w, h }: Rect): Path {
  return new Path()
    .moveTo(x + w * 0.22, y + h * 0.55)
    .lineTo(x + w * 0.43, y + h * 0.76)
    .lineTo(x + w * 0.8, y + h * 0.26)
}

/** Which number each paragraph of a numbered list has; a paragraph that is less far in begins anew what is further in. */
function numbersOf(text: RichText): readonly number[] {
  const counts: number[] = []
  return text.map(({ list, indent = 0 }) => {
    counts.length = Math.min(counts.length, indent + 1)
    if (list !== 'number') {
      counts.length = Math.min(counts.length, list ? indent : 0)
      return 0
    }
    counts[indent] = (counts[indent] ?? 0) + 1
    return counts[indent] ?? 1
  })
}
