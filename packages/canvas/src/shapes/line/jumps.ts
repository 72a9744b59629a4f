import type { Box, LineShape, Shape } from '@inkbridge/types'
import { boxOf, turned } from '../../geometry.ts'
import { bottomToTop } from '../stacking.ts'
import { type Cubic, type Curves, flat, isClosed } from './line-curves.ts'

/** How far a line jumps to both sides of another that it crosses, world units, and more by half of its own width. */
const jumpRadius = 6
/** Of a circle: how far the controls of a quarter of it are from its ends, in radii. */
const quarter = 0.5523

/** World units around a line within which another may jump otherwise when the line comes or goes: three jumps of a wide one. */
export const jumpReach = 3 * (jumpRadius + 16)

/**
 * Lets a line jump over those below it, where its straight pieces cross them.
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

/** The points of the lines below a line that come near it, as it would see them if it were not turned. */
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

/** Where a straight piece is crossed, in world units along it, ascending. */
function crossingsOf(
  x0: number,
  y0: number,
  x: number,
  y: number,
  lines: readonly (readonly number[])[],
): readonly number[] {
  const [dx, dy] = [x - x0, y - y0]
  const long = Math.hypot(dx, dy)
  const found: number[] = []
  for (const points of lines) {
    for (let at = 0; at + 3 < points.length; at += 2) {
      const [ax = 0, ay = 0, bx = 0, by = 0] = points.slice(at, at + 4)
      const spread = dx * (by - ay) - dy * (bx - ax)
      if (spread === 0) continue
      const along = ((ax - x0) * (by - ay) - (ay - y0) * (bx - ax)) / spread
      const across = ((ax - x0) * dy - (ay - y0) * dx) / spread
      if (along > 0 && along < 1 && across > 0 && across < 1) found.push(along * long)
    }
  }
  return found.sort((a, b) => a - b)
}

/** A straight piece with half circles over what crosses it, one over crossings that are near to each other, and none at its ends. */
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
  // Up, or to the right of an upright piece, whichever way it leads.
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

/** Crossings that are nearer to each other than their jumps are wide, together. */
function spansOf(crossings: readonly number[], radius: number): readonly (readonly [first: number, last: number])[] {
  const spans: (readonly [number, number])[] = []
  for (const crossing of crossings) {
    const [first, last] = spans.at(-1) ?? [crossing, Number.NEGATIVE_INFINITY]
    if (crossing - last < 2 * radius) spans[spans.length - 1] = [first, crossing]
    else spans.push([crossing, crossing])
  }
  return spans
}
