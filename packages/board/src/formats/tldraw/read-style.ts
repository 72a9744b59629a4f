import { type Align, type Color, parseLink, type Style, type Valign } from '@inkbridge/types'
import { colorOf, type Sizes, sizeOf, strokeWidths, strongColorOf } from './names.ts'

interface Outlined {
  readonly color: string
  readonly size: string
  readonly scale: number
  readonly dash: string
}

/** The outline of a shape or line. */
export function outlineStyle({ color, size, scale, dash }: Outlined): Style {
  return {
    color: colorOf(color),
    width: Math.min(512, sizeOf(size, strokeWidths) * scale),
    ...(dash === 'dashed' || dash === 'dotted' ? { dash } : {}),
  }
}

/** The fill of a shape: a pale tone, the full colour, or lines. */
export function fillStyle(fill: string, color: string): Partial<Style> {
  if (fill === 'none') return {}
  if (fill === 'fill') return { fill: strongColorOf(color), pattern: 'solid' }
  if (fill === 'lined-fill') return { fill: strongColorOf(color), pattern: 'hachure' }
  return {
    fill: colorOf(color),
    ...(fill === 'solid' ? { pattern: 'solid' } : fill === 'pattern' ? { pattern: 'hachure' } : {}),
  }
}

interface LetterProps {
  readonly font: string
  readonly size: string
  readonly scale: number
}

/** Font and size of letters. */
export function letterStyle({ font, size, scale }: LetterProps, sizes: Sizes): Partial<Style> {
  const known = (['sans', 'serif', 'mono'] as const).find((each) => each === font)
  const letters = Math.min(400, Math.max(4, sizeOf(size, sizes) * scale))
  return { ...(known ? { font: known } : {}), size: letters }
}

/** Also for those of old files, which end with `-legacy`. */
export function alignOf(align: string): Align {
  return align.startsWith('start') ? 'start' : align.startsWith('end') ? 'end' : 'center'
}

export function valignOf(align: string): Valign {
  return align.startsWith('start') ? 'top' : align.startsWith('end') ? 'bottom' : 'middle'
}

export function opacityStyle(opacity: number): Partial<Style> {
  return opacity < 1 ? { opacity } : {}
}

/** The target of a link; nothing if it is not one that is safe to follow. */
export function linkOf(url: string): { readonly link?: string } {
  const link = url === '' ? null : parseLink(url)
  return link ? { link } : {}
}

/** The colour of a label, if it differs from the colour that text has in its shape. */
export function labelColorOf(label: string, usual: Color): Color | undefined {
  const color = colorOf(label)
  return color === usual ? undefined : color
}
