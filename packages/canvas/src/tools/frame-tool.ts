import { keysBetween } from '@inkbridge/board'
import type { Box, Edit, LineShape, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { middleOf, placeBox, union } from '../geometry.ts'
import { connects, isContainer, isOver, worldPoints } from '../shapes.ts'
import { snapToGrid } from './snap.ts'
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

/** What a new frame is made with. */
type Framing = Pick<View, 'groups' | 'style'> & {
  readonly scene: Pick<View['scene'], 'get' | 'within' | 'frameAt' | 'lowestOrder'>
}

/**
 * A frame, in the innermost one that it lies in whole, and what lies in it whole in it. It is below everything that is
 * in the one around it, or below everything.
 *
 * @param chosen what goes into it wherever it was; without it, what lies in it and is in no other frame
 */
export function framed(id: ShapeId, at: Place, framing: Framing, chosen?: readonly ShapeId[]): readonly Edit[] {
  const { scene, style } = framing
  const box = placeBox(at)
  const inside = scene.within(box)
  const outer = enclosingFrame(box, inside, scene)
  const whole =
    chosen ??
    unitsIn(
      inside.filter((shape) => (shape.frame ?? null) === outer).map(({ id }) => id),
      framing,
    )
  const floor = outer ? (scene.get(outer)?.order ?? null) : null
  const lowest = scene.lowestOrder(floor)
  const [order] = lowest === null ? [] : keysBetween(floor, lowest, 1)
  return [
    { type: 'create', shape: { id, kind: 'frame', at, style, name: '', ...(order ? { order } : {}) } },
    ...(outer ? [{ type: 'parent', id, parent: outer } as const] : []),
    ...whole.map((unit) => ({ type: 'parent', id: unit, parent: id }) as const),
  ]
}

/** The innermost frame that a box lies in whole; null: there is none. */
function enclosingFrame(box: Box, inside: readonly Shape[], scene: Framing['scene']): ShapeId | null {
  const corners = [box.minX, box.maxX].flatMap((x) => [box.minY, box.maxY].map((y) => ({ x, y })))
  const passed = new Set(inside.map(({ id }) => id))
  for (let id = scene.frameAt(middleOf(box), passed); id && !passed.has(id); ) {
    const frame = scene.get(id)
    if (frame && corners.every((corner) => isOver(frame, corner))) return id
    passed.add(id)
    id = frame?.frame ?? null
  }
  return null
}

/** Shapes, and in place of those in groups the outermost of them, where all of it is there. */
function unitsIn(ids: readonly ShapeId[], { groups }: Pick<Framing, 'groups'>): readonly ShapeId[] {
  const there = new Set(ids)
  const units = new Set(ids.map((id) => groups.groupsOf(id).at(-1) ?? id))
  return [...units].filter((unit) => there.has(unit) || groups.membersOf(unit).every((member) => there.has(member)))
}

/** What is in a frame and in no other in it: shapes, and in place of those in groups the outermost of them. */
function directlyIn(frame: ShapeId, { groups }: Pick<Framing, 'groups'>): readonly ShapeId[] {
  const all = groups.contentsOf(frame)
  const deeper = new Set(all.flatMap((id) => groups.contentsOf(id)))
  return [...new Set(all.filter((id) => !deeper.has(id)).map((id) => groups.groupsOf(id).at(-1) ?? id))]
}

/** Edits that put what stays, when frames that it is in are deleted, into what those are in. */
export function reparentContents(gone: readonly ShapeId[], { scene, groups }: Reparenting): readonly ParentEdit[] {
  const going = new Set(gone)
  const parentOf = (id: ShapeId) => groups.groupsOf(id)[0] ?? scene.get(id)?.frame ?? null
  const stays = (unit: ShapeId) => {
    const members = groups.membersOf(unit)
    return members.length > 0 ? members.some((member) => !going.has(member)) : !going.has(unit)
  }
  return gone.flatMap((frame) => {
    if (!isContainer(scene.get(frame), scene.kinds)) return []
    let parent = parentOf(frame)
    while (parent !== null && going.has(parent)) parent = parentOf(parent)
    const inside = directlyIn(frame, { groups }).filter(stays)
    return inside.map((id) => ({ type: 'parent', id, parent }) as const)
  })
}

type ParentEdit = Edit & { readonly type: 'parent' }
type Reparenting = Pick<View, 'groups'> & { readonly scene: Pick<View['scene'], 'get' | 'kinds'> }

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
  const unitOf = movedUnits(moved, groups)
  /** Groups that were looked at: all of their members go along. */
  const seen = new Set<ShapeId>()
  const goesAlong = (shape: Shape) => shape.frame !== undefined && moved.has(shape.frame)
  for (const id of ids) {
    const shape = scene.get(id)
    if (!shape || into.has(id) || goesAlong(shape) || isAlone(shape, along)) continue
    const { unit, members, isPart } = unitOf(id)
    if (seen.has(unit)) continue
    seen.add(unit)
    const box = union(members.flatMap((member) => scene.get(member) ?? []).map((each) => scene.extentOf(each)))
    const to = box && scene.frameAt(middleOf(box), moved)
    // What is still over the frame of its group stays in both; elsewhere it would be seen nowhere.
    const stays = isPart && (!shape.frame || framesFrom(to, frameOf).includes(shape.frame))
    if (box && !stays) put(unit, members, to)
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

interface MovedUnit {
  readonly unit: ShapeId
  readonly members: readonly ShapeId[]
  /** It is in a group of which others were not moved. */
  readonly isPart: boolean
}

/** What moved with a shape: the outermost of its groups of which all was moved, else the shape alone. */
function movedUnits(moved: ReadonlySet<ShapeId>, groups: Along['groups']): (id: ShapeId) => MovedUnit {
  const known = new Map<ShapeId, boolean>()
  const isWhole = (group: ShapeId) => {
    const whole = known.get(group) ?? groups.membersOf(group).every((member) => moved.has(member))
    known.set(group, whole)
    return whole
  }
  return (id) => {
    const path = groups.groupsOf(id)
    const group = path.findLast(isWhole)
    const isPart = group === undefined ? path.length > 0 : group !== path.at(-1)
    return group ? { unit: group, members: groups.membersOf(group), isPart } : { unit: id, members: [id], isPart }
  }
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
