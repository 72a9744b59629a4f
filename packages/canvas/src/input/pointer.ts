import type { ScreenPoint, WorldPoint } from '@inkbridge/types'
import { holdMs, type Input, type Pointer, type Sample } from '../tools.ts'

export interface InputEvents {
  /** There is a move to be taken in with the next frame. */
  pending(): void
  /** Once a frame at most, coalesced events kept; `temporary` is the hand that space, the middle button or a pen's eraser ask for. */
  input(input: Input, temporary: 'hand' | 'eraser' | null): void
  pan(dx: number, dy: number): void
  zoom(at: ScreenPoint, factor: number): void
  /** A pen is here: from now on fingers move the board and do not draw. */
  pen(): void
  /** A mouse or a key asks for a menu there. */
  menu(at: ScreenPoint): void
  hover(point: WorldPoint | null): void
  /** A pointer goes down on the board. */
  press(): void
}

/** How much a finger's breadth on a trackpad zooms, and a notch of a mouse's wheel. */
const [zoomPerPixel, zoomPerNotch] = [0.01, 1.25]
/** Lines and pages of a wheel, in pixels. */
const wheelUnits = [1, 16, 400]
/** Screen pixels within which a pointer that is down is held. */
const holdPx = 4
/** After a pen was lifted fingers are a palm for so long, ms. */
const palmMs = 500
/** How much harder a pen seems to press when it lies flat. */
const flatPress = 0.6

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
  held: { isSpaceHeld(): boolean; isPenMode(): boolean },
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
    pressure: event.pointerType === 'pen' ? pressureOf(event) : null,
    time: event.timeStamp,
  })

  const pointerOf = (event: PointerEvent, samples: readonly Sample[]): Pointer => ({
    point: toWorld(screenOf(event)),
    screen: screenOf(event),
    client: { x: event.clientX, y: event.clientY },
    samples,
    predicted: drawing ? (event.getPredictedEvents?.() ?? []).map(sampleOf) : [],
    device: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
    shift: event.shiftKey,
    alt: event.altKey,
    mod: event.ctrlKey || event.metaKey,
    at: event.timeStamp,
  })

  let holding: ReturnType<typeof setTimeout> | undefined
  /** Where the pointer that is down has been since. */
  let resting: PointerEvent | null = null
  let penUntil = 0

  const isFingerOfPenMode = ({ pointerType }: PointerEvent) => pointerType === 'touch' && held.isPenMode()
  const isPalm = ({ pointerType, timeStamp }: PointerEvent) => pointerType === 'touch' && timeStamp < penUntil

  /** Reports a pointer that has rested, after the next frame: moves come with frames, however late those are. */
  const hold = (event: PointerEvent) => {
    clearTimeout(holding)
    resting = event
    const report = () => {
      if (!drawing || resting !== event) return
      flush()
      events.input({ type: 'hold', ...pointerOf(event, []) }, drawing.temporary)
    }
    holding = setTimeout(() => requestAnimationFrame(report), holdMs)
  }

  const endHold = () => {
    clearTimeout(holding)
    resting = null
  }

  const flush = () => {
    if (latest) events.input({ type: 'move', ...pointerOf(latest, waiting) }, drawing?.temporary ?? null)
    latest = null
    waiting = []
  }

  const cancelGesture = () => {
    latest = null
    waiting = []
    endHold()
    if (drawing) events.input({ type: 'cancel' }, drawing.temporary)
    drawing = null
  }

  on('pointerdown', (event) => {
    if (event.pointerType === 'pen') {
      // The hand that holds it came down first.
      if (fingers.size > 0) cancelGesture()
      fingers.clear()
      penUntil = Infinity
      events.pen()
    }
    if (isPalm(event)) return
    // What was typed in has what was typed, and keys are the board's again.
    events.press()
    element.setPointerCapture(event.pointerId)
    if (event.pointerType === 'touch') fingers.set(event.pointerId, screenOf(event))
    if (fingers.size >= 2) return cancelGesture()
    if (drawing || event.button === 2) return
    event.preventDefault()
    const temporary =
      event.button === 1 || held.isSpaceHeld() || isFingerOfPenMode(event)
        ? 'hand'
        : event.button === 5 || (event.buttons & 32) !== 0
          ? 'eraser'
          : null
    flush()
    drawing = { id: event.pointerId, temporary }
    hold(event)
    events.input({ type: 'down', ...pointerOf(event, [sampleOf(event)]) }, temporary)
  })

  on('pointermove', (event) => {
    if (fingers.has(event.pointerId)) {
      const before = new Map(fingers)
      fingers.set(event.pointerId, screenOf(event))
      if (fingers.size >= 2) return pinch(before, fingers, events)
    }
    if (isPalm(event) || (drawing && event.pointerId !== drawing.id)) return
    if (resting && isAway(resting, event)) hold(event)
    events.hover(event.pointerType === 'touch' && !drawing ? null : toWorld(screenOf(event)))
    const coalesced = drawing ? event.getCoalescedEvents?.() : []
    waiting.push(...(coalesced && coalesced.length > 0 ? coalesced : [event]).map(sampleOf))
    latest = event
    events.pending()
  })

  const end = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    if (event.pointerType === 'pen') penUntil = event.timeStamp + palmMs
    if (drawing?.id !== event.pointerId) return
    if (event.type === 'pointercancel') return cancelGesture()
    flush()
    endHold()
    const { temporary } = drawing
    drawing = null
    events.input({ type: 'up', ...pointerOf(event, []) }, temporary)
  }
  on('pointerup', end)
  on('pointercancel', end)
  on('pointerleave', () => {
    if (!drawing) events.hover(null)
  })
  on('contextmenu', (event) => {
    event.preventDefault()
    // A finger or a pen that is held asks for something else.
    const { pointerType } = event as MouseEvent as PointerEvent
    if (!drawing && pointerType !== 'touch' && pointerType !== 'pen') events.menu(screenOf(event))
  })
  on('wheel', (event) => {
    event.preventDefault()
    const unit = wheelUnits[event.deltaMode] ?? 1
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey || event.metaKey) return events.zoom(screenOf(event), zoomFactor(event, dy))
    if (event.shiftKey && dx === 0) return events.pan(dy, 0)
    events.pan(dx, dy)
  })

  return { flush, stop: () => stop.abort() }
}

