import type { Font } from '@inkbridge/types'

/** A font family, with metrics from its files. */
export interface Family {
  /** Names in CSS, with fallbacks. */
  readonly names: string
  readonly weight: number
  readonly bold: number
  /** Above and below the baseline, relative to the size: `ascender` and `descender` in the `hhea` table. */
  readonly ascent: number
  readonly descent: number
}

/** The font families. */
export const families: { readonly [Name in Font | 'hand']: Family } = {
  hand: {
    names: "'Shantell Sans Variable', 'Shantell Sans', 'Shantell Sans Light', 'Inter Variable', Inter, sans-serif",
    weight: 500,
    bold: 750,
    ascent: 1.02,
    descent: 0.32,
  },
  sans: {
    names: "'Inter Variable', Inter, sans-serif",
    weight: 450,
    bold: 700,
    ascent: 0.96875,
    descent: 0.2412109375,
  },
  serif: {
    names: "'Source Serif 4 Variable', 'Source Serif 4', serif",
    weight: 400,
    bold: 700,
    ascent: 1.036,
    descent: 0.335,
  },
  mono: {
    names: "'JetBrains Mono Variable', 'JetBrains Mono', monospace",
    weight: 400,
    bold: 700,
    ascent: 1.02,
    descent: 0.3,
  },
}

/** The font of a piece of text. */
export interface Face {
  readonly font: Font | 'hand'
  /** World units. */
  readonly size: number
  readonly bold: boolean
  readonly italic: boolean
}

/** Returns a font in CSS syntax, in CSS pixels. */
export function cssFont({ font, size, bold, italic }: Face): string {
  const { names, weight, bold: heavy } = families[font]
  return `${italic ? 'italic ' : ''}${bold ? heavy : weight} ${size}px ${names}`
}
