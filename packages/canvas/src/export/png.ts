import type { Box, InkName, Shape } from '@inkbridge/types'
import { paperOf, type Theme } from '../display.ts'
import { grow, union } from '../geometry.ts'
import { paintShape } from '../render.ts'
import { finder, settledAll } from '../scene/scene.ts'
import { boundsOf, builtInKinds, type Kinds } from '../shapes.ts'
import type { TextLayout } from '../text.ts'
import { textLoaded } from './embedded-fonts.ts'

const margin = 24
const emptyBox = { minX: 0, minY: 0, maxX: 480, maxY: 320 }
/** Browsers give no canvas beyond this; pixels. */
const largestSide = 8_192

export interface PngOptions {
  readonly theme: Theme
  /** What lays out its words. */
  readonly layout: TextLayout
  /** As in `SvgOptions`. */
  readonly kinds?: Kinds
  /** As in `SvgOptions`. */
  readonly paper: boolean | InkName
  /** As in `SvgOptions`. */
  readonly jumps?: boolean
  /** Pixels per world unit; less where the picture would be too large. */
  readonly scale: number
  /** As in `SvgOptions`. */
  readonly crop?: Box
  /** Pixels; the picture is no wider and no higher. */
  readonly maxSide?: number
}

/** Draws shapes, given bottom to top, as a PNG, when their text can be drawn. */
export async function pngOf(all: readonly Shape[], options: PngOptions): Promise<Blob> {
  const { kinds = builtInKinds, layout } = options
  await textLoaded(all, { kinds, layout })
  const canvas = paintPicture(document.createElement('canvas'), all, options)
  const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png')))
  if (!blob) throw new Error('This browser could not make a picture so large. Try SVG.')
  return blob
}

/** Draws shapes onto a canvas, which becomes as large as they are. Returns it; null: this browser cannot. */
export function paintPicture(
  canvas: HTMLCanvasElement,
  all: readonly Shape[],
  { theme, layout, kinds = builtInKinds, paper, scale, crop, jumps = false, maxSide = largestSide }: PngOptions,
): HTMLCanvasElement | null {
  const drawing = { kinds, theme, layout }
  const shapes = settledAll(all, drawing)
  const box = union(shapes.map((shape) => boundsOf(shape, drawing)))
  const view = crop ?? (box ? grow(box, margin) : emptyBox)
  const [across, down] = [view.maxX - view.minX, view.maxY - view.minY]
  const fitting = Math.min(scale, maxSide / across, maxSide / down)
  canvas.width = Math.max(1, Math.round(across * fitting))
  canvas.height = Math.max(1, Math.round(down * fitting))
  const context = canvas.getContext('2d')
  if (!context) return null
  const window = { x: view.minX, y: view.minY, scale: fitting }
  const look = jumps ? { ...drawing, shapesIn: finder(shapes, drawing) } : drawing
  for (const shape of shapes) paintShape(context, shape, look, window)
  if (paper) {
    // Last and below: what blends does so with what was drawn, not with the paper.
    context.globalCompositeOperation = 'destination-over'
    context.fillStyle = paperOf(paper === true ? null : paper, theme)
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  return canvas
}
