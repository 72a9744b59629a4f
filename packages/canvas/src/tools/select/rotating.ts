import { turnedAbout } from '../../shapes.ts'
import type { View } from '../tool.ts'
import { type Dragged, editsEveryMs, idle, maxLive, placed, type Rotating, type SelectStep } from './select-state.ts'

/** Step of a rotation with Shift, radians. */
const step = Math.PI / 12

export function rotating(state: Rotating, input: Dragged, view: View): SelectStep {
  const ends = input.type === 'up'
  const tooOften = input.at - state.editedAt < editsEveryMs || state.places.length > maxLive
  if (!ends && tooOften) return { state, cursor: 'grabbing' }
  const { about, angle } = state.frame
  const towards = (point: { readonly x: number; readonly y: number }) =>
    Math.atan2(point.y - about.y, point.x - about.x)
  const free = towards(input.point) - towards(state.from)
  const by = input.shift ? Math.round((angle + free) / step) * step - angle : free
  const edits = placed(state.places, view, (at) => turnedAbout(at, about, by))
  return { state: ends ? idle : { ...state, editedAt: input.at }, edits, cursor: ends ? 'default' : 'grabbing' }
}
