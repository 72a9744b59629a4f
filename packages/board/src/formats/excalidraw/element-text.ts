import { maxTextLength, parseColor, type RichText, richText } from '@inkbridge/types'
import type { ReportReason } from '../format.ts'
import { parseCssColor } from './css-color.ts'
import { alignOf, letterStyleOf, valignOf } from './element-style.ts'
import { numberIn, type Raw, valueIn, wordsIn } from './raw.ts'

/** Types of elements whose text is a separate element. */
const containers: readonly string[] = ['rectangle', 'diamond', 'ellipse', 'arrow', 'line', 'draw', 'stickynote']

export function canContainText(type: string): boolean {
  return containers.includes(type)
}

/** The text of an element as rich text, its colour marked where it is not that of its shape. */
export function richTextOf(text: Raw, shapeColor: string | null): RichText {
  const own = parseCssColor(valueIn(text, 'strokeColor') ?? '#1e1e1e')?.hex ?? '#1e1e1e'
  const color = shapeColor === null || own === shapeColor ? null : parseColor(own)
  const paragraphs = richText(wordsIn(text).slice(0, maxTextLength))
  return color ? paragraphs.map(({ runs }) => ({ runs: runs.map((run) => ({ ...run, color })) })) : paragraphs
}

export function textFaults(text: Raw): readonly ReportReason[] {
  return wordsIn(text).length > maxTextLength ? ['too-large'] : []
}

/** Part of the width and height of a shape that its text has room in, and the least padding around it. */
const rooms: Readonly<Record<string, readonly [part: number, padding: number]>> = {
  ellipse: [0.708, 3],
  diamond: [0.5, 3],
  rectangle: [1, 4],
}
/** Our height of a line of text, relative to its size. */
const lineHeight = 1.3

/** How much wider our letters may be. */
const wider = 1.15

/** The letters of the text in a shape. It shrinks where it would make the shape higher than in the drawing. */
export function labelStyleOf(text: Raw, shape: Raw, type: string) {
  const { style, approximations } = letterStyleOf(text)
  if (type === 'arrow' || type === 'line') return { style, approximations }
  const [part, padding] = rooms[type] ?? [1, 10]
  const roomIn = (side: 'width' | 'height') => Math.abs(numberIn(shape, side)) * part - 2 * padding
  const lines = Math.max(1, numberIn(text, 'height') / Math.max(1, numberIn(text, 'fontSize', 20) * 1.25))
  const isTight =
    Math.round(lines) * Math.round(style.size * lineHeight) > roomIn('height') ||
    numberIn(text, 'width') * wider > roomIn('width')
  return {
    style: { ...style, align: alignOf(text), valign: valignOf(text), ...(isTight ? { fit: 'shrink' as const } : {}) },
    approximations,
  }
}
