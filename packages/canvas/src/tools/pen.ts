import type { Edit, InkPoint, ShapeId, WorldPoint } from '@inkbridge/types'
import { recognize } from '../geometry.ts'
import { inkPoints, type Pointer, type Step, type Tool, type View } from './tool.ts'

export type PenState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'drawing'
      readonly id: ShapeId
      readonly startedAt: number
      readonly points: readonly InkPoint[]
      /** Start of the straight segment while Shift is held. */
      readonly straight: InkPoint | null
    }

const idle: PenState = { name: 'idle' }
/** Distance of points on a straight segment, screen pixels. */
const straightPx = 8

type Drawing = PenState & { name: 'drawing' }

/**
 * Draws a stroke, which is in the document from its first point. Holding still at its end converts it to a recognized
 * shape.
 */
export const pen: Tool<PenState> = {
  idle,
  holds: true,
  marks: true,
  cursor: 'crosshair',
  next(state, input, view) {
    if (input.type === 'down') return begun(input, view)
    if (state.name !== 'drawing') return { state: idle }
    const { id } = state
    if (input.type === 'cancel') return { state: idle, edits: [{ type: 'ink-drop', id }] }
    if (input.type === 'hold') return recognizeStroke(state, view)
    const step = input.shift ? straight(state, input) : drawn(state, input, view)
    if (input.type === 'move') return step
    const points = straightPoints(step.state, endOf(step.state, input), view.zoom)
    return { state: idle, edits: [...(step.edits ?? []), ...extended(id, points), { type: 'ink-seal', id }] }
  },
}

/** Draws a stroke that is converted to a recognized shape at its end. */
export const shapePen: Tool<PenState> = {
  ...pen,
  holds: false,
  next(state, input, view) {
    const step = pen.next(state, input, view)
    if (input.type !== 'up' || state.name !== 'drawing') return step
    const drawn = input.shift ? null : recognized(state, view)
    return drawn ? { ...step, afterwards: drawn } : step
  },
}

function begun(input: Pointer, { newId, style, zoom }: View): Step<PenState> {
  const id = newId()
  const startedAt = input.samples[0]?.time ?? input.at
  const points = inkPoints(input.samples, startedAt)
  const pressure = input.samples.some((sample) => sample.pressure !== null)
  const { fill: _fill, ...inkStyle } = style
  return {
    state: { name: 'drawing', id, startedAt, points, straight: null },
    edits: [{ type: 'ink-begin', id, style: inkStyle, pressure, quantum: 0.25 / zoom, points }],
    draft: { ink: { id, predicted: [] } },
    selection: [],
  }
}

function drawn(state: Drawing, input: Pointer, { zoom }: View): Step<PenState> & { state: Drawing } {
  const { id, startedAt } = state
  const fresh = inkPoints(input.samples, startedAt)
  const points = [...(fresh[0] ? straightPoints(state, fresh[0], zoom) : []), ...fresh]
  return {
    state: { ...state, points: [...state.points, ...points], straight: null },
    edits: extended(id, points),
    draft: { ink: { id, predicted: inkPoints(input.predicted, startedAt) } },
  }
}

/** Previews the straight segment, which is drawn when it ends. */
function straight(state: Drawing, input: Pointer): Step<PenState> & { state: Drawing } {
  const from = state.straight ?? state.points.at(-1) ?? null
  const to = endOf(state, input)
  return { state: { ...state, straight: from }, draft: { ink: { id: state.id, predicted: [to] } } }
}

function endOf({ startedAt }: Drawing, { point, samples, at }: Pointer): InkPoint {
  const last = samples.at(-1)
  return { ...point, pressure: last?.pressure ?? null, time: Math.max(0, (last?.time ?? at) - startedAt) }
}

/** Returns the points of the straight segment to a point. */
function straightPoints({ straight: from }: Drawing, to: InkPoint, zoom: number): readonly InkPoint[] {
  if (!from) return []
  const count = Math.max(1, Math.ceil((Math.hypot(to.x - from.x, to.y - from.y) * zoom) / straightPx))
  const between = (a: number, b: number, part: number) => a + (b - a) * part
  return Array.from({ length: count }, (_, index) => {
    const part = (index + 1) / count
    return {
      x: between(from.x, to.x, part),
      y: between(from.y, to.y, part),
      pressure: from.pressure,
      time: between(from.time, to.time, part),
    }
  })
}

function extended(id: ShapeId, points: readonly InkPoint[]): readonly Edit[] {
  return points.length > 0 ? [{ type: 'ink-extend', id, points }] : []
}

/**
 * Commits the stroke and the recognized shape as separate steps, so that undo restores the stroke; ignores the rest of
 * the gesture.
 */
function recognizeStroke(state: Drawing, view: View): Step<PenState> {
  const { id } = state
  const afterwards = recognized(state, view)
  if (!afterwards) return { state, draft: { ink: { id, predicted: [] } } }
  return { state: idle, edits: [{ type: 'ink-seal', id }], afterwards }
}

/** Returns edits that replace a stroke by a recognized shape; null: not recognized. */
function recognized({ id, points, straight }: Drawing, { newId, style, zoom }: View): readonly Edit[] | null {
  if (straight || style.nib === 'highlighter') return null
  const shape = recognize(points as readonly WorldPoint[], newId(), style, zoom)
  return (
    shape && [
      { type: 'delete', id },
      { type: 'create', shape },
    ]
  )
}
