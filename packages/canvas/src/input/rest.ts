import { holdMs } from '../tools.ts'

/** Maximum movement of a held pointer, screen pixels. */
const holdPx = 4

/** Reports a pressed pointer that rests. */
export class Rest {
  readonly #onRest: (event: PointerEvent) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The position since then. */
  #at: PointerEvent | null = null

  constructor(onRest: (event: PointerEvent) => void) {
    this.#onRest = onRest
  }

  /** Starts waiting. Reported after the next frame at the earliest, since moves are delivered by frame. */
  begin(event: PointerEvent): void {
    this.end()
    this.#at = event
    const report = () => this.#at === event && this.#onRest(event)
    this.#timer = setTimeout(() => requestAnimationFrame(report), holdMs)
  }

  /** Restarts if the pointer has moved away. */
  move(event: PointerEvent): void {
    if (!this.#at) return
    const { clientX, clientY } = this.#at
    if (Math.hypot(event.clientX - clientX, event.clientY - clientY) > holdPx) this.begin(event)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#at = null
  }
}
