import { type Box, carriage, type LineShape, type Place } from '@inkbridge/types'
import { boxOf } from '../geometry/box.ts'
import { Path } from '../geometry/path.ts'
import type { KindOnCanvas } from './kind.ts'
import { styled } from './pen-style.ts'

/** What a line's fractions are of. */
const unit = { x: 0, y: 0, w: 1, h: 1 }
/** Steps that a curve between two points is cut into. */
const steps = 12
/** A line whose ends are this near to each other encloses something; in widths. */
const closedWithin = 1.5

export const line: KindOnCanvas<LineShape> = {
  outline: (shape) => [{ points: flat(shape), closed: isClosed(shape) }],

  draw(shape, theme, detail) {
    const path = pathOf(shape)
    if (isClosed(shape)) path.close()
    return styled(shape, path, isClosed(shape) ? path : null, theme, detail)
  },

  extent: (shape): Box => {
    const { x, y, w, h } = shape.at
    // A curve goes beyond its points.
    return shape.style.corners === 'round' ? boxOf(flat(shape)) : { minX: x, minY: y, maxX: x + w, maxY: y + h }
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
export function isClosed(shape: LineShape): boolean {
  const points = pointsOf(shape)
  if (points.length < 8) return false
  const [x = 0, y = 0, endX = 0, endY = 0] = [points[0], points[1], points.at(-2), points.at(-1)]
  return Math.hypot(endX - x, endY - y) <= Math.max(1, shape.style.width * closedWithin)
}

function pathOf(shape: LineShape): Path {
  const points = pointsOf(shape)
  const path = new Path().moveTo(points[0] ?? 0, points[1] ?? 0)
  if (shape.style.corners === 'round')
    for (const curve of curvesThrough(points, isClosed(shape))) path.cubicTo(...curve)
  else for (let at = 2; at < points.length; at += 2) path.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
  return path
}

function flat(shape: LineShape): number[] {
  const points = pointsOf(shape)
  if (shape.style.corners !== 'round') return [...points]
  const all = [points[0] ?? 0, points[1] ?? 0]
  for (const [x1, y1, x2, y2, x, y] of curvesThrough(points, isClosed(shape))) {
    const [fromX = 0, fromY = 0] = all.slice(-2)
    for (let step = 1; step <= steps; step += 1) {
      const t = step / steps
      const u = 1 - t
      all.push(
        u * u * u * fromX + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x,
        u * u * u * fromY + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y,
      )
    }
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
