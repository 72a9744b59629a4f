import {
  cleanName,
  cleanTitle,
  defaultStyle,
  type LineShape,
  type Place,
  parseBinding,
  parseBoxedKind,
  parseLinePoints,
  parseLink,
  parsePins,
  parseStyle,
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
export function readBorn(id: ShapeId, value: unknown): Born {
  if (value instanceof Uint8Array) {
    const packed = unpackInk(value)
    return packed ? inkShape(id, packed) : unknownShape(id, 'ink', {})
  }
  const record = isPlainRecord(value) ? value : {}
  const kind = typeof record.kind === 'string' ? record.kind : ''
  const at = parsePlace(record.at, nowhere)
  const common = { id, style: parseStyle(record.style), order: isOrder(record.order) ? record.order : middleOrder }
  const boxed = parseBoxedKind(kind)
  if (at && boxed) return { ...common, kind: boxed, at }
  const points = kind === 'line' ? parseLinePoints(record.points) : null
  if (at && points) return { ...common, kind: 'line', at, points }
  if (at && kind === 'text') return { ...common, kind, at, ...(record.wraps === true ? { wraps: true } : {}) }
  if (at && kind === 'note') return { ...common, kind, at, ...readMaker(record) }
  if (at && kind === frameKind) return { ...common, kind, at, name: cleanTitle(record.name) ?? '' }
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

function readMaker({ by, made }: PlainRecord): { readonly by?: string; readonly made?: number } {
  const name = cleanName(by)
  return { ...(name ? { by: name } : {}), ...(typeof made === 'number' && made > 0 && made < 1e14 ? { made } : {}) }
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

/** What a group's record says it is. */
export const groupKind = 'group'

const frameKind = 'frame'

export function isFrame(value: unknown): boolean {
  return isPlainRecord(value) && value.kind === frameKind
}

export function isGroup(value: unknown): boolean {
  return isPlainRecord(value) && value.kind === groupKind
}

/** The shape as it is now: as it was born, under what was changed since; with what is written in it. */
export function readShape(layout: Layout, { part: _part, ...born }: Born, text: RichText | null): Shape {
  const { id } = born
  const at = parsePlace(layout.at.get(id), born.at)
  const style = layout.style.get(id)
  const { order, parent } = readOrder(layout.order.get(id))
  const [flags, link, props] = [layout.flags.get(id), parseLink(layout.link.get(id)), layout.props.get(id)]
  const ends = born.kind === 'line' ? readEnds(layout.bind.get(id)) : {}
  return {
    ...(isPlainRecord(props) ? withProps(born, props) : born),
    ...ends,
    ...(text ? { text } : {}),
    ...(at ? { at } : {}),
    ...(isPlainRecord(style) ? { style: restyled(born.style, style) } : {}),
    ...(order ? { order } : {}),
    ...(parent ? { parent } : {}),
    ...(isPlainRecord(flags) && flags.locked === true ? { locked: true } : {}),
    ...(isPlainRecord(flags) && flags.hidden === true ? { hidden: true } : {}),
    ...(link ? { link } : {}),
  }
}

/** A value of `order`: a fractional index, or that and what the shape is in. */
export function readOrder(value: unknown): { readonly order: string | null; readonly parent: ShapeId | null } {
  const [order, parent] = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  return {
    order: isOrder(order) ? order : null,
    parent: typeof parent === 'string' && isKey(parent) ? (parent as ShapeId) : null,
  }
}

/** What the ends of a line hold on to, but for themselves. */
function readEnds(value: unknown): Pick<LineShape, 'start' | 'end'> {
  const { start, end } = isPlainRecord(value) ? value : {}
  const [from, to] = [parseBinding(start), parseBinding(end)]
  return { ...(from ? { start: from } : {}), ...(to ? { end: to } : {}) }
}

/** What it became since it was made. */
function withProps(born: Omit<Born, 'part'>, props: PlainRecord): Shape {
  const shape = born as Shape
  const [from, to] = [parseBoxedKind(shape.kind), parseBoxedKind(props.kind)]
  if (from && to) return { ...shape, kind: to } as Shape
  if (shape.kind === 'text' && typeof props.wraps === 'boolean') {
    const { wraps: _wraps, ...text } = shape
    return props.wraps ? { ...text, wraps: true } : text
  }
  if (shape.kind === 'frame' && typeof props.name === 'string') return { ...shape, name: cleanTitle(props.name) ?? '' }
  if (shape.kind !== 'line') return shape
  const [points, pins] = [parseLinePoints(props.points), parsePins(props.pins)]
  return { ...shape, ...(points ? { points } : {}), ...(pins && pins.length > 0 ? { pins } : {}) }
}

/** A style under a change of some of its keys; null takes a key away. */
function restyled(style: Style, change: PlainRecord): Style {
  return parseStyle({ ...style, ...change })
}
