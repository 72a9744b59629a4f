import {
  type Edit,
  isStroke,
  newShapeId,
  type Pin,
  type Place,
  parseBinding,
  type Shape,
  type ShapeId,
} from '@inkbridge/types'
import { bindingRecord } from './bindings.ts'
import { cutKey, encodeCut, type Interval, without } from './cut.ts'
import { type EditContext, setOrder } from './edit-context.ts'
import { encodeInk, InkTrail } from './ink.ts'
import type { Layout } from './layout.ts'
import { byOrder, middleOrder } from './order.ts'
import { encodePlace } from './place.ts'
import { isPlainRecord } from './plain.ts'
import { groupKind, trailOf } from './read.ts'
import { copiedText } from './text.ts'

type EditCopy = Edit & { readonly type: 'copy' }

/**
 * Copies all stored data of shapes under new ids, moved by an offset and above all others, within one document or into
 * another. Groups with all their members copied are copied too. Call inside a transaction of the target.
 */
export function copyShapes(from: EditContext, to: EditContext, { ids, copies, by }: Omit<EditCopy, 'type'>): void {
  const copied = new Map(ids.flatMap((id, index) => (copies[index] ? [[id, copies[index]] as const] : [])))
  const parentOf = copyGroups(from, to, copied)
  const rising = [...copied].flatMap(([id, copy]) => {
    const shape = from.shape(id)
    return shape && from.created(id) ? [{ shape, copy }] : []
  })
  for (const { shape, copy } of rising.sort((a, b) => byOrder(a.shape, b.shape))) {
    const at = { ...shape.at, x: shape.at.x + by.x, y: shape.at.y + by.y }
    copyShape(from, to, shape, { copy, at, parent: parentOf(shape.id) })
    if ('pins' in shape && shape.pins) copyPins(to.layout, copy, shape.pins, by)
    copyEnds(from.layout, to.layout, shape, copy, copied)
  }
}

/** Segments of a line that were placed by hand are moved by the same offset. */
function copyPins({ props }: Layout, copy: ShapeId, pins: readonly Pin[], by: EditCopy['by']): void {
  const before = props.get(copy)
  const moved = pins.map((pin) => ({ ...pin, at: pin.at + by[pin.axis] }))
  props.set(copy, { ...(isPlainRecord(before) ? before : {}), pins: moved })
}

/** An end is bound to the copy of the shape it was bound to, or is free. */
function copyEnds(from: Layout, to: Layout, { id }: Shape, copy: ShapeId, copied: ReadonlyMap<ShapeId, ShapeId>): void {
  const value = from.bind.get(id)
  if (!isPlainRecord(value)) return
  const ends = Object.entries(value).flatMap(([end, bound]) => {
    const binding = parseBinding(bound)
    const target = binding && copied.get(binding.to)
    return target ? [[end, bindingRecord({ ...binding, to: target })]] : []
  })
  if (ends.length > 0) to.bind.set(copy, Object.fromEntries(ends))
}

/** Copies the groups with all their members copied; returns the parent of the copy of a shape. */
function copyGroups(
  from: EditContext,
  to: EditContext,
  copied: ReadonlyMap<ShapeId, ShapeId>,
): (id: ShapeId) => ShapeId | null {
  const isWhole = (group: ShapeId) => from.groups.membersOf(group).every((id) => copied.has(id))
  const groups = new Set([...copied.keys()].flatMap((id) => from.groups.groupsOf(id)))
  const made = new Map([...groups].filter(isWhole).map((group) => [group, newShapeId()]))
  // Within a document a copy stays in the group or frame of its original.
  const stays = (parent: ShapeId | null) => (parent && from === to ? parent : null)
  const parentOf = (id: ShapeId) => {
    const [parent] = from.groups.groupsOf(id)
    const frame = from.groups.frameOf(id)
    return (parent && made.get(parent)) ?? (frame && copied.get(frame)) ?? stays(parent ?? frame)
  }
  for (const [group, copy] of made) {
    to.layout.shapes.set(copy, { kind: groupKind })
    const parent = parentOf(group)
    if (parent) setOrder(to.layout, copy, middleOrder, parent)
  }
  return parentOf
}

interface Copy {
  readonly copy: ShapeId
  readonly at: Place
  readonly parent: ShapeId | null
}

/** A copy is not locked, or nobody could move it away from its original. */
function copyShape(from: EditContext, to: EditContext, shape: Shape, { copy, at, parent }: Copy): void {
  const { id } = shape
  for (const root of ['shapes', 'style', 'link', 'props', 'foreign'] as const) {
    const [source, target] = [from.layout[root], to.layout[root]]
    if (source.has(id)) target.set(copy, source.get(id))
  }
  const text = copiedText(from.layout.text.get(id))
  if (text) to.layout.text.set(copy, text)
  if (isStroke(shape) && shape.visible) copyCuts(from.layout, to.layout, id, copy, shape.visible)
  const place = from.created(id)?.at
  if (place) to.layout.at.set(copy, encodePlace(at, place))
  setOrder(to.layout, copy, to.topOrder(), parent)
}

/** The copy is a stroke of its own: the invisible ranges of the original are erased from it. */
function copyCuts(from: Layout, to: Layout, id: ShapeId, copy: ShapeId, visible: readonly Interval[]): void {
  const trail = trailOf(from.shapes.get(id))
  if (!trail) return
  const { part, ...header } = trail.header
  const own = new InkTrail(header)
  own.add(trail.steps)
  if (part) to.shapes.set(copy, encodeInk(own))
  for (const gap of without([[0, trail.steps.length - 1]], visible)) {
    to.cut.set(cutKey(copy, newShapeId()), encodeCut(gap))
  }
}
