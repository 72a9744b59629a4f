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
/** Size of a frame made by a click, world units. */
const usual = { w: 640, h: 400 }

/** Draws a frame, which contains the shapes entirely inside it. */
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

/** The context for creating a frame. */
type Framing = Pick<View, 'groups' | 'style'> & {
  readonly scene: Pick<View['scene'], 'get' | 'within' | 'frameAt' | 'lowestOrder'>
}

/**
 * Returns edits that create a frame inside the innermost frame that contains it, and put the shapes entirely inside it
 * into it. Its z-order is below the other contents of the outer frame, or below everything.
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

/** Returns the innermost frame that contains a box; null: none. */
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

/** Replaces shapes by their outermost group, if it is complete. */
function unitsIn(ids: readonly ShapeId[], { groups }: Pick<Framing, 'groups'>): readonly ShapeId[] {
  const there = new Set(ids)
  const units = new Set(ids.map((id) => groups.groupsOf(id).at(-1) ?? id))
  return [...units].filter((unit) => there.has(unit) || groups.membersOf(unit).every((member) => there.has(member)))
}

/** Returns the direct contents of a frame: shapes and outermost groups. */
function directlyIn(frame: ShapeId, { groups }: Pick<Framing, 'groups'>): readonly ShapeId[] {
  const all = groups.contentsOf(frame)
  const deeper = new Set(all.flatMap((id) => groups.contentsOf(id)))
  return [...new Set(all.filter((id) => !deeper.has(id)).map((id) => groups.groupsOf(id).at(-1) ?? id))]
}

/** Returns edits that reparent the remaining contents of deleted frames to the frames around those. */
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

/** Returns shapes with the contents of frames among them. */
export function withContents(ids: readonly ShapeId[], { groups }: Pick<View, 'groups'>): readonly ShapeId[] {
  return [...new Set(ids.flatMap((id) => [id, ...groups.contentsOf(id)]))]
}

type FrameContext = Pick<View, 'scene' | 'groups'>

/**
 * Returns edits that put created or moved shapes into the frames they are over, or out of frames. Groups move as a
 * whole; contents of moved frames stay in them; lines follow the shapes they are bound to.
 */
export function reparent(ids: readonly ShapeId[], context: FrameContext): readonly Edit[] {
  const { scene, groups } = context
  const moved = new Set(ids)
  const into = new Map<ShapeId, ShapeId | null>()
  const edits: Edit[] = []
  const frameOf = (id: ShapeId) => into.get(id) ?? (into.has(id) ? null : (scene.get(id)?.frame ?? null))
  const put = (unit: ShapeId, members: readonly ShapeId[], frame: ShapeId | null) => {
    if (members.some((member) => frameOf(member) !== frame)) edits.push({ type: 'parent', id: unit, parent: frame })
    for (const member of members) into.set(member, frame)
  }
  const unitOf = movedUnits(moved, groups)
  /** Groups already handled with all their members. */
  const seen = new Set<ShapeId>()
  const movesWithFrame = (shape: Shape) => shape.frame !== undefined && moved.has(shape.frame)
  for (const id of ids) {
    const shape = scene.get(id)
    if (!shape || into.has(id) || movesWithFrame(shape) || isAlone(shape, context)) continue
    const { unit, members, isPart } = unitOf(id)
    if (seen.has(unit)) continue
    seen.add(unit)
    const box = union(members.flatMap((member) => scene.get(member) ?? []).map((each) => scene.extentOf(each)))
    const to = box && scene.frameAt(middleOf(box), moved)
    // A shape still over the frame of its group stays in both; elsewhere it would be clipped away.
    const stays = isPart && (!shape.frame || framesFrom(to, frameOf).includes(shape.frame))
    if (box && !stays) put(unit, members, to)
  }
  // The frames of bound shapes are known now.
  for (const id of new Set([...ids, ...ids.flatMap((id) => scene.linesBoundTo(id).map((line) => line.id))])) {
    const line = scene.get(id)
    if (!isAlone(line, context) || movesWithFrame(line)) continue
    const points = worldPoints(line)
    const [start = [], end = []] = (['start', 'end'] as const).map((end) => {
      const boundShape = line[end] && scene.get(line[end].to)
      const [x = 0, y = 0] = end === 'start' ? points : points.slice(-2)
      return framesFrom(boundShape ? frameOf(boundShape.id) : scene.frameAt({ x, y }, moved), frameOf)
    })
    put(id, [id], start.find((frame) => end.includes(frame)) ?? null)
  }
  return edits
}

interface MovedUnit {
  readonly unit: ShapeId
  readonly members: readonly ShapeId[]
  /** It is in a group with members that were not moved. */
  readonly isPart: boolean
}

/** Returns the unit that moved with a shape: the outermost group that moved entirely, else the shape. */
function movedUnits(moved: ReadonlySet<ShapeId>, groups: FrameContext['groups']): (id: ShapeId) => MovedUnit {
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

/**
 * Whether a shape is a line in no group: it belongs to the frame that contains both its ends, so that it is not
 * clipped.
 */
function isAlone(shape: Shape | undefined, { scene, groups }: FrameContext): shape is LineShape {
  return connects(shape, scene.kinds) && groups.groupsOf(shape.id).length === 0
}

/** Returns a frame and the frames around it, from the inside out. */
function framesFrom(innermost: ShapeId | null, frameOf: (id: ShapeId) => ShapeId | null): readonly ShapeId[] {
  const frames: ShapeId[] = []
  for (let id = innermost; id && !frames.includes(id); id = frameOf(id)) frames.push(id)
  return frames
}
