import type { WorldPoint } from '@inkbridge/types'
import { around } from '../../geometry.ts'
import { begun } from '../text-tools.ts'
import { dragPx, type View } from '../tool.ts'
import { unitsOf } from './entered-group.ts'
import { type Dragged, idle, type Marquee, type SelectStep } from './select-state.ts'

/** Selects touched or fully enclosed shapes while dragging; groups as one. */
export function marquee(state: Marquee, input: Dragged, view: View): SelectStep {
  const box = around([state.from, input.point])
  const hits = (view.wholly ? view.scene.within(box) : view.scene.touching(box)).map(({ id }) => id)
  const selection = [...new Set([...state.before, ...unitsOf(hits, view)])]
  if (input.type !== 'up') return { state, selection, draft: { marquee: box } }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  if (state.twice && !far) return begunText(input.point, view)
  return { state: { name: 'idle', click: { point: input.point, at: input.at } }, selection }
}

function begunText(point: WorldPoint, view: View): SelectStep {
  const { state: _state, done: _done, ...step } = begun(view.newId(), point, null, { ...view, style: view.textStyle })
  return { ...step, state: idle }
}
