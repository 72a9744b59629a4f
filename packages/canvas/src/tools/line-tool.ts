import type { NewShape, ShapeId, WorldPoint } from '@inkbridge/types'
import type { Target } from '../plan/plan.ts'
import { lineThrough } from '../shapes.ts'
import { snapToGrid } from './snap.ts'
import { bindingTo, isArrow, targetAt, targetBeside } from './target.ts'
import { dragPx, type Pointer, type Step, stepped, type Tool, tolerancePx, type View } from './tool.ts'

export type LineState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'drawing'
      readonly id: ShapeId
      /** Fixed points: x0, y0, …, world units. */
      readonly points: readonly number[]
      /** Points that were undone, the last one first. */
      readonly undone?: readonly number[]
      readonly isDown: boolean
      readonly dragged: boolean
      /** The target of its start. */
      readonly start: Target | null
      /** The target of its last fixed point, if it ends there. */
      readonly end: End
      /** The pointer rests here: the end is bound to this exact point. */
      readonly rested: WorldPoint | null
    }

/** The target of the end; own: it ends inside the shape it starts in, and is unbound there. */
type End = Target | 'own' | null
type Drawing = LineState & { name: 'drawing' }

const idle: LineState = { name: 'idle' }
/** Maximum number of points of a line. */
const maxPoints = 1_000

/**
 * Dragged, it draws a line with two points. Each click adds a point; a click on the last point, Enter or Escape ends
 * the line, a click on the first closes it.
 */
export const line: Tool<LineState> = {
  idle,
  cursor: 'crosshair',
  drags: true,
  holds: true,
  next(state, input, view) {
    if (input.type === 'cancel') return cancelled(state, view)
    if (state.name === 'idle') {
      if (input.type === 'down') return begun(input, view)
      const target = input.type === 'move' && bindsEnds(view) ? targetAt(input.point, input, view) : null
      return { state, ...(target ? { draft: { target } } : {}) }
    }
    const to = pointFor(state, input, view)
    if (input.type === 'hold') {
      const start = state.dragged ? state.start : state.start && targetAt(input.point, input, view, true)
      const next = { ...state, start, rested: input.point }
      return { state: next, ...shown(next, to, input, view) }
    }
    if (input.type === 'down') return pressed(state, to, input, view)
    if (input.type === 'up') return released(state, to, input, view)
    const far = state.isDown && away(state, to) * view.zoom >= dragPx
    const next = { ...state, dragged: state.dragged || far }
    return { state: next, ...shown(next, to, input, view) }
  },

  finish(state, view) {
    if (state.name === 'idle') return null
    return state.points.length >= 4 ? made(state, state.points, state.end, view) : { state: idle }
  },

  travel(state, direction, view) {
    if (state.name === 'idle') return null
    return direction === 'undo' ? pointUndone(state, view) : pointRedone(state, view)
  },
}

/** Removes the pressed point, and keeps the earlier ones. */
function cancelled(state: LineState, view: View): Step<LineState> {
  if (state.name === 'idle' || !state.isDown || state.points.length <= 2) return { state: idle }
  const next = { ...state, points: state.points.slice(0, -2), isDown: false, dragged: false, end: null }
  return { state: next, ...fixed(next, view) }
}

function pointUndone(state: Drawing, view: View): Step<LineState> {
  const { points, undone = [] } = state
  if (points.length <= 2) return { state: idle }
  const next = { ...state, points: points.slice(0, -2), undone: [...undone, ...points.slice(-2)], end: null }
  return { state: next, ...fixed(next, view) }
}

function pointRedone(state: Drawing, view: View): Step<LineState> {
  const { points, undone = [] } = state
  const next = { ...state, points: [...points, ...undone.slice(-2)], undone: undone.slice(0, -2) }
  return { state: next, ...fixed(next, view) }
}

/** Returns a preview of the line through the fixed points. */
function fixed(state: Drawing, view: View): Pick<Step<LineState>, 'draft'> {
  if (state.points.length < 4) return {}
  return { draft: { shape: { ...shapeThrough(state, state.points, state.end, view), order: 'a0' } } }
}

/** Whether the line is bound to shapes: only arrows are. */
function bindsEnds({ style }: View): boolean {
  return isArrow({ style })
}

function begun(input: Pointer, view: View): Step<LineState> {
  const { newId, grid } = view
  const { x, y } = grid ? snapToGrid(input.point, grid) : input.point
  const start = bindsEnds(view) ? targetAt(input.point, input, view) : null
  return {
    state: {
      name: 'drawing',
      id: newId(),
      points: [x, y],
      isDown: true,
      dragged: false,
      start,
      end: null,
      rested: null,
    },
    selection: [],
  }
}

