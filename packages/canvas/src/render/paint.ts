import type { Place, Shape } from '@inkbridge/types'
import type { Theme } from '../palette.ts'
import { type DisplayItem, textFamily } from '../shapes/kind.ts'
import { drawn } from '../shapes.ts'

/** A canvas' context, in a page or in a worker. */
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** What a canvas shows: the world point at its top left, and its pixels per world unit. */
export interface Window2D {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Draws a shape onto a canvas that shows a window of the board; leaves the transform to whoever comes next. */
export function paintShape(context: Context, shape: Shape, theme: Theme, window: Window2D): void {
  for (const item of drawn(shape, theme, 1 / window.scale)) paintItem(context, item, window)
}

export function paintItem(context: Context, item: DisplayItem, { x, y, scale }: Window2D): void {
  context.setTransform(scale, 0, 0, scale, 0, 0)
  if (item.turn && item.turn.rotation !== 0) turn(context, item.turn, x, y)
  if (item.type === 'text') return writeText(context, item, x, y)
  const { path, fill, stroke, width, dash, opacity, blend } = item
  const alpha = context.globalAlpha
  if (opacity !== undefined) context.globalAlpha = alpha * opacity
  if (blend) context.globalCompositeOperation = blend
  context.beginPath()
  path.onto(context, x, y)
  if (fill) {
    context.fillStyle = fill
    context.fill()
  }
  if (stroke) {
    context.strokeStyle = stroke
    context.lineWidth = width ?? 1
    context.lineCap = 'round'
    context.lineJoin = 'round'
    if (dash) context.setLineDash([...dash])
    context.stroke()
    if (dash) context.setLineDash([])
  }
  if (opacity !== undefined) context.globalAlpha = alpha
  if (blend) context.globalCompositeOperation = 'source-over'
}

function turn(context: Context, { x, y, w, h, rotation }: Place, originX: number, originY: number): void {
  const [middleX, middleY] = [x + w / 2 - originX, y + h / 2 - originY]
  context.translate(middleX, middleY)
  context.rotate(rotation)
  context.translate(-middleX, -middleY)
}

function writeText(
  context: Context,
  { text, x, y, size, fill }: DisplayItem & { type: 'text' },
  originX: number,
  originY: number,
): void {
  context.fillStyle = fill
  context.font = `500 ${size}px ${textFamily}`
  context.textBaseline = 'middle'
  context.fillText(text, x - originX, y - originY)
}
