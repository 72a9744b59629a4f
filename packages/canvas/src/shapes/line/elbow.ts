import type { Box, Pin, WorldPoint } from '@inkbridge/types'
import { cheapestRoute, contains, crossingCost, type Grid, grow, hair, type Port, union } from '../../geometry.ts'

/** An end of a line that goes by right angles. */
export interface ElbowEnd {
  /** Where it is, or what it aims at. */
  readonly point: WorldPoint
  /** What it is bound to: the line leaves it by a side and goes around it; null: it ends in the open. */
  readonly box: Box | null
  /** It begins at its very point and leaves by the side nearest to it; else before the middle of any side. */
  readonly exact: boolean
  /** Between a side and where the line begins, world units. */
  readonly gap: number
}

/** Gives what lies in a box and in the way of a line; each box is the same object whenever it is given. */
export type Obstacles = (box: Box) => readonly Box[]

/** How far a line goes straight out of a shape, and around it, at most; between two that are nearer than this nobody sees one. */
const [widest, least] = [32, 16]
/** How far a line goes around what is in its way, at most and at least; nearer than `near` it is in its way. World units. */
const margins = { most: 16, least: 4, near: 4 }
/** A clear route is looked for so often at most, around so many obstacles; all at once in an area of so many and so large, world units. */
const most = { rounds: 12, obstacles: 128, nearby: 64, side: 5_000 }
/** The rounds before this one look only at what the route before ran into; then at all that lies around it. */
const wholeFrom = 2

type Side = 'left' | 'right' | 'top' | 'bottom'
const sides: readonly Side[] = ['right', 'bottom', 'left', 'top']

/**
 * Returns a line by right angles from one end to another, around what they are bound to and what is in its way, with few
 * corners and short. Which obstacles are looked at follows from where they lie alone, so that it is the same for
 * everybody; nothing outside of the boxes asked of `obstacles` changes it.
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
    // Whether to go on never depends on the order in which obstacles are given.
    if (hit.length === 0 || round === most.rounds || next.size > most.obstacles) return path
    avoided = next
  }
}

/** All that lies around a route and its ends; nothing where that is a large part of a board. */
function nearby(path: readonly number[], start: ElbowEnd, end: ElbowEnd, obstacles: Obstacles): readonly Box[] {
  const area = union([...piecesOf(path, 0), placeOf(start), placeOf(end)])
  if (!area || Math.max(area.maxX - area.minX, area.maxY - area.minY) > most.side) return []
  return obstacles(area)
}

/** The pieces of a route as boxes: what lies in one is in its way. */
function piecesOf(path: readonly number[], room: number): readonly Box[] {
  return Array.from({ length: path.length / 2 - 1 }, (_, index) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = path.slice(2 * index, 2 * index + 4)
    const box = { minX: Math.min(x0, x1), minY: Math.min(y0, y1), maxX: Math.max(x0, x1), maxY: Math.max(y0, y1) }
    return grow(box, margins.near + room - hair)
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

/** Half of what is between two, so that the ways out of both meet there; around both where that is too little. */
function clearanceOf(start: ElbowEnd, end: ElbowEnd, room: number): number {
  const apart = between(placeOf(start), placeOf(end))
  return apart < (start.box && end.box ? least : 1) ? widest + room : Math.min(widest + room, apart / 2)
}

/** How far two boxes are apart along one axis; negative: they overlap. */
function between(a: Box, b: Box): number {
  return Math.max(a.minX - b.maxX, b.minX - a.maxX, a.minY - b.maxY, b.minY - a.maxY)
}

/** What an end is bound to, or its point. */
function placeOf({ box, point }: ElbowEnd): Box {
  return box ?? { minX: point.x, maxX: point.x, minY: point.y, maxY: point.y }
}

/** Obstacles with the room around them that a line keeps free: less where others are near. */
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

/** The ways out of an end: by the middles of all sides, or from its point by the nearest side. */
function portsOf(end: ElbowEnd, other: ElbowEnd, clearance: number, obstacles: readonly Box[]): readonly Port[] {
  const { point, box, exact } = end
  if (!box) {
    // In the open it may go either way; first along the longer one.
    const isLevel = Math.abs(other.point.x - point.x) >= Math.abs(other.point.y - point.y)
    const axes = isLevel ? (['x', 'y'] as const) : (['y', 'x'] as const)
    return axes.map((axis, rank) => ({ from: point, to: point, axis, cost: rank * hair }))
  }
  const middle = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  if (!exact) {
    const shared = other.exact && other.box && between(box, other.box) < 0 ? nearestSide(other.point, other.box) : null
    const free = facing(middle, other.point).filter((side) => side !== shared)
    return free.map((side, rank) => portBy(side, middle, box, end, clearance, rank * hair, other, obstacles))
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

/** The sides of something in its middle, first those that look at another point along the longer way. */
function facing(middle: WorldPoint, other: WorldPoint): readonly Side[] {
  const [dx, dy] = [other.x - middle.x, other.y - middle.y]
  const across: readonly Side[] = dx >= 0 ? ['right', 'left'] : ['left', 'right']
  const down: readonly Side[] = dy >= 0 ? ['bottom', 'top'] : ['top', 'bottom']
  const [first, second] = Math.abs(dx) >= Math.abs(dy) ? [across, down] : [down, across]
  return [first[0], second[0], second[1], first[1]].flatMap((side) => side ?? [])
}

/** The lines a route may run along: out of all ports, around both ends and the obstacles, and half way between the ends. */
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

/** Whether a level or upright piece goes through a box, and not only along it. */
function passes({ minX, minY, maxX, maxY }: Box, piece: Box): boolean {
  return piece.maxX > minX && piece.minX < maxX && piece.maxY > minY && piece.minY < maxY
}

/** By the pieces that were put somewhere, each joined to the next at a right angle. */
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
  // Along the last piece, until level with the end, and in.
  const enter = to.axis === last.axis ? to.from : to.to
  here = last.axis === 'x' ? { x: last.at, y: enter.y } : { x: enter.x, y: last.at }
  points.push(here.x, here.y, enter.x, enter.y, to.from.x, to.from.y)
  return points
}

/** The port that leads to where a piece was put. */
function towards(ports: readonly Port[], { axis, at }: Pin): Port | undefined {
  const along = ports.filter((port) => port.axis === axis)
  return along.toSorted((a, b) => Math.abs(a.to[axis] - at) - Math.abs(b.to[axis] - at))[0] ?? ports[0]
}

/** Without points that lie on the way between their neighbours. */
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
