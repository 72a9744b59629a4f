import {
  aligns,
  cornerStyles,
  dashes,
  fits,
  fonts,
  heads,
  isSeed,
  isSize,
  limits,
  looks,
  nibs,
  parseBinding,
  parseColor,
  parseLink,
  patterns,
  propsOf,
  type RecordKinds,
  routes,
  valigns,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { cutOf, parseCut } from './cut.ts'
import { parseForeign } from './foreign.ts'
import { unpackInk } from './ink.ts'
import type { Root } from './layout.ts'
import { isOrder } from './order.ts'
import { parsePlace } from './place.ts'
import { isKey, isPlain, isPlainRecord, type PlainRecord } from './plain.ts'

/**
 * Checks one entry of a top-level map before it is applied. Kinds and keys this version knows must be well formed;
 * unknown ones pass.
 *
 * @returns null when it may be applied, else a clause that says what is wrong with it
 */
export function checkEntry(root: string, key: string, value: unknown, context: CheckContext): string | null {
  if (!isKey(key)) return 'a key is not allowed'
  const check = entryChecks[root as Root]
  return check ? check(value, key, context) : 'it is outside the layout of a board'
}

/** The context that entries are checked in. */
export interface CheckContext {
  readonly kinds: RecordKinds
  /** The kind a shape was created as, by its id; undefined when the shape does not exist yet. */
  kindOf(id: string): string | undefined
}

type EntryCheck = (value: unknown, key: string, context: CheckContext) => string | null

/** The checks of each root's entries. */
const entryChecks: Readonly<Record<Root, EntryCheck>> = {
  meta: () => 'it changes what only the server writes',
  wet: (value, key) =>
    value instanceof Y.Array && /^\d{1,10}$/.test(key) ? null : 'a live stroke is not an array under its client id',
  text: (value) => (value?.constructor === Y.XmlFragment ? null : 'a text is not an XML fragment'),
  shapes: (value, _key, { kinds }) => checkShape(value, kinds),
  at: (value) => (isPlace(value) ? null : 'a place is not on the board'),
  style: record('a style is not a record', checkStyle),
  cut: (value, key) => (parseCut(value) && cutOf(key) !== '' ? null : 'an erased range is invalid'),
  order: (value) => (isOrderAndParent(value) ? null : 'an order is not a fractional index'),
  flags: record('flags are not a record', checkFlags),
  link: (value) => (parseLink(value) ? null : 'a link is not a safe address'),
  props: record('properties are not a record', checkProps),
  foreign: (value) => (parseForeign(value) ? null : 'what another program says of a shape is not plain data'),
  bind: record('the bindings of a line are not a record', checkEnds),
}

function record(
  problem: string,
  check: (value: PlainRecord, key: string, context: CheckContext) => string | null,
): EntryCheck {
  return (value, key, context) => (isPlainRecord(value) && isPlain(value) ? check(value, key, context) : problem)
}

function isPlace(value: unknown): boolean {
  return parsePlace(value, { x: 0, y: 0, w: 0, h: 0, rotation: 0 }) !== null
}

function checkShape(value: unknown, kinds: RecordKinds): string | null {
  if (value instanceof Uint8Array) return unpackInk(value) ? null : 'a stroke cannot be read'
  if (!isPlainRecord(value) || !isPlain(value)) return 'a shape is not plain data'
  const { kind, order, at, style } = value
  if (typeof kind !== 'string' || kind === '' || kind.length > limits.maxKeyLength) return 'a shape has no kind'
  if (order !== undefined && !isOrder(order)) return 'an order is not a fractional index'
  const known = kinds.get(kind)
  if (!known || known.packed) return null
  if (!Array.isArray(at) || !isPlace(at)) return 'a place is not on the board'
  for (const [name, prop] of Object.entries(propsOf(known))) {
    const problem = prop.required ? prop.fault(value[name]) : null
    if (problem) return problem
  }
  if (style === undefined) return null
  return isPlainRecord(style) ? checkStyle(style) : 'a style is not a record'
}

function isOrderAndParent(value: unknown): boolean {
  if (!Array.isArray(value)) return isOrder(value)
  const [order, parent, ...rest] = value as readonly unknown[]
  return isOrder(order) && typeof parent === 'string' && isKey(parent) && rest.length === 0
}

function checkFlags({ locked, hidden }: PlainRecord): string | null {
  return [locked, hidden].every((flag) => flag === undefined || typeof flag === 'boolean')
    ? null
    : 'a flag is not a boolean'
}

function checkEnds({ start, end }: PlainRecord): string | null {
  return [start, end].every((value) => value == null || isBinding(value)) ? null : 'a binding is invalid'
}

function isBinding(value: unknown): boolean {
  const outline = isPlainRecord(value) ? value.outline : undefined
  return parseBinding(value) !== null && (outline === undefined || outline === true)
}

/**
 * Properties must be what the kind of their shape allows; for an unknown kind any plain data is allowed. Properties
 * that the kind does not have, and those of a shape that does not exist yet, must be valid for some kind.
 */
function checkProps(props: PlainRecord, id: string, { kinds, kindOf }: CheckContext): string | null {
  if (props.kind !== undefined && typeof props.kind !== 'string') return 'a shape has no kind'
  const name = kindOf(id)
  const kind = name === undefined ? undefined : kinds.get(name)
  if (name !== undefined && !kind) return null
  const own = kind && propsOf(kind)
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined) continue
    const prop = own && Object.hasOwn(own, key) ? own[key] : undefined
    const faults = (prop ? [prop] : kinds.propsNamed(key)).map((each) => each.fault(value))
    const [first] = faults
    if (first && faults.every(Boolean)) return first
  }
  return null
}

/** The words allowed as values of style keys; a null or missing value means the default. */
const words: Readonly<Record<string, readonly string[]>> = {
  nib: nibs,
  dash: dashes,
  pattern: patterns,
  corners: cornerStyles,
  look: looks,
  startHead: heads,
  endHead: heads,
  route: routes,
  font: fonts,
  align: aligns,
  valign: valigns,
  fit: fits,
}

function checkStyle(style: PlainRecord): string | null {
  const { color, fill, width, opacity, streamline, size, seed } = style
  const isPart = (value: unknown) => value == null || (typeof value === 'number' && value >= 0 && value <= 1)
  if (color !== undefined && !parseColor(color)) return 'a colour is invalid'
  if (fill != null && !parseColor(fill)) return 'a fill is not a colour'
  if (width !== undefined && !(typeof width === 'number' && width > 0 && width <= 512)) return 'a width is out of range'
  if (size != null && !isSize(size)) return 'a size is out of range'
  if (seed != null && !isSeed(seed)) return 'a seed is out of range'
  if (!isPart(opacity)) return 'an opacity is out of range'
  if (!isPart(streamline)) return 'a streamline is out of range'
  const wrong = Object.keys(words).find((key) => style[key] != null && !words[key]?.includes(String(style[key])))
  return wrong ? `"${wrong}" is invalid` : null
}
