import type { Box, LineShape } from '@inkbridge/types'
import type { Path } from '../../geometry.ts'
import { curvesThrough, isClosed, isCurved } from './line-curves.ts'
import { pointsOf } from './line-points.ts'

/** Returns the centre of a line's label, not rotated: its middle point, or the middle between two. */
export function labelPoint(shape: LineShape): { readonly x: number; readonly y: number } {
  const points = pointsOf(shape)
  if (shape.style.route === 'elbow') return elbowMiddle(points)
  const count = points.length / 2
  const at = Math.floor((count - 1) / 2)
  return count % 2 === 0 ? halfWay(shape, at) : { x: points[2 * at] ?? 0, y: points[2 * at + 1] ?? 0 }
}

/** Returns the middle of a line between a point, by its index, and the next one; not rotated. */
export function halfWay(shape: LineShape, index: number): { readonly x: number; readonly y: number } {
  const points = pointsOf(shape)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(2 * index, 2 * index + 4)
  if (!isCurved(shape)) return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }
  const curve = curvesThrough(points, isClosed(shape))[index]
  const [ax = x0, ay = y0, bx = x1, by = y1] = curve ?? []
  return { x: (x0 + 3 * ax + 3 * bx + x1) / 8, y: (y0 + 3 * ay + 3 * by + y1) / 8 }
}

/** Returns the midpoint of the middle segment of an elbow line; of two, the longer one. */
function elbowMiddle(points: readonly number[]): { readonly x: number; readonly y: number } {
  const count = points.length / 2 - 1
  const piece = (index: number) => points.slice(2 * index, 2 * index + 4)
  const long = ([x0 = 0, y0 = 0, x1 = 0, y1 = 0]: readonly number[]) => Math.abs(x1 - x0) + Math.abs(y1 - y0)
  const [one, other] = [piece(Math.floor((count - 1) / 2)), piece(Math.floor(count / 2))]
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = long(other) > long(one) ? other : one
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }
}

/** Adds a polyline to a path, without the part in a box. */
export function addOutside(path: Path, points: readonly number[], { minX, minY, maxX, maxY }: Box): void {
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
