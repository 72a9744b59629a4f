import type { Binding, Box, LineShape, WorldPoint } from '@inkbridge/types'
import { alongCubic, firstMeeting, isInside, middleOf, nearestOn, overlaps, placeBox, turned } from '../../geometry.ts'
import type { Lane, ResolveContext } from '../kind.ts'
import { asideOf, type BoundEnd, gapOf, isExact, type LineEnds, orthogonal } from './bound-routes.ts'
import { nearestSide } from './elbow.ts'
import { lineThrough, worldPoints } from './line-points.ts'

/** Distance that a loop extends from its shape, world units. */
const loopOut = 40

/**
 * Returns a line routed between the shapes it is bound to. A missing shape or a line binds nothing: that end stays at
 * the line's own point.
 */
export function resolveLine(line: LineShape, around: ResolveContext): LineShape {
  // Already resolved, for example in a copied part of a board.
  if (line.routed) return line
  const [start, end] = [boundAt(line.start, around), boundAt(line.end, around)]
  const isElbow = line.style.route === 'elbow'
  if (!start && !end && !isElbow) return line
  const own = worldPoints(line)
  const ends = { start, end, from: start?.aim ?? pointOf(own, 0), to: end?.aim ?? pointOf(own, -2) }
  const inner = isElbow ? [] : own.slice(2, -2)
  if (inner.length > 0)
    return through(
      line,
      clipped(line, ends, inner).flatMap(({ x, y }) => [x, y]),
    )
  const isLoop = start !== null && start.id === end?.id
  if (isLoop && start.mode === 'center' && end.mode === 'center') return routed(line, loop(start.box, gapOf(line)))
  const left = leftEnds(line, ends)
  if (isElbow) return routed(line, orthogonal(line, left, around))
  if (isLoop && isAlongSide(start, end)) return routed(line, orthogonal(line, ends, null))
  const isCurve = line.style.corners === 'round' && !(start?.mode === 'inside' && end?.mode === 'inside')
  if (isCurve && left.start === start && left.end === end)
    return routed(line, curve(orthogonal(line, ends, { laneOf: around.laneOf, obstaclesIn: () => [] })))
  return through(line, straight(line, ends, around.laneOf(line)))
}

function boundAt(binding: Binding | undefined, { get, outlineOf, kinds }: ResolveContext): BoundEnd | null {
  const shape = binding && get(binding.to)
  if (!shape || kinds.of(shape).connects) return null
  const { x, y, w, h } = shape.at
  const [partX, partY] = binding.at ?? [0.5, 0.5]
  const point = turned({ x: x + w * partX, y: y + h * partY }, shape.at, shape.at.rotation)
  const [outline = { points: [point.x, point.y], closed: false }] = outlineOf(shape)
  const mode = binding.at === undefined ? 'center' : binding.outline ? 'outline' : 'inside'
  const aim = mode === 'outline' ? nearestOn(outline, point) : point
  return { id: shape.id, outline, box: placeBox(shape.at), aim, mode }
}

/**
 * Returns the ends with the shapes that the route has to leave or enter: not those that contain the other end, nor
 * shapes that overlap between the ends.
 */
function leftEnds(line: LineShape, ends: LineEnds): LineEnds {
  const { start, end, from, to } = ends
  if (start && start.id === end?.id)
    return start.mode === 'outline' && end.mode === 'outline' ? ends : { ...ends, start: null, end: null }
  const [first = from, last = to] = clipped(line, ends, [])
  if (isStub(ends, first, last)) return { ...ends, start: null, end: null }
  return {
    ...ends,
    start: start && isInside(start.outline, to) ? null : start,
    end: end && isInside(end.outline, from) ? null : end,
  }
}

/** Minimum visible length between overlapping shapes, world units. */
const leastSeen = 8

/** Whether a line cut at both outlines would have no visible length, or lead backwards. */
function isStub({ start, end, from, to }: LineEnds, first: WorldPoint, last: WorldPoint): boolean {
  if (!start || !end) return false
  const long = Math.hypot(to.x - from.x, to.y - from.y)
  const left = ((last.x - first.x) * (to.x - from.x) + (last.y - first.y) * (to.y - from.y)) / Math.max(1e-6, long)
  return left <= (overlaps(start.box, end.box) ? Math.min(leastSeen, long) : 0)
}

