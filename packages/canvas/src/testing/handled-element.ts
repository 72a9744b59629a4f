import { vi } from 'vitest'

/** What a pointer event says that is not as usual. */
export interface Told {
  readonly x?: number
  readonly y?: number
  readonly type?: 'mouse' | 'pen' | 'touch'
  readonly id?: number
  readonly button?: number
  readonly buttons?: number
  readonly pressure?: number
  /** ms. */
  readonly at?: number
}

/** An element that tells of pointers as a browser does, in a page without others. */
export class HandledElement extends EventTarget {
  readonly captured: number[] = []

  constructor() {
    super()
    vi.stubGlobal('document', { activeElement: null })
    vi.stubGlobal('HTMLElement', class {})
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => void run())
  }

  setPointerCapture(id: number): void {
    this.captured.push(id)
  }

  getBoundingClientRect() {
    return { left: 0, top: 0 }
  }

  /** Dispatches an event; what is not told is what a mouse says whose first button is held, but for `pointerup`. */
  tell(name: string, told: Told = {}): void {
    const { x = 0, y = 0, type = 'mouse', id = 1, at = 0, pressure = 0.5 } = told
    const isUp = name === 'pointerup' || name === 'pointercancel'
    const event = Object.assign(new Event(name, { cancelable: true }), {
      ...{ clientX: x, clientY: y, pointerType: type, pointerId: id, pressure, tiltX: 0, tiltY: 0 },
      ...{ shiftKey: false, altKey: false, ctrlKey: false, metaKey: false },
      button: told.button ?? (name === 'pointermove' ? -1 : 0),
      buttons: told.buttons ?? (isUp ? 0 : 1),
    })
    Object.defineProperty(event, 'timeStamp', { value: at })
    this.dispatchEvent(event)
  }
}
