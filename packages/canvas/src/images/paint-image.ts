import type { Crop } from '@inkbridge/types'
import type { ImageItem } from '../display.ts'
import type { Images, Preview } from './loaded-images.ts'

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** The part of the board a canvas shows, as in `Window2D`. */
interface Window {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** The colour of a picture that has no preview. */
const blank = '#8f98a3'
/** Line width of the placeholder's frame, and its smallest side with a symbol, pixels. */
const [line, leastSymbol] = [1.5, 32]
const all: Crop = [0, 0, 1, 1]

/** Draws a picture, or its preview with a symbol when its bytes could not be had. */
export function paintImage(context: Context, item: ImageItem, window: Window, images: Images): void {
  const { at, asset, crop = all, clip, opacity, thumbhash } = item
  const { scale } = window
  const [x, y, w, h] = [(at.x - window.x) * scale, (at.y - window.y) * scale, at.w * scale, at.h * scale]
  context.save()
  context.translate(x + w / 2, y + h / 2)
  context.rotate(at.rotation)
  if (at.mirrored) context.scale(-1, 1)
  context.translate(-x - w / 2, -y - h / 2)
  if (opacity !== undefined) context.globalAlpha *= opacity
  if (clip) {
    context.beginPath()
    clip.onto(context, window.x, window.y, scale)
    context.clip()
  }
  const bitmap = images.get(asset, w / crop[2])
  if (bitmap) paintPart(context, bitmap, crop, [x, y, w, h])
  else {
    paintPreview(context, thumbhash ? images.preview(asset, thumbhash) : null, crop, [x, y, w, h])
    if (images.isMissing(asset)) paintSymbol(context, [x, y, w, h])
  }
  context.restore()
}

type Rectangle = readonly [x: number, y: number, w: number, h: number]

function paintPart(context: Context, bitmap: ImageBitmap | Preview, crop: Crop, to: Rectangle): void {
  const { width, height } = bitmap
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, crop[0] * width, crop[1] * height, crop[2] * width, crop[3] * height, ...to)
}

function paintPreview(context: Context, preview: Preview | null, crop: Crop, to: Rectangle): void {
  if (preview) return paintPart(context, preview, crop, to)
  const alpha = context.globalAlpha
  context.globalAlpha = alpha * 0.18
  context.fillStyle = blank
  context.fillRect(...to)
  context.globalAlpha = alpha
}

/** Draws a frame and a landscape: a picture that is not there. */
function paintSymbol(context: Context, [x, y, w, h]: Rectangle): void {
  context.strokeStyle = blank
  context.lineWidth = line
  context.strokeRect(x + line / 2, y + line / 2, Math.max(0, w - line), Math.max(0, h - line))
  const side = Math.min(w, h, 160) * 0.4
  if (side < leastSymbol * 0.4) return
  const [left, top] = [x + w / 2 - side / 2, y + h / 2 - side / 2]
  context.lineWidth = Math.max(line, side / 24)
  context.lineJoin = 'round'
  context.beginPath()
  context.rect(left, top, side, side)
  context.moveTo(left, top + side * 0.8)
  context.lineTo(left + side * 0.35, top + side * 0.45)
  context.lineTo(left + side * 0.6, top + side * 0.7)
  context.lineTo(left + side * 0.75, top + side * 0.58)
  context.lineTo(left + side, top + side * 0.8)
  context.moveTo(left + side * 0.82, top + side * 0.26)
  context.arc(left + side * 0.72, top + side * 0.26, side * 0.1, 0, 2 * Math.PI)
  context.stroke()
}
