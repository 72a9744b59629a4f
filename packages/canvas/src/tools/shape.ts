import type { BoxedKind, NewShape, Place, ShapeId, WorldPoint } from '@inkbridge/types'
import { snapToGrid } from './snap.ts'
import { dragPx, type Pointer, type Tool, type View } from './tool.ts'

export type ShapeState =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly id: ShapeId; readonly from: WorldPoint; readonly dragged: boolean }

/** Size of a shape made by a click, world units. */
const defaultSize = { w: 160, h: 100 }
/** Kinds with equal sides by default. */
const even: readonly BoxedKind[] = ['star', 'heart', 'pentagon', 'octagon', 'x-box', 'check-box']

const idle: ShapeState = { name: 'idle' }

/** Draws one shape by dragging; a draft until the pointer is released. */
export function boxTool(kind: BoxedKind): Tool<ShapeState> {
  return {
    idle,
    cursor: 'crosshair',
    drags: true,
    next(state, input, view) {
      if (input.type === 'down') {
        const from = view.grid ? snapToGrid(input.point, view.grid) : input.point
        return { state: { name: 'drawing', id: view.newId(), from, dragged: false }, selection: [] }
      }
      if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
      const { id, from } = state
      const far = Math.hypot(input.point.x - from.x, input.point.y - from.y) * view.zoom >= dragPx
      const dragged = state.dragged || far
      const shape = shapeOf(kind, id, dragged ? placeFrom(from, input, view) : placeAround(kind, from), view)
      if (input.type === 'move') {
        const draft = dragged ? { draft: { shape: { ...shape, order: 'a0' } } } : {}
        return { state: { ...state, dragged }, ...draft }
      }
      return { state: idle, edits: [{ type: 'create', shape }], selection: [id], done: true }
    },
  }
}

/** Returns the place of a shape of the default size around a point. */
export function placeAround(kind: BoxedKind, { x, y }: WorldPoint): Place {
  const { w, h } = even.includes(kind) ? { w: defaultSize.h, h: defaultSize.h } : defaultSize
  return { x: x - w / 2, y: y - h / 2, w, h, rotation: 0 }
}

export function shapeOf(
  kind: BoxedKind,
  id: ShapeId,
  at: Place,
  { style }: Pick<View, 'style'>,
): NewShape & { kind: BoxedKind } {
  return { id, kind, at, style }
}

/** Returns the place of a drag. Shift: equal sides. Alt: from the centre. */
function placeFrom(from: WorldPoint, { point, shift, alt, mod }: Pointer, { grid }: View): Place {
  const to = grid && !mod ? snapToGrid(point, grid) : point
  let [dx, dy] = [to.x - from.x, to.y - from.y]
  if (shift) {
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    ;[dx, dy] = [side * (dx < 0 ? -1 : 1), side * (dy < 0 ? -1 : 1)]
  }
  const start = alt ? { x: from.x - dx, y: from.y - dy } : from
  const [w, h] = alt ? [2 * dx, 2 * dy] : [dx, dy]
  return {
    x: Math.min(start.x, start.x + w),
    y: Math.min(start.y, start.y + h),
    w: Math.abs(w),
    h: Math.abs(h),
    rotation: 0,
  }
}
