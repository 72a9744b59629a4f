import { limits, type Place } from '@inkbridge/types'
import { roundPlace } from '../../place.ts'
import { clamp, isNumber, listIn, numberIn, type Raw, textIn, typeOf, valueIn } from './raw.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Points that a line can have; of a longer one they are taken at equal distances. */
const maxLinePoints = 1_000

/** Distance between the ends of a line that Excalidraw fills, units. */
const closedWithin = 8

/** The points of a line in the world, not rotated: at least two. */
export function pointsIn(element: Raw): readonly Point[] {
  const [x, y] = [numberIn(element, 'x'), numberIn(element, 'y')]
  const points = listIn(element, 'points').flatMap((point) => pointAt(point, x, y) ?? [])
  const [first = { x, y }] = points
  if (points.length > 1) return points
  return [first, { x: first.x + numberIn(element, 'width'), y: first.y + numberIn(element, 'height') }]
}

function pointAt(value: unknown, left: number, top: number): Point | null {
  if (!Array.isArray(value)) return null
  const [x, y] = value as readonly unknown[]
  if (!isNumber(x) || !isNumber(y)) return null
  const most = limits.maxCoordinate
  return { x: clamp(left + x, -most, most), y: clamp(top + y, -most, most) }
}

/** Whether a line has more points than are read. */
export function isTooLong(element: Raw): boolean {
  return listIn(element, 'points').length > maxLinePoints
}

/** At most `count` of these, the first and the last among them. */
export function thinned<Item>(items: readonly Item[], count = maxLinePoints): readonly Item[] {
  if (items.length <= count) return items
  const step = (items.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)] as Item)
}

export function boundsOf(points: readonly Point[]): { readonly x: number; readonly y: number; w: number; h: number } {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of points) {
    minX = Math.min(minX, x)
    minY = Math.min(minY, y)
    maxX = Math.max(maxX, x)
    maxY = Math.max(maxY, y)
  }
  return { x: minX, y: minY, w: maxX - minX, h: maxY - minY }
}

/** The angle of an element, radians; any number of turns becomes less than one. */
export function angleOf(element: Raw): number {
  const angle = valueIn(element, 'angle')
  return isNumber(angle) ? angle % (2 * Math.PI) : 0
}

/** The place of an element with a box. A negative size is that of a box drawn to the left or upwards. */
export function boxPlaceOf(element: Raw): Place {
  const [x, y, w, h] = [
    numberIn(element, 'x'),
    numberIn(element, 'y'),
    numberIn(element, 'width'),
    numberIn(element, 'height'),
  ]
  return roundPlace({
    x: Math.min(x, x + w),
    y: Math.min(y, y + h),
    w: Math.abs(w),
    h: Math.abs(h),
    rotation: angleOf(element),
  })
}

/** The place of an element with points, and its points as fractions of it. */
export function linePlaceOf(element: Raw): { readonly at: Place; readonly points: readonly number[] } {
  const points = closedUp(thinned(pointsIn(element)), element)
  const box = boundsOf(points)
  const rotation = angleOf(element)
  const isCurve = Boolean(valueIn(element, 'roundness')) && points.length > 2
  const about = rotation === 0 || !isCurve ? box : boundsOf(alongCurve(points))
  const part = (value: number, low: number, length: number) => (length > 0 ? (value - low) / length : 0)
  return {
    at: roundPlace(turnedWith(box, about, rotation)),
    points: points.flatMap(({ x, y }) => [part(x, box.x, box.w), part(y, box.y, box.h)]),
  }
}

/** A line whose ends are nearly in one point has an inside there; with a fill, its last point is moved to the first. */
function closedUp(points: readonly Point[], element: Raw): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)]
  const isFilled = typeOf(element) === 'line' && (textIn(element, 'backgroundColor') ?? 'transparent') !== 'transparent'
  if (!isFilled || !first || !last || points.length < 4) return points
  return Math.hypot(last.x - first.x, last.y - first.y) <= closedWithin ? [...points.slice(0, -1), first] : points
}

interface Bounds extends Point {
  readonly w: number
  readonly h: number
}

/** The place of a box that is rotated about the centre of another one. */
function turnedWith(box: Bounds, about: Bounds, rotation: number): Place {
  const middle = { x: about.x + about.w / 2, y: about.y + about.h / 2 }
  const centre = rotated({ x: box.x + box.w / 2, y: box.y + box.h / 2 }, middle, rotation)
  return { x: centre.x - box.w / 2, y: centre.y - box.h / 2, w: box.w, h: box.h, rotation }
}

/** A point rotated clockwise about another, radians. */
export function rotated({ x, y }: Point, about: Point, rotation: number): Point {
  const [sin, cos] = [Math.sin(rotation), Math.cos(rotation)]
  const [dx, dy] = [x - about.x, y - about.y]
  return { x: about.x + dx * cos - dy * sin, y: about.y + dx * sin + dy * cos }
}

/** Points per segment at which a curve is sampled. */
const samples = 8

/** Points along a curve through points: Catmull-Rom as Rough.js draws it, its ends doubled. */
function alongCurve(points: readonly Point[]): readonly Point[] {
  const at = (index: number) => points[clamp(index, 0, points.length - 1)] as Point
  return points.flatMap((point, index) => {
    if (index + 1 === points.length) return [point]
    const [before, next, after] = [at(index - 1), at(index + 1), at(index + 2)]
    const one = { x: point.x + (next.x - before.x) / 6, y: point.y + (next.y - before.y) / 6 }
    const other = { x: next.x - (after.x - point.x) / 6, y: next.y - (after.y - point.y) / 6 }
    return Array.from({ length: samples }, (_, step) => cubicAt([point, one, other, next], step / samples))
  })
}

function cubicAt([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const s = 1 - t
  const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
  return { x: p * a.x + q * b.x + r * c.x + u * d.x, y: p * a.y + q * b.y + r * c.y + u * d.y }
}
