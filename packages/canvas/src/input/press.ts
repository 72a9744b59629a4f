import { dragPx } from '../tools.ts'

/** A press that lasted so long, ms, or went so far, screen pixels, or has so many points, was no part of a pinch. */
const [meantMs, meantPx, meantPoints] = [300, 48, 20]

/** A pointer that is down, and what it has done since. */
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

  /** Its last report. */
  get last(): PointerEvent {
    return this.#last
  }

  /** It has gone away from where it went down: it is a drag. */
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

  /** Whether the pointer was last reported elsewhere. */
  isElsewhere({ clientX, clientY }: MouseEvent): boolean {
    return clientX !== this.#last.clientX || clientY !== this.#last.clientY
  }

  /** Whether what it did until now is to be kept when something else ends it: fingers that pinch do less, before. */
  isMeant(now: number): boolean {
    if (this.#pen && this.#points > 1) return true
    return now - this.#begun.timeStamp >= meantMs || this.#travelled >= meantPx || this.#points > meantPoints
  }
}

function distance(from: MouseEvent, to: MouseEvent): number {
  return Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY)
}
