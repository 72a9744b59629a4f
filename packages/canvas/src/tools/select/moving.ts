import type { Edit, ShapeId, WorldPoint } from '@inkbridge/types'
import { union } from '../../geometry.ts'
import type { Guide } from '../../plan/plan.ts'
import { boundEnds, unbind } from '../../scene/scene.ts'
import { connects } from '../../shapes.ts'
import { withContents } from '../frame-tool.ts'
import { snapMove, snapToGrid } from '../snap.ts'
import { snapPx, type View } from '../tool.ts'
import {
  type Dragged,
  editsEveryMs,
  idle,
  type Moving,
  maxLive,
  othersThan,
  type Pressing,
  placed,
  placesOf,
  type SelectStep,
  shapesOf,
} from './select-state.ts'

/** Starts moving after a press; with Alt, copies are moved instead. */
export function beginMove({ from, ids: chosen }: Pressing, input: Dragged, view: View): SelectStep {
  const ids = withContents(chosen, view)
  const places = placesOf(ids, view)
  const box = union(shapesOf(ids, view).map((shape) => view.scene.extentOf(shape)))
  if (places.length === 0 || !box) return { state: idle }
  const begun = { name: 'moving', from, box, editedAt: -Infinity } as const
  if (!input.alt)
    return unbindMoved(
      ids,
      view,
      moving({ ...begun, places, others: othersThan(ids, view), copied: false }, input, view),
    )
  const copies = places.map(({ at }) => ({ id: view.newId(), at }))
  const state: Moving = { ...begun, places: copies, others: othersThan([], view), copied: true, editedAt: input.at }
  const { by } = distance(state, input, view)
  const edits: readonly Edit[] = [
    { type: 'copy', ids: places.map(({ id }) => id), copies: copies.map(({ id }) => id), by },
  ]
  return { state, edits, selection: copies.slice(0, chosen.length).map(({ id }) => id), cursor: 'copy' }
}

/** Unbinds lines that are moved without their shapes, keeping them where they are shown. */
function unbindMoved(ids: readonly ShapeId[], view: View, step: SelectStep): SelectStep {
  const moved = new Set(ids)
  const lines = shapesOf(ids, view).filter((shape) => connects(shape, view.scene.kinds))
  const isElsewhere = (id: ShapeId) => !moved.has(id)
  const unbinds = lines.flatMap((line) => unbind(line, boundEnds(line, isElsewhere)))
  if (unbinds.length === 0 || step.state.name !== 'moving') return step
  const rebinds = lines.flatMap((line) => {
    const from = boundEnds(line, isElsewhere)
    const pins: readonly Edit[] =
      from.length > 0 ? [{ type: 'props', id: line.id, props: { pins: line.pins ?? [] } }] : []
    return [...from.map((end): Edit => ({ type: 'bind', id: line.id, end, to: line[end] ?? null })), ...pins]
  })
  return { ...step, state: { ...step.state, rebinds, editedAt: -Infinity }, edits: unbinds }
}

export function moving(state: Moving, input: Dragged, view: View): SelectStep {
  const { by, guides } = distance(state, input, view)
  const ends = input.type === 'up'
  const cursor = state.copied ? 'copy' : 'move'
  const shown = guides.length > 0 ? { guides } : {}
  if (!ends && state.places.length > maxLive) {
    const moved = { ids: state.places.map(({ id }) => id), dx: by.x, dy: by.y }
    return { state, draft: { ...shown, moved }, cursor }
  }
  if (!ends && input.at - state.editedAt < editsEveryMs) return { state, draft: shown, cursor }
  const edits = placed(state.places, view, (at) => ({ ...at, x: at.x + by.x, y: at.y + by.y }))
  return ends
    ? { state: idle, edits, cursor }
    : { state: { ...state, editedAt: input.at }, edits, draft: shown, cursor }
}

/** Deletes the dragged copies. */
export function deleteCopies({ places }: Moving): SelectStep {
  return { state: idle, edits: places.map(({ id }) => ({ type: 'delete', id })), selection: [] }
}

interface Distance {
  readonly by: { readonly x: number; readonly y: number }
  readonly guides: readonly Guide[]
}

/** Returns the distance to move: Shift keeps one axis, and Mod turns snapping off. */
function distance({ from, box, others }: Moving, { point, shift, mod }: Dragged, view: View): Distance {
  const free = difference(from, point, shift)
  if (view.grid && !mod) {
    const [x, y] = [box.minX + free.x, box.minY + free.y]
    const to = snapToGrid({ x, y }, view.grid)
    return { by: kept({ x: to.x - box.minX, y: to.y - box.minY }, free, shift), guides: [] }
  }
  if (others.length === 0 || mod) return { by: free, guides: [] }
  const there = { minX: box.minX + free.x, minY: box.minY + free.y, maxX: box.maxX + free.x, maxY: box.maxY + free.y }
  const { dx, dy, guides } = snapMove(there, others, snapPx / view.zoom)
  return { by: kept({ x: free.x + dx, y: free.y + dy }, free, shift), guides: shift ? [] : guides }
}

/** Keeps the axis that Shift locks. */
function kept(to: WorldPoint, free: WorldPoint, straight: boolean): { readonly x: number; readonly y: number } {
  return straight ? { x: free.x === 0 ? 0 : to.x, y: free.y === 0 ? 0 : to.y } : to
}

function difference(from: WorldPoint, point: WorldPoint, straight: boolean) {
  const [x, y] = [point.x - from.x, point.y - from.y]
  if (!straight) return { x, y }
  return Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y }
}