/** Whether both ends are on the same side of a shape, where a straight line would not be visible. */
function isAlongSide(start: BoundEnd, end: BoundEnd): boolean {
  if (start.mode !== 'outline' || end.mode !== 'outline') return false
  return nearestSide(start.aim, start.box) === nearestSide(end.aim, end.box)
}

/** Returns a straight line beside parallel ones; between overlapping shapes it is not cut at the outlines. */
function straight(line: LineShape, { start, end, from, to }: LineEnds, lane: Lane | null): readonly number[] {
  const aside = asideOf({ start, end, from, to }, lane) * (lane?.isReversed ? -1 : 1)
  const long = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y))
  const by = { x: (-(to.y - from.y) / long) * aside, y: ((to.x - from.x) / long) * aside }
  const moved = ({ x, y }: WorldPoint) => ({ x: x + by.x, y: y + by.y })
  const beside = {
    start: start && { ...start, aim: moved(from) },
    end: end && { ...end, aim: moved(to) },
    from: moved(from),
    to: moved(to),
  }
  const [first = beside.from, last = beside.to] = clipped(line, beside, [])
  const ends = isStub(beside, first, last) ? [beside.from, beside.to] : [first, last]
  return ends.flatMap(({ x, y }) => [x, y])
}

/** Returns the points of a line, cut at the outlines that it aims at. */
function clipped(line: LineShape, { start, end, from, to }: LineEnds, inner: readonly number[]): readonly WorldPoint[] {
  const points = Array.from({ length: inner.length / 2 }, (_, index) => pointOf(inner, 2 * index))
  const [second = to, last = from] = [points[0], points.at(-1)]
  return [start ? atOutline(start, second, line) : from, ...points, end ? atOutline(end, last, line) : to]
}

/** Returns where a line from a point into a shape ends. */
function atOutline(end: BoundEnd, from: WorldPoint, line: LineShape): WorldPoint {
  const { outline, aim } = end
  if (isExact(end)) return aim
  const along = isInside(outline, from) ? null : firstMeeting(outline, from, aim)
  if (along === null) return aim
  const long = Math.hypot(aim.x - from.x, aim.y - from.y)
  const to = Math.max(0, along - gapOf(line) / Math.max(1, long))
  return { x: from.x + (aim.x - from.x) * to, y: from.y + (aim.y - from.y) * to }
}

/** Returns a loop out of the right of a box, and back in from above. */
function loop({ minX, minY, maxX, maxY }: Box, gap: number): readonly number[] {
  const middle = middleOf({ minX, minY, maxX, maxY })
  const [x, y] = [maxX + loopOut, minY - loopOut]
  return [maxX + gap, middle.y, x, middle.y, x, y, middle.x, y, middle.x, minY - gap]
}

/** Control distance of a curve relative to its length, and the segments it is flattened into. */
const [reach, pieces] = [0.45, 8]

/** Returns points on one cubic Bézier curve that leaves both ends as the elbow route does. */
function curve(corners: readonly number[]): readonly number[] {
  const [a, b] = [pointOf(corners, 0), pointOf(corners, -2)]
  const [afterA, beforeB] = [pointOf(corners, 2), pointOf(corners, -4)]
  const far = Math.hypot(b.x - a.x, b.y - a.y) * reach
  const on = (from: WorldPoint, to: WorldPoint) => {
    const long = Math.hypot(to.x - from.x, to.y - from.y)
    const by = long > 0 ? far / long : 0
    return [from.x + (to.x - from.x) * by, from.y + (to.y - from.y) * by] as const
  }
  return [a.x, a.y, ...alongCubic(a.x, a.y, [...on(a, afterA), ...on(b, beforeB), b.x, b.y], pieces)]
}

function routed(line: LineShape, points: readonly number[]): LineShape {
  return { ...through(line, points), routed: true }
}

/** Returns the line through other points; the same object if nothing changes. */
function through(line: LineShape, points: readonly number[]): LineShape {
  const { rotation: _rotation, mirrored: _mirrored, ...place } = line.at
  const to = lineThrough(points)
  const same =
    line.at.rotation === 0 &&
    !line.at.mirrored &&
    (['x', 'y', 'w', 'h'] as const).every((key) => place[key] === to.at[key]) &&
    line.points.length === to.points.length &&
    line.points.every((value, index) => value === to.points[index])
  return same ? line : { ...line, ...to }
}

function pointOf(points: readonly number[], at: number): WorldPoint {
  return { x: points.at(at) ?? 0, y: points.at(at + 1) ?? 0 }
}
