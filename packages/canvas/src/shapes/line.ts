import { type Box, carriage, type LineShape, type Place } from '@inkbridge/types'
import { boxOf } from '../geometry/box.ts'
import { alongCubic } from '../geometry/cubic.ts'
import { Path } from '../geometry/path.ts'
import { colorOf, type Theme } from '../palette.ts'
import { headAt, headSize } from './heads.ts'
import type { DisplayItem, KindOnCanvas } from './kind.ts'
import { styled } from './pen-style.ts'

/** What a line's fractions are of. */
const unit = { x: 0, y: 0, w: 1, h: 1 }
/** Steps that a curve between two points is cut into. */
const steps = 12
/** A line whose ends are this near to each other encloses something; in widths. */
const closedWithin = 1.5

export const line: KindOnCanvas<LineShape> = {
  hasInside: (shape) => isClosed(shape),
  hasCorners: ({ points }) => points.length > 4,

  outline: (shape) => [{ points: flat(shape), closed: isClosed(shape) }],

  draw(shape, theme, detail) {
    const closed = isClosed(shape)
    const curves = curvesOf(shape)
    const heads = closed ? [] : headsOf(shape, curves)
    const path = pathAlong(shortened(curves, heads))
    if (closed) path.close()
    return [
      ...styled(shape, path, closed ? path : null, theme, detail),
      ...heads.map(({ path: head, isFilled }) => headItem(shape, head, isFilled, theme)),
    ]
  },

  extent: (shape): Box => {
    const { x, y, w, h } = shape.at
    // A curve goes beyond its points.
    return shape.style.corners === 'round' ? boxOf(flat(shape)) : { minX: x, minY: y, maxX: x + w, maxY: y + h }
  },

  stray({ style }): number {
    return style.startHead || style.endHead ? headSize(style.width) : 0
  },
}

/** The points of a line in its place, x0, y0, x1, y1, …, world units, not turned. */
export function pointsOf({ at, points }: Pick<LineShape, 'at' | 'points'>): readonly number[] {
  const { scaleX, moveX, scaleY, moveY } = carriage(unit, at)
  return points.map((fraction, index) => (index % 2 === 0 ? fraction * scaleX + moveX : fraction * scaleY + moveY))
}

/** Where a line is half way between one of its points and the next, by their index; not turned. */
export function halfWay(shape: LineShape, index: number): { readonly x: number; readonly y: number } {
  const points = pointsOf(shape)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(2 * index, 2 * index + 4)
  if (shape.style.corners !== 'round') return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }
  const curve = curvesThrough(points, isClosed(shape))[index]
  const [ax = x0, ay = y0, bx = x1, by = y1] = curve ?? []
  return { x: (x0 + 3 * ax + 3 * bx + x1) / 8, y: (y0 + 3 * ay + 3 * by + y1) / 8 }
}

/** The place of a line through some points, and the points as fractions of it. */
export function lineThrough(points: readonly number[]): { readonly at: Place; readonly points: readonly number[] } {
  const { minX, minY, maxX, maxY } = boxOf(points)
  const [w, h] = [maxX - minX, maxY - minY]
  const part = (value: number, low: number, length: number) => (length > 0 ? (value - low) / length : 0)
  return {
    at: { x: minX, y: minY, w, h, rotation: 0 },
    points: points.map((value, index) => (index % 2 === 0 ? part(value, minX, w) : part(value, minY, h))),
  }
}

/** Whether a line comes back to where it began. */
function isClosed(shape: LineShape): boolean {
  const points = pointsOf(shape)
  if (points.length < 8) return false
  const [x = 0, y = 0, endX = 0, endY = 0] = [points[0], points[1], points.at(-2), points.at(-1)]
  return Math.hypot(endX - x, endY - y) <= Math.max(1, shape.style.width * closedWithin)
}

/** A line as curves, each with where it begins; straight ones have their controls on their way. */
interface Curves {
  readonly start: readonly [x: number, y: number]
  readonly curves: readonly Cubic[]
  readonly isBent: boolean
}

function curvesOf(shape: LineShape): Curves {
  const points = pointsOf(shape)
  const [x = 0, y = 0] = points
  const isBent = shape.style.corners === 'round'
  const curves = isBent ? curvesThrough(points, isClosed(shape)) : straightThrough(points)
  return { start: [x, y], curves, isBent }
}

function straightThrough(points: readonly number[]): readonly Cubic[] {
  return Array.from({ length: points.length / 2 - 1 }, (_, index): Cubic => {
    const [x0 = 0, y0 = 0, x = 0, y = 0] = points.slice(2 * index, 2 * index + 4)
    return [x0, y0, x, y, x, y]
  })
}

