import type { Color, Head, InkName, Style, StyleKey } from '@inkbridge/types'
import { freehandWidth } from './element-style.ts'
import type { Raw } from './raw.ts'

/** Our inks as colours of Excalidraw's palette: for lines, and for fills. */
const inkColors: Readonly<Record<InkName, readonly [line: string, fill: string]>> = {
  ink: ['#1e1e1e', '#e9ecef'],
  slate: ['#868e96', '#e9ecef'],
  red: ['#e03131', '#ffc9c9'],
  orange: ['#e8590c', '#ffd8a8'],
  amber: ['#f08c00', '#ffec99'],
  green: ['#2f9e44', '#b2f2bb'],
  teal: ['#099268', '#96f2d7'],
  sky: ['#0c8599', '#99e9f2'],
  blue: ['#1971c2', '#a5d8ff'],
  violet: ['#6741d9', '#d0bfff'],
  pink: ['#c2255c', '#fcc2d7'],
  brown: ['#846358', '#eaddd7'],
}

/** Opacity of a fill without a pattern, two hexadecimal digits. */
const tint = '33'

const headNames: Readonly<Record<Head, string>> = {
  arrow: 'arrow',
  triangle: 'triangle',
  'triangle-outline': 'triangle_outline',
  dot: 'circle',
  'dot-outline': 'circle_outline',
  diamond: 'diamond',
  'diamond-outline': 'diamond_outline',
  bar: 'bar',
  one: 'cardinality_one',
  many: 'cardinality_many',
  'one-or-many': 'cardinality_one_or_many',
  'zero-or-one': 'cardinality_zero_or_one',
  'zero-or-many': 'cardinality_zero_or_many',
}

export function lineColor(color: Color): string {
  return isInk(color) ? inkColors[color][0] : color
}

function isInk(color: Color): color is InkName {
  return Object.hasOwn(inkColors, color)
}

function fillKeys({ fill, pattern }: Style): Raw {
  if (!fill) return { backgroundColor: 'transparent' }
  const color = isInk(fill) ? inkColors[fill][1] : `${fill}${pattern ? '' : tint}`
  return { backgroundColor: color, fillStyle: pattern ?? 'solid' }
}

const roughness: Readonly<Record<NonNullable<Style['look']>, number>> = { sketchy: 1, rough: 2 }

type WriteKey = (style: Style) => Raw

const common: { readonly [Key in StyleKey]?: WriteKey } = {
  color: ({ color }) => ({ strokeColor: lineColor(color) }),
  width: ({ width }) => ({ strokeWidth: width }),
  fill: fillKeys,
  pattern: fillKeys,
  opacity: ({ opacity = 1 }) => ({ opacity: Math.round(opacity * 100) }),
  dash: ({ dash = 'solid' }) => ({ strokeStyle: dash }),
  look: ({ look }) => ({ roughness: look ? roughness[look] : 0 }),
  seed: ({ seed }) => (seed === undefined ? {} : { seed }),
}

/** The keys of an element for each key of a style, by the role that it has in a drawing. */
const writers = {
  box: { ...common, corners: ({ corners }) => ({ roundness: corners === 'sharp' ? null : { type: 3 } }) },
  line: {
    ...common,
    corners: ({ corners }) => ({ roundness: corners === 'round' ? { type: 2 } : null }),
    startHead: ({ startHead }) => ({ startArrowhead: startHead ? headNames[startHead] : null }),
    endHead: ({ endHead }) => ({ endArrowhead: endHead ? headNames[endHead] : null }),
  },
  ink: {
    color: common.color,
    width: ({ width }) => ({ strokeWidth: width / freehandWidth }),
    fill: fillKeys,
    opacity: common.opacity,
  },
  text: { color: common.color, opacity: common.opacity },
  image: { opacity: common.opacity },
  note: {
    fill: (style) => ({ ...fillKeys({ ...style, fill: style.fill ?? 'amber' }), fillStyle: 'solid' }),
    opacity: common.opacity,
  },
  frame: {},
} as const satisfies Readonly<Record<string, { readonly [Key in StyleKey]?: WriteKey | undefined }>>

/** The role of an element, which determines the keys its style is written to. */
export type StyleRole = keyof typeof writers

/** The keys of an element for what differs between two styles; all of them if there is no earlier one. */
export function styleChanges(role: StyleRole, now: Style, before: Style | null): Raw {
  const own: { readonly [Key in StyleKey]?: WriteKey | undefined } = writers[role]
  const changed = Object.entries(own).filter(([key]) => !before || now[key as StyleKey] !== before[key as StyleKey])
  return Object.assign({}, ...changed.map(([, write]) => write?.(now) ?? {})) as Raw
}

const [handwritten, sans, mono] = [5, 6, 8]
const lineHeight = 1.25

/** The keys of a text for what differs in its letters. */
export function letterChanges(now: Style, before: Style | null): Raw {
  const family = now.font === 'mono' ? mono : now.font ? sans : handwritten
  const align = now.align === 'center' ? 'center' : now.align === 'end' ? 'right' : 'left'
  return {
    ...(before && before.font === now.font ? {} : { fontFamily: family, lineHeight }),
    ...(before && before.size === now.size ? {} : { fontSize: now.size ?? 20 }),
    ...(before && before.align === now.align ? {} : { textAlign: align }),
    ...(before && before.valign === now.valign ? {} : { verticalAlign: now.valign ?? 'top' }),
  }
}
