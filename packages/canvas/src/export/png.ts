import { atOnce, inSlices, type Steps } from '@inkbridge/board'
import type { Box, InkName, Shape } from '@inkbridge/types'
import { paperOf, type Theme } from '../display.ts'
import { grow } from '../geometry.ts'
import { decodedImages, type ImageLoader, type Images } from '../images.ts'
import { imagesOf } from '../picture.ts'
import { paintShape } from '../render.ts'
import { boundsSteps, finder, resolveSteps } from '../scene/scene.ts'
import { builtInKinds, type DrawContext, type Kinds } from '../shapes.ts'
import type { TextLayout } from '../text.ts'
import { textLoaded } from './embedded-fonts.ts'

const margin = 24
const emptyBox = { minX: 0, minY: 0, maxX: 480, maxY: 320 }
/** Maximum side of a canvas in browsers, pixels. */
const largestSide = 8_192
/** Shapes after which a browser is made to draw. */
const shapesAtOnce = 64

export interface PngOptions {
  readonly theme: Theme
  /** The text layout. */
  readonly layout: TextLayout
  /** As in `SvgOptions`. */
  readonly kinds?: Kinds
  /** As in `SvgOptions`. */
  readonly paper: boolean | InkName
  /** As in `SvgOptions`. */
  readonly jumps?: boolean
  /** Pixels per world unit; reduced if the picture would be too large. */
  readonly scale: number
  /** As in `SvgOptions`. */
  readonly crop?: Box
  /** Maximum width and height, pixels. */
  readonly maxSide?: number
}

interface Loading {
  /** Where a PNG gets its pictures from. Default: placeholders. */
  readonly loadImage?: ImageLoader
  readonly signal?: AbortSignal
}

/** Pictures that are ready to be drawn. Default: placeholders. */
interface Decoded {
  readonly images?: Images
}

/**
 * Draws shapes, given bottom to top, as a PNG, once their fonts and pictures have loaded. Rejects with the reason of the
 * signal when it is aborted.
 */
export async function pngOf(all: readonly Shape[], options: PngOptions & Loading): Promise<Blob> {
  const { kinds = builtInKinds, layout, loadImage, signal } = options
  await textLoaded(all, { kinds, layout })
  const images = loadImage && (await drawnImages(all, options, loadImage))
  const painting = paintSteps(document.createElement('canvas'), all, { ...options, ...(images ? { images } : {}) })
  const canvas = await inSlices(painting, signal).finally(() => images?.dispose())
  const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png')))
  if (!blob) throw new Error('This browser could not make a picture so large. Try SVG.')
  return blob
}

/** Loads and decodes the pictures that `paintPicture` draws, in the size that it draws them. Dispose of them afterwards. */
export async function drawnImages(all: readonly Shape[], options: PngOptions, load: ImageLoader): Promise<Images> {
  const { kinds = builtInKinds, layout, theme } = options
  const drawing = { kinds, layout, theme }
  const used = imagesOf(all, drawing)
  if (used.size === 0) return decodedImages(used, load, 1)
  const { fitting } = await inSlices(viewSteps(await inSlices(resolveSteps(all, drawing)), drawing, options))
  return decodedImages(used, load, fitting)
}

/** Draws shapes onto a canvas, which is resized to fit. Returns it; null if the browser cannot. */
export function paintPicture(
  canvas: HTMLCanvasElement,
  all: readonly Shape[],
  options: PngOptions & Decoded,
): HTMLCanvasElement | null {
  return atOnce(paintSteps(canvas, all, options))
}

function* paintSteps(
  canvas: HTMLCanvasElement,
  all: readonly Shape[],
  options: PngOptions & Decoded,
): Steps<HTMLCanvasElement | null> {
  const { theme, layout, kinds = builtInKinds, paper, jumps = false, images } = options
  const drawing = { kinds, theme, layout, ...(images ? { images } : {}) }
  const shapes = yield* resolveSteps(all, drawing)
  const { view, across, down, fitting } = yield* viewSteps(shapes, drawing, options)
  canvas.width = Math.max(1, Math.round(across * fitting))
  canvas.height = Math.max(1, Math.round(down * fitting))
  // Browsers put drawing off: what has been drawn so far is read, so that they do not do all of it at the end at once.
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  const window = { x: view.minX, y: view.minY, scale: fitting }
  const look = jumps ? { ...drawing, shapesIn: finder(shapes, drawing) } : drawing
  for (const [index, shape] of shapes.entries()) {
    paintShape(context, shape, look, window)
    if (index % shapesAtOnce === shapesAtOnce - 1) context.getImageData(0, 0, 1, 1)
    yield
  }
  if (paper) {
    // Paper is drawn last, underneath: blending applies to the drawing, not to the paper.
    context.globalCompositeOperation = 'destination-over'
    context.fillStyle = paperOf(paper === true ? null : paper, theme)
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  return canvas
}

/** Returns the part of the board that is drawn, its sides in world units, and its pixels per world unit. */
function* viewSteps(
  shapes: readonly Shape[],
  drawing: DrawContext,
  { crop, scale, maxSide = largestSide }: Pick<PngOptions, 'crop' | 'scale' | 'maxSide'>,
) {
  const box = yield* boundsSteps(shapes, drawing)
  const view = crop ?? (box ? grow(box, margin) : emptyBox)
  const [across, down] = [view.maxX - view.minX, view.maxY - view.minY]
  return { view, across, down, fitting: Math.min(scale, maxSide / across, maxSide / down) }
}
