import type { Box, LineShape, Shape } from '@inkbridge/types'
import { boxOf, turned } from '../../geometry.ts'
import { bottomToTop } from '../stacking.ts'
import { type Cubic, type Curves, flat, isClosed } from './line-curves.ts'

/** Radius of a line jump, world units, plus half the line width. */
const jumpRadius = 6
/** Control distance of a quarter circle as a cubic curve, in radii. */
const quarter = 0.5523

/**
 * Distance from a line within which jumps may change when it comes or goes, world units: three jumps of a wide line.
 */
export const jumpReach = 3 * (jumpRadius + 16)

/**
 * Adds jumps to a line where its straight segments cross lines below it.
 *
 * @param shapesIn gives what is in a box of the world
 */
export function jumping(line: LineShape, curves: Curves, shapesIn: (box: Box) => readonly Shape[]): Curves {
  const below = linesBelow(line, shapesIn)
  if (below.length === 0) return curves
  const radius = jumpRadius + line.style.width / 2
  let [fromX, fromY] = curves.start
  const all = curves.curves.flatMap((curve): readonly Cubic[] => {
    const [x, y] = [curve[4], curve[5]]
    const crossings = isStraight(fromX, fromY, curve) ? crossingsOf(fromX, fromY, x, y, below) : []
    const pieces = crossings.length > 0 ? withJumps(fromX, fromY, curve, crossings, radius) : [curve]
    ;[fromX, fromY] = [x, y]
    return pieces
  })
  return { ...curves, curves: all, isBent: curves.isBent || all.length > curves.curves.length }
}

/** Returns the points of nearby lines below a line, in its unrotated coordinates. */
function linesBelow(line: LineShape, shapesIn: (box: Box) => readonly Shape[]): readonly (readonly number[])[] {
  const { at } = line
  const standing = (points: readonly number[], of: LineShape, by: number) =>
    by === 0
      ? points
      : points.flatMap((x, index) => {
          if (index % 2 === 1) return []
          const point = turned({ x, y: points[index + 1] ?? 0 }, of.at, by)
          return [point.x, point.y]
        })
  return shapesIn(boxOf(standing(flat(line), line, at.rotation))).flatMap((other) => {
    if (other.kind !== 'line' || other.id === line.id || bottomToTop(other, line) >= 0 || isClosed(other)) return []
    return [standing(standing(flat(other), other, other.at.rotation), line, -at.rotation)]
  })
}

function isStraight(x0: number, y0: number, [x1, y1, x2, y2, x, y]: Cubic): boolean {
  const [dx, dy] = [x - x0, y - y0]
  const off = (px: number, py: number) => Math.abs((px - x0) * dy - (py - y0) * dx)
  return Math.max(off(x1, y1), off(x2, y2)) <= 1e-6 * (dx * dx + dy * dy)
}

/** Returns the crossings of a straight segment, world units along it, ascending. */
function crossingsOf(
  x0: number,
  y0: number,
  x: number,
  y: number,
  lines: readonly (readonly number[])[],
): readonly number[] {
  const [dx, dy] = [x - x0, y - y0]
  const long = Math.hypot(dx, dy)
  const crossings: number[] = []
  for (const points of lines) {
    for (let at = 0; at + 3 < points.length; at += 2) {
      const [ax = 0, ay = 0, bx = 0, by = 0] = points.slice(at, at + 4)
      const spread = dx * (by - ay) - dy * (bx - ax)
      if (spread === 0) continue
      const along = ((ax - x0) * (by - ay) - (ay - y0) * (bx - ax)) / spread
      const across = ((ax - x0) * dy - (ay - y0) * dx) / spread
      if (along > 0 && along < 1 && across > 0 && across < 1) crossings.push(along * long)
    }
  }
  return crossings.sort((a, b) => a - b)
}

/**
 * Draws a straight segment with half circles over crossings; near crossings share one, and ends have none.
 */
function withJumps(
  x0: number,
  y0: number,
  curve: Cubic,
  crossings: readonly number[],
  radius: number,
): readonly Cubic[] {
  const [x, y] = [curve[4], curve[5]]
  const long = Math.hypot(x - x0, y - y0)
  const [ux, uy] = [(x - x0) / long, (y - y0) / long]
  // Jumps go up, or to the right on vertical segments, in either direction of the line.
  const side = ux > 1e-9 || (Math.abs(ux) <= 1e-9 && uy < 0) ? 1 : -1
  const at = (along: number, aside: number) =>
    [x0 + ux * along + uy * aside * side, y0 + uy * along - ux * aside * side] as const
  const pieces: Cubic[] = []
  let here = 0
  const straight = (to: number) => {
    if (to > here) pieces.push([...at(here + (to - here) / 3, 0), ...at(to - (to - here) / 3, 0), ...at(to, 0)])
  }
  for (const [first, last] of spansOf(crossings, radius)) {
    const [from, to] = [first - radius, last + radius]
    if (from < Math.max(here, radius / 2) || to > long - radius / 2) continue
    straight(from)
    const by = radius * (1 - quarter)
    pieces.push([...at(from, radius * quarter), ...at(from + by, radius), ...at(first, radius)])
    if (last > first) pieces.push([...at(first, radius), ...at(last, radius), ...at(last, radius)])
    pieces.push([...at(to - by, radius), ...at(to, radius * quarter), ...at(to, 0)])
    here = to
  }
  straight(long)
  return here === 0 ? [curve] : pieces
}

/** Groups crossings that are nearer than their jumps are wide. */
function spansOf(crossings: readonly number[], radius: number): readonly (readonly [first: number, last: number])[] {
  const spans: (readonly [number, number])[] = []
  for (const crossing of crossings) {
    const [first, last] = spans.at(-1) ?? [crossing, Number.NEGATIVE_INFINITY]
    if (crossing - last < 2 * radius) spans[spans.length - 1] = [first, crossing]
    else spans.push([crossing, crossing])
  }
  return spans
}
