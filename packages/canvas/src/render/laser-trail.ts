import type { WorldPoint } from '@inkbridge/types'
import { type Camera, toScreen } from '../viewport/viewport.ts'

/** A light that was here is seen for so long, ms. */
const fadeMs = 1_200
const widthPx = 5

interface Seen extends WorldPoint {
  readonly at: number
}

/** The way of a light that somebody points with: it fades behind them. */
export class LaserTrail {
  #points: Seen[] = []
  /** A new way begins here, apart from the last. */
  #begins: number[] = []
  #isOn = false

  /** Where it is now; null: it is off. */
  take(point: WorldPoint | null, now: number): void {
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

  /** Draws what of it has not faded; true while any of it is seen. */
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
