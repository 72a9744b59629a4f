import type { ScreenPoint, WorldPoint } from '@inkbridge/types'
import type { Input, Pointer, Sample } from './tools.ts'

export interface InputEvents {
  /** There is a move to be taken in with the next frame. */
  pending(): void
  /** Once a frame at most, coalesced events kept; `temporary` is the hand that space, the middle button or a pen's eraser ask for. */
  input(input: Input, temporary: 'hand' | 'eraser' | null): void
  pan(dx: number, dy: number): void
  zoom(at: ScreenPoint, factor: number): void
  hover(point: WorldPoint | null): void
}

/** How much a wheel step zooms. */
const zoomPerPixel = 0.0022
/** Lines and pages of a wheel, in pixels. */
const wheelUnits = [1, 16, 400]

interface Finger {
  readonly x: number
  readonly y: number
}

export interface Listening {
  /** Gives the moves that wait. */
  flush(): void
  stop(): void
}

/** DOM events in, inputs out. One pointer draws; a second finger takes the gesture back and both move the board. */
export function listen(
  element: HTMLElement,
  toWorld: (at: ScreenPoint) => WorldPoint,
  isSpaceHeld: () => boolean,
  events: InputEvents,
): Listening {
  const fingers = new Map<number, Finger>()
  let drawing: { readonly id: number; readonly temporary: 'hand' | 'eraser' | null } | null = null
  let waiting: Sample[] = []
  let latest: PointerEvent | null = null
  const stop = new AbortController()
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, listener, { signal: stop.signal, passive: false })

  const screenOf = ({ clientX, clientY }: MouseEvent): ScreenPoint => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  const sampleOf = (event: PointerEvent): Sample => ({
    ...toWorld(screenOf(event)),
    pressure: event.pointerType === 'pen' ? event.pressure : null,
    time: event.timeStamp,
  })

  const pointerOf = (event: PointerEvent, samples: readonly Sample[]): Pointer => ({
    point: toWorld(screenOf(event)),
    screen: screenOf(event),
    samples,
    predicted: drawing ? (event.getPredictedEvents?.() ?? []).map(sampleOf) : [],
    device: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
    shift: event.shiftKey,
    alt: event.altKey,
    mod: event.ctrlKey || event.metaKey,
    at: event.timeStamp,
  })

  const flush = () => {
    if (latest) events.input({ type: 'move', ...pointerOf(latest, waiting) }, drawing?.temporary ?? null)
    latest = null
    waiting = []
  }

  const takeBack = () => {
    latest = null
    waiting = []
    if (drawing) events.input({ type: 'cancel' }, drawing.temporary)
    drawing = null
  }

  on('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId)
    if (event.pointerType === 'touch') fingers.set(event.pointerId, screenOf(event))
    if (fingers.size >= 2) return takeBack()
    if (drawing || event.button === 2) return
    event.preventDefault()
    const temporary =
      event.button === 1 || isSpaceHeld() ? 'hand' : event.button === 5 || (event.buttons & 32) !== 0 ? 'eraser' : null
    flush()
    drawing = { id: event.pointerId, temporary }
    events.input({ type: 'down', ...pointerOf(event, [sampleOf(event)]) }, temporary)
  })

  on('pointermove', (event) => {
    if (fingers.has(event.pointerId)) {
      const before = new Map(fingers)
      fingers.set(event.pointerId, screenOf(event))
      if (fingers.size >= 2) return pinch(before, fingers, events)
    }
    if (drawing && event.pointerId !== drawing.id) return
    events.hover(event.pointerType === 'touch' && !drawing ? null : toWorld(screenOf(event)))
    const coalesced = drawing ? event.getCoalescedEvents?.() : []
    waiting.push(...(coalesced && coalesced.length > 0 ? coalesced : [event]).map(sampleOf))
    latest = event
    events.pending()
  })

  const end = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    if (drawing?.id !== event.pointerId) return
    if (event.type === 'pointercancel') return takeBack()
    flush()
    const { temporary } = drawing
    drawing = null
    events.input({ type: 'up', ...pointerOf(event, []) }, temporary)
  }
  on('pointerup', end)
  on('pointercancel', end)
  on('pointerleave', () => {
    if (!drawing) events.hover(null)
  })
  on('contextmenu', (event) => event.preventDefault())
  on('wheel', (event) => {
    event.preventDefault()
    const unit = wheelUnits[event.deltaMode] ?? 1
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey || event.metaKey)
      return events.zoom(
        screenOf(event),
        Math.exp(-Math.max(-240, Math.min(240, dy)) * zoomPerPixel * (unit === 1 ? 1.6 : 1)),
      )
    if (event.shiftKey && dx === 0) return events.pan(dy, 0)
    events.pan(dx, dy)
  })

  return { flush, stop: () => stop.abort() }
}

/** Two fingers: what is between them stays between them. */
function pinch(before: ReadonlyMap<number, Finger>, after: ReadonlyMap<number, Finger>, events: InputEvents): void {
  const [oldA, oldB] = before.values()
  const [newA, newB] = after.values()
  if (!oldA || !oldB || !newA || !newB) return
  const middle = (a: Finger, b: Finger) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const [from, to] = [middle(oldA, oldB), middle(newA, newB)]
  events.pan(from.x - to.x, from.y - to.y)
  const [wide, wider] = [Math.hypot(oldA.x - oldB.x, oldA.y - oldB.y), Math.hypot(newA.x - newB.x, newA.y - newB.y)]
  if (wide > 0 && wider > 0) events.zoom(to, wider / wide)
}
