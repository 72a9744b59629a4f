import {
  type Box,
  type Edit,
  type InkShape,
  type Place,
  partId,
  type Shape,
  type ShapeId,
  type WorldPoint,
} from '@inkbridge/types'
import { around, union } from '../geometry/box.ts'
import { piecesOf } from '../shapes/ink.ts'
import { extentOf, untwisted } from '../shapes.ts'
import { carried, cursorOf, type Handle, handleAt, resized } from './handles.ts'
import { dragPx, type Pointer, type Step, type Tool, tolerancePx, type View } from './tool.ts'

/** How the shapes of a gesture lay when it began. */
type Places = readonly { readonly id: ShapeId; readonly at: Place }[]

export type SelectState =
  | { readonly name: 'idle'; readonly click?: { readonly point: WorldPoint; readonly at: number } }
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
/** Two presses within this time at one place are a double click, ms. */
const doubleMs = 350
/** More shapes than these are moved once, at the end. */
const maxLive = 200

const idle: SelectState = { name: 'idle' }

export const select: Tool<SelectState> = {
  idle,
  cursor: 'default',
  next(state, input, view) {
    if (input.type === 'cancel') return cancelled(state, view)
    if (input.type === 'down') return isDouble(state, input, view) ? pressedTwice(input, view) : pressed(input, view)
    if (input.type === 'hold') return { state }
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

function isDouble(state: SelectState, { point, at, device }: Pointer, { zoom }: View): boolean {
  if (state.name !== 'idle' || !state.click) return false
  const { click } = state
  return (
    at - click.at <= doubleMs &&
    Math.hypot(point.x - click.point.x, point.y - click.point.y) * zoom <= tolerancePx[device]
  )
}

/** A fragment of a stroke that was cut is taken alone: it becomes a stroke of its own. */
function pressedTwice(input: Pointer, view: View): Step<SelectState> {
  const shape = view.scene.at(input.point, tolerancePx[input.device] / view.zoom)
  const piece = shape?.kind === 'ink' && !view.readOnly ? fragmentAt(shape, input.point) : null
  if (!shape || !piece) return pressed(input, view)
  const [from, to] = piece
  const id = partId(shape.id, piece)
  return {
    state: { name: 'pressing', from: input.point, ids: [id], onUp: [id] },
    edits: [{ type: 'split', id: shape.id, from, to }],
    selection: [id],
  }
}

/** The piece of a stroke nearest to a point, where there are several. */
function fragmentAt(shape: InkShape, point: WorldPoint): readonly [from: number, to: number] | null {
  const { visible } = shape
  if (!visible || visible.length < 2) return null
  const at = untwisted(shape, point)
  const distances = visible.map((piece) => {
    const [line] = piecesOf({ ...shape, visible: [piece] }, 0)
    return Math.min(...(line?.x.map((x, index) => Math.hypot(x - at.x, (line.y[index] ?? 0) - at.y)) ?? []))
  })
  return visible[distances.indexOf(Math.min(...distances))] ?? null
}

function pressing(
  state: SelectState & { name: 'pressing' },
  input: Pointer & { type: 'move' | 'up' },
  view: View,
): Step<SelectState> {
  if (input.type === 'up')
    return { state: { name: 'idle', click: { point: input.point, at: input.at } }, selection: state.onUp }
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
