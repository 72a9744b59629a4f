import type { Command, ToolEntry } from '@inkbridge/canvas'
import { newShape, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { gauge, gaugeRecord } from './gauge.ts'

type State = { readonly id: ShapeId } | null

/** World units. */
const size = { w: 160, h: 80 }

/** Places a gauge where the pointer is pressed, and shows it while it is down. A pure reducer without effects. */
export const gaugeTool: ToolEntry<State> = {
  name: 'acme.gauge',
  label: 'Gauge',
  keys: ['Shift+G'],
  group: 'shapes',
  icon: 'M2 16h16M2 16a8 8 0 0 1 16 0M10 16l4-5',
  styles: gauge.style.uses,
  cursor: 'crosshair',
  idle: null,
  next(state, input, view) {
    if (input.type === 'down') return { state: { id: view.newId() } }
    if (!state || input.type === 'cancel') return { state: null }
    if (input.type === 'hold') return { state }
    const shape = newShape(gaugeRecord, { id: state.id, at: placeAround(input.point), style: view.style, level: 0.5 })
    if (input.type === 'move') return { state, draft: { shape: { ...shape, order: 'a0' } } }
    return { state: null, edits: [{ type: 'create', shape }], selection: [state.id], done: true }
  },
}

function placeAround({ x, y }: WorldPoint) {
  return { x: x - size.w / 2, y: y - size.h / 2, ...size, rotation: 0 }
}

/** Null: no gauge is selected, and the page gets the key. */
export const fillGauges: Command = {
  id: 'acme.fill-gauges',
  label: 'Set gauges to full',
  keys: ['Alt+Shift+G'],
  group: 'edit',
  edits: true,
  plan({ chosen }) {
    const gauges = chosen.filter((shape) => gaugeRecord.is(shape))
    if (gauges.length === 0) return null
    return { edits: gauges.map(({ id }) => ({ type: 'props', id, props: { level: 1 } })) }
  },
}
