import { type Interval, without } from '@inkbridge/board'
import type { Edit, InkShape, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { sweptIntervals } from '../geometry.ts'
import { isErasableInParts, piecesOf, toLocal } from '../shapes.ts'
import { eraserReach } from './eraser.ts'
import type { Pointer, Tool, View } from './tool.ts'

export type PartEraserState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'erasing'
      readonly last: WorldPoint
      /** The touched parts of each stroke, in points; of other shapes, all. */
      readonly touched: ReadonlyMap<ShapeId, readonly Interval[]>
    }

const idle: PartEraserState = { name: 'idle' }
/** Shorter remains are erased as well, screen pixels. */
const crumbPx = 3

/**
 * Erases the touched parts of strokes, and other shapes entirely; they fade under the eraser, and are deleted at the
 * end in one step.
 */
export const partEraser: Tool<PartEraserState> = {
  idle,
  cursor: 'eraser',
  next(state, input, view) {
    if (input.type === 'cancel') return { state: idle }
    if (state.name === 'idle' && input.type !== 'down') return { state }
    const before = state.name === 'erasing' ? state : { last: input.samples[0] ?? input.point, touched: new Map() }
    const touched = touchedBy(before.last, input, before.touched, view)
    if (input.type === 'up') return { state: idle, edits: editsFor(touched, view), selection: [] }
    const faint = [...touched].flatMap(([id, intervals]): readonly Shape[] => {
      const shape = view.scene.get(id)
      return isErasableInParts(shape, view.scene.kinds) ? [{ ...shape, visible: intervals }] : shape ? [shape] : []
    })
    return { state: { name: 'erasing', last: input.point, touched }, draft: { faint } }
  },
}

function touchedBy(
  from: WorldPoint,
  { samples, device }: Pointer,
  before: ReadonlyMap<ShapeId, readonly Interval[]>,
  { scene, zoom, eraserPx }: View,
): ReadonlyMap<ShapeId, readonly Interval[]> {
  const touched = new Map(before)
  const reach = eraserReach({ device }, { zoom, eraserPx })
  let last = from
  for (const sample of samples) {
    for (const shape of scene.crossing(last, sample, reach)) {
      if (!isErasableInParts(shape, scene.kinds)) touched.set(shape.id, [])
      else if (!shape.wet)
        touched.set(shape.id, merged([...(touched.get(shape.id) ?? []), ...sweptOf(shape, last, sample, reach)]))
    }
    last = sample
  }
  return touched
}

function sweptOf(shape: InkShape, from: WorldPoint, to: WorldPoint, reach: number): readonly Interval[] {
  const [a, b] = [toLocal(shape, from), toLocal(shape, to)]
  return piecesOf(shape, 0).flatMap((piece) => sweptIntervals(piece, a, b, reach))
}

function merged(intervals: readonly Interval[]): readonly Interval[] {
  const all: Interval[] = []
  for (const [from, to] of intervals.toSorted((one, other) => one[0] - other[0])) {
    const last = all.at(-1)
    if (last && from <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], to)]
    else all.push([from, to])
  }
  return all
}

function editsFor(touched: ReadonlyMap<ShapeId, readonly Interval[]>, { scene, zoom }: View): readonly Edit[] {
  return [...touched].flatMap(([id, intervals]): readonly Edit[] => {
    const shape = scene.get(id)
    if (!isErasableInParts(shape, scene.kinds)) return shape ? [{ type: 'delete', id }] : []
    const cuts = widened(shape, intervals, crumbPx / zoom)
    const erased = cuts.map(([from, to]): Edit => ({ type: 'cut', id, from, to }))
    return leftOf(shape, cuts).length > 0 ? erased : [...erased, { type: 'delete', id }]
  })
}

/** Extends cuts by remains that are too short. */
function widened(shape: InkShape, cuts: readonly Interval[], crumb: number): readonly Interval[] {
  const crumbs = leftOf(shape, cuts).filter(([from, to]) => lengthOf(shape, from, to) < crumb)
  return merged([...cuts, ...crumbs]).filter(([from, to]) => from < to)
}

function leftOf({ visible, points }: InkShape, cuts: readonly Interval[]): readonly Interval[] {
  return without(visible ?? [[0, points.length - 1]], cuts)
}

function lengthOf(shape: InkShape, from: number, to: number): number {
  const pieces = piecesOf({ ...shape, visible: [[from, to]] }, 0)
  return pieces.reduce(
    (sum, { x, y }) =>
      sum +
      x.reduce(
        (all, each, at) => all + Math.hypot(each - (x[at - 1] ?? each), (y[at] ?? 0) - (y[at - 1] ?? y[at] ?? 0)),
        0,
      ),
    0,
  )
}
