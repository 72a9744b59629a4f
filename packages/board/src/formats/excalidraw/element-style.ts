import { type Color, type Dash, type Font, type Head, isSeed, type Pattern, type Style } from '@inkbridge/types'
import type { ReportReason } from '../format.ts'
import { parseCssColor } from './css-color.ts'
import { clamp, isNumber, listIn, numberIn, type Raw, rawOf, textIn, valueIn } from './raw.ts'

/** A style as it is read, and what in it is only similar. */
export interface ReadStyle {
  readonly style: Style
  readonly approximations: readonly ReportReason[]
}

/** The default colour of Excalidraw. */
const defaultStroke = '#1e1e1e'
/** Nearly invisible: our outlines have a width above 0, theirs may be transparent. */
const noWidth = 0.01
/** The unit of the width of ink. */
const leastInk = 1 / 16
/** More transparent fills are shown by our semi-transparent ones. */
const faint = 0.6
/** Width of a freehand line with full pressure, for a stroke width of 1 (perfect-freehand's `size` there). */
export const freehandWidth = 4.25

const patterns: Readonly<Record<string, Pattern>> = {
  solid: 'solid',
  hachure: 'hachure',
  'cross-hatch': 'cross-hatch',
  zigzag: 'hachure',
}

/** Arrowheads by their names in a drawing; the last ones have no equivalent. */
const heads: Readonly<Record<string, Head>> = {
  arrow: 'arrow',
  bar: 'bar',
  circle: 'dot',
  circle_outline: 'dot-outline',
  triangle: 'triangle',
  triangle_outline: 'triangle-outline',
  diamond: 'diamond',
  diamond_outline: 'diamond-outline',
  cardinality_one: 'one',
  cardinality_many: 'many',
  cardinality_one_or_many: 'one-or-many',
  cardinality_zero_or_one: 'zero-or-one',
  cardinality_zero_or_many: 'zero-or-many',
  cardinality_exactly_one: 'one',
}

/** The stroke, fill and opacity of any element, in today's terms. */
export function strokeStyleOf(element: Raw): ReadStyle {
  const stroke = parseCssColor(valueIn(element, 'strokeColor') ?? defaultStroke)
  const fill = fillOf(element)
  const isBare = stroke !== null && stroke.alpha === 0
  const approximations: ReportReason[] = [...fill.approximations]
  if (!stroke || stroke.alpha < 1) approximations.push('stroke')
  return {
    style: {
      color: (isBare ? fill.style.fill : stroke?.hex) ?? defaultStroke,
      width: isBare ? noWidth : clamp(numberIn(element, 'strokeWidth', 2), noWidth, 512),
      ...fill.style,
      ...opacityOf(element),
      ...dashOf(element),
      ...lookOf(element),
    },
    approximations,
  }
}

function lookOf(element: Raw): Pick<Style, 'look' | 'seed'> {
  const roughness = numberIn(element, 'roughness', 1)
  if (roughness <= 0) return {}
  const seed = valueIn(element, 'seed')
  return { look: roughness < 2 ? 'sketchy' : 'rough', ...(isSeed(seed) ? { seed } : {}) }
}

function opacityOf(element: Raw): { readonly opacity?: number } {
  const opacity = clamp(numberIn(element, 'opacity', 100), 0, 100)
  return opacity < 100 ? { opacity: opacity / 100 } : {}
}

function dashOf(element: Raw): { readonly dash?: Dash } {
  const dash = textIn(element, 'strokeStyle')
  return dash === 'dashed' || dash === 'dotted' ? { dash } : {}
}

interface ReadFill {
  readonly style: { readonly fill?: Color; readonly pattern?: Pattern }
  readonly approximations: readonly ReportReason[]
}

function fillOf(element: Raw): ReadFill {
  const fill = parseCssColor(valueIn(element, 'backgroundColor') ?? 'transparent')
  if (!fill) return { style: {}, approximations: ['fill-pattern'] }
  if (fill.alpha === 0) return { style: {}, approximations: [] }
  const name = textIn(element, 'fillStyle') ?? 'solid'
  const pattern = Object.hasOwn(patterns, name) ? patterns[name] : undefined
  const isExact = fill.alpha === 1 && pattern !== undefined && name !== 'zigzag'
  const shown = fill.alpha < faint ? undefined : (pattern ?? 'solid')
  return {
    style: { fill: fill.hex, ...(shown ? { pattern: shown } : {}) },
    approximations: isExact ? [] : ['fill-pattern'],
  }
}

