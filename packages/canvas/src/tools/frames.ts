import { keysBetween } from '@inkbridge/board'
import type { Edit, Place, ShapeId, WorldPoint } from '@inkbridge/types'
import { middleOf, union } from '../geometry/box.ts'
import { snapToGrid } from '../snap.ts'
import { dragPx, type Tool, type View } from './tool.ts'

type FrameState =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly id: ShapeId; readonly from: WorldPoint }

const idle: FrameState = { name: 'idle' }
/** World units of a frame that is made by a click. */
const usual = { w: 640, h: 400 }

/** Draws a frame; what lies in it whole is in it from then on. */
export const frame: Tool<FrameState> = {
  idle,
  cursor: 'crosshair',
  drags: true,
  next(state, input, view) {
    const at = (point: WorldPoint) => (view.grid ? snapToGrid(point, view.grid) : point)
    if (input.type === 'down')
      return { state: { name: 'drawing', id: view.newId(), from: at(input.point) }, selection: [] }
    if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
    const { from, id } = state
    const to = at(input.point)
    const far = Math.hypot(to.x - from.x, to.y - from.y) * view.zoom >= dragPx
    const place = far
      ? {
          x: Math.min(from.x, to.x),
          y: Math.min(from.y, to.y),
          w: Math.abs(to.x - from.x),
          h: Math.abs(to.y - from.y),
          rotation: 0,
        }
      : { x: from.x - usual.w / 2, y: from.y - usual.h / 2, ...usual, rotation: 0 }
    if (input.type === 'move') {
      const shape = { id, kind: 'frame' as const, at: place, style: view.style, order: 'a0', name: '' }
      return { state, ...(far ? { draft: { shape } } : {}) }
    }
    return { state: idle, edits: framed(id, place, view), selection: [id], done: true }
  },
}

/** A frame below everything, and what lies in it whole in it. */
export function framed(
  id: ShapeId,
  at: Place,
  { scene, groups, style }: Pick<View, 'scene' | 'groups' | 'style'>,
): readonly Edit[] {
  const box = { minX: at.x, minY: at.y, maxX: at.x + at.w, maxY: at.y + at.h }
  const inside = scene.within(box).filter((shape) => !shape.frame)
  const there = new Set(inside.map((shape) => shape.id))
  // A group goes in when all of it does.
  const units = new Set(inside.map((shape) => groups.groupsOf(shape.id).at(-1) ?? shape.id))
  const whole = [...units].filter(
    (unit) => there.has(unit) || groups.membersOf(unit).every((member) => there.has(member)),
  )
  const lowest = scene.lowestOrder()
  const [order] = lowest === null ? [] : keysBetween(null, lowest, 1)
  return [
    { type: 'create', shape: { id, kind: 'frame', at, style, name: '', ...(order ? { order } : {}) } },
    ...whole.map((unit) => ({ type: 'parent', id: unit, parent: id }) as const),
  ]
}

/** Some shapes, and what is in those of them that are frames. */
export function withContents(ids: readonly ShapeId[], { groups }: Pick<View, 'groups'>): readonly ShapeId[] {
  return [...new Set(ids.flatMap((id) => [id, ...groups.contentsOf(id)]))]
}

/**
 * Edits that put shapes into the frames they are over, and out of those they are not over any more, once they are moved
 * by so much; a group goes as a whole, and what is in a frame that is moved stays in it.
 */
export function adopted(
  ids: readonly ShapeId[],
  by: { readonly x: number; readonly y: number },
  { scene, groups }: Pick<View, 'scene' | 'groups'>,
): readonly Edit[] {
  const moved = new Set(ids)
  const done = new Set<ShapeId>()
  return ids.flatMap((id): Edit[] => {
    const shape = scene.get(id)
    const group = groups.groupsOf(id).at(-1)
    const unit = group ?? id
    if (!shape || done.has(unit) || (shape.frame && moved.has(shape.frame))) return []
    done.add(unit)
    const members = group ? groups.membersOf(group) : [id]
    if (members.some((member) => !moved.has(member))) return []
    const box = union(members.flatMap((member) => scene.get(member) ?? []).map((each) => scene.extentOf(each)))
    if (!box) return []
    const middle = middleOf(box)
    const frame = scene.frameAt({ x: middle.x + by.x, y: middle.y + by.y }, moved)
    return frame === (shape.frame ?? null) ? [] : [{ type: 'parent', id: unit, parent: frame }]
  })
}
