import { boxTransform, defaultStreamline, type InkShape, type Style } from '@inkbridge/types'

/** Arrays of equal length: the smoothed centre line, and the width of the ink along it. */
export interface Spine {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Half of the width, world units. */
  readonly radius: readonly number[]
  /** Position on the stroke in points: 1.5 lies between the second and the third. */
  readonly origin: readonly number[]
}

/** Maximum width relative to the nominal one, and the influence of measured or estimated pressure. */
const sizePerWidth = 1.25
const thinning = { measured: 0.6, simulated: 0.35 }
/** A pen that moves by its own size in this time is fast, ms. */
const fastMs = 16
/** Step length, in widths, at which smoothing is halved. */
const longStep = 5
/** Maximum change of the estimated pressure per point. */
const follow = 0.275

/**
 * Smooths a stroke incrementally: each point depends only on those before it, so live strokes are never recomputed.
 * Pressure is estimated from speed as in perfect-freehand (S. Ruiz, MIT), but with real times instead of the event
 * rate.
 */
export class Smoother implements Spine {
  readonly x: number[] = []
  readonly y: number[] = []
  readonly radius: number[] = []
  readonly origin: number[] = []
  readonly #style: Style
  readonly #measured: boolean
  readonly #closest: number
  /** How far each point moves towards the pen when moving slowly. */
  readonly #pull: number
  #read = 0
  #smoothX = 0
  #smoothY = 0
  #lastX = 0
  #lastY = 0
  #pressure = 0.5

  /** `closest`: minimum distance of points, world units. */
  constructor(style: Style, measured: boolean, closest: number) {
    this.#style = style
    this.#measured = measured
    this.#closest = closest
    this.#pull = 0.15 + 0.85 * (1 - (style.streamline ?? defaultStreamline))
  }

  /** Number of stroke points read. */
  get read(): number {
    return this.#read
  }

  /** Reads up to the last point, or to `end`. */
  readOn(shape: InkShape, end = shape.points.length): void {
    const { points, at, original } = shape
    // In this order: reading times decodes positions, too, but not the reverse.
    const { time, pressure, x: xs, y: ys } = points
    const { scaleX, moveX, scaleY, moveY } = boxTransform(original, at)
    for (let index = this.#read; index < end; index += 1) {
      const x = (xs[index] ?? 0) * scaleX + moveX
      const y = (ys[index] ?? 0) * scaleY + moveY
      const [beforeX, beforeY] = [this.#smoothX, this.#smoothY]
      const pull = index === 0 ? 1 : this.#pullOver(distance(x - this.#lastX, y - this.#lastY))
      this.#smoothX = beforeX + (x - beforeX) * pull
      this.#smoothY = beforeY + (y - beforeY) * pull
      const moved = index === 0 ? 0 : distance(this.#smoothX - beforeX, this.#smoothY - beforeY)
      const passed = index === 0 ? 0 : (time[index] ?? 0) - (time[index - 1] ?? 0)
      this.#press(index, pressure ? (pressure[index] ?? 0.5) : null, moved, passed)
      this.#emit(Math.max(this.origin.at(-1) ?? 0, index - (1 - pull) / pull))
      this.#lastX = x
      this.#lastY = y
    }
    this.#read = Math.max(this.#read, end)
  }

  /** Returns the position of the pen, after the last smoothed point. */
  get tip(): { readonly x: number; readonly y: number; readonly radius: number; readonly origin: number } {
    return { x: this.#lastX, y: this.#lastY, radius: this.tipRadius, origin: Math.max(0, this.#read - 1) }
  }

  /** The width at the pen. */
  get tipRadius(): number {
    const { width, nib } = this.#style
    if (nib) return width / 2
    const thin = this.#measured ? thinning.measured : thinning.simulated
    return width * sizePerWidth * (0.5 - thin * (0.5 - this.#pressure))
  }

  /**
   * Returns the smoothing of a step: slow hands tremble, and fast ones mean each corner, so longer steps are smoothed
   * less (G. Casiez, N. Roussel, D. Vogel, 1€ Filter, 2012).
   */
  #pullOver(step: number): number {
    const fast = (step / (longStep * this.#style.width)) ** 2
    return 1 - (1 - this.#pull) / (1 + fast * fast)
  }

  #press(index: number, measured: number | null, moved: number, passed: number): void {
    if (this.#style.nib) return
    if (measured !== null) {
      // Pens report high pressure at the moment of contact.
      this.#pressure = index === 0 ? Math.min(measured, 0.5) : this.#pressure + (measured - this.#pressure) * 0.6
      return
    }
    if (index === 0) return
    const speed = (moved / (this.#style.width * sizePerWidth)) * (fastMs / (passed > 0 ? passed : fastMs))
    const change = Math.min(1, speed)
    this.#pressure = Math.min(1, this.#pressure + (1 - change - this.#pressure) * change * follow)
  }

  #emit(origin: number): void {
    const last = this.x.length - 1
    const apart = distance(this.#smoothX - (this.x[last] ?? 0), this.#smoothY - (this.y[last] ?? 0))
    if (last >= 0 && apart < this.#closest) return
    this.x.push(this.#smoothX)
    this.y.push(this.#smoothY)
    this.radius.push(this.tipRadius)
    this.origin.push(origin)
  }
}

/** `Math.hypot` guards against overflow, which cannot occur here, and would dominate the run time. */
function distance(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy)
}

/** Smooths a whole stroke; `detail` as in `KindOnCanvas.draw`. */
export function spineOf(shape: InkShape, detail: number): Spine {
  const smoother = new Smoother(shape.style, shape.points.pressure !== null, closestFor(shape.style, detail))
  smoother.readOn(shape)
  const { x, y, radius, origin } = smoother.tip
  if (shape.points.length > 1) {
    smoother.x.push(x)
    smoother.y.push(y)
    smoother.radius.push(radius)
    smoother.origin.push(origin)
  }
  return smoother
}

/** Returns the minimum distance of spine points: larger for thick lines, where it is not visible. */
export function closestFor({ width }: Style, detail: number): number {
  return Math.max(detail, width * 0.2)
}

/** Returns a part of a spine between two positions of the stroke. */
export function pieceOf(spine: Spine, from: number, to: number): Spine {
  const piece = { x: [] as number[], y: [] as number[], radius: [] as number[], origin: [] as number[] }
  const add = (x: number, y: number, radius: number, origin: number) => {
    piece.x.push(x)
    piece.y.push(y)
    piece.radius.push(radius)
    piece.origin.push(origin)
  }
  const between = (index: number, origin: number) => {
    const [start = 0, end = 0] = [spine.origin[index - 1], spine.origin[index]]
    const part = end > start ? (origin - start) / (end - start) : 0
    const mix = (values: readonly number[]) =>
      (values[index - 1] ?? 0) + ((values[index] ?? 0) - (values[index - 1] ?? 0)) * part
    add(mix(spine.x), mix(spine.y), mix(spine.radius), origin)
  }
  for (let index = 0; index < spine.x.length; index += 1) {
    const origin = spine.origin[index] ?? 0
    const before = spine.origin[index - 1] ?? Infinity
    if (before < from && origin > from) between(index, from)
    if (origin >= from && origin <= to) add(spine.x[index] ?? 0, spine.y[index] ?? 0, spine.radius[index] ?? 0, origin)
    if (before < to && origin > to) between(index, to)
  }
  return piece
}
