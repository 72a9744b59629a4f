import type { Place, Shape } from '@inkbridge/types'
import type { Theme } from '../palette.ts'
import { type DisplayItem, textFamily } from '../shapes/kind.ts'
import { drawn } from '../shapes.ts'

type Context = CanvasRenderingContext2D

interface Ready {
  readonly theme: Theme
  readonly items: readonly { readonly item: DisplayItem; readonly path: Path2D | null }[]
}

/** Draws shapes onto a canvas. Paths are made once for each shape as it is. */
export class Painter {
  readonly #ready = new WeakMap<Shape, Ready>()

  paint(context: Context, shape: Shape, theme: Theme): void {
    for (const { item, path } of this.#itemsOf(shape, theme)) {
      context.save()
      if (item.turn) turn(context, item.turn)
      if (item.type === 'text') writeText(context, item)
      else if (path) fillAndStroke(context, item, path)
      context.restore()
    }
  }

  #itemsOf(shape: Shape, theme: Theme): Ready['items'] {
    const known = this.#ready.get(shape)
    if (known?.theme === theme) return known.items
    const items = drawn(shape, theme).map((item) => ({
      item,
      path: item.type === 'path' ? new Path2D(item.path) : null,
    }))
    this.#ready.set(shape, { theme, items })
    return items
  }
}

function turn(context: Context, { x, y, w, h, rotation }: Place): void {
  if (rotation === 0) return
  context.translate(x + w / 2, y + h / 2)
  context.rotate(rotation)
  context.translate(-(x + w / 2), -(y + h / 2))
}

function fillAndStroke(context: Context, item: DisplayItem & { type: 'path' }, path: Path2D): void {
  context.globalAlpha *= item.opacity ?? 1
  if (item.fill) {
    context.fillStyle = item.fill
    context.fill(path)
  }
  if (!item.stroke) return
  context.strokeStyle = item.stroke
  context.lineWidth = item.width ?? 1
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.setLineDash([...(item.dash ?? [])])
  context.stroke(path)
}

function writeText(context: Context, { text, x, y, size, fill }: DisplayItem & { type: 'text' }): void {
  context.fillStyle = fill
  context.font = `500 ${size}px ${textFamily}`
  context.textBaseline = 'middle'
  context.fillText(text, x, y)
}
