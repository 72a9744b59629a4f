import type { LineEnd, Pin } from '@inkbridge/types'
import { angleOf, boundsOf, boxPlaceOf, type Point, pointsIn, rotated } from './element-points.ts'
import { clamp, isRaw, isShown, listIn, type Raw, rawOf, textIn, typeOf, valueIn } from './raw.ts'

/** A bound end, in the terms of a board but for the id of its shape, which is the drawing's. */
export interface ReadEnd {
  readonly to: string
  readonly at?: readonly [x: number, y: number]
  readonly outline?: true
}

/** Elements by id, without deleted ones. */
export type Elements = ReadonlyMap<string, Raw>

/** An end that points at the centre more closely than this, in world units or as a part of a side, is bound to it. */
const [closeBy, closePart] = [2, 0.04]
const unbindable: readonly string[] = ['arrow', 'line', 'draw', 'freedraw']

/** The element that an end of an arrow is bound to; null: to none, or to one that does not exist. */
function boundElement(arrow: Raw, end: LineEnd, elements: Elements): Raw | null {
  const id = textIn(rawOf(valueIn(arrow, `${end}Binding`)), 'elementId')
  const element = id === null ? undefined : elements.get(id)
  return element && isShown(element) && !unbindable.includes(typeOf(element)) ? element : null
}

/**
 * The binding of an arrow's end. All generations are read by where the arrow ends: at the centre, at a point of the
 * outline, or inside; `focus`, `gap` and `fixedPoint` say where it would be after the shape has moved.
 */
export function endOf(arrow: Raw, end: LineEnd, elements: Elements): ReadEnd | null {
  const element = boundElement(arrow, end, elements)
  if (!element) return null
  const to = textIn(element, 'id') ?? ''
  const [tip, next] = tipOf(arrow, end)
  const { at, isCentre } = aimOf(element, tip, next)
  if (valueIn(rawOf(valueIn(arrow, `${end}Binding`)), 'mode') === 'inside') return { to, at }
  return isCentre && valueIn(arrow, 'elbowed') !== true ? { to } : { to, at, outline: true }
}

/** The end of an arrow and the point before it, in the world. */
function tipOf(arrow: Raw, end: LineEnd): readonly [Point, Point] {
  const points = pointsIn(arrow)
  const { x, y, w, h } = boundsOf(points)
  const inWorld = (point: Point) => rotated(point, { x: x + w / 2, y: y + h / 2 }, angleOf(arrow))
  const [tip, next] = end === 'start' ? [points[0], points[1]] : [points.at(-1), points.at(-2)]
  return [inWorld(tip ?? { x, y }), inWorld(next ?? { x, y })]
}

/** Where a line meets an element: as fractions of its box, and whether it points at its centre. */
function aimOf(
  element: Raw,
  tip: Point,
  next: Point,
): { readonly at: readonly [number, number]; readonly isCentre: boolean } {
  const { x, y, w, h, rotation } = boxPlaceOf(element)
  const centre = { x: x + w / 2, y: y + h / 2 }
  const [on, from] = [rotated(tip, centre, -rotation), rotated(next, centre, -rotation)]
  const [dx, dy] = [on.x - from.x, on.y - from.y]
  const long = Math.hypot(dx, dy)
  const beside = Math.abs((centre.x - from.x) * dy - (centre.y - from.y) * dx) / Math.max(long, 1e-9)
  const isAhead = (centre.x - from.x) * dx + (centre.y - from.y) * dy > 0
  const part = (value: number, low: number, length: number) => (length > 0 ? clamp((value - low) / length, 0, 1) : 0.5)
  return {
    at: [part(on.x, x, w), part(on.y, y, h)],
    isCentre: long > 0 && isAhead && beside <= Math.max(closeBy, Math.min(w, h) * closePart),
  }
}

/** Segments that a line can have placed by hand. */
const maxPins = 8

/** The segments of an elbow arrow that were placed by hand. */
export function pinsOf(arrow: Raw): readonly Pin[] {
  const segments = valueIn(arrow, 'elbowed') === true ? listIn(arrow, 'fixedSegments').filter(isRaw) : []
  return segments.slice(0, maxPins).flatMap((segment) => pinOf(arrow, segment) ?? [])
}

function pinOf(arrow: Raw, segment: Raw): Pin | null {
  const both = [...listIn(segment, 'start'), ...listIn(segment, 'end')].map(Number)
  const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = both
  if (![x0, y0, x1, y1].every(Number.isFinite)) return null
  const axis = Math.abs(x1 - x0) <= Math.abs(y1 - y0) ? 'x' : 'y'
  const at = Number(valueIn(arrow, axis)) + (axis === 'x' ? x0 : y0)
  return Math.abs(at) <= 1e8 ? { axis, at } : null
}
