import { type CssName, cssNames } from './css-names.ts'

/** A colour without transparency, and its opacity, 0 to 1. */
export interface CssColor {
  readonly hex: `#${string}`
  readonly alpha: number
}

const transparent: CssColor = { hex: '#000000', alpha: 0 }

/**
 * Parses a colour in the notations that drawings have: hexadecimal, with or without `#`, functions and names of CSS
 * Color 4; null: any other text.
 */
export function parseCssColor(input: unknown): CssColor | null {
  if (typeof input !== 'string' || input.length > 64) return null
  const text = input.trim().toLowerCase()
  if (text === '' || text === 'transparent' || text === 'none') return transparent
  if (text === 'currentcolor') return { hex: '#1e1e1e', alpha: 1 }
  if (Object.hasOwn(cssNames, text)) return { hex: `#${cssNames[text as CssName]}`, alpha: 1 }
  return hexColor(text.replace(/^#/, '')) ?? functionColor(text)
}

function hexColor(digits: string): CssColor | null {
  if (!/^[0-9a-f]{3,8}$/.test(digits)) return null
  const long = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits
  // Some programs write five digits for black.
  const [color, alpha] = [long.slice(0, 6).padEnd(6, '0'), long.slice(6).padEnd(2, 'f')]
  return { hex: `#${color}`, alpha: Number.parseInt(alpha, 16) / 255 }
}

function functionColor(text: string): CssColor | null {
  const [, name = '', inside = ''] = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(text) ?? []
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== '')
  if (name === '' || parts.length < 3 || parts.length > 4) return null
  const channels = name === 'rgb' ? parts.slice(0, 3).map((part) => amount(part, 255)) : hslChannels(parts)
  const alpha = parts[3] === undefined ? 1 : amount(parts[3], 1)
  if (![...channels, alpha].every(Number.isFinite)) return null
  const digits = channels.map((value) => Math.round(within(value, 255)).toString(16).padStart(2, '0'))
  return { hex: `#${digits.join('')}`, alpha: within(alpha, 1) }
}

/** A number, or a percentage of `whole`. */
function amount(part: string, whole: number): number {
  return part.endsWith('%') ? (Number(part.slice(0, -1)) / 100) * whole : Number(part)
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}

/** Red, green and blue, 0 to 255 (CSS Color 4, section 7). */
function hslChannels([hue = '', saturation = '', lightness = '']: readonly string[]): readonly number[] {
  const [s, l] = [within(amount(saturation, 1), 1), within(amount(lightness, 1), 1)]
  const reach = s * Math.min(l, 1 - l)
  const turn = Number(hue.replace(/deg$/, ''))
  return [0, 8, 4].map((offset) => {
    const k = (((offset + turn / 30) % 12) + 12) % 12
    return 255 * (l - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  })
}