/** A notch of a mouse's wheel is a step of its own; on a trackpad the board follows the fingers. */
function zoomFactor(event: WheelEvent, dy: number): number {
  if (isMouseWheel(event)) return zoomPerNotch ** -Math.sign(dy)
  return Math.exp(-Math.max(-50, Math.min(50, dy)) * zoomPerPixel)
}

/**
 * Mice tell lines, or whole notches of a hundred pixels or more and nothing sideways; trackpads tell a few pixels at a
 * time. Nothing in the standard says which is which (W3C UI Events, section 5.4.1).
 */
export function isMouseWheel({
  deltaMode,
  deltaX,
  deltaY,
}: Pick<WheelEvent, 'deltaMode' | 'deltaX' | 'deltaY'>): boolean {
  if (deltaMode !== 0) return true
  return deltaX === 0 && Math.abs(deltaY) >= 100 && Number.isInteger(deltaY)
}

/** A pen that lies flat draws a wider line, as a pencil's side does. */
function pressureOf({ pressure, tiltX, tiltY }: PointerEvent): number {
  // How far from upright, 0 to 1 at 60 degrees; the first 25 are how hands hold pens.
  const lean = Math.min(60, Math.hypot(tiltX, tiltY))
  return Math.min(1, pressure * (1 + (flatPress * Math.max(0, lean - 25)) / 35))
}

function isAway(from: PointerEvent, to: PointerEvent): boolean {
  return Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) > holdPx
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
