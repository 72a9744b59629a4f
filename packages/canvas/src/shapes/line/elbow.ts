import type { Box, Pin, WorldPoint } from '@inkbridge/types'
import { cheapestRoute, contains, crossingCost, type Grid, grow, type Port, tieCost, union } from '../../geometry.ts'

/** An end of an elbow line. */
export interface ElbowEnd {
  /** The point it is at or aims at. */
  readonly point: WorldPoint
  /** The box of the shape it is bound to, which the line leaves by a side and goes around; null: free. */
  readonly box: Box | null
  /** It starts at its exact point and leaves by the nearest side; otherwise in the middle of any side. */
  readonly exact: boolean
  /** Gap between a side and the start of the line, world units. */
  readonly gap: number
}

/** Returns the obstacles that overlap a box; the same object for each obstacle every time. */
export type Obstacles = (box: Box) => readonly Box[]

/**
 * Maximum length of the straight exit from a shape and clearance around it, and the distance of two shapes below which
 * a line between them is not visible, world units.
 */
const [widest, least] = [32, 16]
/** Clearance around obstacles, at most and at least, and the distance below which a box is an obstacle, world units. */
const margins = { most: 16, least: 4, near: 4 }
/**
 * Limits of the search for a clear route: rounds, obstacles, and obstacles and side of the area around a route, world
 * units.
 */
const most = { rounds: 12, obstacles: 128, nearby: 64, side: 5_000 }
/** Earlier rounds consider only obstacles that the previous route hit; later ones all around it. */
const wholeFrom = 2

type Side = 'left' | 'right' | 'top' | 'bottom'
const sides: readonly Side[] = ['right', 'bottom', 'left', 'top']

/**
 * Returns a short elbow route with few corners around the bound shapes and obstacles. The choice of obstacles depends
 * only on their positions, so that all clients get the same route; nothing outside the boxes asked of `obstacles`
 * changes it.
 *
 * @param pins pieces that were put somewhere by hand, in order; such a line goes around nothing
 * @param room world units kept free beside it, for lines that lie there
 * @returns x0, y0, x1, y1, …
 */
export function elbow(
  start: ElbowEnd,
  end: ElbowEnd,
  pins: readonly Pin[],
  obstacles: Obstacles = () => [],
  room = 0,
): readonly number[] {
  if (pins.length > 0) {
    const clearance = clearanceOf(start, end, room)
    const [out, into] = [portsOf(start, end, clearance, []), portsOf(end, start, clearance, [])]
    return straightened(pinned(out, into, pins) ?? straight(start, end))
  }
  let avoided: ReadonlySet<Box> = new Set()
  let isCrowded = false
  for (let round = 1; ; round += 1) {
    const path = straightened(routeAround(start, end, [...avoided], room))
    const hit = piecesOf(path, room).flatMap((piece) => obstacles(piece).filter((box) => !avoided.has(box)))
    const more: readonly Box[] =
      hit.length > 0 && round >= wholeFrom && !isCrowded ? nearby(path, start, end, obstacles) : []
    isCrowded ||= more.length > most.nearby
    const next = new Set([...avoided, ...hit, ...(isCrowded ? [] : more)])
    // This must not depend on the order of obstacles.
    if (hit.length === 0 || round === most.rounds || next.size > most.obstacles) return path
    avoided = next
  }
}

/** Returns the obstacles around a route and its ends; none if that is a large part of the board. */
function nearby(path: readonly number[], start: ElbowEnd, end: ElbowEnd, obstacles: Obstacles): readonly Box[] {
  const area = union([...piecesOf(path, 0), placeOf(start), placeOf(end)])
  if (!area || Math.max(area.maxX - area.minX, area.maxY - area.minY) > most.side) return []
  return obstacles(area)
}

/** Returns the segments of a route as boxes in which shapes are obstacles. */
function piecesOf(path: readonly number[], room: number): readonly Box[] {
  return Array.from({ length: path.length / 2 - 1 }, (_, index) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = path.slice(2 * index, 2 * index + 4)
    const box = { minX: Math.min(x0, x1), minY: Math.min(y0, y1), maxX: Math.max(x0, x1), maxY: Math.max(y0, y1) }
    return grow(box, margins.near + room - tieCost)
  })
}

function straight({ point }: ElbowEnd, end: ElbowEnd): readonly number[] {
  return [point.x, point.y, end.point.x, end.point.y]
}

