import { holdMs } from '../tools.ts'

/** Screen pixels within which a pointer that is down is held. */
const holdPx = 4

/** Reports a pointer that is down and rests. */
export class Rest {
  readonly #onRest: (event: PointerEvent) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Where the pointer has been since. */
  #at: PointerEvent | null = null

  constructor(onRest: (event: PointerEvent) => void) {
    this.#onRest = onRest
  }

  /** From now on it is there. It is reported after the next frame: moves come with frames, however late those are. */
  begin(event: PointerEvent): void {
    this.end()
    this.#at = event
    const report = () => this.#at === event && this.#onRest(event)
    this.#timer = setTimeout(() => requestAnimationFrame(report), holdMs)
  }

  /** It was reported there, and begins again where it has gone away. */
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
