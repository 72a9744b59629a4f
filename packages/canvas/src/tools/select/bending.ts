import type { Edit, LineEnd, LineShape, Pin, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { turned } from '../../geometry.ts'
import type { Target } from '../../plan/plan.ts'
import { connects, halfWay, type Kinds, lineThrough, worldPoints } from '../../shapes.ts'
import { snapToGrid } from '../snap.ts'
import { bindingTo, isArrow, targetAt, targetBeside } from '../target.ts'
import { dragPx, type Pointer, stepped, tolerancePx, type View } from '../tool.ts'
import { type Bending, type Dragged, editsEveryMs, idle, type SelectStep, shapesOf } from './select-state.ts'

/** A draggable point of a line; `isNew`: a midpoint that becomes a point when dragged. */
export interface LinePoint extends WorldPoint {
  readonly index: number
  readonly isNew: boolean
}

/** Minimum distance of points with a midpoint between them, screen pixels. */
const roomPx = 40

/** Whether a line is edited by its points only, without a selection box: it has two points, or is routed. */
export function hasPointsOnly(shape: Shape, kinds: Kinds): boolean {
  if (!connects(shape, kinds)) return false
  return shape.points.length <= 4 || shape.style.route === 'elbow' || shape.routed === true
}

/** Returns the draggable points of a single selected line. */
export function linePoints(shape: Shape | undefined, zoom: number, kinds: Kinds): readonly LinePoint[] {
  if (!connects(shape, kinds) || shape.locked) return []
  const points = worldPoints(shape)
  const handles: LinePoint[] = []
  if (shape.style.route === 'elbow') return elbowPoints(points, zoom)
  if (shape.routed) return curvePoints(points)
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0, nextX, nextY] = points.slice(at, at + 4)
    handles.push({ x, y, index: at / 2, isNew: false })
    if (nextX === undefined || nextY === undefined || Math.hypot(nextX - x, nextY - y) * zoom < roomPx) continue
    handles.push({ ...turned(halfWay(shape, at / 2), shape.at, shape.at.rotation), index: at / 2 + 1, isNew: true })
  }
  return handles
}

/** Returns the ends of a routed curve, and its midpoint, which can become a point. */
function curvePoints(points: readonly number[]): readonly LinePoint[] {
  const last = points.length / 2 - 1
  const at = pointAt(points)
  const ends = [0, last].map((index) => ({ ...at(index), index, isNew: false }))
  return [...ends, { ...at(Math.round(last / 2)), index: 1, isNew: true }]
}

/** Returns the ends of an elbow line, and the midpoints of its inner segments. */
function elbowPoints(points: readonly number[], zoom: number): readonly LinePoint[] {
  const last = points.length / 2 - 1
  const at = pointAt(points)
  const ends = [0, last].map((index) => ({ ...at(index), index, isNew: false }))
  const inner = Array.from({ length: Math.max(0, last - 2) }, (_, piece) => {
    const [a, b] = [at(piece + 1), at(piece + 2)]
    return {
      x: (a.x + b.x) / 2,
      y: (a.y + b.y) / 2,
      index: piece + 2,
      isNew: true,
      long: Math.hypot(b.x - a.x, b.y - a.y),
    }
  })
  return [...ends, ...inner.filter(({ long }) => long * zoom >= roomPx / 2)]
}

/** Returns the gesture that starts on a point of a line. */
export function pointUnder({ point, device }: Pointer, view: View): Bending | null {
  const [shape, another] = shapesOf(view.selection, view)
  if (view.readOnly || another || !connects(shape, view.scene.kinds)) return null
  const reach = (device === 'touch' ? 22 : tolerancePx[device] + 2) / view.zoom
  const near = linePoints(shape, view.zoom, view.scene.kinds)
    .filter(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= reach)
    .sort((a, b) => Number(a.isNew) - Number(b.isNew))[0]
  if (!near) return null
  const points = worldPoints(shape)
  const { id, start, end } = shape
  const ends = { ...(start ? { start } : {}), ...(end ? { end } : {}) }
  const begun = (points: readonly number[], index: number, more: Partial<Pick<Bending, 'elbow' | 'before'>> = {}) => ({
    name: 'bending' as const,
    id,
    from: point,
    dragged: false,
    points,
    index,
    before: { points: shape.points, at: shape.at, pins: shape.pins ?? [], ends },
    editedAt: -Infinity,
    ...more,
  })
  if (shape.style.route === 'elbow') return begun(points, near.index, { elbow: near.isNew ? 'piece' : 'end' })
  if (!shape.routed) {
    return begun(near.isNew ? points.toSpliced(near.index * 2, 0, near.x, near.y) : points, near.index)
  }
  // A routed curve has no points between its ends until its middle is dragged.
  const [from, to] = [points.slice(0, 2), points.slice(-2)]
  const before = { points: lineThrough([...from, ...to]).points, at: shape.at, pins: [], ends }
  if (near.isNew) return begun([...from, near.x, near.y, ...to], 1, { before })
  return begun([...from, ...to], near.index === 0 ? 0 : 1, { before })
}

