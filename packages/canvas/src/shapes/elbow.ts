import type { Box, Pin, WorldPoint } from '@inkbridge/types'
import { grow, union } from '../geometry/box.ts'

/** An end of a line that goes by right angles. */
export interface ElbowEnd {
  /** Where it is, or what it aims at. */
  readonly point: WorldPoint
  /** What it holds on to: the line leaves it by a side and goes around it; null: it ends in the open. */
  readonly box: Box | null
  /** It is at that very point. */
  readonly exact: boolean
  /** Between a side and where the line begins, world units. */
  readonly gap: number
}

/** How far a line goes straight out of a shape, and around it, at most; between two that are nearer than this nobody sees one. */
const [widest, least] = [24, 16]
/** What makes one of two equal ways the better. */
const hair = 1e-3
/** What a corner costs, in world units of way: fewer corners win over a shorter way. */
const corner = 80

type Side = 'left' | 'right' | 'top' | 'bottom'
const sides: readonly Side[] = ['right', 'bottom', 'left', 'top']

/** A way out of an end: where the line begins, and the first point it may turn at. */
interface Exit {
  readonly from: WorldPoint
  readonly to: WorldPoint
  readonly axis: 'x' | 'y'
}

/**
 * A line by right angles from one end to another, around what they hold on to, with few corners and short: Dijkstra's
 * way (1959) through the lines that go by the sides of both.
 *
 * @param pins pieces that were put somewhere by hand, in order
 * @returns x0, y0, x1, y1, …
 */
export function elbow(start: ElbowEnd, end: ElbowEnd, pins: readonly Pin[]): readonly number[] {
  const clearance = clearanceOf(start, end)
  const [out, into] = [exitsOf(start, end.point, clearance), exitsOf(end, start.point, clearance)]
  const path = pins.length > 0 ? pinned(out, into, pins) : shortest(out, into, start, end, clearance)
  return straightened(path ?? [start.point.x, start.point.y, end.point.x, end.point.y])
}

/** Half of what is between two, so that the ways out of both meet there; around both where that is too little. */
function clearanceOf(start: ElbowEnd, end: ElbowEnd): number {
  const [a, b] = [placeOf(start), placeOf(end)]
  const apart = Math.max(a.minX - b.maxX, b.minX - a.maxX, a.minY - b.maxY, b.minY - a.maxY)
  return apart < least ? widest : Math.min(widest, apart / 2)
}

/** What an end holds on to, or its point. */
function placeOf({ box, point }: ElbowEnd): Box {
  return box ?? { minX: point.x, maxX: point.x, minY: point.y, maxY: point.y }
}

/** The ways out of an end: by the middles of all sides, or from the point it is at by the nearest side. */
function exitsOf({ point, box, exact, gap }: ElbowEnd, other: WorldPoint, clearance: number): readonly Exit[] {
  if (!box) {
    const free = { from: point, to: point }
    // In the open it may go either way; first along the longer one.
    const axes =
      Math.abs(other.x - point.x) >= Math.abs(other.y - point.y) ? (['x', 'y'] as const) : (['y', 'x'] as const)
    return axes.map((axis) => ({ ...free, axis }))
  }
  const middle = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  const exit = (side: Side): Exit => {
    const at = exact ? point : middle
    const edge = { left: box.minX, right: box.maxX, top: box.minY, bottom: box.maxY }[side]
    const sign = side === 'left' || side === 'top' ? -1 : 1
    const axis = side === 'left' || side === 'right' ? 'x' : 'y'
    const begin = exact ? null : edge + sign * gap
    const far = edge + sign * clearance
    return axis === 'x'
      ? { from: { x: begin ?? at.x, y: at.y }, to: { x: far, y: at.y }, axis }
      : { from: { x: at.x, y: begin ?? at.y }, to: { x: at.x, y: far }, axis }
  }
  if (!exact) return facing(middle, other).map(exit)
  const away = {
    left: point.x - box.minX,
    right: box.maxX - point.x,
    top: point.y - box.minY,
    bottom: box.maxY - point.y,
  }
  const nearest = sides.toSorted((a, b) => away[a] - away[b])[0] ?? 'right'
  return [exit(nearest)]
}

/** The sides of something in its middle, first those that look at another point along the longer way. */
function facing(middle: WorldPoint, other: WorldPoint): readonly Side[] {
  const [dx, dy] = [other.x - middle.x, other.y - middle.y]
  const across: readonly Side[] = dx >= 0 ? ['right', 'left'] : ['left', 'right']
  const down: readonly Side[] = dy >= 0 ? ['bottom', 'top'] : ['top', 'bottom']
  const [first, second] = Math.abs(dx) >= Math.abs(dy) ? [across, down] : [down, across]
  return [first[0], second[0], second[1], first[1]].flatMap((side) => side ?? [])
}

