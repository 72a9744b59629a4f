import { defaultSize, type Edit, type Place } from '@inkbridge/types'
import { rotateAbout } from '../../geometry.ts'
import { carried, cursorOf, resized } from '../selection-box.ts'
import { snapSides, snapToGrid } from '../snap.ts'
import { snapPx, type View } from '../tool.ts'
import { type Dragged, editsEveryMs, idle, maxLive, placed, type Resizing, type SelectStep } from './select-state.ts'

/** Resizes. Shift keeps proportions, as rotated shapes always do, or frees those of images; Alt keeps the centre. */
export function resizing(state: Resizing, input: Dragged, view: View): SelectStep {
  const { frame, side } = state
  const ends = input.type === 'up'
  const cursor = cursorOf(side, frame.angle)
  const tooOften = input.at - state.editedAt < editsEveryMs || state.places.length > maxLive
  if (!ends && tooOften) return { state, cursor }
  // Text keeps its proportions.
  const isText = side.length === 2 && state.sizes.size > 0
  const keep = {
    shift: input.shift !== (side.length === 2 && hasImage(state, view)) || !state.stretchable || isText,
    alt: input.alt,
  }
  const to = resized(frame.box, side, distance(state, input, view), keep)
  const before = new Map(state.places.map(({ id, at }) => [id, at]))
  const edits = placed(state.places, view, (at) => carried(at, frame, to)).flatMap((edit) =>
    resizedByKind(edit, before.get(edit.id), state, view),
  )
  return { state: ends ? idle : { ...state, editedAt: input.at }, edits, cursor }
}

/** Whether a resized shape keeps its proportions without Shift. */
function hasImage({ places }: Resizing, { scene }: View): boolean {
  return places.some(({ id }) => {
    const shape = scene.get(id)
    return shape !== undefined && scene.kinds.of(shape).keepsProportions === true
  })
}

/** Returns the distance of the drag in unrotated coordinates; the dragged side snaps to objects or the grid. */
function distance({ frame, from, side, others }: Resizing, { point, mod }: Dragged, view: View) {
  const { box, angle } = frame
  const by = rotateAbout({ x: point.x - from.x, y: point.y - from.y }, { x: 0, y: 0 }, -angle)
  if (angle !== 0 || mod) return by
  const x = side.includes('e') ? box.maxX + by.x : side.includes('w') ? box.minX + by.x : null
  const y = side.includes('s') ? box.maxY + by.y : side.includes('n') ? box.minY + by.y : null
  if (view.grid) {
    const on = snapToGrid({ x: x ?? 0, y: y ?? 0 }, view.grid)
    return { x: by.x + (x === null ? 0 : on.x - x), y: by.y + (y === null ? 0 : on.y - y) }
  }
  const { dx, dy } = snapSides({ x, y }, others, snapPx / view.zoom)
  return { x: by.x + dx, y: by.y + dy }
}

/** Resizes a shape by its kind's own `resize`. */
function resizedByKind(
  edit: Edit & { readonly type: 'place' },
  before: Place | undefined,
  { side, sizes, places }: Resizing,
  { scene }: View,
): readonly Edit[] {
  const { id, at } = edit
  const shape = scene.get(id)
  const size = sizes.get(id) ?? defaultSize
  return (
    (shape &&
      before &&
      scene.kinds.of(shape).resize?.(shape, { side, before, at, size, isAlone: places.length === 1 })) ?? [edit]
  )
}
