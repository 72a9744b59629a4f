import type { ScreenPoint } from '@inkbridge/types'
import type { ViewSize } from './camera.ts'

/** Distance from the edge at which dragging scrolls the board, CSS pixels, and the maximum speed, CSS pixels per ms. */
const [edgePx, speed] = [24, 0.9]
/** Maximum time step, ms: no jump after a pause. */
const longestMs = 50

/** Scrolls the board while something is dragged to the edge of the view; faster the nearer to the edge. */
export class EdgeScroll {
  #pointer: ScreenPoint | null = null
  #at = 0

  /** Sets where something is dragged to; null: nothing is dragged. */
  drag(pointer: ScreenPoint | null, now: number): void {
    if (!this.#pointer) this.#at = now
    this.#pointer = pointer
  }

  /** Returns the pan since the last step, CSS pixels; null: none. */
  step({ width, height }: ViewSize, now: number): { readonly dx: number; readonly dy: number } | null {
    const passed = Math.min(longestMs, now - this.#at)
    this.#at = now
    if (!this.#pointer) return null
    const [dx, dy] = [push(this.#pointer.x, width), push(this.#pointer.y, height)]
    return dx === 0 && dy === 0 ? null : { dx: dx * speed * passed, dy: dy * speed * passed }
  }
}

/** Returns -1 at the low edge and beyond, 1 at the high one, 0 away from both. */
function push(place: number, length: number): number {
  const over = Math.max(0, place - length + edgePx) - Math.max(0, edgePx - place)
  return Math.max(-1, Math.min(1, over / edgePx))
}