interface Node {
  readonly x: number
  readonly y: number
  readonly axis: 'x' | 'y'
  readonly cost: number
  readonly before: Node | null
}

function shortest(
  out: readonly Exit[],
  into: readonly Exit[],
  start: ElbowEnd,
  end: ElbowEnd,
  clearance: number,
): readonly number[] | null {
  const walls = [start.box, end.box].flatMap((box) => (box ? [grow(box, clearance - 1)] : []))
  const [xs, ys] = linesFor(out, into, start, end, clearance)
  const open: Node[] = out.map(({ from, to, axis }, rank) => ({
    x: to.x,
    y: to.y,
    axis,
    // Of ways that cost the same the first one.
    cost: Math.abs(to.x - from.x) + Math.abs(to.y - from.y) + rank * hair,
    before: { x: from.x, y: from.y, axis, cost: 0, before: null },
  }))
  const done = new Set<string>()
  while (open.length > 0) {
    let least = 0
    for (let at = 1; at < open.length; at += 1) if ((open[at]?.cost ?? 0) < (open[least]?.cost ?? 0)) least = at
    const [node] = open.splice(least, 1)
    if (!node) break
    if (node.x === Number.POSITIVE_INFINITY) return pathTo(node.before)
    const name = `${node.x} ${node.y} ${node.axis}`
    if (done.has(name)) continue
    done.add(name)
    for (const { from, to, axis } of into) {
      if (to.x !== node.x || to.y !== node.y) continue
      const cost = node.cost + Math.hypot(to.x - from.x, to.y - from.y) + (axis === node.axis ? 0 : corner)
      const last = { x: from.x, y: from.y, axis, cost, before: node }
      open.push({ x: Number.POSITIVE_INFINITY, y: 0, axis, cost, before: last })
    }
    for (const axis of ['x', 'y'] as const) {
      for (const by of [-1, 1]) {
        const next = neighbour(node, axis, by, axis === 'x' ? xs : ys)
        if (!next || walls.some((wall) => passes(wall, node, next))) continue
        const turn = axis === node.axis ? 0 : corner
        const cost = node.cost + Math.abs(next.x - node.x) + Math.abs(next.y - node.y) + turn
        open.push({ ...next, axis, cost, before: node })
      }
    }
  }
  return null
}

/** The coordinates a line may turn at: of all exits, around both ends, and half way between them. */
function linesFor(
  out: readonly Exit[],
  into: readonly Exit[],
  start: ElbowEnd,
  end: ElbowEnd,
  clearance: number,
): readonly [xs: readonly number[], ys: readonly number[]] {
  const exits = [...out, ...into]
  const boxes = [start, end].map(placeOf)
  const around = grow(union(boxes) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 }, clearance)
  const [a, b] = boxes
  const between = (low: 'minX' | 'minY', high: 'maxX' | 'maxY') => {
    if (!a || !b) return []
    const [first, second] = a[low] <= b[low] ? [a, b] : [b, a]
    return first[high] < second[low] ? [(first[high] + second[low]) / 2] : []
  }
  const sorted = (values: readonly number[]) => [...new Set(values)].sort((one, other) => one - other)
  return [
    sorted([...exits.map(({ to }) => to.x), around.minX, around.maxX, ...between('minX', 'maxX')]),
    sorted([...exits.map(({ to }) => to.y), around.minY, around.maxY, ...between('minY', 'maxY')]),
  ]
}

function neighbour({ x, y }: WorldPoint, axis: 'x' | 'y', by: number, lines: readonly number[]) {
  const here = axis === 'x' ? x : y
  const at = lines.indexOf(here)
  const to = at < 0 ? undefined : lines[at + by]
  if (to === undefined) return null
  return axis === 'x' ? { x: to, y } : { x, y: to }
}

/** Whether a level or upright piece goes through a box. */
function passes({ minX, minY, maxX, maxY }: Box, a: WorldPoint, b: WorldPoint): boolean {
  return (
    Math.max(a.x, b.x) > minX && Math.min(a.x, b.x) < maxX && Math.max(a.y, b.y) > minY && Math.min(a.y, b.y) < maxY
  )
}

function pathTo(node: Node | null): readonly number[] {
  const points: number[] = []
  for (let at = node; at; at = at.before) points.unshift(at.x, at.y)
  return points
}

/** By the pieces that were put somewhere, each joined to the next at a right angle. */
function pinned(out: readonly Exit[], into: readonly Exit[], pins: readonly Pin[]): readonly number[] | null {
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

/** The exit that leads to where a piece was put. */
function towards(exits: readonly Exit[], { axis, at }: Pin): Exit | undefined {
  const along = exits.filter((exit) => exit.axis === axis)
  return along.toSorted((a, b) => Math.abs(a.to[axis] - at) - Math.abs(b.to[axis] - at))[0] ?? exits[0]
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
