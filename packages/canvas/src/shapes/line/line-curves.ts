import type { LineShape } from '@inkbridge/types'
import { alongCubic, Path } from '../../geometry.ts'
import { pointsOf } from './line-points.ts'

/** Segments that a curve between two points is flattened into. */
const steps = 12
/** Maximum distance of the ends of a closed line, in widths. */
const closedWithin = 1.5

/** Whether a line is closed. */
export function isClosed(shape: LineShape): boolean {
  const points = pointsOf(shape)
  if (points.length < 8) return false
  const [x = 0, y = 0, endX = 0, endY = 0] = [points[0], points[1], points.at(-2), points.at(-1)]
  return Math.hypot(endX - x, endY - y) <= Math.max(1, shape.style.width * closedWithin)
}

/** A line as curves; straight ones have their controls on the segment. */
export interface Curves {
  readonly start: readonly [x: number, y: number]
  readonly curves: readonly Cubic[]
  readonly isBent: boolean
}

export function curvesOf(shape: LineShape): Curves {
  const points = pointsOf(shape)
  const [x = 0, y = 0] = points
  if (shape.style.route === 'elbow' && shape.style.corners !== 'sharp')
    return { start: [x, y], curves: roundedThrough(points, elbowRadius), isBent: true }
  const isBent = isCurved(shape)
  const curves = isBent ? curvesThrough(points, isClosed(shape)) : straightThrough(points)
  return { start: [x, y], curves, isBent }
}

/** Corner radius of elbow lines, world units. */
const elbowRadius = 12

/** Whether a line is a curve through its points. */
export function isCurved({ style }: LineShape): boolean {
  return style.corners === 'round' && style.route !== 'elbow'
}

/** Returns a polyline with rounded corners, each by at most half of its shorter segment. */
function roundedThrough(points: readonly number[], radius: number): readonly Cubic[] {
  const curves: Cubic[] = []
  let [fromX = 0, fromY = 0] = points
  const straight = (x: number, y: number) => {
    curves.push([fromX + (x - fromX) / 3, fromY + (y - fromY) / 3, x - (x - fromX) / 3, y - (y - fromY) / 3, x, y])
    ;[fromX, fromY] = [x, y]
  }
  for (let at = 2; at + 3 < points.length; at += 2) {
    const [beforeX = 0, beforeY = 0, x = 0, y = 0, nextX = 0, nextY = 0] = points.slice(at - 2, at + 4)
    const [before, after] = [Math.hypot(x - beforeX, y - beforeY), Math.hypot(nextX - x, nextY - y)]
    const by = Math.min(radius, before / 2, after / 2)
    if (by <= 0) continue
    straight(x + ((beforeX - x) * by) / before, y + ((beforeY - y) * by) / before)
    const [outX, outY] = [x + ((nextX - x) * by) / after, y + ((nextY - y) * by) / after]
    const to = (value: number, end: number) => end + (value - end) * 0.5523
    curves.push([to(x, fromX), to(y, fromY), to(x, outX), to(y, outY), outX, outY])
    ;[fromX, fromY] = [outX, outY]
  }
  const [endX = 0, endY = 0] = points.slice(-2)
  straight(endX, endY)
  return curves
}

function straightThrough(points: readonly number[]): readonly Cubic[] {
  return Array.from({ length: points.length / 2 - 1 }, (_, index): Cubic => {
    const [x0 = 0, y0 = 0, x = 0, y = 0] = points.slice(2 * index, 2 * index + 4)
    return [x0, y0, x, y, x, y]
  })
}

export function pathAlong({ start, curves, isBent }: Curves): Path {
  const path = new Path().moveTo(...start)
  for (const [x1, y1, x2, y2, x, y] of curves) isBent ? path.cubicTo(x1, y1, x2, y2, x, y) : path.lineTo(x, y)
  return path
}

/** Returns the points of a line as drawn, with curves flattened; not rotated. */
export function flat(shape: LineShape): readonly number[] {
  return isCurved(shape) ? flattened(curvesOf(shape)) : pointsOf(shape)
}

function flattened({ start, curves, isBent }: Curves): readonly number[] {
  const all = [...start] as number[]
  for (const curve of curves) {
    const [fromX = 0, fromY = 0] = all.slice(-2)
    if (isBent) all.push(...alongCubic(fromX, fromY, curve, steps))
    else all.push(curve[4], curve[5])
  }
  return all
}

export type Cubic = [x1: number, y1: number, x2: number, y2: number, x: number, y: number]

/** Returns a smooth curve through points: a Catmull-Rom spline (1974) as cubic Bézier curves. */
export function curvesThrough(points: readonly number[], closed: boolean): readonly Cubic[] {
  const count = points.length / 2
  const at = (index: number): readonly [number, number] => {
    // A closed curve wraps around: its last point is its first.
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
