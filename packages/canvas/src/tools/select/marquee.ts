import { around } from '../../geometry/box.ts'
import type { View } from '../tool.ts'
import { type Dragged, idle, type Marquee, type SelectStep } from './state.ts'
import { unitsOf } from './units.ts'

/** Selects what it touches, or what lies in it whole, as it goes; a group as one. */
export function marquee(state: Marquee, input: Dragged, view: View): SelectStep {
  const box = around([state.from, input.point])
  const found = (view.wholly ? view.scene.within(box) : view.scene.touching(box)).map(({ id }) => id)
  const selection = [...new Set([...state.before, ...unitsOf(found, view)])]
  return input.type === 'up' ? { state: idle, selection } : { state, selection, draft: { marquee: box } }
}
