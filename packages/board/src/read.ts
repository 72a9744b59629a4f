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

/** A shape as it was made, without what was changed since. */
export type Born = Shape & { readonly part?: InkPart }

const nowhere: Place = { x: 0, y: 0, w: 0, h: 0, rotation: 0 }
const placeholder: Place = { x: 0, y: 0, w: 160, h: 80, rotation: 0 }

/** Reads a value of `shapes`. Whatever it is, there is something to show for it: unknown kinds get a placeholder. */
export function readBorn(id: ShapeId, value: unknown, kinds: RecordKinds): Born {
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
  // What a kind reads of a record is what its shapes have.
  if (at && own) return { ...common, kind, at, ...own } as unknown as Born
  return unknownShape(id, kind, record)
}

export function inkShape(id: ShapeId, { header, born, points }: PackedInk): Born & { readonly kind: 'ink' } {
  const { style, order, part } = header
  return { id, kind: 'ink', at: born, born, style, order, points, ...(part ? { part } : {}) }
}

/** Reads all points of a sealed stroke; null when the value is none. */
export function trailOf(value: unknown): InkTrail | null {
  return value instanceof Uint8Array ? decodeInk(value) : null
}

function unknownShape(id: ShapeId, was: string, record: PlainRecord): Born {
  return {
    id,
    kind: 'unknown',
    was: was.slice(0, 40),
    at: parsePlace(record.at, placeholder) ?? placeholder,
    style: defaultStyle,
    order: isOrder(record.order) ? record.order : middleOrder,
  }
}

/** The kind that a value of `shapes` says it is; undefined: it is no shape. */
export function kindOfRecord(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return inkRecord.kind
  return isPlainRecord(value) && typeof value.kind === 'string' ? value.kind : undefined
}

/** What a group's record says it is. */
export const groupKind = 'group'

/** Whether a value of `shapes` is something that others can be in: a frame, or another of such a kind. */
export function isContainer(value: unknown, kinds: RecordKinds): boolean {
  const kind = kindOfRecord(value)
  return kind !== undefined && kinds.get(kind)?.container === true
}

export function isGroup(value: unknown): boolean {
  return kindOfRecord(value) === groupKind
}

/** The shape as it is now: as it was born, under what was changed since; with what is written in it. */
export function readShape(
  layout: Layout,
  { part: _part, ...born }: Born,
  text: RichText | null,
  kinds: RecordKinds,
): Shape {
  const { id } = born
  const kind = kinds.get(born.kind)
  const at = parsePlace(layout.at.get(id), born.at)
  const style = layout.style.get(id)
  const { order } = readOrder(layout.order.get(id))
  const [flags, link, props] = [layout.flags.get(id), parseLink(layout.link.get(id)), layout.props.get(id)]
  const ends = kind?.connects ? readEnds(layout.bind.get(id)) : {}
  return {
    ...(kind && isPlainRecord(props) ? withProps(born, kind, props, kinds) : born),
    ...ends,
    ...(text ? { text } : {}),
    ...(at ? { at } : {}),
    ...(isPlainRecord(style) ? { style: restyled(born.style, style) } : {}),
    ...(order ? { order } : {}),
    ...(isPlainRecord(flags) && flags.locked === true ? { locked: true } : {}),
    ...(isPlainRecord(flags) && flags.hidden === true ? { hidden: true } : {}),
    ...(link ? { link } : {}),
  }
}

/** A value of `order`: a fractional index, or that and what the shape is in. `known` is an index that is valid. */
export function readOrder(
  value: unknown,
  known: string | null = null,
): { readonly order: string | null; readonly parent: ShapeId | null } {
  const order: unknown = Array.isArray(value) ? value[0] : value
  return { order: order === known || isOrder(order) ? (order as string | null) : null, parent: readParent(value) }
}

/** What a value of `order` says the shape is in. */
export function readParent(value: unknown): ShapeId | null {
  const parent: unknown = Array.isArray(value) ? value[1] : null
  return typeof parent === 'string' && isKey(parent) ? (parent as ShapeId) : null
}

/** What the ends of a line hold on to, but for themselves. */
function readEnds(value: unknown): Pick<LineShape, 'start' | 'end'> {
  const { start, end } = isPlainRecord(value) ? value : {}
  const [from, to] = [parseBinding(start), parseBinding(end)]
  return { ...(from ? { start: from } : {}), ...(to ? { end: to } : {}) }
}

/** A shape under a change of some of its properties; a value that its kind does not allow changes nothing. */
function withProps(born: Omit<Born, 'part'>, kind: RecordKind, props: PlainRecord, kinds: RecordKinds): Shape {
  const own: Record<string, unknown> = {}
  for (const [name, prop] of Object.entries(propsOf(kind))) {
    if (!Object.hasOwn(props, name) || prop.fault(props[name]) !== null) continue
    own[name] = prop.parse(props[name]) ?? prop.fallback
  }
  const became = kindUnder(kind, props.kind, kinds)
  const shape = { ...born, ...own, ...(became ? { kind: became.kind } : {}) }
  return (Object.values(own).includes(undefined) ? withoutAbsent(shape) : shape) as unknown as Shape
}

function withoutAbsent(shape: object): object {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined))
}

/** The kind of the same family that a shape is to become; null: there is none. */
export function kindUnder(from: RecordKind, name: unknown, kinds: RecordKinds): RecordKind | null {
  const to = typeof name === 'string' ? kinds.get(name) : undefined
  return to?.family !== undefined && to.family === from.family ? to : null
}

/** A style under a change of some of its keys; null takes a key away. */
function restyled(style: Style, change: PlainRecord): Style {
  return parseStyle({ ...style, ...change })
}
