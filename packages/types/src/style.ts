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

export interface Style {
  readonly color: Color
  /** Width of the stroke, world units. */
  readonly width: number
  /** Of the inside of a closed shape; absent: not filled. */
  readonly fill?: Color
  /** 0 to 1; absent: 1. */
  readonly opacity?: number
}

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
  return {
    color: parseColor(own(given, 'color')) ?? defaultStyle.color,
    width: typeof width === 'number' && width > 0 && width <= 512 ? width : defaultStyle.width,
    ...(fill ? { fill } : {}),
    ...(typeof opacity === 'number' && opacity >= 0 && opacity < 1 ? { opacity } : {}),
  }
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
