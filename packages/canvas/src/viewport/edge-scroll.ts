import type { ScreenPoint } from '@inkbridge/types'
import type { ViewSize } from './camera.ts'

/** How near to its edge a pointer moves the board, CSS pixels, and how fast at most, CSS pixels a ms. */
const [edgePx, speed] = [24, 0.9]
/** After a pause the board does not jump, ms. */
const longestMs = 50

/** What is dragged to the edge of the view takes the board along; the nearer to it, the faster. */
export class EdgeScroll {
  #pointer: ScreenPoint | null = null
  #at = 0

  /** Where something is dragged to; null: nothing is dragged any more. */
  drag(pointer: ScreenPoint | null, now: number): void {
    if (!this.#pointer) this.#at = now
    this.#pointer = pointer
  }

  /** How far the board goes since the last time, CSS pixels; null: it stays where it is. */
  step({ width, height }: ViewSize, now: number): { readonly dx: number; readonly dy: number } | null {
    const passed = Math.min(longestMs, now - this.#at)
    this.#at = now
    if (!this.#pointer) return null
    const [dx, dy] = [push(this.#pointer.x, width), push(this.#pointer.y, height)]
    return dx === 0 && dy === 0 ? null : { dx: dx * speed * passed, dy: dy * speed * passed }
  }
}

/** -1 at the low edge and beyond, 1 at the high one, 0 away from both. */
function push(place: number, length: number): number {
  const over = Math.max(0, place - length + edgePx) - Math.max(0, edgePx - place)
  return Math.max(-1, Math.min(1, over / edgePx))
}
