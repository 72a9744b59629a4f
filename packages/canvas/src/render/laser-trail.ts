import type { WorldPoint } from '@inkbridge/types'
import { type Camera, toScreen } from '../viewport/viewport.ts'

/** The trail fades out in this time, ms. */
const fadeMs = 1_200
const widthPx = 5

interface TrailPoint extends WorldPoint {
  readonly at: number
}

/** The trail of a laser pointer, which fades out. */
export class LaserTrail {
  #points: TrailPoint[] = []
  /** Indexes at which a new trail begins. */
  #begins: number[] = []
  #isOn = false

  /** Moves the pointer; null: it is off. */
  moveTo(point: WorldPoint | null, now: number): void {
    if (!point) {
      this.#isOn = false
      return
    }
    if (!this.#isOn) this.#begins.push(now)
    this.#isOn = true
    const last = this.#points.at(-1)
    if (last && last.x === point.x && last.y === point.y) return
    this.#points.push({ x: point.x, y: point.y, at: now })
  }

  get isSeen(): boolean {
    return this.#points.length > 0
  }

  /** Draws the visible part. Returns true while any of it is visible. */
  paint(context: CanvasRenderingContext2D, camera: Camera, color: string, now: number): boolean {
    this.#points = this.#points.filter(({ at }) => now - at < fadeMs)
    this.#begins = this.#begins.filter((at) => now - at < fadeMs)
    context.save()
    context.lineCap = 'round'
    context.strokeStyle = color
    for (const [index, to] of this.#points.entries()) {
      const from = this.#points[index - 1]
      if (!from || this.#begins.some((begin) => begin > from.at && begin <= to.at)) continue
      const left = 1 - (now - to.at) / fadeMs
      const [a, b] = [toScreen(from, camera), toScreen(to, camera)]
      context.globalAlpha = left
      context.lineWidth = widthPx * (0.35 + 0.65 * left)
      context.beginPath()
      context.moveTo(a.x, a.y)
      context.lineTo(b.x, b.y)
      context.stroke()
    }
    context.restore()
    return this.isSeen
  }
}
