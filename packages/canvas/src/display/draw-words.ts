import type { Align, Color, Paragraph, Place, RichText, Shape } from '@inkbridge/types'
import { Path, type Rect, sidesOf } from '../geometry.ts'
import {
  boxOfCheck,
  cssFont,
  type Face,
  type LaidLine,
  type LaidRun,
  lineLeft,
  markerMiddle,
  noWords,
  type TextLayout,
  type Words,
} from '../text.ts'
import { legible } from './contrast.ts'
import type { DisplayItem, LettersItem, Look } from './display-list.ts'
import { colorOf, highlightOf, palette, type Theme } from './palette.ts'

/** Text smaller than this is not drawn as letters, units of detail. */
const illegible = 3

/** Returns a text colour that is readable on a background, `#rrggbb`; null: the board's. */
export function wordsColor(color: Color, ground: string | null, theme: Theme): string {
  return readable(colorOf(color, theme), ground)
}

function readable(color: string, ground: string | null): string {
  return ground ? legible(color, ground) : color
}

/**
 * Draws text as items of a display list.
 *
 * @param ground the background; null: the board
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

/**
 * Returns the anchor of a right-to-left run, equal in all renderers: the alignment of its line if the run is the whole
 * line.
 */
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
    ...(run.link ? { link: run.link } : {}),
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
  /** Its number in a numbered list. */
  readonly number: number
  readonly font: Face['font']
  readonly layout: TextLayout
}

/** Draws the marker of a list item. */
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

function tick({ x, y, w, h }: Rect): Path {
  return new Path()
    .moveTo(x + w * 0.22, y + h * 0.55)
    .lineTo(x + w * 0.43, y + h * 0.76)
    .lineTo(x + w * 0.8, y + h * 0.26)
}

/**
 * Returns the number of each paragraph in a numbered list; a paragraph with less indent restarts the lists nested below
 * it.
 */
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
