import { factor } from './syntax.ts'

/** A colour as operands of `rg` and `RG`, and its opacity from 0 to 1. */
export interface PdfColor {
  readonly rgb: string
  readonly alpha: number
}

const black: PdfColor = { rgb: '0 0 0', alpha: 1 }
const clear: PdfColor = { rgb: '0 0 0', alpha: 0 }

/** Converts a CSS colour: hexadecimal or `rgb(…)`, as built-in kinds use; others are black. */
export function pdfColor(css: string): PdfColor {
  const text = css.trim().toLowerCase()
  if (text === 'none' || text === 'transparent') return clear
  return hexColor(text) ?? functionColor(text) ?? black
}

function hexColor(text: string): PdfColor | null {
  if (!/^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(text)) return null
  const digits = text.length < 7 ? [...text.slice(1)].map((digit) => digit + digit) : (text.match(/[0-9a-f]{2}/g) ?? [])
  return colorFrom(digits.map((pair) => Number.parseInt(pair, 16)))
}

function functionColor(text: string): PdfColor | null {
  const [, inside] = /^rgba?\(([^)]*)\)$/.exec(text) ?? []
  const parts = inside?.split(/[\s,/]+/).filter((part) => part !== '') ?? []
  if (parts.length < 3 || parts.length > 4) return null
  const [red, green, blue, alpha = 255] = parts.map((part, index) => channelOf(part, index === 3 ? 1 : 255))
  return colorFrom([red ?? 0, green ?? 0, blue ?? 0, alpha])
}

/** Returns a channel from 0 to 255. @param whole the number that means all of it */
function channelOf(part: string, whole: number): number {
  const value = Number.parseFloat(part) || 0
  return (part.endsWith('%') ? value / 100 : value / whole) * 255
}

function colorFrom(channels: readonly number[]): PdfColor {
  const [red = 0, green = 0, blue = 0, alpha = 255] = channels.map((value) => Math.min(255, Math.max(0, value)))
  const rgb = [red, green, blue].map((value) => factor(Math.round((value / 255) * 1e4) / 1e4)).join(' ')
  return { rgb, alpha: Math.round((alpha / 255) * 1e3) / 1e3 }
}
