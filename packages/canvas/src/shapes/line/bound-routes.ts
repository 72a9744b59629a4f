import type { Box, LineShape, ShapeId, WorldPoint } from '@inkbridge/types'
import { contains, firstMeeting, overlaps, type Polyline } from '../../geometry.ts'
import type { Lane, Obstacle, ResolveContext } from '../kind.ts'
import { type ElbowEnd, elbow, type Obstacles } from './elbow.ts'

/** Gap between a line end and the outline it points at: world units plus widths of the line. */
const [gap, gapWidths] = [3, 0.5]
/** Distance of parallel lines, world units, and the maximum part of the smaller shape they use. */
const [laneGap, laneRoom] = [24, 0.8]

/** An end of a line that is bound to a shape. */
export interface BoundEnd {
  readonly id: ShapeId
  readonly outline: Polyline
  readonly box: Box
  /** The bound point, or the point it aims at. */
  readonly aim: WorldPoint
  /** It aims at the centre, or is at an exact point: on the outline, or inside. */
  readonly mode: 'center' | 'outline' | 'inside'
}

/** The ends of a line, bound or free. */
export interface LineEnds {
  readonly start: BoundEnd | null
  readonly end: BoundEnd | null
  readonly from: WorldPoint
  readonly to: WorldPoint
}

export function isExact({ mode }: BoundEnd): boolean {
  return mode !== 'center'
}

/** Returns the gap between a line end and the outline it points at, world units. */
export function gapOf({ style }: Pick<LineShape, 'style'>): number {
  return gap + style.width * gapWidths
}

/** Returns the distance of parallel lines between two shapes, world units. */
function apartOf({ start, end }: LineEnds, { count }: Lane): number {
  if (!start || !end) return 0
  const sides = [start.box, end.box].flatMap(({ minX, minY, maxX, maxY }) => [maxX - minX, maxY - minY])
  return Math.min(laneGap, (Math.min(...sides) * laneRoom) / (count - 1))
}

/**
 * Returns the offset of a line from the centre line between two shapes, clockwise as seen from the shape with the lower
 * id.
 */
export function asideOf(ends: LineEnds, lane: Lane | null): number {
  return lane ? (lane.index - (lane.count - 1) / 2) * apartOf(ends, lane) : 0
}

/**
 * Routes an elbow line around obstacles and beside parallel lines.
 *
 * @returns x0, y0, x1, y1, …
 */
export function orthogonal(
  line: LineShape,
  ends: LineEnds,
  around: Pick<ResolveContext, 'obstaclesIn' | 'laneOf'> | null,
): readonly number[] {
  const { start, end } = ends
  const [first, last] = [elbowEnd(start, ends.from, line), elbowEnd(end, ends.to, line)]
  const pins = line.pins ?? []
  const obstacles = around && (start || end) ? obstaclesOf(ends, around) : undefined
  const lane = around?.laneOf(line) ?? null
  const isReversed = lane?.isReversed ?? false
  // All parallel lines follow one route with room for the outermost, so that they never cross.
  const room = lane ? (apartOf(ends, lane) * (lane.count - 1)) / 2 : 0
  const path = isReversed ? elbow(last, first, pins, obstacles, room) : elbow(first, last, pins, obstacles, room)
  const beside = lane ? shifted(path, asideOf(ends, lane)) : path
  const points = isReversed ? reversed(beside) : beside
  return reversed(metAt(end, reversed(metAt(start, points, line)), line))
}

function elbowEnd(end: BoundEnd | null, point: WorldPoint, line: LineShape): ElbowEnd {
  if (!end) return { point, box: null, exact: true, gap: 0 }
  return { point, box: end.box, exact: isExact(end), gap: gapOf(line) }
}

/** Returns the obstacles of a line, except shapes that contain an end, and shapes inside those it is bound to. */
function obstaclesOf(
  { start, end, from, to }: LineEnds,
  { obstaclesIn }: Pick<ResolveContext, 'obstaclesIn'>,
): Obstacles {
  const own = [start?.box ?? pointBox(from), end?.box ?? pointBox(to)]
  const boxes = new Map<ShapeId, Box | null>()
  const boxOf = ({ id, box }: Obstacle): Box | null => {
    const isOwn = id === start?.id || id === end?.id
    return isOwn || own.some((each) => contains(box, each) || contains(each, box)) ? null : box
  }
  return (area) =>
    obstaclesIn(area).flatMap((obstacle) => {
      if (!boxes.has(obstacle.id)) boxes.set(obstacle.id, boxOf(obstacle))
      const box = boxes.get(obstacle.id)
      return box && overlaps(box, area) ? [box] : []
    })
}

function pointBox({ x, y }: WorldPoint): Box {
  return { minX: x, minY: y, maxX: x, maxY: y }
}

/** Offsets an orthogonal line to its right. */
function shifted(points: readonly number[], by: number): readonly number[] {
  const moved = [...points]
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
    // Each segment at a corner moves it along one axis.
    const key = y0 === y1 ? 1 : 0
    const aside = key === 1 ? Math.sign(x1 - x0) * by : -Math.sign(y1 - y0) * by
    moved[at + key] = (points[at + key] ?? 0) + aside
    moved[at + 2 + key] = (points[at + 2 + key] ?? 0) + aside
  }
  return moved
}

function reversed(points: readonly number[]): readonly number[] {
  return points.flatMap((_, index) => {
    const at = points.length - 2 - index
    return index % 2 === 0 ? [points[at] ?? 0, points[at + 1] ?? 0] : []
  })
}

/** Extends the start of a line to the outline of its shape, if that lies inside its bounding box. */
function metAt(end: BoundEnd | null, points: readonly number[], line: LineShape): readonly number[] {
  if (!end || isExact(end)) return points
  const [x = 0, y = 0, nextX = 0, nextY = 0] = points
  const { minX, minY, maxX, maxY } = end.box
  const [dx, dy] = [Math.sign(x - nextX), Math.sign(y - nextY)]
  const through = { x: x + dx * (maxX - minX), y: y + dy * (maxY - minY) }
  const along = firstMeeting(end.outline, { x, y }, through)
  if (along === null) return points
  const far = along * Math.hypot(through.x - x, through.y - y) - gapOf(line)
  return far < 0.5 ? points : [x + dx * far, y + dy * far, ...points.slice(2)]
}
