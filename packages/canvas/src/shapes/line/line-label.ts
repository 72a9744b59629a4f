import type { Box, LineShape } from '@inkbridge/types'
import { Path } from '../../geometry.ts'
import { flat } from './line-curves.ts'
import { pointsOf } from './line-points.ts'

/** Returns the centre of a line's label, not rotated. */
export function labelPoint(shape: LineShape): { readonly x: number; readonly y: number } {
  return shape.style.route === 'elbow' ? elbowMiddle(pointsOf(shape)) : middle(flat(shape))
}

/** Returns the midpoint of the middle segment of an elbow line; of two, the longer one. */
function elbowMiddle(points: readonly number[]): { readonly x: number; readonly y: number } {
  const count = points.length / 2 - 1
  const piece = (index: number) => points.slice(2 * index, 2 * index + 4)
  const long = ([x0 = 0, y0 = 0, x1 = 0, y1 = 0]: readonly number[]) => Math.abs(x1 - x0) + Math.abs(y1 - y0)
  const [one, other] = [piece(Math.floor((count - 1) / 2)), piece(Math.floor(count / 2))]
  return middle(long(other) > long(one) ? other : one)
}

/** Returns the point half way along a polyline. */
function middle(points: readonly number[]): { readonly x: number; readonly y: number } {
  const long = (at: number) =>
    Math.hypot((points[at + 2] ?? 0) - (points[at] ?? 0), (points[at + 3] ?? 0) - (points[at + 1] ?? 0))
  let left = 0
  for (let at = 0; at + 3 < points.length; at += 2) left += long(at) / 2
  for (let at = 0; at + 3 < points.length; at += 2) {
    const here = long(at)
    if (left <= here && here > 0) {
      const part = left / here
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
      return { x: x0 + (x1 - x0) * part, y: y0 + (y1 - y0) * part }
    }
    left -= here
  }
  return { x: points[0] ?? 0, y: points[1] ?? 0 }
}

/** Returns a polyline as a path without the part in a box. */
export function outside(points: readonly number[], { minX, minY, maxX, maxY }: Box): Path {
  const path = new Path()
  let isDrawn = false
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
    const [enter, leave] = insideOf(x0, y0, x1, y1, minX, minY, maxX, maxY)
    const piece = (from: number, to: number) => {
      if (to <= from) return
      if (!isDrawn || from > 0) path.moveTo(x0 + (x1 - x0) * from, y0 + (y1 - y0) * from)
      path.lineTo(x0 + (x1 - x0) * to, y0 + (y1 - y0) * to)
      isDrawn = to === 1
    }
    if (enter >= leave) piece(0, 1)
    else {
      piece(0, enter)
      isDrawn = false
      piece(leave, 1)
    }
  }
  return path
}

/** Returns the part of a segment that lies in a box (Liang and Barsky, 1984). */
function insideOf(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
): readonly [enter: number, leave: number] {
  let [enter, leave] = [0, 1]
  for (const [step, room] of [
    [x0 - x1, x0 - minX],
    [x1 - x0, maxX - x0],
    [y0 - y1, y0 - minY],
    [y1 - y0, maxY - y0],
  ] as const) {
    if (step === 0 && room < 0) return [1, 0]
    if (step < 0) enter = Math.max(enter, room / step)
    if (step > 0) leave = Math.min(leave, room / step)
  }
  return [enter, leave]
}
