import type { NewShape, ShapeId, WorldPoint } from '@inkbridge/types'
import { lineThrough } from '../shapes/line.ts'
import { snapToGrid } from '../snap.ts'
import { dragPx, type Pointer, type Step, stepped, type Tool, tolerancePx, type View } from './tool.ts'

export type LineState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'drawing'
      readonly id: ShapeId
      /** Those that are fixed: x0, y0, … world units. */
      readonly points: readonly number[]
      readonly isDown: boolean
      readonly dragged: boolean
    }

type Drawing = LineState & { name: 'drawing' }

const idle: LineState = { name: 'idle' }
/** A line has no more points than these. */
const maxPoints = 1_000

/**
 * Dragged, it draws a line from here to there. Each click fixes a point of a line through many; a click on the last
 * point, Enter or Escape ends it, a click on the first closes it.
 */
export const line: Tool<LineState> = {
  idle,
  cursor: 'crosshair',
  drags: true,
  next(state, input, view) {
    if (input.type === 'cancel') return { state: idle }
    if (input.type === 'hold') return { state }
    if (state.name === 'idle') return input.type === 'down' ? begun(input, view) : { state }
    const to = pointFor(state, input, view)
    if (input.type === 'down') return pressed(state, to, input, view)
    if (input.type === 'up') return released(state, to, view)
    const far = state.isDown && away(state, to) * view.zoom >= dragPx
    const next = { ...state, dragged: state.dragged || far }
    return { state: next, ...shown(next, to, view) }
  },

  finish(state, view) {
    if (state.name === 'idle') return null
    return state.points.length >= 4 ? made(state, state.points, view) : { state: idle }
  },
}

function begun({ point }: Pointer, { newId, grid }: View): Step<LineState> {
  const { x, y } = grid ? snapToGrid(point, grid) : point
  return { state: { name: 'drawing', id: newId(), points: [x, y], isDown: true, dragged: false }, selection: [] }
}

function pressed(state: Drawing, to: WorldPoint, { device }: Pointer, view: View): Step<LineState> {
  const { points } = state
  const reach = tolerancePx[device] / view.zoom
  const isAt = (at: number) => Math.hypot(to.x - (points[at] ?? 0), to.y - (points[at + 1] ?? 0)) <= reach
  if (points.length >= 4 && isAt(points.length - 2)) return made(state, points, view)
  if (points.length >= 6 && isAt(0)) return made(state, [...points, points[0] ?? 0, points[1] ?? 0], view)
  const next = { ...state, points: [...points, to.x, to.y], isDown: true, dragged: false }
  return points.length / 2 >= maxPoints ? made(state, next.points, view) : { state: next, ...shown(next, to, view) }
}

function released(state: Drawing, to: WorldPoint, view: View): Step<LineState> {
  if (!state.isDown) return { state: idle }
  const { points, dragged } = state
  if (dragged && points.length === 2) return made(state, [...points, to.x, to.y], view)
  // What was pressed and dragged is where it was let go.
  const fixed = dragged ? [...points.slice(0, -2), to.x, to.y] : points
  const next = { ...state, points: fixed, isDown: false, dragged: false }
  return { state: next, ...shown(next, to, view) }
}

function made(state: Drawing, points: readonly number[], view: View): Step<LineState> {
  const { id } = state
  return {
    state: idle,
    edits: [{ type: 'create', shape: shapeThrough(id, points, view) }],
    selection: [id],
    done: true,
  }
}

function shown(state: Drawing, to: WorldPoint, view: View): Pick<Step<LineState>, 'draft'> {
  const { points, isDown, dragged } = state
  const all = isDown && dragged && points.length > 2 ? [...points.slice(0, -2), to.x, to.y] : [...points, to.x, to.y]
  return { draft: { shape: { ...shapeThrough(state.id, all, view), order: 'a0' } } }
}

function shapeThrough(id: ShapeId, points: readonly number[], { style }: View): NewShape & { kind: 'line' } {
  return { id, kind: 'line', style, ...lineThrough(points) }
}

/** Where the pointer puts the next point: with shift in steps of 15 degrees, with a grid on it. */
function pointFor({ points, isDown, dragged }: Drawing, { point, shift, mod }: Pointer, { grid }: View): WorldPoint {
  const from = isDown && dragged && points.length > 2 ? points.slice(-4, -2) : points.slice(-2)
  if (shift) return stepped({ x: from[0] ?? 0, y: from[1] ?? 0 }, point)
  return grid && !mod ? snapToGrid(point, grid) : point
}

function away({ points }: Drawing, { x, y }: WorldPoint): number {
  return Math.hypot(x - (points.at(-2) ?? 0), y - (points.at(-1) ?? 0))
}