/** Drags a point. Shift keeps its segment in steps of 15°. Dragged onto its neighbour, the point is removed. */
export function bending(state: Bending, input: Dragged, view: View): SelectStep {
  const ends = input.type === 'up'
  const shape = view.scene.get(state.id)
  if (!connects(shape, view.scene.kinds)) return { state: idle }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  if (!state.dragged && !far)
    return ends
      ? { state: { name: 'idle', click: { point: input.point, at: input.at } } }
      : { state, cursor: 'crosshair' }
  const target = targetOf(state, shape, input, view)
  const draft = target ? { draft: { target } } : {}
  if (!ends && input.at - state.editedAt < editsEveryMs)
    return { state: { ...state, dragged: true }, ...draft, cursor: 'crosshair' }
  const { points, index } = state
  const next = ends ? idle : { ...state, dragged: true, editedAt: input.at }
  if (state.elbow === 'piece') return { state: next, edits: pinnedBy(state, shape, input, view), cursor: 'crosshair' }
  const neighbours = [index - 1, index + 1].filter((each) => each >= 0 && each < points.length / 2).map(pointAt(points))
  const [neighbour] = neighbours
  const free = input.shift && neighbour ? stepped(neighbour, input.point) : input.point
  const to = view.grid && !input.mod ? snapToGrid(free, view.grid) : free
  const end = endOf(state)
  // A dragged end is bound to the shape under it, or unbound.
  const bound: readonly Edit[] =
    end && isArrow(shape) ? [{ type: 'bind', id: state.id, end, to: target && bindingTo(target) }] : []
  const reach = tolerancePx[input.device] / view.zoom
  if (state.elbow) {
    const both = index === 0 ? [to.x, to.y, ...points.slice(-2)] : [...points.slice(0, 2), to.x, to.y]
    return { state: next, ...draft, edits: [...bound, ...bent(state.id, lineThrough(both))], cursor: 'crosshair' }
  }
  const merges = points.length > 4 && neighbours.some(({ x, y }) => Math.hypot(x - to.x, y - to.y) <= reach)
  const now = ends && merges ? points.toSpliced(index * 2, 2) : points.toSpliced(index * 2, 2, to.x, to.y)
  return { state: next, ...draft, edits: [...bound, ...bent(state.id, lineThrough(now))], cursor: 'crosshair' }
}

/** Returns the target of a dragged end. */
function targetOf(state: Bending, shape: LineShape, input: Dragged, view: View): Target | null {
  const end = endOf(state)
  if (!end || !isArrow(shape)) return null
  const other = shape[end === 'start' ? 'end' : 'start']
  const target = targetAt(input.point, input, view)
  if (!target || (other?.to === target.id && !target.at && !other.at)) return null
  return targetBeside(
    target,
    input.point,
    pointAt(state.points)(end === 'start' ? state.points.length / 2 - 1 : 0),
    view,
  )
}

function endOf({ index, points, elbow }: Bending): LineEnd | null {
  if (elbow === 'piece') return null
  return index === 0 ? 'start' : index === points.length / 2 - 1 ? 'end' : null
}

/** Pins the dragged segment of an elbow line, and keeps earlier pins. */
function pinnedBy(state: Bending, shape: LineShape, { point, mod }: Dragged, { grid }: View): readonly Edit[] {
  const at = pointAt(state.points)
  const to = grid && !mod ? snapToGrid(point, grid) : point
  // Segments in order: the dragged one ends at the dragged point.
  const pins: Pin[] = []
  for (let piece = 1; piece < state.points.length / 2 - 2; piece += 1) {
    const [a, b] = [at(piece), at(piece + 1)]
    const axis = Math.abs(a.x - b.x) < 1e-6 ? 'x' : 'y'
    if (piece + 1 === state.index) pins.push({ axis, at: Math.round(to[axis]) })
    else if (state.before.pins.some((pin) => pin.axis === axis && Math.abs(pin.at - a[axis]) < 1))
      pins.push({ axis, at: a[axis] })
  }
  return pins.length > 0 ? [{ type: 'props', id: shape.id, props: { pins } }] : []
}

/** Returns edits that restore a line. */
export function restoreLine(state: Bending, { scene }: View): readonly Edit[] {
  const { id, before } = state
  const [end, shape] = [endOf(state), scene.get(id)]
  const isBound = end && connects(shape, scene.kinds) && isArrow(shape)
  return [
    ...bent(id, before),
    ...(isBound ? [{ type: 'bind', id, end, to: before.ends[end] ?? null } as const] : []),
    ...(state.elbow === 'piece' ? [{ type: 'props', id, props: { pins: before.pins } } as const] : []),
  ]
}

function bent(
  id: ShapeId,
  { points, at }: { readonly points: readonly number[]; readonly at: Place },
): readonly Edit[] {
  return [{ type: 'props', id, props: { points }, at }]
}

function pointAt(points: readonly number[]) {
  return (index: number): { readonly x: number; readonly y: number } => ({
    x: points[2 * index] ?? 0,
    y: points[2 * index + 1] ?? 0,
  })
}
