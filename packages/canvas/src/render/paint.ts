import type { Place, Shape } from '@inkbridge/types'
import { type DisplayItem, type LeafItem, type LettersItem, type PathItem, type Theme, walk } from '../display.ts'
import { type Images, noImages, paintImage } from '../images.ts'
import type { Scene } from '../scene/scene.ts'
import { type Drawing, drawingOf, drawn } from '../shapes.ts'
import { cssFont, type Fonts } from '../text.ts'

/** A 2D context, in a page or in a worker. */
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** The part of the board a canvas shows: the world point at its top left, and pixels per world unit. */
export interface Window2D {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Display options of one person. */
export interface BoardLook {
  readonly theme: Theme
  /** Lines jump over others that they cross. */
  readonly jumps: boolean
}

/** Returns the options for drawing the shapes of a scene. */
export function lookOf(scene: Scene, { theme, jumps }: BoardLook): Drawing {
  const drawing = drawingOf(scene, theme)
  return jumps ? { ...drawing, shapesIn: (box) => scene.search(box) } : drawing
}

/** Draws a shape onto a canvas. The transform of the context must be the identity, and is so afterwards. */
export function paintShape(context: Context, shape: Shape, drawing: Drawing, window: Window2D): void {
  const { layout, images = noImages } = drawing
  paintItems(context, drawn(shape, { ...drawing, detail: 1 / window.scale }), window, { fonts: layout.fonts, images })
}

/** The fonts and pictures that display items use. */
interface Loaded {
  readonly fonts: Fonts
  readonly images: Images
}

/** Draws a display list; text is skipped until its fonts have loaded. */
export function paintItems(context: Context, items: readonly DisplayItem[], window: Window2D, loaded: Loaded): void {
  walk(items, {
    item: (item) => paintItem(context, item, window, loaded),
    enter(by) {
      context.save()
      context.beginPath()
      by.onto(context, window.x, window.y, window.scale)
      context.clip()
    },
    leave: () => context.restore(),
  })
}

function paintItem(context: Context, item: LeafItem, window: Window2D, { fonts, images }: Loaded): void {
  if (item.type === 'text') writeText(context, item, window, fonts)
  else if (item.type === 'image') paintImage(context, item, window, images)
  else paintPath(context, item, window)
}

export function paintPath(context: Context, item: PathItem, window: Window2D): void {
  if (item.turn && item.turn.rotation !== 0) turn(context, item.turn, window)
  // Scales coordinates itself: setting the transform of a context takes a third of the time of a stroke.
  const { x, y, scale } = window
  const { path, fill, stroke, width, dash, opacity, blend } = item
  const alpha = context.globalAlpha
  if (opacity !== undefined) context.globalAlpha = alpha * opacity
  if (blend) context.globalCompositeOperation = blend
  context.beginPath()
  path.onto(context, x, y, scale)
  if (fill) {
    context.fillStyle = fill
    context.fill()
  }
  if (stroke) {
    context.strokeStyle = stroke
    context.lineWidth = (width ?? 1) * scale
    context.lineCap = 'round'
    context.lineJoin = 'round'
    if (dash) context.setLineDash(dash.map((each) => each * scale))
    context.stroke()
    if (dash) context.setLineDash([])
  }
  if (opacity !== undefined) context.globalAlpha = alpha
  if (blend) context.globalCompositeOperation = 'source-over'
  if (item.turn && item.turn.rotation !== 0) context.setTransform(1, 0, 0, 1, 0, 0)
}

function turn(context: Context, { x, y, w, h, rotation }: Place, window: Window2D): void {
  const [middleX, middleY] = [(x + w / 2 - window.x) * window.scale, (y + h / 2 - window.y) * window.scale]
  context.translate(middleX, middleY)
  context.rotate(rotation)
  context.translate(-middleX, -middleY)
}

function writeText(context: Context, item: LettersItem, window: Window2D, fonts: Fonts): void {
  const { text, x, y, face, fill, isRtl, opacity } = item
  const font = cssFont(face)
  if (!fonts.ready({ css: font, text })) return
  context.save()
  if (item.turn && item.turn.rotation !== 0) turn(context, item.turn, window)
  // Draws text unscaled so that its letter spacing is as measured at any zoom.
  context.scale(window.scale, window.scale)
  if (opacity !== undefined) context.globalAlpha *= opacity
  context.fillStyle = fill
  context.font = font
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  context.direction = isRtl ? 'rtl' : 'ltr'
  context.fillText(text, x - window.x, y - window.y)
  context.restore()
}
