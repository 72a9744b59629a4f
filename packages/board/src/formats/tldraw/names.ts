import type { BoxedKind, Color, Head } from '@inkbridge/types'

/** The names of tldraw's styles and ours. Its colours are those of its light theme. */
const colors: readonly { readonly name: string; readonly ours: Color; readonly hex: string }[] = [
  { name: 'black', ours: 'ink', hex: '#1d1d1d' },
  { name: 'grey', ours: '#9fa8b2', hex: '#9fa8b2' },
  { name: 'light-violet', ours: '#e085f4', hex: '#e085f4' },
  { name: 'violet', ours: 'violet', hex: '#ae3ec9' },
  { name: 'blue', ours: 'blue', hex: '#4465e9' },
  { name: 'light-blue', ours: '#4ba1f1', hex: '#4ba1f1' },
  { name: 'yellow', ours: 'amber', hex: '#f1ac4b' },
  { name: 'orange', ours: 'orange', hex: '#e16919' },
  { name: 'green', ours: 'green', hex: '#099268' },
  { name: 'light-green', ours: '#4cb05e', hex: '#4cb05e' },
  { name: 'light-red', ours: '#f87777', hex: '#f87777' },
  { name: 'red', ours: 'red', hex: '#e03131' },
  { name: 'white', ours: '#ffffff', hex: '#ffffff' },
]

/** The counterparts of inks that tldraw does not have. */
const others: ReadonlyMap<Color, string> = new Map<Color, string>([
  ['slate', 'grey'],
  ['teal', 'light-green'],
  ['sky', 'light-blue'],
  ['pink', 'light-violet'],
  ['brown', 'orange'],
])

/** Our colour for one of tldraw's. */
export function colorOf(name: string): Color {
  return colors.find((each) => each.name === name)?.ours ?? 'ink'
}

/** The colour that a shape is filled with when its fill is not a pale tone: the same for every theme. */
export function strongColorOf(name: string): Color {
  const hex = colors.find((each) => each.name === name)?.hex ?? '#1d1d1d'
  return hex as Color
}

/** The nearest of tldraw's colours, and whether it is the same. */
export function nearestColor(color: Color): { readonly name: string; readonly isExact: boolean } {
  const same = colors.find(({ ours, hex }) => ours === color || hex === color)
  if (same) return { name: same.name, isExact: true }
  const known = others.get(color)
  if (known) return { name: known, isExact: false }
  const [first, ...rest] = colors
  const distances = rest.map(({ name, hex }) => ({ name, by: distance(hex, color) }))
  const nearest = distances.reduce((best, each) => (each.by < best.by ? each : best), {
    name: first?.name ?? 'black',
    by: distance(first?.hex ?? '#000000', color),
  })
  return { name: nearest.name, isExact: false }
}

function distance(one: string, other: string): number {
  const channel = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  return [1, 3, 5].reduce((sum, at) => sum + (channel(one, at) - channel(other, at)) ** 2, 0)
}

/** Names on both sides; the first of several with the same counterpart is the one written. */
function table<Ours extends string>(pairs: readonly (readonly [theirs: string, ours: Ours])[]) {
  const [toOurs, toTheirs] = [new Map<string, Ours>(pairs), new Map<Ours, string>()]
  for (const [theirs, ours] of pairs) if (!toTheirs.has(ours)) toTheirs.set(ours, theirs)
  return { toOurs, toTheirs }
}

export const geos = table<BoxedKind>([
  ['rectangle', 'rect'],
  ['ellipse', 'ellipse'],
  ['diamond', 'diamond'],
  ['triangle', 'triangle'],
  ['pentagon', 'pentagon'],
  ['hexagon', 'hexagon'],
  ['octagon', 'octagon'],
  ['star', 'star'],
  ['cloud', 'cloud'],
  ['heart', 'heart'],
  ['oval', 'oval'],
  ['trapezoid', 'trapezoid'],
  ['rhombus', 'parallelogram'],
  ['rhombus-2', 'parallelogram-left'],
  ['arrow-right', 'arrow-right'],
  ['arrow-left', 'arrow-left'],
  ['arrow-up', 'arrow-up'],
  ['arrow-down', 'arrow-down'],
  ['x-box', 'x-box'],
  ['check-box', 'check-box'],
])

/** `square` and `inverted` have no counterpart. */
export const heads = table<Head>([
  ['arrow', 'arrow'],
  ['triangle', 'triangle'],
  ['dot', 'dot'],
  ['diamond', 'diamond'],
  ['bar', 'bar'],
  ['pipe', 'bar'],
  ['square', 'diamond'],
  ['inverted', 'triangle-outline'],
])

/** Heads of ours that tldraw has not. */
export const nearestHeads: ReadonlyMap<Head, string> = new Map<Head, string>([
  ['triangle-outline', 'triangle'],
  ['dot-outline', 'dot'],
  ['diamond-outline', 'diamond'],
  ['one', 'bar'],
  ['many', 'inverted'],
  ['one-or-many', 'inverted'],
  ['zero-or-one', 'dot'],
  ['zero-or-many', 'inverted'],
])

const steps: readonly string[] = ['s', 'm', 'l', 'xl']

/** The widths of its sizes at scale 1, px: those of strokes, of highlighters, and the sizes of letters. */
export const strokeWidths: Sizes = [2, 3.5, 5, 10]
export const highlightWidths: Sizes = [12, 20, 32, 48]
export const textSizes: Sizes = [18, 24, 36, 44]
/** Of text in boxes and on notes, and of labels of arrows. */
export const labelSizes: Sizes = [18, 22, 26, 32]
export const arrowLabelSizes: Sizes = [18, 20, 24, 28]
export type Sizes = readonly [s: number, m: number, l: number, xl: number]

export function sizeOf(name: string, sizes: Sizes): number {
  return sizes[steps.indexOf(name)] ?? sizes[1]
}

/** The name of the nearest size by ratio, and the scale that is left; 1 if it is nearly none. */
export function nearestSize(value: number, sizes: Sizes): { readonly name: string; readonly scale: number } {
  const ratios = sizes.map((size) => Math.abs(Math.log(value / size)))
  const at = ratios.indexOf(Math.min(...ratios))
  const scale = value / (sizes[at] ?? value)
  return { name: steps[at] ?? 'm', scale: Math.abs(scale - 1) < 0.01 ? 1 : scale }
}
