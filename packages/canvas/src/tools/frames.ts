import { keysBetween } from '@inkbridge/board'
import type { Edit, LineShape, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { middleOf, union } from '../geometry/box.ts'
import { connects } from '../shapes/capabilities.ts'
import { worldPoints } from '../shapes/line-points.ts'
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
  {
    scene,
    groups,
    style,
  }: Pick<View, 'groups' | 'style'> & { readonly scene: Pick<View['scene'], 'within' | 'lowestOrder'> },
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

type Along = Pick<View, 'scene' | 'groups'>

/**
 * Edits that put shapes that were made or moved into the frames they are over now, and out of those they are not over
 * any more; a group goes as a whole, and what is in a frame that was moved along stays in it. Lines that hold on to any
 * of them follow.
 */
export function adopted(ids: readonly ShapeId[], along: Along): readonly Edit[] {
  const { scene, groups } = along
  const moved = new Set(ids)
  const into = new Map<ShapeId, ShapeId | null>()
  const edits: Edit[] = []
  const frameOf = (id: ShapeId) => into.get(id) ?? (into.has(id) ? null : (scene.get(id)?.frame ?? null))
  const put = (unit: ShapeId, members: readonly ShapeId[], frame: ShapeId | null) => {
    if (members.some((member) => frameOf(member) !== frame)) edits.push({ type: 'parent', id: unit, parent: frame })
    for (const member of members) into.set(member, frame)
  }
  /** Groups that were looked at: all of their members go along, or none. */
  const seen = new Set<ShapeId>()
  const goesAlong = (shape: Shape) => shape.frame !== undefined && moved.has(shape.frame)
  for (const id of ids) {
    const shape = scene.get(id)
    const group = groups.groupsOf(id).at(-1)
    if (!shape || into.has(id) || goesAlong(shape) || isAlone(shape, along)) continue
    if (group && seen.has(group)) continue
    if (group) seen.add(group)
    const members = group ? groups.membersOf(group) : [id]
    if (members.some((member) => !moved.has(member))) continue
    const box = union(members.flatMap((member) => scene.get(member) ?? []).map((each) => scene.extentOf(each)))
    if (box) put(group ?? id, members, scene.frameAt(middleOf(box), moved))
  }
  // Where what they hold on to is is known now.
  for (const id of new Set([...ids, ...ids.flatMap((id) => scene.holding(id).map((line) => line.id))])) {
    const line = scene.get(id)
    if (!isAlone(line, along) || goesAlong(line)) continue
    const points = worldPoints(line)
    const [start = [], end = []] = (['start', 'end'] as const).map((end) => {
      const held = line[end] && scene.get(line[end].to)
      const [x = 0, y = 0] = end === 'start' ? points : points.slice(-2)
      return framesFrom(held ? frameOf(held.id) : scene.frameAt({ x, y }, moved), frameOf)
    })
    put(id, [id], start.find((frame) => end.includes(frame)) ?? null)
  }
  return edits
}

/** A line that is in no group: it is in the frame that both its ends are in, or it would end where that does. */
function isAlone(shape: Shape | undefined, { scene, groups }: Along): shape is LineShape {
  return connects(shape, scene.kinds) && groups.groupsOf(shape.id).length === 0
}

/** A frame and those it is in, from the inside out. */
function framesFrom(innermost: ShapeId | null, frameOf: (id: ShapeId) => ShapeId | null): readonly ShapeId[] {
  const frames: ShapeId[] = []
  for (let id = innermost; id && !frames.includes(id); id = frameOf(id)) frames.push(id)
  return frames
}
