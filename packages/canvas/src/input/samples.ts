import type { ScreenPoint, WorldPoint } from '@inkbridge/types'
import type { Pointer, Sample } from '../tools.ts'

/** Additional pressure of a pen held flat. */
const flatPress = 0.6

/** Converts pointer events to tool input, relative to an element. */
export class Samples {
  readonly #element: HTMLElement
  readonly #toWorld: (at: ScreenPoint) => WorldPoint
  /** Pressure of the last point of a pen, since a lifted pen reports none. */
  #pressure: number | null = null

  constructor(element: HTMLElement, toWorld: (at: ScreenPoint) => WorldPoint) {
    this.#element = element
    this.#toWorld = toWorld
  }

  screenOf({ clientX, clientY }: MouseEvent): ScreenPoint {
    const { left, top } = this.#element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  worldOf(event: MouseEvent): WorldPoint {
    return this.#toWorld(this.screenOf(event))
  }

  sampleOf(event: PointerEvent): Sample {
    const pressure = event.pointerType === 'pen' ? pressureOf(event) : null
    this.#pressure = pressure
    return { ...this.worldOf(event), pressure, time: event.timeStamp }
  }

  /** Returns the point where a pointer was lifted, with its previous pressure. */
  liftOf(event: PointerEvent): Sample {
    return { ...this.worldOf(event), pressure: this.#pressure, time: event.timeStamp }
  }

  pointerOf(event: PointerEvent, samples: readonly Sample[], predicted: readonly PointerEvent[] = []): Pointer {
    const pressure = this.#pressure
    const pointer: Pointer = {
      point: this.worldOf(event),
      screen: this.screenOf(event),
      client: { x: event.clientX, y: event.clientY },
      samples,
      predicted: predicted.map((each) => this.sampleOf(each)),
      device: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
      at: event.timeStamp,
    }
    this.#pressure = pressure
    return pointer
  }
}

/** Returns the pressure of a pen; held flat it draws a wider line, as a pencil does. */
function pressureOf({ pressure, tiltX, tiltY }: PointerEvent): number {
  // Tilt, 0 to 1 at 60°; the first 25° are the normal grip.
  const lean = Math.min(60, Math.hypot(tiltX, tiltY))
  return Math.min(1, pressure * (1 + (flatPress * Math.max(0, lean - 25)) / 35))
}
