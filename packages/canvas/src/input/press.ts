import { dragPx } from '../tools.ts'

/**
 * A press longer than this, ms, further than this, screen pixels, or with this many points, was not the start of a
 * pinch.
 */
const [intendedMs, intendedPx, intendedPoints] = [300, 48, 20]

/** A pressed pointer and its movement. */
export class Press {
  readonly id: number
  readonly temporary: 'hand' | 'eraser' | null
  readonly #pen: boolean
  readonly #begun: PointerEvent
  #last: PointerEvent
  #points = 1
  #travelled = 0
  #farthest = 0

  constructor(event: PointerEvent, temporary: 'hand' | 'eraser' | null) {
    this.id = event.pointerId
    this.temporary = temporary
    this.#pen = event.pointerType === 'pen'
    this.#begun = event
    this.#last = event
  }

  /** The last event. */
  get last(): PointerEvent {
    return this.#last
  }

  /** Whether it is a drag: it has left the place of the press. */
  get isDrag(): boolean {
    return this.#farthest >= dragPx
  }

  /** @param points how many points the report has, those before it included */
  move(event: PointerEvent, points: number): void {
    this.#points += points
    this.#travelled += distance(this.#last, event)
    this.#farthest = Math.max(this.#farthest, distance(this.#begun, event))
    this.#last = event
  }

  /** Whether the position differs from that of the last event. */
  isElsewhere({ clientX, clientY }: MouseEvent): boolean {
    return clientX !== this.#last.clientX || clientY !== this.#last.clientY
  }

  /** Whether to keep its effects when interrupted: fingers that pinch do less before. */
  isIntended(now: number): boolean {
    if (this.#pen && this.#points > 1) return true
    return now - this.#begun.timeStamp >= intendedMs || this.#travelled >= intendedPx || this.#points > intendedPoints
  }
}

function distance(from: MouseEvent, to: MouseEvent): number {
  return Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY)
}