/** The style of a rectangle, diamond or ellipse. */
export function boxStyleOf(element: Raw, hasCorners: boolean): ReadStyle {
  const read = strokeStyleOf(element)
  if (!hasCorners) return read
  return { ...read, style: { ...read.style, corners: valueIn(element, 'roundness') ? 'round' : 'sharp' } }
}

/** The style of a line or an arrow. One with two points is straight, also with round corners. */
export function lineStyleOf(element: Raw): ReadStyle {
  const read = strokeStyleOf(element)
  const [start, end] = [headOf(element, 'startArrowhead'), headOf(element, 'endArrowhead')]
  const isElbow = valueIn(element, 'elbowed') === true
  const isRound = Boolean(valueIn(element, 'roundness'))
  const corners = !isRound ? 'sharp' : listIn(element, 'points').length > 2 ? 'round' : undefined
  return {
    style: {
      ...read.style,
      ...(start.head ? { startHead: start.head } : {}),
      ...(end.head ? { endHead: end.head } : {}),
      ...(isElbow ? { route: 'elbow' } : corners ? { corners } : {}),
    },
    approximations: [...read.approximations, ...start.approximations, ...end.approximations],
  }
}

function headOf(element: Raw, key: string): { readonly head?: Head; readonly approximations: readonly ReportReason[] } {
  const name = textIn(element, key)
  if (name === null) return { approximations: [] }
  const head = Object.hasOwn(heads, name) ? heads[name] : undefined
  if (!head) return { head: 'arrow', approximations: ['arrowhead'] }
  return { head, approximations: name === 'cardinality_exactly_one' ? ['arrowhead'] : [] }
}

/** The style of a freehand line. */
export function inkStyleOf(element: Raw): ReadStyle {
  const { style, approximations } = strokeStyleOf(element)
  const { look: _look, dash: _dash, pattern: _pattern, ...own } = style
  const options = rawOf(valueIn(rawOf(valueIn(element, 'customData')), 'strokeOptions'))
  const pen = rawOf(valueIn(element, 'strokeOptions'))
  const isEven = valueIn(options, 'constantPressure') === true || valueIn(pen, 'variability') === 'constant'
  const nib = valueIn(options, 'highlighter') === true ? 'highlighter' : isEven ? 'even' : null
  const streamline = valueIn(pen, 'streamline')
  return {
    style: {
      ...own,
      width: Math.round(clamp(style.width * freehandWidth, leastInk, 512) / leastInk) * leastInk,
      ...(style.opacity === undefined ? {} : { opacity: Math.min(253, Math.round(style.opacity * 254)) / 254 }),
      ...(nib ? { nib } : {}),
      ...(isNumber(streamline) ? { streamline: Math.round(clamp(streamline, 0, 1) * 20) / 20 } : {}),
    },
    approximations,
  }
}

/** The letters of a text, or of the text in a shape. */
export function letterStyleOf(text: Raw): {
  readonly style: { readonly font?: Font; readonly size: number }
  readonly approximations: readonly ReportReason[]
} {
  const family = valueIn(text, 'fontFamily') ?? 5
  const named = fontOf(family)
  const given = numberIn(text, 'fontSize', 20)
  const size = clamp(given, 4, 400)
  return {
    style: { ...(named.font ? { font: named.font } : {}), size },
    approximations: [...(named.isExact ? [] : ['font' as const]), ...(size === given ? [] : ['text-style' as const])],
  }
}

/** Fonts by number: handwritten, sans, mono; another name or number is read as sans. */
function fontOf(family: unknown): { readonly font?: Font; readonly isExact: boolean } {
  if (family === 1 || family === 5) return { isExact: true }
  if (family === 3 || family === 8 || family === 999) return { font: 'mono', isExact: true }
  return { font: 'sans', isExact: family === 2 || family === 6 || family === 9 || family === 10 }
}

/** Our names of the alignments of a text. */
export function alignOf(text: Raw): 'start' | 'center' | 'end' {
  const align = textIn(text, 'textAlign')
  return align === 'center' ? 'center' : align === 'right' ? 'end' : 'start'
}

export function valignOf(text: Raw): 'top' | 'middle' | 'bottom' {
  const align = textIn(text, 'verticalAlign')
  return align === 'middle' || align === 'bottom' ? align : 'top'
}
