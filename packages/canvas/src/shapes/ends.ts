import type { Binding, Box, LineShape, Shape, WorldPoint } from '@inkbridge/types'
import { middleOf, placeBox, turned } from '../geometry/box.ts'
import { alongCubic } from '../geometry/cubic.ts'
import { firstMeeting, isInside, type Polyline } from '../geometry/polyline.ts'
import { type ElbowEnd, elbow } from './elbow.ts'
import type { Around } from './kind.ts'
import { lineThrough, worldPoints } from './line-points.ts'

/** Between the end of a line and the outline it aims at, world units and widths of the line. */
const [gap, gapWidths] = [3, 0.5]
/** How far a line goes out of a shape that it comes back to. */
const loopOut = 40

/** An end of a line that holds on to something. */
interface Held {
  readonly shape: Shape
  readonly outline: Polyline
  readonly box: Box
  /** The point it is at, or aims at. */
  readonly aim: WorldPoint
  /** It is at that point, and not at the outline. */
  readonly exact: boolean
}

/**
 * A line as what it holds on to makes it. What is not there, or is a line itself, is not held on to: the end is then
 * where the line's own points say.
 */
export function held(line: LineShape, around: Around): LineShape {
  const [start, end] = [heldAt(line.start, around), heldAt(line.end, around)]
  const isElbow = line.style.route === 'elbow'
  if (!start && !end && !isElbow) return line
  const own = worldPoints(line)
  const [from, to] = [start?.aim ?? pointOf(own, 0), end?.aim ?? pointOf(own, -2)]
  if (isElbow) return routed(line, elbow(elbowEnd(start, from, line), elbowEnd(end, to, line), line.pins ?? []))
  const inner = own.slice(2, -2)
  const isCurve = line.style.corners === 'round' && inner.length === 0 && !(start?.exact && end?.exact)
  if (inner.length === 0 && start && end && start.shape.id === end.shape.id && !start.exact && !end.exact)
    return routed(line, loop(start.box))
  if (isCurve) return routed(line, curve(elbow(elbowEnd(start, from, line), elbowEnd(end, to, line), [])))
  const [second, last] = [inner.length > 0 ? pointOf(inner, 0) : to, inner.length > 0 ? pointOf(inner, -2) : from]
  const first = start ? atOutline(start, second, line) : from
  const final = end ? atOutline(end, last, line) : to
  return through(line, [first.x, first.y, ...inner, final.x, final.y])
}

function heldAt(binding: Binding | undefined, { get, outlineOf, kinds }: Around): Held | null {
  const shape = binding && get(binding.to)
  if (!shape || kinds.of(shape).connects) return null
  const { x, y, w, h } = shape.at
  const [partX, partY] = binding.at ?? [0.5, 0.5]
  const aim = turned({ x: x + w * partX, y: y + h * partY }, shape.at, shape.at.rotation)
  const [outline = { points: [aim.x, aim.y], closed: false }] = outlineOf(shape)
  return { shape, outline, box: placeBox(shape.at), aim, exact: binding.at !== undefined }
}

/** Where a line that comes from a point and aims into a shape ends. */
function atOutline({ outline, aim, exact }: Held, from: WorldPoint, { style }: LineShape): WorldPoint {
  if (exact) return aim
  const along = isInside(outline, from) ? null : firstMeeting(outline, from, aim)
  if (along === null) return aim
  const long = Math.hypot(aim.x - from.x, aim.y - from.y)
  const to = Math.max(0, along - (gap + style.width * gapWidths) / Math.max(1, long))
  return { x: from.x + (aim.x - from.x) * to, y: from.y + (aim.y - from.y) * to }
}

/** Out of the right of a box, and back in from above. */
function loop({ minX, minY, maxX, maxY }: Box): readonly number[] {
  const middle = middleOf({ minX, minY, maxX, maxY })
  const [x, y] = [maxX + loopOut, minY - loopOut]
  return [maxX + gap, middle.y, x, middle.y, x, y, middle.x, y, middle.x, minY - gap]
}

function elbowEnd(end: Held | null, point: WorldPoint, { style }: LineShape): ElbowEnd {
  if (!end) return { point, box: null, exact: true, gap: 0 }
  return { point, box: end.box, exact: end.exact, gap: gap + style.width * gapWidths }
}

/** How far the ends of a curve go straight on, in its length; and the pieces it is cut into. */
const [reach, pieces] = [0.45, 8]

/** A curve that leaves both ends as a line by right angles does: points on one cubic Bézier curve. */
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

/** The same line through other points; one that did not change stays itself. */
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