function routeAround(start: ElbowEnd, end: ElbowEnd, obstacles: readonly Box[], room: number): readonly number[] {
  const clearance = clearanceOf(start, end, room)
  const ports = [portsOf(start, end, clearance, obstacles), portsOf(end, start, clearance, obstacles)] as const
  const around = widened(obstacles, [placeOf(start), placeOf(end)], room)
  return cheapestRoute(...ports, gridOf(ports.flat(), start, end, clearance, around)) ?? straight(start, end)
}

/**
 * Returns half of the distance of two shapes, so that both exits meet there; or clearance around both if that is too
 * little.
 */
function clearanceOf(start: ElbowEnd, end: ElbowEnd, room: number): number {
  const apart = between(placeOf(start), placeOf(end))
  return apart < (start.box && end.box ? least : 1) ? widest + room : Math.min(widest + room, apart / 2)
}

/** Returns the distance of two boxes along one axis; negative if they overlap. */
function between(a: Box, b: Box): number {
  return Math.max(a.minX - b.maxX, b.minX - a.maxX, a.minY - b.maxY, b.minY - a.maxY)
}

/** Returns the box of the bound shape, or the point. */
function placeOf({ box, point }: ElbowEnd): Box {
  return box ?? { minX: point.x, maxX: point.x, minY: point.y, maxY: point.y }
}

/** Returns obstacles with clearance, which is smaller where others are near. */
function widened(obstacles: readonly Box[], ends: readonly Box[], room: number): readonly Box[] {
  const all = [...obstacles, ...ends]
  return obstacles.map((box) => {
    let nearest = 2 * (margins.most + room)
    for (const other of all) {
      const apart = other === box ? 0 : between(box, other)
      if (apart > 0 && apart < nearest) nearest = apart
    }
    return grow(box, Math.max(margins.least, nearest / 2))
  })
}

/** Returns the exits of an end: in the middle of all sides, or from its point by the nearest side. */
function portsOf(end: ElbowEnd, other: ElbowEnd, clearance: number, obstacles: readonly Box[]): readonly Port[] {
  const { point, box, exact } = end
  if (!box) {
    // A free end may leave along either axis; first along the longer one.
    const isLevel = Math.abs(other.point.x - point.x) >= Math.abs(other.point.y - point.y)
    const axes = isLevel ? (['x', 'y'] as const) : (['y', 'x'] as const)
    return axes.map((axis, rank) => ({ from: point, to: point, axis, cost: rank * tieCost }))
  }
  const middle = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  if (!exact) {
    const shared = other.exact && other.box && between(box, other.box) < 0 ? nearestSide(other.point, other.box) : null
    const free = facing(middle, other.point).filter((side) => side !== shared)
    return free.map((side, rank) => portBy(side, middle, box, end, clearance, rank * tieCost, other, obstacles))
  }
  return [portBy(nearestSide(point, box), point, box, end, clearance, 0, other, obstacles)]
}

function portBy(
  side: Side,
  at: WorldPoint,
  box: Box,
  { exact, gap }: ElbowEnd,
  clearance: number,
  cost: number,
  other: ElbowEnd,
  obstacles: readonly Box[],
): Port {
  const edge = { left: box.minX, right: box.maxX, top: box.minY, bottom: box.maxY }[side]
  const sign = side === 'left' || side === 'top' ? -1 : 1
  const axis = side === 'left' || side === 'right' ? 'x' : 'y'
  const point = (to: number) => (axis === 'x' ? { x: to, y: at.y } : { x: at.x, y: to })
  const ray = pieceBetween(point(edge), point(edge + sign * clearance * 2))
  const inWay = obstacles.filter((each) => passes(each, ray) && between(each, box) > 0)
  const room = Math.min(...inWay.map((each) => between(each, box))) / 2
  const from = exact ? at : point(edge + sign * gap)
  const to = point(edge + sign * Math.min(clearance, room))
  const crossed = [...obstacles, ...(other.box && !contains(other.box, box) ? [other.box] : [])]
  const through = crossed.filter((each) => passes(each, pieceBetween(from, to))).length
  return { from, to, axis, cost: cost + through * crossingCost }
}

export function nearestSide(point: WorldPoint, box: Box): Side {
  const away = {
    left: point.x - box.minX,
    right: box.maxX - point.x,
    top: point.y - box.minY,
    bottom: box.maxY - point.y,
  }
  return sides.toSorted((a, b) => away[a] - away[b])[0] ?? 'right'
}

