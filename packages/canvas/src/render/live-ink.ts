import type { InkPoint, InkShape, ShapeId } from '@inkbridge/types'
import { overPaper, palette, type Theme } from '../display.ts'
import { Path } from '../geometry.ts'
import { addStroke, closestFor, inkColor, lookOf, Smoother, type Spine } from '../shapes.ts'
import { type Context, paintPath, type Window2D } from './paint.ts'

/** Above this many points, the fixed part of a stroke is cached as a picture. */
const longStroke = 500
/** Points at the end that are redrawn each time: later points still bend them. */
const softEnd = 3
/** Delay of remote ink, ms, so that it flows between updates, which come thirty times a second. */
const delayMs = 70

/** The state of one stroke: remote ink is shown point by point, local ink at once. */
interface ShownStroke {
  readonly smoother: Smoother
  readonly scale: number
  /** The time in the stroke up to which it is shown, ms, and when that was computed. */
  head: number
  at: number
  picture: Picture | null
}

/** The fixed part of a long stroke, drawn once. */
interface Picture {
  readonly canvas: OffscreenCanvas | HTMLCanvasElement
  readonly window: Window2D
  drawnTo: number
}

/** Draws live strokes; each is smoothed once, as points arrive. */
export class LiveInk {
  /** The colour of the paper, `#rrggbb`. */
  paper: string = palette.light.canvas
  readonly #shown = new Map<ShapeId, ShownStroke>()

  /** Forgets the strokes not listed. */
  keep(ids: ReadonlySet<ShapeId>): void {
    for (const id of this.#shown.keys()) if (!ids.has(id)) this.#shown.delete(id)
  }

  /**
   * Draws a stroke as far as it is to be shown now.
   *
   * @param own predicted points of a local stroke; null: a remote stroke
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

  #of(shape: InkShape, scale: number, now: number): ShownStroke {
    const known = this.#shown.get(shape.id)
    // Another zoom needs another density of points; a restarted stroke is read again.
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

  #paintLong(context: Context, shape: InkShape, theme: Theme, window: Window2D, shown: ShownStroke, tail: Spine): void {
    const { width, height } = context.canvas
    const picture = pictureFor(shown, window, width, height)
    const own = picture.canvas.getContext('2d') as Context | null
    const look = lookOf(shape.style, theme)
    const [spine, fill] = [shown.smoother, this.#fillOf(shape, theme)]
    const firmEnd = spine.x.length - softEnd
    if (!own) return
    if (firmEnd > picture.drawnTo) {
      const path = new Path()
      addStroke(path, spine, Math.max(0, picture.drawnTo - 1), firmEnd)
      paintPath(own, { type: 'path', path, fill }, window)
      picture.drawnTo = firmEnd
    }
    context.globalAlpha = look.opacity ?? 1
    context.globalCompositeOperation = look.blend ?? 'source-over'
    context.drawImage(picture.canvas, 0, 0)
    context.globalAlpha = 1
    context.globalCompositeOperation = 'source-over'
    const path = new Path()
    addStroke(path, joined(spine, firmEnd, tail))
    paintPath(context, { type: 'path', path, fill, ...look }, window)
  }
}

function firstHead({ points }: InkShape): number {
  return Math.max(0, (points.time[points.length - 1] ?? 0) - delayMs)
}

/**
 * Advances a remote stroke at its author's speed, a little behind, and faster the further behind. Returns the number of
 * points to show.
 */
function follow(shown: ShownStroke, { points }: InkShape, now: number): number {
  const last = points.time[points.length - 1] ?? 0
  const passed = Math.max(0, now - shown.at)
  const behind = last - shown.head
  shown.at = now
  shown.head = Math.min(last, shown.head + passed * Math.max(1, behind / delayMs))
  // Without times, as in imported strokes, all points are shown.
  if (last === 0) return points.length
  let index = shown.smoother.read
  while (index < points.length && (points.time[index] ?? 0) <= shown.head) index += 1
  if (index === 0) return Math.min(1, points.length)
  if (index >= points.length) return points.length
  const [from, to] = [points.time[index - 1] ?? 0, points.time[index] ?? 0]
  return index + (to > from ? Math.min(1, Math.max(0, (shown.head - from) / (to - from))) : 0)
}

/** Returns the end of the line from the last smoothed point to the pen and its predicted points. */
function tailOf(
  smoother: Smoother,
  { points, at, original }: InkShape,
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
    const [nextX, nextY] = [at.x + (points.x[next] ?? 0) - original.x, at.y + (points.y[next] ?? 0) - original.y]
    add(x + (nextX - x) * part, y + (nextY - y) * part)
  }
  for (const point of predicted) add(point.x, point.y)
  return tail
}

/** Returns a spine from an index on, with its tail. */
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

function pictureFor(shown: ShownStroke, window: Window2D, width: number, height: number): Picture {
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
