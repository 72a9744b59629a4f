import {
  defaultSize,
  type Edit,
  type InkShape,
  partId,
  type Shape,
  type ShapeId,
  type WorldPoint,
} from '@inkbridge/types'
import {
  hasEditableText,
  isEmptyInside,
  isErasableInParts,
  isOnHandle,
  isSizedByText,
  itemAt,
  piecesOf,
  textLinkAt,
  toLocal,
} from '../../shapes.ts'
import { cursorOf, type Handle, handleAt, isIn, isStretchable, selectionBoxOf } from '../selection-box.ts'
import { type Pointer, type Tool, tolerancePx, type View } from '../tool.ts'
import { bending, hasPointsOnly, pointUnder, restoreLine } from './bending.ts'
import { connectHandleAt, connecting } from './connecting.ts'
import { groupOver, stillEntered, unitOf } from './entered-group.ts'
import { marquee } from './marquee.ts'
import { deleteCopies, moving } from './moving.ts'
import { pressing } from './pressing.ts'
import { resizing } from './resizing.ts'
import { rotating } from './rotating.ts'
import { idle, othersThan, placed, placesOf, type SelectState, type SelectStep, shapesOf } from './select-state.ts'

/** Maximum time between the presses of a double click, ms. */
const doubleMs = 350

/** Minimum line height at which checklist items can be checked, screen pixels. */
const leastItemPx = 10

/** Selects, moves, resizes and rotates. Edits are applied during the gesture, as one undo step. */
export const select: Tool<SelectState> = {
  idle,
  cursor: 'default',
  drags: true,
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
      case 'turning':
        return rotating(state, input, view)
      case 'bending':
        return bending(state, input, view)
      case 'connecting':
        return connecting(state, input, view)
      case 'marquee':
        return marquee(state, input, view)
    }
  },
}

function pressed(input: Pointer, view: View): SelectStep {
  const { selection, scene } = view
  const from = input.point
  const link = input.shift ? null : scene.linkAt(from, view.zoom)
  if (link) return { state: idle, openLink: link }
  const point = pointUnder(input, view)
  if (point) return { state: point, cursor: 'crosshair' }
  const connector = connectHandleAt(input, view)
  if (connector) return { state: connector, cursor: 'crosshair' }
  const handle = handleUnder(input, view)
  if (handle) return grabbed(handle, from, view)
  const shape = scene.at(from, tolerancePx[input.device] / view.zoom)
  const frame = selectionBoxOf(shapesOf(selection, view), scene.kinds)
  const inside = frame && isIn(frame, from) && !input.shift
  // A selected empty shape is moved by its inside; shapes in it take precedence.
  if (
    inside &&
    (!shape || (selection.length > 1 && isEmptyInside(shape, from, tolerancePx[input.device] / view.zoom, scene)))
  )
    return { state: { name: 'pressing', from, ids: selection, onUp: shape ? unitOf(shape.id, view) : [] } }
  if (!shape) {
    const before = input.shift ? selection : []
    return { state: { name: 'marquee', from, before }, selection: before, ...(input.shift ? {} : { entered: null }) }
  }
  if (input.mod) return selectInGroups(shape.id, input, view)
  const item = itemUnder(shape, input, view)
  if (item) {
    const edits: readonly Edit[] = [{ type: 'check', id: shape.id, ...item }]
    return { state: { name: 'pressing', from, ids: unitOf(shape.id, view), onUp: selection, edits } }
  }
  const entered = stillEntered(shape.id, view)
  const unit = unitOf(shape.id, { groups: view.groups, entered })
  if (input.shift) {
    const toggled = toggle(selection, unit)
    return { state: { name: 'pressing', from, ids: toggled, onUp: toggled }, selection: toggled }
  }
  const ids = selection.includes(shape.id) ? selection : unit
  // Links in text are followed if the shape is selected, or in view mode.
  const textLink = ids === selection || view.readOnly ? textLinkAt(shape, from, scene) : null
  const leads = textLink ? { link: textLink } : {}
  return {
    state: { name: 'pressing', from, ids, onUp: unit, ...leads },
    ...(ids === unit ? { selection: unit, entered } : {}),
  }
}

/** Removes a unit from a selection that contains all of it, else adds it. */
function toggle(selection: readonly ShapeId[], unit: readonly ShapeId[]): readonly ShapeId[] {
  const [selected, own] = [new Set(selection), new Set(unit)]
  return unit.every((id) => selected.has(id))
    ? selection.filter((id) => !own.has(id))
    : [...new Set([...selection, ...unit])]
}

/** Returns the checklist item under a pointer. */
function itemUnder(shape: Shape, { point, shift, mod }: Pointer, { readOnly, zoom, scene }: View) {
  return readOnly || shift || mod || shape.locked ? null : itemAt(shape, point, leastItemPx / zoom, scene)
}

/** Selects a shape inside all its groups. */
function selectInGroups(id: ShapeId, { point }: Pointer, { groups }: View): SelectStep {
  const [entered = null] = groups.groupsOf(id)
  return { state: { name: 'pressing', from: point, ids: [id], onUp: [id] }, selection: [id], entered }
}