/** Returns the sides around a centre, first those that face another point along the longer axis. */
function facing(middle: WorldPoint, other: WorldPoint): readonly Side[] {
  const [dx, dy] = [other.x - middle.x, other.y - middle.y]
  const across: readonly Side[] = dx >= 0 ? ['right', 'left'] : ['left', 'right']
  const down: readonly Side[] = dy >= 0 ? ['bottom', 'top'] : ['top', 'bottom']
  const [first, second] = Math.abs(dx) >= Math.abs(dy) ? [across, down] : [down, across]
  return [first[0], second[0], second[1], first[1]].flatMap((side) => side ?? [])
}

/**
 * Returns the grid of a route: through all exits, around both ends and the obstacles, and half way between the ends.
 */
function gridOf(
  ports: readonly Port[],
  start: ElbowEnd,
  end: ElbowEnd,
  clearance: number,
  obstacles: readonly Box[],
): Grid {
  const boxes = [start, end].map(placeOf)
  const around = [grow(union(boxes) ?? placeOf(start), clearance), ...obstacles]
  const sorted = (values: readonly number[]) => [...new Set(values)].sort((one, other) => one - other)
  const ends = [start, end].flatMap(({ box }) => (box ? [grow(box, clearance - 1)] : []))
  const [[x], [y]] = [halfWay(boxes, 'minX', 'maxX'), halfWay(boxes, 'minY', 'maxY')]
  return {
    xs: sorted([
      ...ports.map(({ to }) => to.x),
      ...around.flatMap(({ minX, maxX }) => [minX, maxX]),
      ...(x === undefined ? [] : [x]),
    ]),
    ys: sorted([
      ...ports.map(({ to }) => to.y),
      ...around.flatMap(({ minY, maxY }) => [minY, maxY]),
      ...(y === undefined ? [] : [y]),
    ]),
    walls: [...ends, ...obstacles],
    middle: { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) },
  }
}

function halfWay([a, b]: readonly Box[], low: 'minX' | 'minY', high: 'maxX' | 'maxY'): readonly number[] {
  if (!a || !b) return []
  const [first, second] = a[low] <= b[low] ? [a, b] : [b, a]
  return first[high] < second[low] ? [(first[high] + second[low]) / 2] : []
}

function pieceBetween(a: WorldPoint, b: WorldPoint): Box {
  return { minX: Math.min(a.x, b.x), minY: Math.min(a.y, b.y), maxX: Math.max(a.x, b.x), maxY: Math.max(a.y, b.y) }
}

/** Whether a segment crosses a box instead of only touching its side. */
function passes({ minX, minY, maxX, maxY }: Box, piece: Box): boolean {
  return piece.maxX > minX && piece.minX < maxX && piece.maxY > minY && piece.minY < maxY
}

/** Returns a route along pins, joined at right angles. */
function pinned(out: readonly Port[], into: readonly Port[], pins: readonly Pin[]): readonly number[] | null {
  const [first, last] = [pins[0], pins.at(-1)]
  const [from, to] = [first && towards(out, first), last && towards(into, last)]
  if (!first || !last || !from || !to) return null
  const points = [from.from.x, from.from.y]
  let here = from.axis === first.axis ? from.from : from.to
  if (from.axis !== first.axis) points.push(here.x, here.y)
  for (const { axis, at } of pins) {
    here = axis === 'x' ? { x: at, y: here.y } : { x: here.x, y: at }
    points.push(here.x, here.y)
  }
  // Along the last segment until level with the end, and in.
  const enter = to.axis === last.axis ? to.from : to.to
  here = last.axis === 'x' ? { x: last.at, y: enter.y } : { x: enter.x, y: last.at }
  points.push(here.x, here.y, enter.x, enter.y, to.from.x, to.from.y)
  return points
}

/** Returns the exit that leads to a pin. */
function towards(ports: readonly Port[], { axis, at }: Pin): Port | undefined {
  const along = ports.filter((port) => port.axis === axis)
  return along.toSorted((a, b) => Math.abs(a.to[axis] - at) - Math.abs(b.to[axis] - at))[0] ?? ports[0]
}

/** Removes points that lie between their neighbours on a straight line. */
function straightened(points: readonly number[]): readonly number[] {
  const kept: number[] = []
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]]
    const [beforeX, beforeY] = kept.slice(-2)
    if (beforeX === x && beforeY === y) continue
    const [olderX, olderY] = kept.slice(-4, -2)
    const isOn = (olderX === beforeX && beforeX === x) || (olderY === beforeY && beforeY === y)
    if (olderX !== undefined && kept.length >= 4 && isOn) kept.splice(-2)
    kept.push(x, y)
  }
  return kept.length >= 4 ? kept : [...points.slice(0, 2), ...points.slice(-2)]
}
