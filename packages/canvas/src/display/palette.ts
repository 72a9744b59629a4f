import type { Color, InkName, Style } from '@inkbridge/types'
import { channels, mixed } from './contrast.ts'

export type Theme = 'light' | 'dark'

/** The colours of a board by theme: an ink is stored by name and drawn by theme, a custom colour is drawn as itself. */
export const palette: {
  readonly [Name in Theme]: {
    readonly canvas: string
    readonly dot: string
    readonly muted: string
    readonly accent: string
    /** Alignment guides. */
    readonly guide: string
    readonly surface: string
    readonly inks: Readonly<Record<InkName, string>>
    /** Inks as highlighters, which ink is readable through. */
    readonly highlights: Readonly<Record<InkName, string>>
    /** Inks as the paper of sticky notes. */
    readonly notes: Readonly<Record<InkName, string>>
  }
} = {
  light: {
    canvas: '#faf9f6',
    dot: '#dedbd3',
    muted: '#66656e',
    accent: '#3049d8',
    guide: '#d6338a',
    surface: '#ffffff',
    inks: {
      ink: '#1d1d22',
      slate: '#6c7280',
      red: '#d6333f',
      orange: '#d9660b',
      amber: '#c18a00',
      green: '#23864a',
      teal: '#0c8285',
      sky: '#1583c7',
      blue: '#3d55de',
      violet: '#7a46cf',
      pink: '#c7348e',
      brown: '#8a5a34',
    },
    highlights: {
      ink: '#cfcfd6',
      slate: '#c6ccd8',
      red: '#ffb9bd',
      orange: '#ffd0a0',
      amber: '#ffe66e',
      green: '#b6edc3',
      teal: '#a8ebe7',
      sky: '#acddfb',
      blue: '#c3ccff',
      violet: '#decbff',
      pink: '#ffc3e6',
      brown: '#e8cfb6',
    },
    notes: {
      ink: '#ffffff',
      slate: '#dfe3ea',
      red: '#ffc9c9',
      orange: '#ffd3ab',
      amber: '#ffe48a',
      green: '#c5ebc3',
      teal: '#bdeae6',
      sky: '#c6e7fb',
      blue: '#bfddfb',
      violet: '#dcd0fa',
      pink: '#ffc4d6',
      brown: '#e8d3bf',
    },
  },
  dark: {
    canvas: '#17181c',
    dot: '#2b2d34',
    muted: '#a3a4af',
    accent: '#8fa0ff',
    guide: '#ff86cb',
    surface: '#222429',
    inks: {
      ink: '#eaeaf0',
      slate: '#a7acb8',
      red: '#ff7b83',
      orange: '#ff9d52',
      amber: '#ebc04a',
      green: '#69cb8c',
      teal: '#4cc9c6',
      sky: '#6cbdf5',
      blue: '#8fa0ff',
      violet: '#bc97ff',
      pink: '#ff86cb',
      brown: '#cf9e74',
    },
    highlights: {
      ink: '#4b4c54',
      slate: '#454d5c',
      red: '#742e38',
      orange: '#70451b',
      amber: '#6e5c14',
      green: '#265f37',
      teal: '#1c5d5c',
      sky: '#205273',
      blue: '#3a4490',
      violet: '#503c7c',
      pink: '#6f315a',
      brown: '#5d4734',
    },
    notes: {
      ink: '#33353c',
      slate: '#454b58',
      red: '#7a2f38',
      orange: '#75461d',
      amber: '#6e5b12',
      green: '#2c5f33',
      teal: '#1e5a58',
      sky: '#1f5677',
      blue: '#234e76',
      violet: '#4a3c7c',
      pink: '#7a3149',
      brown: '#5d4734',
    },
  },
}

export function colorOf(color: Color, theme: Theme): string {
  return palette[theme].inks[color as InkName] ?? color
}

/** Returns the highlighter version of a colour; custom colours are unchanged. */
export function highlightOf(color: Color, theme: Theme): string {
  return palette[theme].highlights[color as InkName] ?? color
}

/** Returns the sticky note version of a colour; custom colours are unchanged. */
export function noteOf(color: Color, theme: Theme): string {
  return palette[theme].notes[color as InkName] ?? color
}

/** Opacity of a translucent fill. */
export const tintPart = 0.2

/**
 * Returns the drawn colour of a fill: a pale tone that keeps outline and text readable. Custom colours are unchanged,
 * also as hatching.
 */
export function fillTone(fill: Color, pattern: Style['pattern'], theme: Theme): string {
  const { canvas, highlights } = palette[theme]
  if (!pattern) return mixed(colorOf(fill, theme), canvas, tintPart)
  if (pattern === 'solid') return fill === 'ink' ? highlights.ink : noteOf(fill, theme)
  return highlightOf(fill, theme)
}

/** Returns the initial fill of a shape: a tone of its line's colour, or grey for custom colours. */
export function firstFill({ color }: Style): Color {
  return color in palette.light.inks ? color : 'slate'
}

/** Amount of ink in tinted paper. */
const paperInk: { readonly [Name in Theme]: number } = { light: 0.13, dark: 0.12 }

/** Returns the colour of the paper, `#rrggbb`: the theme's own, or tinted with an ink. */
export function paperOf(ink: InkName | null, theme: Theme): string {
  const { canvas, inks } = palette[theme]
  if (!ink) return canvas
  return mixed(inks[ink], canvas, paperInk[theme])
}

/**
 * Returns the colour that, drawn plainly on paper, looks like `color` blended with it: live strokes are drawn on opaque
 * paper, committed ones on a transparent canvas.
 *
 * @param on the paper's colour, `#rrggbb`
 */
export function overPaper(color: string, blend: 'multiply' | 'screen', on: string): string {
  const paper = channels(on)
  const blended = channels(color).map((value, index) => {
    const below = paper[index] ?? 1
    return blend === 'multiply' ? value / Math.max(below, 1 / 255) : (value - below) / (1 - below)
  })
  return `rgb(${blended.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255)).join(' ')})`
}
