import { dragPx, type View } from '../tool.ts'
import { beginMove } from './moving.ts'
import type { Dragged, Pressing, SelectStep } from './state.ts'

export function pressing(state: Pressing, input: Dragged, view: View): SelectStep {
  if (input.type === 'up')
    return { state: { name: 'idle', click: { point: input.point, at: input.at } }, selection: state.onUp }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  return far && !view.readOnly ? beginMove(state, input, view) : { state }
}
