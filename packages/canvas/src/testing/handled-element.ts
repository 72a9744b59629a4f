import { vi } from 'vitest'

/** Properties of a pointer event that differ from the defaults. */
export interface PointerProps {
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

/** An element that dispatches pointer events as a browser does. */
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

  /** Dispatches an event; defaults are those of a mouse with its main button pressed, except for `pointerup`. */
  dispatch(name: string, told: PointerProps = {}): void {
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