function pressed(state: Drawing, to: WorldPoint, input: Pointer, view: View): Step<LineState> {
  const { points } = state
  const reach = tolerancePx[input.device] / view.zoom
  const isAt = (at: number) => Math.hypot(to.x - (points[at] ?? 0), to.y - (points[at + 1] ?? 0)) <= reach
  if (points.length >= 4 && isAt(points.length - 2)) return made(state, points, endTarget(state, to, input, view), view)
  if (points.length >= 6 && isAt(0)) return made(state, [...points, points[0] ?? 0, points[1] ?? 0], null, view)
  const end = endTarget(state, to, input, view)
  const next = { ...state, points: [...points, to.x, to.y], undone: [], isDown: true, dragged: false, end }
  return points.length / 2 >= maxPoints
    ? made(state, next.points, null, view)
    : { state: next, ...shown(next, to, input, view) }
}

function released(state: Drawing, to: WorldPoint, input: Pointer, view: View): Step<LineState> {
  if (!state.isDown) return { state: idle }
  const { points, dragged } = state
  if (dragged && points.length === 2)
    return made(state, [...points, to.x, to.y], endTarget(state, to, input, view), view)
  // A dragged point is where it was released.
  const placed = dragged ? [...points.slice(0, -2), to.x, to.y] : points
  const end = dragged ? endTarget(state, to, input, view) : state.end
  const next = { ...state, points: placed, isDown: false, dragged: false, end }
  return { state: next, ...shown(next, to, input, view) }
}

function made(state: Drawing, points: readonly number[], end: End, view: View): Step<LineState> {
  const { id } = state
  return {
    state: idle,
    edits: [{ type: 'create', shape: shapeThrough(state, points, end, view) }],
    selection: [id],
    done: true,
  }
}

function endTarget({ start, rested, points }: Drawing, to: WorldPoint, input: Pointer, view: View): End {
  if (!bindsEnds(view)) return null
  const still = rested !== null && Math.hypot(rested.x - to.x, rested.y - to.y) * view.zoom < dragPx
  const target = targetAt(to, input, view, still)
  if (target && start?.id === target.id && !target.at && !start.at) return 'own'
  return target && targetBeside(target, to, beginningOf(points), view)
}

/** Returns the target of the start of a line that ends at a point. */
function startTarget({ start, points }: Drawing, to: WorldPoint, view: View): Target | null {
  return start && targetBeside(start, beginningOf(points), to, view)
}

function beginningOf([x = 0, y = 0]: readonly number[]): WorldPoint {
  return { x, y }
}

function shown(state: Drawing, to: WorldPoint, input: Pointer, view: View): Pick<Step<LineState>, 'draft'> {
  const { points, isDown, dragged } = state
  const all = isDown && dragged && points.length > 2 ? [...points.slice(0, -2), to.x, to.y] : [...points, to.x, to.y]
  const target = endTarget(state, to, input, view)
  const shape = { ...shapeThrough(state, all, target, view), order: 'a0' }
  return { draft: { shape, ...(target && target !== 'own' ? { target } : {}) } }
}

function shapeThrough(state: Drawing, points: readonly number[], end: End, view: View): NewShape & { kind: 'line' } {
  const last = { x: points.at(-2) ?? 0, y: points.at(-1) ?? 0 }
  const [from, to] = end === 'own' ? [null, null] : [startTarget(state, last, view), end]
  return {
    id: state.id,
    kind: 'line',
    style: view.style,
    ...lineThrough(points),
    ...(from ? { start: bindingTo(from) } : {}),
    ...(to ? { end: bindingTo(to) } : {}),
  }
}

/** Returns the next point: Shift in steps of 15°, or snapped to the grid. */
function pointFor({ points, isDown, dragged }: Drawing, { point, shift, mod }: Pointer, { grid }: View): WorldPoint {
  const from = isDown && dragged && points.length > 2 ? points.slice(-4, -2) : points.slice(-2)
  if (shift) return stepped({ x: from[0] ?? 0, y: from[1] ?? 0 }, point)
  return grid && !mod ? snapToGrid(point, grid) : point
}

function away({ points }: Drawing, { x, y }: WorldPoint): number {
  return Math.hypot(x - (points.at(-2) ?? 0), y - (points.at(-1) ?? 0))
}
