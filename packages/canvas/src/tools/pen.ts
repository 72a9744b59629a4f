import type { ShapeId } from '@inkbridge/types'
import { inkPoints, type Tool } from './tool.ts'

export type PenState =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly id: ShapeId; readonly startedAt: number }

const idle: PenState = { name: 'idle' }

/** Draws: the stroke is in the document from its first point. */
export const pen: Tool<PenState> = {
  idle,
  cursor: 'crosshair',
  next(state, input, { newId, style, zoom }) {
    if (input.type === 'down') {
      const id = newId()
      const startedAt = input.samples[0]?.time ?? input.at
      const points = inkPoints(input.samples, startedAt)
      const pressure = input.samples.some((sample) => sample.pressure !== null)
      const { fill: _fill, ...inkStyle } = style
      return {
        state: { name: 'drawing', id, startedAt },
        edits: [{ type: 'ink-begin', id, style: inkStyle, pressure, quantum: 0.25 / zoom, points }],
        draft: { ink: { id, predicted: [] } },
        selection: [],
      }
    }
    if (state.name === 'idle') return { state }
    const { id, startedAt } = state
    if (input.type === 'cancel') return { state: idle, edits: [{ type: 'ink-drop', id }] }
    const points = inkPoints(input.samples, startedAt)
    const extend = points.length > 0 ? [{ type: 'ink-extend', id, points } as const] : []
    const predicted = inkPoints(input.predicted, startedAt)
    if (input.type === 'move') return { state, edits: extend, draft: { ink: { id, predicted } } }
    return { state: idle, edits: [...extend, { type: 'ink-seal', id }] }
  },
}
