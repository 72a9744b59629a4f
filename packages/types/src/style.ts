/** The twelve inks: stored by name, drawn by theme. */
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
/** An ink by name, or a custom colour stored as itself: `#rrggbb`. */
export type Color = InkName | `#${string}`

/** Stroke widths, world units. Any number above 0 and up to 512 is valid; these are the ones offered. */
export const widths = [2, 4, 8, 16] as const

/** Widths offered for the highlighter, world units. */
export const highlighterWidths = [12, 20, 32, 48] as const

/** What ink is drawn with, other than a pen that follows pressure or speed: one of even width, or a highlighter. */
export const nibs = ['even', 'highlighter'] as const
export type Nib = (typeof nibs)[number]

/** How the line of a shape is broken; absent: not at all. */
export const dashes = ['dashed', 'dotted'] as const
export type Dash = (typeof dashes)[number]

/** How an inside is filled; absent: a tint through which one sees what is below. */
export const patterns = ['solid', 'hachure', 'cross-hatch'] as const
export type Pattern = (typeof patterns)[number]

/** Corners of a shape; absent: a little rounded, and those of a line sharp. */
export const cornerings = ['sharp', 'round'] as const
export type Corners = (typeof cornerings)[number]

/** What a line ends in; those from `one` on tell how many in diagrams of data (J. Martin, 1977). */
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

/** What text is set in; absent: as a hand writes. */
export const fonts = ['sans', 'serif', 'mono'] as const
export type Font = (typeof fonts)[number]

/** Sizes of text that are offered, world units. Any number from 4 to 400 is valid. */
export const sizes = [14, 20, 32, 52] as const
export const defaultSize = 20

/** Where lines lie, by the direction they are read in, and where all of them do. */
export const aligns = ['start', 'center', 'end'] as const
export type Align = (typeof aligns)[number]
export const valigns = ['top', 'middle', 'bottom'] as const
export type Valign = (typeof valigns)[number]

/** What happens where there is more text than room: the shape grows, or the text is made smaller. */
export const fits = ['grow', 'shrink'] as const
export type Fit = (typeof fits)[number]

/** How a line finds its way; absent: straight from point to point. */
export const routes = ['elbow'] as const
export type Route = (typeof routes)[number]

export interface Style {
  readonly color: Color
  /** Width of the stroke, world units. */
  readonly width: number
  /** Of the inside of a closed shape, a stroke that comes back to its beginning among them; absent: not filled. */
  readonly fill?: Color
  /** 0 to 1; absent: 1. */
  readonly opacity?: number
  /** Of ink; absent: its width follows pressure, or speed where there is none. */
  readonly nib?: Nib
  /** Of ink, 0 to 1: how much its line is smoothed; absent: `defaultStreamline`. Kept to twentieths. */
  readonly streamline?: number
  /** Of what is not ink. */
  readonly dash?: Dash
  readonly pattern?: Pattern
  /** Of what has corners; a line with round ones is a curve through its points. */
  readonly corners?: Corners
  /** Of what is not ink: drawn as a hand would; absent: exact. */
  readonly look?: 'sketchy'
  /** What a line begins and ends in; absent: nothing. */
  readonly startHead?: Head
  readonly endHead?: Head
  readonly route?: Route
  /** Of what has text, to `fit`; what is absent is as is usual for the kind. */
  readonly font?: Font
  /** World units. */
  readonly size?: number
  readonly align?: Align
  readonly valign?: Valign
  readonly fit?: Fit
}

/** Something a style may say. */
export type StyleKey = keyof Style

/** What a style says of an inside, of letters, and of words that are in something. */
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

/** Reads whatever a document holds; what is missing or malformed takes the default. Never throws. */
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
  const corners = cornerings.find((name) => name === own(given, 'corners'))
  const [startHead, endHead] = ['startHead', 'endHead'].map((key) => heads.find((name) => name === own(given, key)))
  const [font, align, valign, fit, route] = [
    fonts.find((name) => name === own(given, 'font')),
    aligns.find((name) => name === own(given, 'align')),
    valigns.find((name) => name === own(given, 'valign')),
    fits.find((name) => name === own(given, 'fit')),
    routes.find((name) => name === own(given, 'route')),
  ]
  const size = own(given, 'size')
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
    ...(own(given, 'look') === 'sketchy' ? { look: 'sketchy' } : {}),
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

/** Whether text can be so large. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 4 && value <= 400
}

function isPart(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
