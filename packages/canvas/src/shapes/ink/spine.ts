import { carriage, defaultStreamline, type InkShape, type Style } from '@inkbridge/types'

/** Lists of the same length: where the pen was, smoothed, and how wide the ink is there. */
export interface Spine {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Half of the width, world units. */
  readonly radius: readonly number[]
  /** Which point of the stroke it is: 1.5 lies between the second and the third. */
  readonly origin: readonly number[]
}

/** How much wider than its width a stroke may get, and how much of that pressure decides: less where it is only guessed from speed. */
const sizePerWidth = 1.25
const thinning = { measured: 0.6, simulated: 0.35 }
/** A pen that moves by its own size in this time is fast, ms. */
const fastMs = 16
/** A step of so many widths is half as much smoothed as a short one. */
const longStep = 5
/** How fast the guessed pressure follows the speed, at most, a point. */
const follow = 0.275

/**
 * Smooths a stroke from its beginning on. Each point depends only on those before it, so that what was smoothed stays:
 * a stroke in progress is read on, never again. Pressure is guessed from speed as in perfect-freehand (S. Ruiz, MIT),
 * with speed taken from time instead of from how often the device tells.
 */
export class Smoother implements Spine {
  readonly x: number[] = []
  readonly y: number[] = []
  readonly radius: number[] = []
  readonly origin: number[] = []
  readonly #style: Style
  readonly #measured: boolean
  readonly #closest: number
  /** How far a point is drawn to the pen that moves slowly. */
  readonly #pull: number
  #read = 0
  #smoothX = 0
  #smoothY = 0
  #lastX = 0
  #lastY = 0
  #pressure = 0.5

  /** `closest`: points of the spine are at least so far apart, world units. */
  constructor(style: Style, measured: boolean, closest: number) {
    this.#style = style
    this.#measured = measured
    this.#closest = closest
    this.#pull = 0.15 + 0.85 * (1 - (style.streamline ?? defaultStreamline))
  }

  /** The stroke's points that were read. */
  get read(): number {
    return this.#read
  }

  /** Reads on, to the stroke's last point or as far as `end`. */
  readOn(shape: InkShape, end = shape.points.length): void {
    const { points, at, born } = shape
    // In this order: who asks for times has places as well, and not the other way round.
    const { time, pressure, x: xs, y: ys } = points
    const { scaleX, moveX, scaleY, moveY } = carriage(born, at)
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

  /** What leads from the last smoothed point to the pen itself. */
  get tip(): { readonly x: number; readonly y: number; readonly radius: number; readonly origin: number } {
    return { x: this.#lastX, y: this.#lastY, radius: this.tipRadius, origin: Math.max(0, this.#read - 1) }
  }

  /** The width where the pen is. */
  get tipRadius(): number {
    const { width, nib } = this.#style
    if (nib) return width / 2
    const thin = this.#measured ? thinning.measured : thinning.simulated
    return width * sizePerWidth * (0.5 - thin * (0.5 - this.#pressure))
  }

  /**
   * A hand trembles when it is slow, and means each corner when it is fast: the longer the step, the less it is smoothed
   * (G. Casiez, N. Roussel, D. Vogel, 1€ Filter, 2012).
   */
  #pullOver(step: number): number {
    const fast = (step / (longStep * this.#style.width)) ** 2
    return 1 - (1 - this.#pull) / (1 + fast * fast)
  }

  #press(index: number, measured: number | null, moved: number, passed: number): void {
    if (this.#style.nib) return
    if (measured !== null) {
      // A pen that comes down is heavy for a moment before it moves.
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

/** `Math.hypot` guards against numbers that no board has, and takes longer than all the rest. */
function distance(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy)
}

/** The whole of a stroke, up to the pen; `detail` as in `KindOnCanvas.draw`. */
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

/** Points of a thick line may be further apart than those of a thin one: nobody sees the difference. */
export function closestFor({ width }: Style, detail: number): number {
  return Math.max(detail, width * 0.2)
}

/** A piece of a spine, from one place of the stroke to another. */
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
