import type { InkPoint, InkShape, ShapeId } from '@inkbridge/types'
import { overPaper, palette, type Theme } from '../display.ts'
import { Path } from '../geometry.ts'
import { addStroke, closestFor, inkColor, lookOf, Smoother, type Spine } from '../shapes.ts'
import { type Context, paintPath, type Window2D } from './paint.ts'

/** A stroke of more points than these is kept as a picture to which only what is new is added. */
const longStroke = 500
/** So many points at the end are drawn again each time: the line there still bends with what comes. */
const softEnd = 3
/** Others' ink is shown so much later than it was drawn, so that it flows between what comes thirty times a second, ms. */
const delayMs = 70

/** Others' ink is shown as it was drawn, point by point; one's own at once. */
interface Shown {
  readonly smoother: Smoother
  readonly scale: number
  /** How far its drawing has been followed, ms since it was begun, and when that was looked at. */
  head: number
  at: number
  picture: Picture | null
}

/** The part of a long stroke that will not change, drawn once. */
interface Picture {
  readonly canvas: OffscreenCanvas | HTMLCanvasElement
  readonly window: Window2D
  drawnTo: number
}

/** Strokes in progress: each is smoothed once, as it comes. */
export class WetInk {
  /** The colour of what it is drawn on, `#rrggbb`. */
  paper: string = palette.light.canvas
  readonly #shown = new Map<ShapeId, Shown>()

  /** Forgets all others. */
  keep(ids: ReadonlySet<ShapeId>): void {
    for (const id of this.#shown.keys()) if (!ids.has(id)) this.#shown.delete(id)
  }

  /**
   * Draws a stroke as far as it is shown by now.
   *
   * @param own drawn here: with what the browser expects to come next; null: somebody else's
   * @returns whether all of it is shown
   */
  paint(
    context: Context,
    shape: InkShape,
    theme: Theme,
    window: Window2D,
    own: readonly InkPoint[] | null,
    now: number,
  ): boolean {
    const shown = this.#of(shape, window.scale, now)
    const end = own ? shape.points.length : follow(shown, shape, now)
    shown.smoother.readOn(shape, Math.floor(end))
    const tail = tailOf(shown.smoother, shape, end, own ?? [])
    if (shown.smoother.x.length <= longStroke) this.#paintWhole(context, shape, theme, window, shown.smoother, tail)
    else this.#paintLong(context, shape, theme, window, shown, tail)
    return end >= shape.points.length
  }

  #of(shape: InkShape, scale: number, now: number): Shown {
    const known = this.#shown.get(shape.id)
    // Another zoom wants more points, or fewer, and one that was begun anew all of them.
    if (known && known.scale === scale && known.smoother.read <= shape.points.length) return known
    const smoother = new Smoother(shape.style, shape.points.pressure !== null, closestFor(shape.style, 1 / scale))
    const shown = { smoother, scale, head: known?.head ?? firstHead(shape), at: now, picture: null }
    this.#shown.set(shape.id, shown)
    return shown
  }

  #paintWhole(context: Context, shape: InkShape, theme: Theme, window: Window2D, spine: Spine, tail: Spine): void {
    const path = new Path()
    addStroke(path, joined(spine, 0, tail))
    const look = lookOf(shape.style, theme)
    paintPath(context, { type: 'path', path, fill: this.#fillOf(shape, theme), ...look }, window)
  }

  #fillOf({ style }: InkShape, theme: Theme): string {
    const [color, { blend }] = [inkColor(style, theme), lookOf(style, theme)]
    return blend ? overPaper(color, blend, this.paper) : color
  }

