import type { Align, Color, Head, Style, Valign } from '@inkbridge/types'
import { heads, nearestColor, nearestHeads, nearestSize, strokeWidths, textSizes } from './names.ts'

/** The styles of a shape's outline in tldraw's terms. */
export function outlineProps({ color, width, dash, look }: Style) {
  return {
    color: nearestColor(color).name,
    size: nearestSize(width, strokeWidths).name,
    dash: dash ?? (look ? 'draw' : 'solid'),
    scale: 1,
  }
}

/** The name of a fill. tldraw fills in the colour of the outline. */
export function fillName({ fill, pattern }: Style): string {
  if (!fill) return 'none'
  if (pattern === undefined) return 'semi'
  const isStrong = fill.startsWith('#') && fill !== '#ffffff'
  if (pattern === 'solid') return isStrong ? 'fill' : 'solid'
  return isStrong ? 'lined-fill' : 'pattern'
}

/** The size of letters and the scale that gives exactly it. */
export function letterProps({ size = 20 }: Style) {
  const { name, scale } = nearestSize(size, textSizes)
  return { size: name, scale }
}

export function fontName({ font }: Style): string {
  return font ?? 'draw'
}

export function alignName(align: Align | undefined, usual: Align): string {
  const own = align ?? usual
  return own === 'center' ? 'middle' : own
}

export function valignName(valign: Valign | undefined, usual: Valign): string {
  const own = valign ?? usual
  return own === 'top' ? 'start' : own === 'bottom' ? 'end' : 'middle'
}

export function headName(head: Head | undefined): string {
  return head === undefined ? 'none' : (nearestHeads.get(head) ?? heads.toTheirs.get(head) ?? 'arrow')
}

/** Whether styles of a shape have no counterpart. */
export function losesHead({ startHead, endHead }: Style): boolean {
  return [startHead, endHead].some((head) => head !== undefined && nearestHeads.has(head))
}

export function losesColor({ color, fill }: Style): boolean {
  return !nearestColor(color).isExact || (fill !== undefined && nearestColor(fill).name !== nearestColor(color).name)
}

/** The name of the colour of labels. */
export function labelColorName(color: Color | undefined, usual: Color): string {
  return nearestColor(color ?? usual).name
}
