/** The twelve ink colours: stored by name, drawn by theme. */
export const inks = [
  'ink',
  'slate',
  'red',
  'orange',
  'amber',
  'green',
  'teal',
  'sky',
  'blue',
  'violet',
  'pink',
  'brown',
] as const
export type InkName = (typeof inks)[number]
/** An ink colour by name, or a custom colour: `#rrggbb`. */
export type Color = InkName | `#${string}`

/** Stroke widths, world units. Any number above 0 and up to 512 is valid; the interface offers these. */
export const widths = [2, 4, 8, 16] as const

/** Widths offered for the highlighter, world units. */
export const highlighterWidths = [12, 20, 32, 48] as const

/** The nib of ink that does not follow pressure or speed: uniform width, or highlighter. */
export const nibs = ['even', 'highlighter'] as const
export type Nib = (typeof nibs)[number]

/** The dash pattern of an outline; absent: solid. */
export const dashes = ['dashed', 'dotted'] as const
export type Dash = (typeof dashes)[number]

/** The fill pattern; absent: semi-transparent. */
export const patterns = ['solid', 'hachure', 'cross-hatch'] as const
export type Pattern = (typeof patterns)[number]

/** The corners of a shape; absent: slightly rounded, and those of a line sharp. */
export const cornerStyles = ['sharp', 'round'] as const
export type Corners = (typeof cornerStyles)[number]

/** Arrowheads; those from `one` on show cardinality in data diagrams (J. Martin, 1977). */
export const heads = [
  'arrow',
  'triangle',
  'triangle-outline',
  'dot',
  'dot-outline',
  'diamond',
  'diamond-outline',
  'bar',
  'one',
  'many',
  'one-or-many',
  'zero-or-one',
  'zero-or-many',
] as const
export type Head = (typeof heads)[number]

/** The font of text; absent: handwritten. */
export const fonts = ['sans', 'serif', 'mono'] as const
export type Font = (typeof fonts)[number]

/** Text sizes offered, world units. Any number from 4 to 400 is valid. */
export const sizes = [14, 20, 32, 52] as const
export const defaultSize = 20

/** The alignment of lines in reading direction, and vertically of the whole text. */
export const aligns = ['start', 'center', 'end'] as const
export type Align = (typeof aligns)[number]
export const valigns = ['top', 'middle', 'bottom'] as const
export type Valign = (typeof valigns)[number]

/** What happens when text does not fit: the shape grows, or the text shrinks. */
export const fits = ['grow', 'shrink'] as const
export type Fit = (typeof fits)[number]

/** The type of a line's route; absent: straight from point to point. */
export const routes = ['elbow'] as const
export type Route = (typeof routes)[number]

/** How much a shape looks drawn by hand; absent: exact. */
export const looks = ['sketchy', 'rough'] as const

export interface Style {
  readonly color: Color
  /** Width of the stroke, world units. */
  readonly width: number
  /** The fill of closed shapes, including strokes that return to their start; absent: not filled. */
  readonly fill?: Color
  /** 0 to 1; absent: 1. */
  readonly opacity?: number
  /** For ink; absent: its width follows pressure, or speed where there is no pressure. */
  readonly nib?: Nib
  /** For ink, 0 to 1: how much its line is smoothed; absent: `defaultStreamline`. Stored in twentieths. */
  readonly streamline?: number
  /** Not for ink. */
  readonly dash?: Dash
  readonly pattern?: Pattern
  /** For shapes with corners; a line with round ones is a curve through its points. */
  readonly corners?: Corners
  /** Not for ink. */
  readonly look?: (typeof looks)[number]
  /** Of the strays of a hand-drawn shape, 1 to 2^31 - 1; absent: `seedOf` its id. */
  readonly seed?: number
  /** Arrowheads at the start and the end of a line; absent: none. */
  readonly startHead?: Head
  readonly endHead?: Head
  readonly route?: Route
  /** For shapes with text, to `fit`; absent values take the default of the kind. */
  readonly font?: Font
  /** World units. */
  readonly size?: number
  readonly align?: Align
  readonly valign?: Valign
  readonly fit?: Fit
}

/** A key of a style. */
export type StyleKey = keyof Style

/** The style fields of fills, of letters, and of text in shapes. */
export const fillKeys = ['fill', 'pattern'] as const satisfies readonly StyleKey[]
export const letterKeys = ['font', 'size'] as const satisfies readonly StyleKey[]
export const wordKeys = [...letterKeys, 'align', 'valign', 'fit'] as const satisfies readonly StyleKey[]

export const defaultStreamline = 0.5

export const defaultStyle: Style = { color: 'ink', width: 4 }

export function parseColor(input: unknown): Color | null {
  if (typeof input !== 'string') return null
  const named = inks.find((name) => name === input)
  if (named) return named
  return /^#[0-9a-f]{6}$/i.test(input) ? (input.toLowerCase() as Color) : null
}

/** Reads any value; missing or malformed fields take the default. Never throws. */
export function parseStyle(input: unknown): Style {
  if (typeof input !== 'object' || input === null) return defaultStyle
  const given = input as Record<string, unknown>
  const fill = parseColor(own(given, 'fill'))
  const opacity = own(given, 'opacity')
  const width = own(given, 'width')
  const nib = nibs.find((name) => name === own(given, 'nib'))
  const streamline = own(given, 'streamline')
  const dash = dashes.find((name) => name === own(given, 'dash'))
  const pattern = patterns.find((name) => name === own(given, 'pattern'))
  const look = looks.find((name) => name === own(given, 'look'))
  const corners = cornerStyles.find((name) => name === own(given, 'corners'))
  const [startHead, endHead] = ['startHead', 'endHead'].map((key) => heads.find((name) => name === own(given, key)))
  const [font, align, valign, fit, route] = [
    fonts.find((name) => name === own(given, 'font')),
    aligns.find((name) => name === own(given, 'align')),
    valigns.find((name) => name === own(given, 'valign')),
    fits.find((name) => name === own(given, 'fit')),
    routes.find((name) => name === own(given, 'route')),
  ]
  const [size, seed] = [own(given, 'size'), own(given, 'seed')]
  return {
    color: parseColor(own(given, 'color')) ?? defaultStyle.color,
    width: typeof width === 'number' && width > 0 && width <= 512 ? width : defaultStyle.width,
    ...(fill ? { fill } : {}),
    ...(typeof opacity === 'number' && opacity >= 0 && opacity < 1 ? { opacity } : {}),
    ...(nib ? { nib } : {}),
    ...(isPart(streamline) ? { streamline } : {}),
    ...(dash ? { dash } : {}),
    ...(pattern ? { pattern } : {}),
    ...(corners ? { corners } : {}),
    ...(look ? { look } : {}),
    ...(isSeed(seed) ? { seed } : {}),
    ...(startHead ? { startHead } : {}),
    ...(endHead ? { endHead } : {}),
    ...(route ? { route } : {}),
    ...(font ? { font } : {}),
    ...(isSize(size) ? { size } : {}),
    ...(align ? { align } : {}),
    ...(valign ? { valign } : {}),
    ...(fit ? { fit } : {}),
  }
}

/** Whether a number is a valid text size. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 4 && value <= 400
}

/** Whether a number is a valid seed of a hand-drawn shape. */
export function isSeed(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31
}

/** Returns the seed of a hand-drawn shape without one, the same for everybody: FNV-1a of its id. */
export function seedOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash >>> 1 || 1
}

function isPart(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
