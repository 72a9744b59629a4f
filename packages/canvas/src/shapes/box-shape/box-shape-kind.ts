import { type BoxedKind, type BoxedShape, boxRecords, type Corners } from '@inkbridge/types'
import { fillTone } from '../../display.ts'
import { Path, resizedAbout } from '../../geometry.ts'
import { type Room, wordsIn } from '../../text.ts'
import { type Sketch, styled } from '../ink/pen-style.ts'
import type { Kind, KindOnCanvas } from '../kind.ts'
import { stylesBy } from '../style-keys.ts'
import { type Contour, cornersOf, figureOf, hasStraightSides, insetOf } from './contours.ts'

interface Rounding {
  /** Distance from a corner at which its rounding begins: at most in world units, and as a part of the shortest side. */
  readonly reach: number
  readonly part: number
  /** The curve stays close to the corner. */
  readonly isTight: boolean
}

/** `reach` and `part` of roundings. */
const rounding: { readonly [Name in Corners | 'soft']: readonly [reach: number, part: number] } = {
  sharp: [0, 0],
  soft: [10, 0.25],
  round: [32, 0.25],
}

/** Returns how corners are rounded; those of diamonds as in Excalidraw. */
function roundingOf(kind: BoxedKind, corners: Corners | 'soft'): Rounding {
  const [reach, part] = rounding[corners]
  return kind === 'diamond' && corners === 'round'
    ? { reach: Infinity, part, isTight: true }
    : { reach, part, isTight: false }
}

/** Padding between a figure and its text, world units; less where the figure itself leaves room, or text needs it. */
const paddings = { full: 10, inset: 3, least: 4 }

function paddingOf(kind: BoxedKind): number {
  return insetOf(kind).some((part) => part > 0) ? paddings.inset : paddings.full
}

const usual = { align: 'center', valign: 'middle', fit: 'grow' } as const

function room({ kind, at, style }: BoxedShape): Room {
  const [left, top, right, bottom] = insetOf(kind)
  const padding = paddingOf(kind)
  return {
    x: at.x + at.w * left + padding,
    y: at.y + at.h * top + padding,
    w: Math.max(1, at.w * (1 - left - right) - 2 * padding),
    h: Math.max(1, at.h * (1 - top - bottom) - 2 * padding),
    wraps: true,
    slack: Math.max(0, padding - paddings.least),
    ...(left > 0 && left === right && top === bottom && (style.valign ?? usual.valign) === 'middle'
      ? { across: (height: number) => at.w * partAcross(kind, height / at.h) - 2 * paddings.least }
      : {}),
    align: style.align ?? usual.align,
    valign: style.valign ?? usual.valign,
    fit: style.fit ?? usual.fit,
  }
}

/** Returns the part of its width that a figure has within a part of its height, about its middle. */
function partAcross(kind: BoxedKind, part: number): number {
  if (part >= 1) return 0
  return kind === 'diamond' ? 1 - part : Math.sqrt(1 - part ** 2)
}

const styles = stylesBy(boxRecords[0]?.style.uses ?? [], [['corners']])

/** A box shape: drawn by its outline in `contours.ts`. */
const figure: KindOnCanvas<BoxedShape> = {
  hasInside: () => true,
  styles: ({ kind }) => styles(hasStraightSides(kind)),
  bindable: true,
  usual,
  textRoom: room,
  textGround: ({ style: { fill, pattern } }, theme) => (fill ? fillTone(fill, pattern, theme) : null),
  next: ({ kind, at: { w, h } }) => ({ w, h, isJoined: true, make: (base) => ({ ...base, kind }) }),

  /** Grows to the height of its text. */
  resolve(shape, { layout }) {
    const words = shape.text && wordsIn(shape, room(shape), layout)
    if (!words) return shape
    const { at, kind } = shape
    const [, top, , bottom] = insetOf(kind)
    const heightWith = (padding: number) => (words.laid.height + 2 * padding) / (1 - top - bottom)
    if (heightWith(Math.min(paddings.least, paddingOf(kind))) <= at.h) return shape
    return { ...shape, at: resizedAbout(at, at.w, heightWith(paddingOf(kind)), 0, 0) }
  },

  outline({ kind, at }) {
    const { contour, marks } = figureOf(kind, at)
    return [{ points: cornersOf(contour), closed: true }, ...marks.map((points) => ({ points, closed: false }))]
  },

  draw(shape, { theme, detail }) {
    const { contour, marks } = figureOf(shape.kind, shape.at)
    const corners = roundingOf(shape.kind, shape.style.corners ?? 'soft')
    const inside = pathOf(contour, corners)
    const sketch: Sketch = shape.kind === 'ellipse' ? { type: 'ellipse', at: shape.at } : { type: 'path' }
    if (marks.length === 0) return styled(shape, inside, inside, theme, detail, sketch)
    const line = pathOf(contour, corners)
    for (const mark of marks) addLine(line, within(mark, contour, corners))
    return styled(shape, line, inside, theme, detail)
  },
}

