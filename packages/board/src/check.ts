import {
  aligns,
  cornerings,
  dashes,
  fits,
  fonts,
  heads,
  isSize,
  limits,
  nibs,
  parseBinding,
  parseBoxedKind,
  parseColor,
  parseLinePoints,
  parseLink,
  parsePins,
  patterns,
  routes,
  valigns,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { cutOf, parseCut } from './cut.ts'
import { unpackInk } from './ink.ts'
import { isOrder } from './order.ts'
import { parsePlace } from './place.ts'
import { isKey, isPlain, isPlainRecord, type PlainRecord } from './plain.ts'

/**
 * Judges one entry of a top-level map before it is applied: null, or a clause that says what is wrong with it. What
 * this version knows must be well formed; kinds and keys it does not know pass.
 */
export function checkEntry(root: string, key: string, value: unknown): string | null {
  if (!isKey(key)) return 'a key is not allowed'
  switch (root) {
    case 'meta':
      return 'it changes what only the server writes'
    case 'wet':
      return value instanceof Y.Array && /^\d{1,10}$/.test(key) ? null : 'a stroke in progress is no list'
    case 'text':
      return value instanceof Y.XmlFragment ? null : 'a text is no rich text'
    case 'shapes':
      return checkShape(value)
    case 'at':
      return parsePlace(value, { x: 0, y: 0, w: 0, h: 0, rotation: 0 }) ? null : 'a place is not on the board'
    case 'style':
      return isPlainRecord(value) && isPlain(value) ? checkStyle(value) : 'a style is no record'
    case 'cut':
      return parseCut(value) && cutOf(key) !== '' ? null : 'a cut is none'
    case 'order':
      return isOrderAndParent(value) ? null : 'an order is no fractional index'
    case 'flags':
      return isPlainRecord(value) && isPlain(value) ? checkFlags(value) : 'flags are no record'
    case 'link':
      return parseLink(value) ? null : 'a link leads nowhere safe'
    case 'props':
      return isPlainRecord(value) && isPlain(value) ? checkProps(value) : 'what is left of a shape is no record'
    case 'bind':
      return isPlainRecord(value) && isPlain(value) ? checkEnds(value) : 'what a line holds on to is no record'
    default:
      return isPlain(value) ? null : 'a value is not plain data'
  }
}

/** Kinds this version knows besides those that fill their place. */
const known = ['line', 'text', 'note', 'frame']

function checkShape(value: unknown): string | null {
  if (value instanceof Uint8Array) return unpackInk(value) ? null : 'a stroke cannot be read'
  if (!isPlainRecord(value) || !isPlain(value)) return 'a shape is not plain data'
  if (typeof value.kind !== 'string' || value.kind === '' || value.kind.length > limits.maxKeyLength)
    return 'a shape has no kind'
  if (value.order !== undefined && !isOrder(value.order)) return 'an order is no fractional index'
  if (!known.includes(value.kind) && !parseBoxedKind(value.kind)) return null
  if (!Array.isArray(value.at) || !parsePlace(value.at, { x: 0, y: 0, w: 0, h: 0, rotation: 0 }))
    return 'a place is not on the board'
  if (value.kind === 'line' && !parseLinePoints(value.points)) return 'a line has no points'
  if (value.style === undefined) return null
  return isPlainRecord(value.style) ? checkStyle(value.style) : 'a style is no record'
}

function isOrderAndParent(value: unknown): boolean {
  if (!Array.isArray(value)) return isOrder(value)
  const [order, parent, ...rest] = value as readonly unknown[]
  return isOrder(order) && typeof parent === 'string' && isKey(parent) && rest.length === 0
}

function checkFlags({ locked, hidden }: PlainRecord): string | null {
  return [locked, hidden].every((flag) => flag === undefined || typeof flag === 'boolean')
    ? null
    : 'a flag is neither true nor false'
}

function checkEnds({ start, end }: PlainRecord): string | null {
  return [start, end].every((value) => value == null || parseBinding(value)) ? null : 'a line holds on to no shape'
}

function checkProps({ kind, points, pins, wraps, name }: PlainRecord): string | null {
  if (name !== undefined && (typeof name !== 'string' || name.length > limits.maxTitleLength))
    return 'a name is too long'
  if (kind !== undefined && typeof kind !== 'string') return 'a shape has no kind'
  if (pins !== undefined && !parsePins(pins)) return 'a line is pinned nowhere'
  if (wraps !== undefined && typeof wraps !== 'boolean') return 'a text neither wraps nor not'
  return points === undefined || parseLinePoints(points) ? null : 'a line has no points'
}

/** What a style may say by a word; null, or nothing: what it says by itself. */
const words: Readonly<Record<string, readonly string[]>> = {
  nib: nibs,
  dash: dashes,
  pattern: patterns,
  corners: cornerings,
  look: ['sketchy'],
  startHead: heads,
  endHead: heads,
  route: routes,
  font: fonts,
  align: aligns,
  valign: valigns,
  fit: fits,
}

function checkStyle(style: PlainRecord): string | null {
  const { color, fill, width, opacity, streamline, size } = style
  const isPart = (value: unknown) => value == null || (typeof value === 'number' && value >= 0 && value <= 1)
  if (color !== undefined && !parseColor(color)) return 'a colour is none'
  if (fill != null && !parseColor(fill)) return 'a fill is no colour'
  if (width !== undefined && !(typeof width === 'number' && width > 0 && width <= 512)) return 'a width is out of range'
  if (size != null && !isSize(size)) return 'a size is out of range'
  if (!isPart(opacity)) return 'an opacity is out of range'
  if (!isPart(streamline)) return 'a streamline is out of range'
  const wrong = Object.keys(words).find((key) => style[key] != null && !words[key]?.includes(String(style[key])))
  return wrong ? `a ${wrong} is none` : null
}