function pathAlong({ start, curves, isBent }: Curves): Path {
  const path = new Path().moveTo(...start)
  for (const [x1, y1, x2, y2, x, y] of curves) isBent ? path.cubicTo(x1, y1, x2, y2, x, y) : path.lineTo(x, y)
  return path
}

type LineHead = ReturnType<typeof headAt> & { readonly isStart: boolean; readonly direction: number }

function headsOf({ style }: LineShape, { start, curves, isBent }: Curves): readonly LineHead[] {
  const [first, last] = [curves[0], curves.at(-1)]
  if (!first || !last) return []
  const beforeLast = curves.at(-2)
  const lastStart = beforeLast ? ([beforeLast[4], beforeLast[5]] as const) : start
  const [startTo, endFrom] = isBent
    ? ([awayFrom(start, first), awayFrom([last[4], last[5]], [last[2], last[3], ...lastStart, 0, 0])] as const)
    : ([[first[4], first[5]] as const, lastStart] as const)
  const found: LineHead[] = []
  if (style.startHead) {
    const direction = Math.atan2(start[1] - startTo[1], start[0] - startTo[0])
    found.push({ ...headAt(style.startHead, ...start, direction, style.width), isStart: true, direction })
  }
  if (style.endHead) {
    const direction = Math.atan2(last[5] - endFrom[1], last[4] - endFrom[0])
    found.push({ ...headAt(style.endHead, last[4], last[5], direction, style.width), isStart: false, direction })
  }
  return found
}

/** The first of some controls that is elsewhere. */
function awayFrom([x, y]: readonly [number, number], [x1, y1, x2, y2]: readonly number[]): readonly [number, number] {
  const isHere = Math.hypot((x1 ?? 0) - x, (y1 ?? 0) - y) < 1e-6
  return isHere ? [x2 ?? x, y2 ?? y] : [x1 ?? x, y1 ?? y]
}

/** The line ends where a closed head begins. */
function shortened(line: Curves, heads: readonly LineHead[]): Curves {
  let { start, curves } = line
  for (const { isStart, direction, back } of heads) {
    if (back === 0) continue
    const [dx, dy] = [Math.cos(direction) * back, Math.sin(direction) * back]
    if (isStart) start = [start[0] - dx, start[1] - dy]
    else curves = curves.with(-1, movedEnd(curves.at(-1) ?? [0, 0, 0, 0, 0, 0], dx, dy))
  }
  return { ...line, start, curves }
}

function movedEnd([x1, y1, x2, y2, x, y]: Cubic, dx: number, dy: number): Cubic {
  return [x1, y1, x2 - dx, y2 - dy, x - dx, y - dy]
}

function headItem({ at, style }: LineShape, path: Path, isFilled: boolean, theme: Theme): DisplayItem {
  const color = colorOf(style.color, theme)
  const faded = style.opacity === undefined ? {} : { opacity: style.opacity }
  return {
    type: 'path',
    path,
    ...(isFilled ? { fill: color } : {}),
    stroke: color,
    width: style.width,
    ...faded,
    turn: at,
  }
}

function flat(shape: LineShape): number[] {
  const points = pointsOf(shape)
  if (shape.style.corners !== 'round') return [...points]
  const all = [points[0] ?? 0, points[1] ?? 0]
  for (const curve of curvesThrough(points, isClosed(shape))) {
    const [fromX = 0, fromY = 0] = all.slice(-2)
    all.push(...alongCubic(fromX, fromY, curve, steps))
  }
  return all
}

type Cubic = [x1: number, y1: number, x2: number, y2: number, x: number, y: number]

/** A smooth curve through points: a Catmull-Rom spline (1974), as cubic Bézier curves. */
function curvesThrough(points: readonly number[], closed: boolean): readonly Cubic[] {
  const count = points.length / 2
  const at = (index: number): readonly [number, number] => {
    // What comes back goes on where it began; its last point is its first.
    const wrapped = closed ? (index + count - 1) % (count - 1) : Math.min(count - 1, Math.max(0, index))
    return [points[2 * wrapped] ?? 0, points[2 * wrapped + 1] ?? 0]
  }
  return Array.from({ length: count - 1 }, (_, index): Cubic => {
    const [[beforeX, beforeY], [x0, y0], [x1, y1], [afterX, afterY]] = [
      at(index - 1),
      at(index),
      at(index + 1),
      at(index + 2),
    ]
    return [x0 + (x1 - beforeX) / 6, y0 + (y1 - beforeY) / 6, x1 - (afterX - x0) / 6, y1 - (afterY - y0) / 6, x1, y1]
  })
}
