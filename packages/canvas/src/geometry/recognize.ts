import type { NewShape, Place, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import { around } from './box.ts'

/** A recognized shape, without id and style. */
type Recognized = { readonly at: Place; readonly isArrow?: true } & (
  | { readonly kind: 'rect' | 'ellipse' }
  | { readonly kind: 'line'; readonly points: readonly number[] }
)

/** Minimum size of a recognized shape, screen pixels. */
const smallestPx = 24
/** Maximum deviation of a straight line, as a part of its chord. */
const straightWithin = 0.06
/** Maximum distance of the ends of a closed shape, as a part of its size. */
const closedWithin = 0.25
/** Tolerance of the simplification that finds corners, as a part of the size. */
const cornerWithin = 0.08
/** Maximum mean deviation from an ellipse, as a part of its radius. */
const ovalWithin = 0.09
/** Tolerance of right angles, and of sides parallel to an axis, radians. */
const [squareWithin, levelWithin] = [0.45, 0.2]

/** Recognizes a stroke as a line, arrow, ellipse, rectangle or triangle; null: none of them. */
export function recognize(points: readonly WorldPoint[], id: ShapeId, style: Style, zoom: number): NewShape | null {
  const meant = shapeOf(points, zoom)
  if (!meant) return null
  const { nib: _nib, streamline: _streamline, fill: _fill, ...plain } = style
  const { isArrow, ...shape } = meant
  return { ...shape, id, style: isArrow ? { ...plain, endHead: 'arrow' } : plain }
}

function shapeOf(points: readonly WorldPoint[], zoom: number): Recognized | null {
  const [first, last] = [points[0], points.at(-1)]
  const { minX, minY, maxX, maxY } = around(points)
  const size = Math.hypot(maxX - minX, maxY - minY)
  if (!first || !last || size * zoom < smallestPx) return null
  if (isStraight(points)) return polyline([first, last])
  const even = resampled(points, 96)
  const arrow = arrowOf(even)
  if (arrow) return arrow
  if (distance(first, last) > closedWithin * size) return null
  return ovalOf(even) ?? polygonOf(even, size)
}

function distance(a: WorldPoint, b: WorldPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** Returns the distance of a point to the right of the line from `a` to `b`. */
function side(a: WorldPoint, b: WorldPoint, { x, y }: WorldPoint): number {
  return ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / (distance(a, b) || 1)
}

function isStraight(points: readonly WorldPoint[]): boolean {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return false
  const chord = distance(first, last)
  const isNear = points.every((point) => Math.abs(side(first, last, point)) <= straightWithin * chord)
  // A line drawn back and forth is not straight; resampling ignores a trembling hand.
  return isNear && lengthOf(resampled(points, 16)) < 1.1 * chord
}

function lengthOf(points: readonly WorldPoint[]): number {
  return points.reduce((sum, point, index) => sum + distance(point, points[index - 1] ?? point), 0)
}

/** Returns `count` points at even distances along the line. */
function resampled(points: readonly WorldPoint[], count: number): readonly WorldPoint[] {
  const step = lengthOf(points) / (count - 1)
  const even: WorldPoint[] = []
  let [walked, next] = [0, 0]
  for (const [index, to] of points.entries()) {
    const from = points[index - 1] ?? to
    const length = distance(from, to)
    while (even.length < count && next <= walked + length + 1e-9) {
      const part = length > 0 ? (next - walked) / length : 0
      even.push({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
      next += step
    }
    walked += length
  }
  return even
}

/** Recognizes a straight shaft with a head: from the tip back on both sides. */
function arrowOf(points: readonly WorldPoint[]): Recognized | null {
  const [first] = points
  if (!first) return null
  const away = points.map((point) => distance(first, point))
  const at = away.indexOf(Math.max(...away))
  const [tip, shaft, head] = [points[at], points.slice(0, at + 1), points.slice(at + 1)]
  if (!tip || head.length < 6 || shaft.length < points.length * 0.4 || !isStraight(shaft)) return null
  const length = distance(first, tip)
  const sides = head.map((point) => side(first, tip, point))
  const [left, right] = [Math.min(...sides), Math.max(...sides)]
  const backmost = Math.max(...head.map((point) => distance(tip, point)))
  const both = left < -0.05 * length && right > 0.05 * length
  if (!both || backmost > 0.5 * length || distance(first, points.at(-1) ?? first) < 0.5 * length) return null
  return { ...polyline([first, tip]), isArrow: true }
}

/** Recognizes an ellipse along the principal axes. */
function ovalOf(points: readonly WorldPoint[]): Recognized | null {
  const rotation = axisOf(points)
  const level =
    Math.abs(rotation) < levelWithin || Math.abs(Math.abs(rotation) - Math.PI / 2) < levelWithin ? 0 : rotation
  const at = boxAlong(points, level)
  if (at.w < 0.12 * at.h || at.h < 0.12 * at.w) return null
  const [x, y] = [at.x + at.w / 2, at.y + at.h / 2]
  const [sin, cos] = [Math.sin(-level), Math.cos(-level)]
  const off = points.map((point) => {
    const [dx, dy] = [point.x - x, point.y - y]
    return Math.abs(Math.hypot((dx * cos - dy * sin) / (at.w / 2), (dx * sin + dy * cos) / (at.h / 2)) - 1)
  })
  const mean = off.reduce((sum, each) => sum + each, 0) / off.length
  return mean <= ovalWithin ? { kind: 'ellipse', at } : null
}

/** Returns the direction of the longer axis of a cloud of points, -π/2 to π/2. */
function axisOf(points: readonly WorldPoint[]): number {
  const mean = (key: 'x' | 'y') => points.reduce((sum, point) => sum + point[key], 0) / points.length
  const [x, y] = [mean('x'), mean('y')]
  let [xx, yy, xy] = [0, 0, 0]
  for (const point of points) {
    xx += (point.x - x) ** 2
    yy += (point.y - y) ** 2
    xy += (point.x - x) * (point.y - y)
  }
  // Nearly round: any axis will do.
  if (Math.abs(xx - yy) + Math.abs(xy) < 0.12 * (xx + yy)) return 0
  return Math.atan2(2 * xy, xx - yy) / 2
}

/** Returns the smallest place with a rotation that contains all points. */
function boxAlong(points: readonly WorldPoint[], rotation: number): Place {
  const [sin, cos] = [Math.sin(-rotation), Math.cos(-rotation)]
  const { minX, minY, maxX, maxY } = around(points.map(({ x, y }) => ({ x: x * cos - y * sin, y: x * sin + y * cos })))
  const [middleX, middleY] = [(minX + maxX) / 2, (minY + maxY) / 2]
  const [w, h] = [maxX - minX, maxY - minY]
  const [x, y] = [middleX * cos + middleY * sin, -middleX * sin + middleY * cos]
  return { x: x - w / 2, y: y - h / 2, w, h, rotation }
}

function polygonOf(points: readonly WorldPoint[], size: number): Recognized | null {
  const corners = cornersOf(points, cornerWithin * size)
  if (corners.length === 3) return polyline([...corners, ...corners.slice(0, 1)])
  if (corners.length !== 4) return null
  const square = corners.every((corner, index) => {
    const [before, after] = [corners[(index + 3) % 4] ?? corner, corners[(index + 1) % 4] ?? corner]
    const turn =
      Math.atan2(after.y - corner.y, after.x - corner.x) - Math.atan2(before.y - corner.y, before.x - corner.x)
    return Math.abs(Math.abs(Math.cos(turn))) < Math.sin(squareWithin)
  })
  const sides = corners.map((corner, index) => [corner, corners[(index + 1) % 4] ?? corner] as const)
  const [longest] = sides.sort(([a, b], [c, d]) => distance(c, d) - distance(a, b))
  if (!square || !longest) return null
  const angle = Math.atan2(longest[1].y - longest[0].y, longest[1].x - longest[0].x)
  // A quarter turn gives the same rectangle: use the smallest rotation.
  const turn = angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2)
  return { kind: 'rect', at: boxAlong(corners, Math.abs(turn) < levelWithin ? 0 : turn) }
}

/** Returns the corners of a closed line (Douglas and Peucker, 1973), from the point furthest from its centre on. */
function cornersOf(points: readonly WorldPoint[], within: number): readonly WorldPoint[] {
  const { minX, minY, maxX, maxY } = around(points)
  const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 }
  const away = points.map((point) => distance(middle, point))
  const start = away.indexOf(Math.max(...away))
  const loop = [...points.slice(start), ...points.slice(0, start + 1)]
  const half = loop.map((point) => distance(loop[0] ?? point, point))
  const opposite = half.indexOf(Math.max(...half))
  const kept = [
    ...simplified(loop.slice(0, opposite + 1), within),
    ...simplified(loop.slice(opposite), within).slice(1, -1),
  ]
  // The start and the end of the simplified line may be false corners.
  return kept.filter((point, index) => {
    const [before, after] = [kept.at(index - 1) ?? point, kept[(index + 1) % kept.length] ?? point]
    return Math.abs(side(before, after, point)) > within
  })
}

function simplified(points: readonly WorldPoint[], within: number): readonly WorldPoint[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 3) return points
  const off = points.map((point) => Math.abs(side(first, last, point)))
  const furthest = Math.max(...off)
  if (furthest <= within) return [first, last]
  const at = off.indexOf(furthest)
  return [...simplified(points.slice(0, at + 1), within).slice(0, -1), ...simplified(points.slice(at), within)]
}

function polyline(corners: readonly WorldPoint[]): Recognized {
  const { minX, minY, maxX, maxY } = around(corners)
  const [w, h] = [maxX - minX, maxY - minY]
  const points = corners.flatMap(({ x, y }) => [w > 0 ? (x - minX) / w : 0, h > 0 ? (y - minY) / h : 0])
  return { kind: 'line', at: { x: minX, y: minY, w, h, rotation: 0 }, points }
}
