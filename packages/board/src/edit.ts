import {
  type Binding,
  carriage,
  type Edit,
  limits,
  type NewShape,
  newShapeId,
  type Place,
  parseBinding,
  parseLinePoints,
  parseLink,
  partId,
  type RichText,
  type Shape,
  type ShapeId,
  type StyleChange,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { cutKey, encodeCut, type Interval, parseCut, without } from './cut.ts'
import type { Groups } from './groups.ts'
import { decodeInk, encodeInk, InkTrail } from './ink.ts'
import type { Layout } from './layout.ts'
import { byOrder, isOrder, middleOrder } from './order.ts'
import { encodePlace, roundPlace } from './place.ts'
import { isPlainRecord, type PlainRecord } from './plain.ts'
import { type Born, groupKind, isGroup, readOrder } from './read.ts'
import { copiedText, emptyText, setChecked, writeText } from './text.ts'
import type { Pen } from './wet.ts'

export interface EditContext {
  readonly layout: Layout
  readonly pen: Pen
  readonly groups: Groups
  /** How a shape was made; undefined when there is none. */
  born(id: ShapeId): Born | undefined
  /** How it is now. */
  shape(id: ShapeId): Shape | undefined
  topOrder(): string
}

/** Applies one edit. Call inside a transaction. An edit of a shape that is not there, or not any more, does nothing. */
export function applyEdit(edit: Edit, context: EditContext): void {
  const { layout, pen, born, topOrder } = context
  switch (edit.type) {
    case 'create': {
      const { id, kind, at, style, order, text, ...own } = edit.shape
      const { x, y, w, h, rotation, mirrored } = roundPlace(at)
      const record = {
        kind,
        at: [x, y, w, h, rotation, ...(mirrored ? [1] : [])],
        style: { ...style },
        order: isOrder(order) ? order : topOrder(),
        ...own,
      }
      layout.shapes.set(id, withoutEnds(record))
      const ends = endsOf(edit.shape)
      if (ends) layout.bind.set(id, ends)
      layout.text.set(id, emptyText())
      if (text) writeAll(layout, id, text)
      return
    }
    case 'place': {
      const at = born(edit.id)?.at
      if (at) layout.at.set(edit.id, encodePlace(edit.at, at))
      return
    }
    case 'style':
      if (layout.shapes.has(edit.id)) layout.style.set(edit.id, changedStyle(layout.style.get(edit.id), edit.style))
      return
    case 'order':
      if (layout.shapes.has(edit.id) && isOrder(edit.order))
        setOrder(layout, edit.id, edit.order, readOrder(layout.order.get(edit.id)).parent)
      return
    case 'delete':
      return deleteShape(context, edit.id)
    case 'flags':
      return setFlags(layout, edit)
    case 'link':
      if (edit.link === null) layout.link.delete(edit.id)
      else if (layout.shapes.has(edit.id) && parseLink(edit.link)) layout.link.set(edit.id, edit.link)
      return
    case 'kind':
      return setProps(context, edit.id, { kind: edit.kind })
    case 'points': {
      const at = born(edit.id)?.at
      if (!at || !parseLinePoints(edit.points)) return
      layout.at.set(edit.id, encodePlace(edit.at, at))
      return setProps(context, edit.id, { points: [...edit.points] })
    }
    case 'bind':
      return bind(layout, edit)
    case 'pins':
      return setProps(context, edit.id, { pins: [...edit.pins] })
    case 'wrap':
      return setProps(context, edit.id, { wraps: edit.wraps })
    case 'text':
      if (layout.shapes.has(edit.id)) writeAll(layout, edit.id, edit.text)
      return
    case 'check':
      return setChecked(layout.text.get(edit.id), edit.paragraph, edit.checked)
    case 'parent':
      if (layout.shapes.has(edit.id)) setOrder(layout, edit.id, orderOf(context, edit.id), edit.parent)
      return
    case 'name':
      return setProps(context, edit.id, { name: edit.name.slice(0, limits.maxTitleLength) })
    case 'group':
      return group(context, edit.id, edit.members)
    case 'ungroup':
      return ungroup(context, edit.id)
    case 'copy':
      copyShapes(context, context, edit)
      return
    case 'cut':
      return cut(context, edit.id, [edit.from, edit.to])
    case 'split':
      return split(context, edit.id, [edit.from, edit.to])
    case 'ink-begin':
      return pen.begin({ ...edit, order: topOrder() }, edit.points)
    case 'ink-extend':
      return pen.extend(edit.id, edit.points)
    case 'ink-seal':
      return pen.seal(edit.id)
    case 'ink-drop':
      return pen.drop(edit.id)
  }
}

/** All that is written in a shape becomes this. */
function writeAll(layout: Layout, id: ShapeId, text: RichText): void {
  const there = layout.text.get(id)
  const fragment = there instanceof Y.XmlFragment ? there : emptyText()
  if (fragment !== there) layout.text.set(id, fragment)
  writeText(fragment, text)
}

function bind(layout: Layout, { id, end, to }: Edit & { readonly type: 'bind' }): void {
  if (!layout.shapes.has(id) || to?.to === id) return
  const value = layout.bind.get(id)
  const { [end]: _before, ...others } = isPlainRecord(value) ? value : {}
  const ends = { ...others, ...(to ? { [end]: plainBinding(to) } : {}) }
  if (Object.keys(ends).length > 0) layout.bind.set(id, ends)
  else layout.bind.delete(id)
}

/** What the ends of a new line hold on to; null: nothing. */
function endsOf(shape: NewShape): PlainRecord | null {
  if (shape.kind !== 'line' || (!shape.start && !shape.end)) return null
  const { start, end } = shape
  return { ...(start ? { start: plainBinding(start) } : {}), ...(end ? { end: plainBinding(end) } : {}) }
}

function plainBinding({ to, at }: Binding): PlainRecord {
  return at ? { to, at: [...at] } : { to }
}

function withoutEnds({ start: _start, end: _end, ...record }: Record<string, unknown>): PlainRecord {
  return record
}

function changedStyle(value: unknown, change: StyleChange): Record<string, unknown> {
  return { ...(isPlainRecord(value) ? value : {}), ...change }
}

function deleteShape({ layout, born }: EditContext, id: ShapeId): void {
  const part = born(id)?.part
  // Else the stroke it is a part of would have it back.
  if (part && layout.shapes.has(id)) layout.cut.set(cutKey(part.of, newShapeId()), encodeCut([part.from, part.to]))
  const { shapes, at, style, order, flags, bind, link, props, text } = layout
  for (const map of [shapes, at, style, order, flags, bind, link, props, text]) if (map.has(id)) map.delete(id)
}

function setOrder(layout: Layout, id: ShapeId, order: string, parent: ShapeId | null): void {
  layout.order.set(id, parent ? [order, parent] : order)
}

function setFlags(layout: Layout, { id, locked, hidden }: Edit & { readonly type: 'flags' }): void {
  if (!layout.shapes.has(id)) return
  const value = layout.flags.get(id)
  const before: PlainRecord = isPlainRecord(value) ? value : {}
  const after = { ...before, locked: locked ?? before.locked, hidden: hidden ?? before.hidden }
  const set = Object.fromEntries(Object.entries(after).filter(([, flag]) => flag !== false && flag !== undefined))
  if (Object.keys(set).length > 0) layout.flags.set(id, set)
  else layout.flags.delete(id)
}

function setProps({ layout }: EditContext, id: ShapeId, change: PlainRecord): void {
  const before = layout.props.get(id)
  if (layout.shapes.has(id)) layout.props.set(id, { ...(isPlainRecord(before) ? before : {}), ...change })
}

/** How high a shape lies, or a group says it does. */
function orderOf({ layout, shape }: EditContext, id: ShapeId): string {
  return shape(id)?.order ?? readOrder(layout.order.get(id)).order ?? middleOrder
}

function group(context: EditContext, id: ShapeId, members: readonly ShapeId[]): void {
  const { layout, groups } = context
  const there = members.filter((member) => layout.shapes.has(member))
  if (there.length < 2 || layout.shapes.has(id)) return
  const [first, ...others] = there.map((member) => groups.groupsOf(member))
  const frames = new Set(there.map((member) => groups.frameOf(member)))
  const frame = frames.size === 1 ? ([...frames][0] ?? null) : null
  const around = first?.find((each) => others.every((path) => path.includes(each))) ?? frame
  layout.shapes.set(id, { kind: groupKind })
  if (around) setOrder(layout, id, middleOrder, around)
  for (const member of there) setOrder(layout, member, orderOf(context, member), id)
}

function ungroup(context: EditContext, id: ShapeId): void {
  const { layout, groups } = context
  if (!isGroup(layout.shapes.get(id))) return
  const around = groups.parentOf(id)
  for (const child of groups.childrenOf(id)) setOrder(layout, child, orderOf(context, child), around)
  deleteShape(context, id)
}

/** Points count from the stroke's own first one; cuts from that of the stroke it is a part of. */
function inRoot({ part }: Born, [from, to]: Interval): Interval {
  const shift = part ? Math.floor(part.from) : 0
  return [from + shift, to + shift]
}

function cut({ layout, born }: EditContext, id: ShapeId, interval: Interval): void {
  const stroke = born(id)
  if (stroke?.kind !== 'ink') return
  const value = encodeCut(inRoot(stroke, interval))
  if (parseCut(value)) layout.cut.set(cutKey(stroke.part?.of ?? id, newShapeId()), value)
}

function split({ layout, born, shape }: EditContext, id: ShapeId, interval: Interval): void {
  const [stroke, now] = [born(id), shape(id)]
  const trail = trailOf(layout, id)
  const piece = partId(id, interval)
  if (stroke?.kind !== 'ink' || now?.kind !== 'ink' || !trail || layout.shapes.has(piece)) return
  const claim = parseCut(encodeCut(inRoot(stroke, interval)))
  if (!claim) return
  const [from, to] = claim
  const part = { of: stroke.part?.of ?? id, from, to }
  const header = { ...trail.header, style: now.style, order: now.order, part }
  const own = new InkTrail(header)
  own.add(trail.steps.slice(Math.floor(interval[0]), Math.ceil(interval[1]) + 1))
  layout.shapes.set(piece, encodeInk(own))
  layout.at.set(piece, encodePlace(carriedPlace(own.born, now.born, now.at), own.born))
}

function trailOf(layout: Layout, id: ShapeId): InkTrail | null {
  const bytes = layout.shapes.get(id)
  return bytes instanceof Uint8Array ? decodeInk(bytes) : null
}

/** Where a box in a stroke as it was drawn is, now that the stroke is elsewhere. */
function carriedPlace(box: Place, born: Omit<Place, 'rotation'>, at: Place): Place {
  const { scaleX, moveX, scaleY, moveY } = carriage(born, at)
  const [w, h] = [box.w * Math.abs(scaleX), box.h * scaleY]
  const [x, y] = [Math.min(box.x * scaleX, (box.x + box.w) * scaleX) + moveX, box.y * scaleY + moveY]
  const [sin, cos] = [Math.sin(at.rotation), Math.cos(at.rotation)]
  const [offX, offY] = [x + w / 2 - (at.x + at.w / 2), y + h / 2 - (at.y + at.h / 2)]
  return {
    x: at.x + at.w / 2 + offX * cos - offY * sin - w / 2,
    y: at.y + at.h / 2 + offX * sin + offY * cos - h / 2,
    w,
    h,
    rotation: at.rotation,
    ...(at.mirrored ? { mirrored: true } : {}),
  }
}

/**
 * Copies all that is known of shapes under new ids, so far away and above everything, from one document to the same or
 * another. Groups of which all is copied come along. Call inside a transaction of the second.
 */
export function copyShapes(
  from: EditContext,
  to: EditContext,
  { ids, copies, by }: Omit<Edit & { readonly type: 'copy' }, 'type'>,
): void {
  const copied = new Map(ids.flatMap((id, index) => (copies[index] ? [[id, copies[index]] as const] : [])))
  const parents = groupsAlong(from, to, copied)
  const rising = [...copied].flatMap(([id, copy]) => {
    const shape = from.shape(id)
    return shape && from.born(id) ? [{ shape, copy }] : []
  })
  for (const { shape, copy } of rising.sort((a, b) => byOrder(a.shape, b.shape))) {
    const at = { ...shape.at, x: shape.at.x + by.x, y: shape.at.y + by.y }
    copyShape(from, to, shape, { copy, at, parent: parents(shape.id) })
    copyEnds(from.layout, to.layout, shape, copy, copied)
  }
}

/** An end holds on to the copy of what it held on to, or to nothing. */
function copyEnds(from: Layout, to: Layout, { id }: Shape, copy: ShapeId, copied: ReadonlyMap<ShapeId, ShapeId>): void {
  const value = from.bind.get(id)
  if (!isPlainRecord(value)) return
  const ends = Object.entries(value).flatMap(([end, held]) => {
    const binding = parseBinding(held)
    const there = binding && copied.get(binding.to)
    return there ? [[end, plainBinding({ ...binding, to: there })]] : []
  })
  if (ends.length > 0) to.bind.set(copy, Object.fromEntries(ends))
}

/** Makes copies of groups of which all is copied; gives what the copy of a shape is in. */
function groupsAlong(
  from: EditContext,
  to: EditContext,
  copied: ReadonlyMap<ShapeId, ShapeId>,
): (id: ShapeId) => ShapeId | null {
  const whole = (group: ShapeId) => from.groups.membersOf(group).every((id) => copied.has(id))
  const made = new Map<ShapeId, ShapeId>()
  for (const group of new Set([...copied.keys()].flatMap((id) => from.groups.groupsOf(id)))) {
    if (!whole(group)) continue
    made.set(group, newShapeId())
  }
  // Within a document what is copied out of a group or a frame stays in it.
  const stays = (parent: ShapeId | null) => (parent && from === to ? parent : null)
  const around = (id: ShapeId) => {
    const [parent] = from.groups.groupsOf(id)
    const frame = from.groups.frameOf(id)
    return (parent && made.get(parent)) ?? (frame && copied.get(frame)) ?? stays(parent ?? frame)
  }
  for (const [group, copy] of made) {
    to.layout.shapes.set(copy, { kind: groupKind })
    const parent = around(group)
    if (parent) setOrder(to.layout, copy, middleOrder, parent)
  }
  return around
}

interface Copy {
  readonly copy: ShapeId
  readonly at: Place
  readonly parent: ShapeId | null
}

/** A copy is not locked: else what was copied could not be moved away. */
function copyShape(from: EditContext, to: EditContext, shape: Shape, { copy, at, parent }: Copy): void {
  const { id } = shape
  for (const root of ['shapes', 'style', 'link', 'props'] as const) {
    const [source, target] = [from.layout[root], to.layout[root]]
    if (source.has(id)) target.set(copy, source.get(id))
  }
  const text = copiedText(from.layout.text.get(id))
  if (text) to.layout.text.set(copy, text)
  if (shape.kind === 'ink' && shape.visible) copyCuts(from.layout, to.layout, id, copy, shape.visible)
  const place = from.born(id)?.at
  if (place) to.layout.at.set(copy, encodePlace(at, place))
  setOrder(to.layout, copy, to.topOrder(), parent)
}

/** The copy is no part of anything: what is not seen of the original is erased of it. */
function copyCuts(from: Layout, to: Layout, id: ShapeId, copy: ShapeId, visible: readonly Interval[]): void {
  const trail = trailOf(from, id)
  if (!trail) return
  const { part, ...header } = trail.header
  const own = new InkTrail(header)
  own.add(trail.steps)
  if (part) to.shapes.set(copy, encodeInk(own))
  for (const gap of without([[0, trail.steps.length - 1]], visible)) {
    to.cut.set(cutKey(copy, newShapeId()), encodeCut(gap))
  }
}
