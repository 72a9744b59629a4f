import { dragPx, type View } from '../tool.ts'
import { beginMove } from './moving.ts'
import type { Dragged, Pressing, SelectStep } from './select-state.ts'

export function pressing(state: Pressing, input: Dragged, view: View): SelectStep {
  if (input.type === 'up') {
    const click = { point: input.point, at: input.at }
    return {
      state: { name: 'idle', click },
      selection: state.onUp,
      ...(state.enters ? { entered: state.enters } : {}),
      ...(state.write ? { write: state.write } : {}),
      ...(state.link ? { openLink: state.link } : {}),
      ...(state.edits ? { edits: state.edits } : {}),
    }
  }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  return far && !view.readOnly ? { selection: state.ids, ...beginMove(state, input, view) } : { state }
}
