import { around } from '../../geometry/box.ts'
import type { View } from '../tool.ts'
import type { Dragged, Marquee, SelectStep } from './state.ts'
import { unitsOf } from './units.ts'

/** Selects what it touches, or what lies in it whole, as it goes; a group as one. */
export function marquee(state: Marquee, input: Dragged, view: View): SelectStep {
  const box = around([state.from, input.point])
  const found = (view.wholly ? view.scene.within(box) : view.scene.touching(box)).map(({ id }) => id)
  const selection = [...new Set([...state.before, ...unitsOf(found, view)])]
  if (input.type !== 'up') return { state, selection, draft: { marquee: box } }
  return { state: { name: 'idle', click: { point: input.point, at: input.at } }, selection }
}