function grabbed(handle: Handle, from: WorldPoint, view: View): SelectStep {
  const shapes = shapesOf(view.selection, view)
  const frame = selectionBoxOf(shapes, view.scene.kinds)
  if (!frame) return { state: idle }
  const places = placesOf(view.selection, view)
  const cursor = cursorOf(handle, frame.angle)
  if (handle === 'turn')
    return { state: { name: 'turning', from, places, frame, editedAt: -Infinity }, cursor: 'grabbing' }
  const others = othersThan(view.selection, view)
  const stretchable = isStretchable(shapes, frame)
  const sizes = new Map(
    shapes.flatMap((shape) =>
      isSizedByText(shape, view.scene.kinds) ? [[shape.id, shape.style.size ?? defaultSize] as const] : [],
    ),
  )
  return {
    state: { name: 'resizing', from, side: handle, places, frame, stretchable, sizes, others, editedAt: -Infinity },
    cursor,
  }
}

function isDouble(state: SelectState, { point, at, device, shift, mod }: Pointer, { zoom }: View): boolean {
  if (state.name !== 'idle' || !state.click || shift || mod) return false
  const { click } = state
  return (
    at - click.at <= doubleMs &&
    Math.hypot(point.x - click.point.x, point.y - click.point.y) * zoom <= tolerancePx[device]
  )
}

/** Double click: enters a group; selects a fragment of a cut stroke, which becomes a stroke of its own. */
function pressedTwice(input: Pointer, view: View): SelectStep {
  const shape = view.scene.at(input.point, tolerancePx[input.device] / view.zoom)
  if (!shape) return pressedNothing(input, view)
  if (itemUnder(shape, input, view)) return pressed(input, view)
  const group = groupOver(shape.id, { groups: view.groups, entered: stillEntered(shape.id, view) })
  if (group !== null) {
    const onUp = unitOf(shape.id, { groups: view.groups, entered: group })
    return { state: { name: 'pressing', from: input.point, ids: view.selection, onUp, enters: group } }
  }
  if (hasEditableText(shape, view.scene.kinds) && !view.readOnly && !shape.locked) {
    const write = { id: shape.id, at: shape.text ? input.client : undefined }
    const ids = view.selection.includes(shape.id) ? view.selection : [shape.id]
    return { state: { name: 'pressing', from: input.point, ids, onUp: [shape.id], write } }
  }
  const piece = isErasableInParts(shape, view.scene.kinds) && !view.readOnly ? fragmentAt(shape, input.point) : null
  if (!piece) return pressed(input, view)
  const [from, to] = piece
  const id = partId(shape.id, piece)
  return {
    state: { name: 'pressing', from: input.point, ids: [id], onUp: [id] },
    edits: [{ type: 'split', id: shape.id, from, to }],
    selection: [id],
  }
}

/** Double click on empty board: starts a text, or a marquee when dragged. */
function pressedNothing(input: Pointer, view: View): SelectStep {
  const step = pressed(input, view)
  return step.state.name === 'marquee' && !view.readOnly ? { ...step, state: { ...step.state, twice: true } } : step
}

/** Returns the fragment of a stroke nearest to a point, if there are several. */
function fragmentAt(shape: InkShape, point: WorldPoint): readonly [from: number, to: number] | null {
  const { visible } = shape
  if (!visible || visible.length < 2) return null
  const at = toLocal(shape, point)
  const distances = visible.map((piece) => {
    const [line] = piecesOf({ ...shape, visible: [piece] }, 0)
    return Math.min(...(line?.x.map((x, index) => Math.hypot(x - at.x, (line.y[index] ?? 0) - at.y)) ?? []))
  })
  return visible[distances.indexOf(Math.min(...distances))] ?? null
}

/** Reverts the edits of the gesture. */
function cancelled(state: SelectState, view: View): SelectStep {
  switch (state.name) {
    case 'moving':
      if (state.copied) return deleteCopies(state)
      return { state: idle, edits: [...placed(state.places, view, (at) => at), ...(state.rebinds ?? [])] }
    case 'resizing': {
      const sizes = [...state.sizes].map(([id, size]) => ({ type: 'style', id, style: { size } }) as const)
      return { state: idle, edits: [...placed(state.places, view, (at) => at), ...sizes] }
    }
    case 'turning':
      return { state: idle, edits: placed(state.places, view, (at) => at) }
    case 'bending':
      return { state: idle, edits: restoreLine(state, view) }
    default:
      return { state: idle }
  }
}

function handleUnder(input: Pointer, view: View): Handle | null {
  if (view.readOnly || !placesOf(view.selection, view).length) return null
  const shapes = shapesOf(view.selection, view)
  // A frame's name overlaps the handles at its top, and moves it.
  if (shapes.some((shape) => isOnHandle(shape, input.point, view.scene.kinds))) return null
  if (shapes.length === 1 && shapes[0] && hasPointsOnly(shapes[0], view.scene.kinds)) return null
  const frame = selectionBoxOf(shapes, view.scene.kinds)
  return frame && handleAt(frame, input.point, view.zoom, input.device === 'touch' ? 22 : 6)
}

function hoverCursor(input: Pointer, view: View): string {
  if (pointUnder(input, view)) return 'crosshair'
  if (connectHandleAt(input, view)) return 'pointer'
  const handle = handleUnder(input, view)
  if (handle) return cursorOf(handle, selectionBoxOf(shapesOf(view.selection, view), view.scene.kinds)?.angle ?? 0)
  if (view.scene.linkAt(input.point, view.zoom)) return 'pointer'
  const shape = view.scene.at(input.point, tolerancePx[input.device] / view.zoom)
  if (!shape) return 'default'
  if (itemUnder(shape, input, view)) return 'pointer'
  return view.readOnly ? 'pointer' : 'move'
}
