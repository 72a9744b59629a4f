import type { Box, Edit, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { around, union } from '../geometry/box.ts'
import { extentOf } from '../shapes.ts'
import { carried, cursorOf, type Handle, handleAt, resized } from './handles.ts'
import { dragPx, type Pointer, type Step, type Tool, tolerancePx, type View } from './tool.ts'

/** How the shapes of a gesture lay when it began. */
type Places = readonly { readonly id: ShapeId; readonly at: Place }[]

export type SelectState =
  | { readonly name: 'idle' }
  /** Down on a shape: a click if it comes up here, a move if it goes away. */
  | {
      readonly name: 'pressing'
      readonly from: WorldPoint
      readonly onUp: readonly ShapeId[]
      readonly ids: readonly ShapeId[]
    }
  | { readonly name: 'moving'; readonly from: WorldPoint; readonly places: Places; readonly editedAt: number }
  | {
      readonly name: 'resizing'
      readonly from: WorldPoint
      readonly handle: Handle
      readonly places: Places
      readonly box: Box
      readonly editedAt: number
    }
  | { readonly name: 'marquee'; readonly from: WorldPoint; readonly before: readonly ShapeId[] }

/** At most so many edits a second while dragging. */
const editsEveryMs = 1000 / 30
/** More shapes than these are moved once, at the end. */
const maxLive = 200

const idle: SelectState = { name: 'idle' }

export const select: Tool<SelectState> = {
  idle,
  cursor: 'default',
  next(state, input, view) {
    if (input.type === 'cancel') return cancelled(state, view)
    if (input.type === 'down') return pressed(input, view)
    switch (state.name) {
      case 'idle':
        return { state, cursor: hoverCursor(input, view) }
      case 'pressing':
        return pressing(state, input, view)
      case 'moving':
        return moving(state, input, view)
      case 'resizing':
        return resizing(state, input, view)
      case 'marquee':
        return sweeping(state, input, view)
    }
  },
}

/** The box of the selected shapes: what frame and handles go around. */
export function selectionBox(shapes: readonly Shape[]): Box | null {
  return union(shapes.map(extentOf))
}

function pressed(input: Pointer, view: View): Step<SelectState> {
  const { selection, scene } = view
  const from = input.point
  const handle = handleUnder(input, view)
  const places = placesOf(selection, view)
  const box = selectionBox(shapesOf(selection, view))
  if (handle && box)
    return { state: { name: 'resizing', from, handle, places, box, editedAt: -Infinity }, cursor: cursorOf(handle) }
  const shape = scene.at(from, tolerancePx[input.device] / view.zoom)
  if (!shape && box && !input.shift && isIn(box, from) && selection.length > 1)
    return { state: { name: 'pressing', from, ids: selection, onUp: [] } }
  if (!shape)
    return {
      state: { name: 'marquee', from, before: input.shift ? selection : [] },
      selection: input.shift ? selection : [],
    }
  if (input.shift) {
    const toggled = selection.includes(shape.id) ? selection.filter((id) => id !== shape.id) : [...selection, shape.id]
    return { state: { name: 'pressing', from, ids: toggled, onUp: toggled }, selection: toggled }
  }
  if (selection.includes(shape.id)) return { state: { name: 'pressing', from, ids: selection, onUp: [shape.id] } }
  return { state: { name: 'pressing', from, ids: [shape.id], onUp: [shape.id] }, selection: [shape.id] }
}

function pressing(
  state: SelectState & { name: 'pressing' },
  input: Pointer & { type: 'move' | 'up' },
  view: View,
): Step<SelectState> {
  if (input.type === 'up') return { state: idle, selection: state.onUp }
  const far = Math.hypot(input.point.x - state.from.x, input.point.y - state.from.y) * view.zoom >= dragPx
  if (!far || view.readOnly) return { state }
  return moving(
    { name: 'moving', from: state.from, places: placesOf(state.ids, view), editedAt: -Infinity },
    input,
    view,
  )
}

function moving(
  state: SelectState & { name: 'moving' },
  input: Pointer & { type: 'move' | 'up' },
  view: View,
): Step<SelectState> {
  const by = difference(state.from, input, input.shift)
  const ends = input.type === 'up'
  if (!ends && state.places.length > maxLive) {
    return { state, draft: { moved: { ids: state.places.map(({ id }) => id), dx: by.x, dy: by.y } }, cursor: 'move' }
  }
  if (!ends && input.at - state.editedAt < editsEveryMs) return { state, cursor: 'move' }
  const edits = placed(state.places, view, (at) => ({ ...at, x: at.x + by.x, y: at.y + by.y }))
  return { state: ends ? idle : { ...state, editedAt: input.at }, edits, cursor: 'move' }
}

function resizing(
  state: SelectState & { name: 'resizing' },
  input: Pointer & { type: 'move' | 'up' },
  view: View,
): Step<SelectState> {
  const ends = input.type === 'up'
  const cursor = cursorOf(state.handle)
  const tooOften = input.at - state.editedAt < editsEveryMs || state.places.length > maxLive
  if (!ends && tooOften) return { state, cursor }
  const to = resized(state.box, state.handle, difference(state.from, input, false), input)
  const edits = placed(state.places, view, (at) => carried(at, state.box, to))
  return { state: ends ? idle : { ...state, editedAt: input.at }, edits, cursor }
}

function sweeping(
  state: SelectState & { name: 'marquee' },
  input: Pointer & { type: 'move' | 'up' },
  { scene }: View,
): Step<SelectState> {
  const marquee = around([state.from, input.point])
  const inside = scene.touching(marquee).map(({ id }) => id)
  const selection = [...new Set([...state.before, ...inside])]
  return input.type === 'up' ? { state: idle, selection } : { state, selection, draft: { marquee } }
}

/** What had been moved goes back to where it was. */
function cancelled(state: SelectState, view: View): Step<SelectState> {
  const changed = state.name === 'moving' || state.name === 'resizing'
  return changed ? { state: idle, edits: placed(state.places, view, (at) => at) } : { state: idle }
}

/** Edits for those of the shapes that are still there. */
function placed(places: Places, { scene }: View, place: (at: Place) => Place): readonly Edit[] {
  return places.filter(({ id }) => scene.get(id)).map(({ id, at }) => ({ type: 'place', id, at: place(at) }))
}

/** Shift keeps a move level or upright. */
function difference(
  from: WorldPoint,
  { point }: Pointer,
  straight: boolean,
): { readonly x: number; readonly y: number } {
  const [x, y] = [point.x - from.x, point.y - from.y]
  if (!straight) return { x, y }
  return Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y }
}

function handleUnder(input: Pointer, view: View): Handle | null {
  const box = view.readOnly ? null : selectionBox(shapesOf(view.selection, view))
  return box && handleAt(box, input.point, view.zoom, input.device === 'touch' ? 22 : 6)
}

function hoverCursor(input: Pointer, view: View): string {
  const handle = handleUnder(input, view)
  if (handle) return cursorOf(handle)
  return view.scene.at(input.point, tolerancePx[input.device] / view.zoom)
    ? view.readOnly
      ? 'pointer'
      : 'move'
    : 'default'
}

function shapesOf(ids: readonly ShapeId[], { scene }: View): readonly Shape[] {
  return ids.flatMap((id) => scene.get(id) ?? [])
}

function placesOf(ids: readonly ShapeId[], view: View): Places {
  return shapesOf(ids, view).map(({ id, at }) => ({ id, at }))
}

function isIn(box: Box, { x, y }: WorldPoint): boolean {
  return x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY
}
