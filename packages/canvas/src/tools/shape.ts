import type { NewShape, Place, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import { dragPx, type Pointer, type Tool } from './tool.ts'

export type ShapeState =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly id: ShapeId; readonly from: WorldPoint; readonly dragged: boolean }

/** World units of a shape made by a click. */
const defaultSize = { w: 160, h: 100 }
/** A line with shift held goes in steps of 15 degrees. */
const lineStep = Math.PI / 12

const idle: ShapeState = { name: 'idle' }

type Maker = (id: ShapeId, from: WorldPoint, pointer: Pointer, style: Style) => NewShape
type ClickMaker = (id: ShapeId, at: WorldPoint, style: Style) => NewShape

/** Draws one shape from where the pointer goes down to where it comes up; shown as a draft until then. */
function shapeTool(make: Maker, click: ClickMaker | null): Tool<ShapeState> {
  return {
    idle,
    cursor: 'crosshair',
    next(state, input, { newId, style, zoom }) {
      if (input.type === 'down')
        return { state: { name: 'drawing', id: newId(), from: input.point, dragged: false }, selection: [] }
      if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
      const { id, from } = state
      const far = Math.hypot(input.point.x - from.x, input.point.y - from.y) * zoom >= dragPx
      const dragged = state.dragged || far
      const shape = dragged ? make(id, from, input, style) : (click?.(id, from, style) ?? null)
      if (input.type === 'move') {
        const draft = dragged && shape ? { draft: { shape: { ...shape, order: shape.order ?? 'a0' } } } : {}
        return { state: { ...state, dragged }, ...draft }
      }
      return shape ? { state: idle, edits: [{ type: 'create', shape }], selection: [id], done: true } : { state: idle }
    },
  }
}

function boxTool(kind: 'rect' | 'ellipse'): Tool<ShapeState> {
  return shapeTool(
    (id, from, pointer, style) => ({ id, kind, at: placeFrom(from, pointer), style }),
    (id, { x, y }, style) => ({
      id,
      kind,
      at: { x: x - defaultSize.w / 2, y: y - defaultSize.h / 2, ...defaultSize, rotation: 0 },
      style,
    }),
  )
}

export const rect = boxTool('rect')
export const ellipse = boxTool('ellipse')

export const line = shapeTool((id, from, pointer, { fill: _fill, ...style }) => {
  const to = pointer.shift ? stepped(from, pointer.point) : pointer.point
  const at = placeFrom(from, { point: to, shift: false, alt: false })
  const along = (start: number, end: number) => (start <= end ? [0, 1] : [1, 0])
  const [x0 = 0, x1 = 0] = along(from.x, to.x)
  const [y0 = 0, y1 = 0] = along(from.y, to.y)
  return { id, kind: 'line', at, style, points: [x0, y0, x1, y1] }
}, null)

/** Shift: equal sides. Alt: from the middle. */
function placeFrom(from: WorldPoint, { point, shift, alt }: Pick<Pointer, 'point' | 'shift' | 'alt'>): Place {
  let [dx, dy] = [point.x - from.x, point.y - from.y]
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

function stepped(from: WorldPoint, to: WorldPoint): WorldPoint {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / lineStep) * lineStep
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}