export const boxShapes: readonly Kind[] = boxRecords.map((record) => ({ ...record, ...figure }))

function addLine(path: Path, points: readonly number[]): void {
  path.moveTo(points[0] ?? 0, points[1] ?? 0)
  for (let at = 2; at + 1 < points.length; at += 2) path.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
}

/** Shortens a diagonal mark to where the rounded corner is. */
function within(mark: readonly number[], contour: Contour, corners: Rounding): readonly number[] {
  if (!('corners' in contour) || mark.length !== 4) return mark
  const [x = 0, y = 0, toX = 0, toY = 0] = mark
  const [dx, dy] = [toX - x, toY - y]
  const by = bendOf(lengthsOf(contour.corners), corners)
  const part = by / (Math.sqrt(Math.abs(dx)) + Math.sqrt(Math.abs(dy)) || 1) ** 2
  return [x + dx * part, y + dy * part, toX - dx * part, toY - dy * part]
}

function pathOf(contour: Contour, corners: Rounding): Path {
  if ('corners' in contour) return rounded(contour.corners, corners)
  const path = new Path().moveTo(...contour.start)
  const { curves } = contour
  for (let at = 0; at + 5 < curves.length; at += 6) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = curves.slice(at, at + 6)
    path.cubicTo(a, b, c, d, e, f)
  }
  return path.close()
}

/** Returns the lengths of the sides of a polygon. */
function lengthsOf(corners: readonly number[]): readonly number[] {
  return Array.from({ length: corners.length / 2 }, (_, index) => {
    const [x = 0, y = 0] = corners.slice(index * 2)
    const [nextX = 0, nextY = 0] = corners.slice((index * 2 + 2) % corners.length)
    return Math.hypot(nextX - x, nextY - y)
  })
}

/** Returns the distance from each corner of a polygon at which its rounding begins. */
function bendOf(sides: readonly number[], { reach, part }: Rounding): number {
  return Math.min(reach, Math.min(...sides) * part)
}

type Point = readonly [x: number, y: number]

/** Returns a polygon with rounded corners, from behind its first corner on. */
function rounded(corners: readonly number[], rounding: Rounding): Path {
  const count = corners.length / 2
  const corner = (index: number): Point => {
    const at = (index % count) * 2
    return [corners[at] ?? 0, corners[at + 1] ?? 0]
  }
  const sides = lengthsOf(corners)
  const by = bendOf(sides, rounding)
  const path = new Path()
  if (by <= 0) return path.polygon(corners)
  const towards = ([x, y]: Point, [otherX, otherY]: Point, side: number): Point => [
    x + ((otherX - x) * by) / side,
    y + ((otherY - y) * by) / side,
  ]
  const after = (index: number) => towards(corner(index), corner(index + 1), sides[index % count] ?? 1)
  path.moveTo(...after(0))
  for (let index = 1; index <= count; index += 1) {
    path.lineTo(...towards(corner(index), corner(index - 1), sides[index - 1] ?? 1))
    if (rounding.isTight) path.cubicTo(...corner(index), ...corner(index), ...after(index))
    else path.quadTo(...corner(index), ...after(index))
  }
  return path.close()
}
