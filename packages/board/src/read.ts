import {
  defaultStyle,
  type Place,
  parseLinePoints,
  parseStyle,
  type Shape,
  type ShapeId,
  type Style,
} from '@inkbridge/types'
import { type InkPart, type PackedInk, unpackInk } from './ink.ts'
import type { Layout } from './layout.ts'
import { isOrder, middleOrder } from './order.ts'
import { parsePlace } from './place.ts'
import { isPlainRecord, type PlainRecord } from './plain.ts'

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
  if (at && (kind === 'rect' || kind === 'ellipse')) return { ...common, kind, at }
  const points = kind === 'line' ? parseLinePoints(record.points) : null
  if (at && points) return { ...common, kind: 'line', at, points }
  return unknownShape(id, kind, record)
}

export function inkShape(id: ShapeId, { header, born, points }: PackedInk): Born & { readonly kind: 'ink' } {
  const { style, order, part } = header
  return { id, kind: 'ink', at: born, born, style, order, points, ...(part ? { part } : {}) }
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

/** The shape as it is now: as it was born, under what was changed since. */
export function readShape(layout: Layout, { part: _part, ...born }: Born): Shape {
  const at = parsePlace(layout.at.get(born.id), born.at)
  const style = layout.style.get(born.id)
  const order = layout.order.get(born.id)
  return {
    ...born,
    ...(at ? { at } : {}),
    ...(isPlainRecord(style) ? { style: restyled(born.style, style) } : {}),
    ...(isOrder(order) ? { order } : {}),
  }
}

/** A style under a change of some of its keys; null takes a key away. */
function restyled(style: Style, change: PlainRecord): Style {
  return parseStyle({ ...style, ...change })
}