  #paintLong(context: Context, shape: InkShape, theme: Theme, window: Window2D, shown: Shown, tail: Spine): void {
    const { width, height } = context.canvas
    const picture = pictureFor(shown, window, width, height)
    const own = picture.canvas.getContext('2d') as Context | null
    const look = lookOf(shape.style, theme)
    const [spine, fill] = [shown.smoother, this.#fillOf(shape, theme)]
    const settled = spine.x.length - softEnd
    if (!own) return
    if (settled > picture.drawnTo) {
      const path = new Path()
      addStroke(path, spine, Math.max(0, picture.drawnTo - 1), settled)
      paintPath(own, { type: 'path', path, fill }, window)
      picture.drawnTo = settled
    }
    context.globalAlpha = look.opacity ?? 1
    context.globalCompositeOperation = look.blend ?? 'source-over'
    context.drawImage(picture.canvas, 0, 0)
    context.globalAlpha = 1
    context.globalCompositeOperation = 'source-over'
    const path = new Path()
    addStroke(path, joined(spine, settled, tail))
    paintPath(context, { type: 'path', path, fill, ...look }, window)
  }
}

function firstHead({ points }: InkShape): number {
  return Math.max(0, (points.time[points.length - 1] ?? 0) - delayMs)
}

/** Follows somebody else's hand at its own speed, a little behind; faster the further behind. Gives how many points. */
function follow(shown: Shown, { points }: InkShape, now: number): number {
  const last = points.time[points.length - 1] ?? 0
  const passed = Math.max(0, now - shown.at)
  const behind = last - shown.head
  shown.at = now
  shown.head = Math.min(last, shown.head + passed * Math.max(1, behind / delayMs))
  // A clock that stood still, as imported strokes have, has no way to follow.
  if (last === 0) return points.length
  let index = shown.smoother.read
  while (index < points.length && (points.time[index] ?? 0) <= shown.head) index += 1
  if (index === 0) return Math.min(1, points.length)
  if (index >= points.length) return points.length
  const [from, to] = [points.time[index - 1] ?? 0, points.time[index] ?? 0]
  return index + (to > from ? Math.min(1, Math.max(0, (shown.head - from) / (to - from))) : 0)
}

/** What leads from the last smoothed point to the pen, or to where it is between two points, and to where it will be. */
function tailOf(
  smoother: Smoother,
  { points, at, born }: InkShape,
  end: number,
  predicted: readonly InkPoint[],
): Spine {
  const { x, y, radius, origin } = smoother.tip
  const tail = { x: [x], y: [y], radius: [radius], origin: [origin] }
  const add = (toX: number, toY: number) => {
    tail.x.push(toX)
    tail.y.push(toY)
    tail.radius.push(radius)
    tail.origin.push(end)
  }
  const part = end - Math.floor(end)
  const next = Math.floor(end)
  if (part > 0 && next < points.length) {
    const [nextX, nextY] = [at.x + (points.x[next] ?? 0) - born.x, at.y + (points.y[next] ?? 0) - born.y]
    add(x + (nextX - x) * part, y + (nextY - y) * part)
  }
  for (const point of predicted) add(point.x, point.y)
  return tail
}

/** A spine from a place on, and its tail. */
function joined(spine: Spine, from: number, tail: Spine): Spine {
  const length = spine.x.length
  const isDot = length === 1 && tail.x.length === 1
  const rest = isDot ? { x: [], y: [], radius: [], origin: [] } : tail
  return {
    x: [...spine.x.slice(from), ...rest.x],
    y: [...spine.y.slice(from), ...rest.y],
    radius: [...spine.radius.slice(from), ...rest.radius],
    origin: [...spine.origin.slice(from), ...rest.origin],
  }
}

function pictureFor(shown: Shown, window: Window2D, width: number, height: number): Picture {
  const known = shown.picture
  const fits = known?.canvas.width === width && known.canvas.height === height
  if (known && fits && known.window.x === window.x && known.window.y === window.y) return known
  const canvas = fits ? known.canvas : Object.assign(document.createElement('canvas'), { width, height })
  if (fits) {
    const context = canvas.getContext('2d') as Context | null
    context?.clearRect(0, 0, width, height)
  }
  shown.picture = { canvas, window, drawnTo: 0 }
  return shown.picture
}
