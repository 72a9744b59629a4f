import type { Box, Place, WorldPoint } from '@inkbridge/types'

/** x0, y0, x1, y1, …, world units; closed: it returns to its first point. */
export interface Polyline {
  readonly points: readonly number[]
  readonly closed: boolean
}

/** A place without rotation. */
export type Rect = Omit<Place, 'rotation'>

/** Returns the four sides of a place, not rotated. */
export function sidesOf({ x, y, w, h }: Rect): Polyline {
  return { points: [x, y, x + w, y, x + w, y + h, x, y + h], closed: true }
}

/** Returns true as soon as a segment passes the test. A single point is a segment of length 0. */
function someSegment(
  { points, closed }: Polyline,
  test: (x0: number, y0: number, x1: number, y1: number) => boolean,
): boolean {
  const count = points.length / 2
  if (count === 1) return test(points[0] ?? 0, points[1] ?? 0, points[0] ?? 0, points[1] ?? 0)
  for (let at = 0; at < (closed ? count : count - 1); at += 1) {
    const next = (at + 1) % count
    if (test(points[2 * at] ?? 0, points[2 * at + 1] ?? 0, points[2 * next] ?? 0, points[2 * next + 1] ?? 0))
      return true
  }
  return false
}

export function isNear(line: Polyline, point: WorldPoint, distance: number): boolean {
  const limit = distance * distance
  return someSegment(line, (x0, y0, x1, y1) => squaredDistance(point, x0, y0, x1, y1) <= limit)
}

function squaredDistance({ x, y }: WorldPoint, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length))
  const [offX, offY] = [x - x0 - along * dx, y - y0 - along * dy]
  return offX * offX + offY * offY
}

/** Whether a point is inside, by the even-odd rule. */
export function isInside(line: Polyline, { x, y }: WorldPoint): boolean {
  let inside = false
  someSegment({ ...line, closed: true }, (x0, y0, x1, y1) => {
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside
    return false
  })
  return inside
}

/** Whether a line touches a box. */
export function touchesBox(line: Polyline, box: Box): boolean {
  return someSegment(line, (x0, y0, x1, y1) => clips(box, x0, y0, x1, y1))
}

/** Whether a segment touches a box (Liang and Barsky, 1984). */
function clips(box: Box, x0: number, y0: number, x1: number, y1: number): boolean {
  let [enter, leave] = [0, 1]
  const sides = [
    [x0 - x1, x0 - box.minX],
    [x1 - x0, box.maxX - x0],
    [y0 - y1, y0 - box.minY],
    [y1 - y0, box.maxY - y0],
  ]
  for (const [step = 0, room = 0] of sides) {
    if (step === 0 && room < 0) return false
    if (step < 0) enter = Math.max(enter, room / step)
    if (step > 0) leave = Math.min(leave, room / step)
  }
  return enter <= leave
}

/** Whether a line comes within `distance` of the segment from `a` to `b`. */
export function isCrossed(line: Polyline, a: WorldPoint, b: WorldPoint, distance: number): boolean {
  const limit = distance * distance
  return someSegment(line, (x0, y0, x1, y1) => {
    if (cross(a, b, x0, y0, x1, y1)) return true
    const [start, end] = [
      { x: x0, y: y0 },
      { x: x1, y: y1 },
    ]
    const nearest = Math.min(
      squaredDistance(a, x0, y0, x1, y1),
      squaredDistance(b, x0, y0, x1, y1),
      squaredDistance(start, a.x, a.y, b.x, b.y),
      squaredDistance(end, a.x, a.y, b.x, b.y),
    )
    return nearest <= limit
  })
}

function cross(a: WorldPoint, b: WorldPoint, x0: number, y0: number, x1: number, y1: number): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) =>
    (qx - px) * (y - py) - (qy - py) * (x - px)
  const [one, two] = [side(a.x, a.y, b.x, b.y, x0, y0), side(a.x, a.y, b.x, b.y, x1, y1)]
  const [three, four] = [side(x0, y0, x1, y1, a.x, a.y), side(x0, y0, x1, y1, b.x, b.y)]
  return one * two < 0 && three * four < 0
}

/** Returns where a segment first meets a line, as a part of the segment, 0 to 1; null: nowhere. */
export function firstMeeting(line: Polyline, from: WorldPoint, to: WorldPoint): number | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  let first: number | null = null
  someSegment(line, (x0, y0, x1, y1) => {
    const [ex, ey] = [x1 - x0, y1 - y0]
    const spread = dx * ey - dy * ex
    if (spread === 0) return false
    const along = ((x0 - from.x) * ey - (y0 - from.y) * ex) / spread
    const across = ((x0 - from.x) * dy - (y0 - from.y) * dx) / spread
    if (along >= 0 && along <= 1 && across >= 0 && across <= 1 && (first === null || along < first)) first = along
    return false
  })
  return first
}

/** Returns the point of a line nearest to another point. */
export function nearestOn(line: Polyline, { x, y }: WorldPoint): { readonly x: number; readonly y: number } {
  let best = { x: line.points[0] ?? x, y: line.points[1] ?? y }
  let far = Number.POSITIVE_INFINITY
  someSegment(line, (x0, y0, x1, y1) => {
    const [dx, dy] = [x1 - x0, y1 - y0]
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length))
    const point = { x: x0 + along * dx, y: y0 + along * dy }
    const distance = Math.hypot(point.x - x, point.y - y)
    if (distance < far) {
      far = distance
      best = point
    }
    return false
  })
  return best
}
