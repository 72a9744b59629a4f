import {
  defaultStyle,
  inkRecord,
  type LineShape,
  type Place,
  parseBinding,
  parseLink,
  parseStyle,
  propsOf,
  type RecordKind,
  type RecordKinds,
  type RichText,
  type Shape,
  type ShapeId,
  type Style,
} from '@inkbridge/types'
import { decodeInk, type InkPart, type InkTrail, type PackedInk, unpackInk } from './ink.ts'
import type { Layout } from './layout.ts'
import { isOrder, middleOrder } from './order.ts'
import { parsePlace } from './place.ts'
import { isKey, isPlainRecord, type PlainRecord } from './plain.ts'

/** A shape as created, without later changes. */
export type CreatedShape = Shape & { readonly part?: InkPart }

const nowhere: Place = { x: 0, y: 0, w: 0, h: 0, rotation: 0 }
const placeholder: Place = { x: 0, y: 0, w: 160, h: 80, rotation: 0 }

/** Reads a value of `shapes`. Any value gives something to show: unknown kinds get a placeholder. */
export function readCreated(id: ShapeId, value: unknown, kinds: RecordKinds): CreatedShape {
  if (value instanceof Uint8Array) {
    const packed = unpackInk(value)
    return packed ? inkShape(id, packed) : unknownShape(id, inkRecord.kind, {})
  }
  const record = isPlainRecord(value) ? value : {}
  const kind = typeof record.kind === 'string' ? record.kind : ''
  const at = parsePlace(record.at, nowhere)
  const common = { id, style: parseStyle(record.style), order: isOrder(record.order) ? record.order : middleOrder }
  const known = kinds.get(kind)
  const own = at && known && !known.packed ? known.parse(record) : null
  // The fields a kind reads of a record are those of its shapes.
  if (at && own) return { ...common, kind, at, ...own } as unknown as CreatedShape
  return unknownShape(id, kind, record)
}

export function inkShape(
  id: ShapeId,
  { header, original, points }: PackedInk,
): CreatedShape & { readonly kind: 'ink' } {
  const { style, order, part } = header
  return { id, kind: 'ink', at: original, original, style, order, points, ...(part ? { part } : {}) }
}

/** Reads all points of a sealed stroke; null when the value is not one. */
export function trailOf(value: unknown): InkTrail | null {
  return value instanceof Uint8Array ? decodeInk(value) : null
}

function unknownShape(id: ShapeId, was: string, record: PlainRecord): CreatedShape {
  return {
    id,
    kind: 'unknown',
    was: was.slice(0, 40),
    at: parsePlace(record.at, placeholder) ?? placeholder,
    style: defaultStyle,
    order: isOrder(record.order) ? record.order : middleOrder,
  }
}

/** The kind recorded in a value of `shapes`; undefined when it is not a shape. */
export function kindOfRecord(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return inkRecord.kind
  return isPlainRecord(value) && typeof value.kind === 'string' ? value.kind : undefined
}

/** The parent in a group's record. */
export const groupKind = 'group'

/** Whether a value of `shapes` can have children: a frame, or another kind of container. */
export function isContainer(value: unknown, kinds: RecordKinds): boolean {
  const kind = kindOfRecord(value)
  return kind !== undefined && kinds.get(kind)?.container === true
}

export function isGroup(value: unknown): boolean {
  return kindOfRecord(value) === groupKind
}

/** The current shape: as created, with later changes and its text. */
export function readShape(
  layout: Layout,
  { part: _part, ...created }: CreatedShape,
  text: RichText | null,
  kinds: RecordKinds,
): Shape {
  const { id } = created
  const kind = kinds.get(created.kind)
  const at = parsePlace(layout.at.get(id), created.at)
  const style = layout.style.get(id)
  const { order } = readOrder(layout.order.get(id))
  const [flags, link, props] = [layout.flags.get(id), parseLink(layout.link.get(id)), layout.props.get(id)]
  const ends = kind?.connects ? readEnds(layout.bind.get(id)) : {}
  return {
    ...(kind && isPlainRecord(props) ? withProps(created, kind, props, kinds) : created),
    ...ends,
    ...(text ? { text } : {}),
    ...(at ? { at } : {}),
    ...(isPlainRecord(style) ? { style: restyled(created.style, style) } : {}),
    ...(order ? { order } : {}),
    ...(isPlainRecord(flags) && flags.locked === true ? { locked: true } : {}),
    ...(isPlainRecord(flags) && flags.hidden === true ? { hidden: true } : {}),
    ...(link ? { link } : {}),
  }
}

/** A value of `order`: a fractional index, or that and the parent. `known` is an index that is known to be valid. */
export function readOrder(
  value: unknown,
  known: string | null = null,
): { readonly order: string | null; readonly parent: ShapeId | null } {
  const order: unknown = Array.isArray(value) ? value[0] : value
  return { order: order === known || isOrder(order) ? (order as string | null) : null, parent: readParent(value) }
}

/** The parent in a value of `order`. */
export function readParent(value: unknown): ShapeId | null {
  const parent: unknown = Array.isArray(value) ? value[1] : null
  return typeof parent === 'string' && isKey(parent) ? (parent as ShapeId) : null
}

/** The bindings of a line's ends, without those to itself. */
function readEnds(value: unknown): Pick<LineShape, 'start' | 'end'> {
  const { start, end } = isPlainRecord(value) ? value : {}
  const [from, to] = [parseBinding(start), parseBinding(end)]
  return { ...(from ? { start: from } : {}), ...(to ? { end: to } : {}) }
}

/** A shape with some of its properties changed; a value that its kind does not allow is ignored. */
function withProps(
  created: Omit<CreatedShape, 'part'>,
  kind: RecordKind,
  props: PlainRecord,
  kinds: RecordKinds,
): Shape {
  const own: Record<string, unknown> = {}
  for (const [name, prop] of Object.entries(propsOf(kind))) {
    if (!Object.hasOwn(props, name) || prop.fault(props[name]) !== null) continue
    own[name] = prop.parse(props[name]) ?? prop.fallback
  }
  const became = kindUnder(kind, props.kind, kinds)
  const shape = { ...created, ...own, ...(became ? { kind: became.kind } : {}) }
  return (Object.values(own).includes(undefined) ? withoutAbsent(shape) : shape) as unknown as Shape
}

function withoutAbsent(shape: object): object {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined))
}

/** The kind of the same family that a shape was converted to; null when it was not. */
export function kindUnder(from: RecordKind, name: unknown, kinds: RecordKinds): RecordKind | null {
  const to = typeof name === 'string' ? kinds.get(name) : undefined
  return to?.family !== undefined && to.family === from.family ? to : null
}

/** A style with some of its keys changed; null removes a key. */
function restyled(style: Style, change: PlainRecord): Style {
  return parseStyle({ ...style, ...change })
}
