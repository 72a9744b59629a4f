import type { ScreenPoint, WorldPoint } from '@inkbridge/types'
import type { Input, Sample } from '../tools.ts'
import { Press } from './press.ts'
import { Rest } from './rest.ts'
import { Samples } from './samples.ts'
import { wheelAction } from './wheel.ts'

export interface InputEvents {
  /** A move is pending: request a frame. */
  pending(): void
  /**
   * Called at most once a frame, with coalesced events; `temporary` is the tool that space, the middle button or a
   * pen's eraser select.
   */
  input(input: Input, temporary: 'hand' | 'eraser' | null): void
  pan(dx: number, dy: number): void
  zoom(at: ScreenPoint, factor: number): void
  /** A pen was used: from now on fingers pan and do not draw. */
  pen(): void
  /** A context menu is requested at a point. */
  menu(at: ScreenPoint): void
  /** Position of the pointer, CSS pixels of the view; null: not over the board. */
  hover(at: ScreenPoint | null): void
  /** A pointer is pressed on the board. */
  press(): void
}

/** Touches are ignored as the palm for this time after a pen is lifted, ms. */
const palmMs = 500

interface Finger {
  readonly x: number
  readonly y: number
}

export interface Listening {
  /** Delivers pending moves. */
  flush(): void
  stop(): void
}

/**
 * Converts pointer events to tool input. One pointer draws; a second finger starts pan and zoom, and the first one's
 * gesture is kept if it was intended.
 */
export function listen(
  element: HTMLElement,
  toWorld: (at: ScreenPoint) => WorldPoint,
  modes: { isSpaceHeld(): boolean; isPenMode(): boolean },
  events: InputEvents,
): Listening {
  const fingers = new Map<number, Finger>()
  let drawing: Press | null = null
  let waiting: Sample[] = []
  let latest: PointerEvent | null = null
  const stop = new AbortController()
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, listener, { signal: stop.signal, passive: false })

  const samples = new Samples(element, toWorld)

  let penUntil = 0

  const isFingerOfPenMode = ({ pointerType }: PointerEvent) => pointerType === 'touch' && modes.isPenMode()
  const isPalm = ({ pointerType, timeStamp }: PointerEvent) => pointerType === 'touch' && timeStamp < penUntil

  const rest = new Rest((event) => {
    if (!drawing) return
    flush()
    events.input({ type: 'hold', ...samples.pointerOf(event, []) }, drawing.temporary)
  })

  const flush = () => {
    if (latest) {
      const predicted = drawing ? (latest.getPredictedEvents?.() ?? []) : []
      events.input({ type: 'move', ...samples.pointerOf(latest, waiting, predicted) }, drawing?.temporary ?? null)
    }
    latest = null
    waiting = []
  }

  /** Ends the current gesture, if any. */
  const end = (input: (press: Press) => Input) => {
    if (!drawing) return
    flush()
    rest.end()
    const press = drawing
    drawing = null
    events.input(input(press), press.temporary)
  }

  const cancelGesture = () => {
    latest = null
    waiting = []
    end(() => ({ type: 'cancel' }))
  }

  /** Ends the gesture because of another finger or the system. */
  const interrupt = (now: number) => {
    if (!drawing?.isIntended(now)) return cancelGesture()
    end(({ last, isDrag }) => ({ type: 'interrupt', isDrag, ...samples.pointerOf(last, []) }))
  }

  /** Ends a gesture whose `pointerup` was missed, at the last known position. */
  const endMissed = () => end(({ last }) => ({ type: 'up', ...samples.pointerOf(last, []) }))

  on('pointerdown', (event) => {
    if (event.pointerType === 'pen') {
      // Fingers down before a pen are the hand that holds it.
      if (fingers.size > 0) cancelGesture()
      fingers.clear()
      penUntil = Infinity
      events.pen()
    }
    if (isPalm(event)) return
    // End text editing and focus the board first.
    events.press()
    element.setPointerCapture(event.pointerId)
    if (drawing?.id === event.pointerId) endMissed()
    if (event.pointerType === 'touch') fingers.set(event.pointerId, samples.screenOf(event))
    if (fingers.size >= 2) return interrupt(event.timeStamp)
    if (drawing) return
    if (event.button === 2 || isSideButton(event)) {
      if (event.pointerType === 'pen') events.menu(samples.screenOf(event))
      return
    }
    event.preventDefault()
    const temporary =
      event.button === 1 || modes.isSpaceHeld() || isFingerOfPenMode(event)
        ? 'hand'
        : event.button === 5 || (event.buttons & 32) !== 0
          ? 'eraser'
          : null
    flush()
    drawing = new Press(event, temporary)
    rest.begin(event)
    events.input({ type: 'down', ...samples.pointerOf(event, [samples.sampleOf(event)]) }, temporary)
  })

  on('pointermove', (event) => {
    if (fingers.has(event.pointerId)) {
      const before = new Map(fingers)
      fingers.set(event.pointerId, samples.screenOf(event))
      if (fingers.size >= 2) return pinch(before, fingers, events)
    }
    if (isPalm(event) || (drawing && event.pointerId !== drawing.id)) return
    if (drawing && isReleased(event)) endMissed()
    rest.move(event)
    events.hover(event.pointerType === 'touch' && !drawing ? null : samples.screenOf(event))
    const coalesced = drawing ? event.getCoalescedEvents?.() : []
    const reports = coalesced && coalesced.length > 0 ? coalesced : [event]
    waiting.push(...reports.map((each) => samples.sampleOf(each)))
    drawing?.move(event, reports.length)
    latest = event
    events.pending()
  })

  const lift = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    if (event.pointerType === 'pen') penUntil = event.timeStamp + palmMs
    if (drawing?.id !== event.pointerId) return
    if (event.type === 'pointercancel') return interrupt(event.timeStamp)
    const lifted = drawing.isElsewhere(event) ? [samples.liftOf(event)] : []
    end(() => ({ type: 'up', ...samples.pointerOf(event, lifted) }))
  }
  on('pointerup', lift)
  on('pointercancel', lift)
  on('pointerleave', () => {
    if (!drawing) events.hover(null)
  })
  on('contextmenu', (event) => {
    event.preventDefault()
    // For touch and pen, a long press opens the menu through `hold`.
    const { pointerType } = event as MouseEvent as PointerEvent
    if (!drawing && pointerType !== 'touch' && pointerType !== 'pen') events.menu(samples.screenOf(event))
  })
  on('wheel', (event) => {
    event.preventDefault()
    const asked = wheelAction(event)
    if (asked.type === 'zoom') events.zoom(samples.screenOf(event), asked.factor)
    else events.pan(asked.dx, asked.dy)
  })

  return {
    flush,
    stop() {
      rest.end()
      stop.abort()
    },
  }
}

/** Whether a move comes from a pointer that is not pressed: fingers never send one, a pen may hover. */
function isReleased({ pointerType, buttons, pressure }: PointerEvent): boolean {
  return buttons === 0 && (pointerType === 'mouse' || (pointerType === 'pen' && pressure === 0))
}

/** Whether the side button of a pen is held while its tip is down. */
function isSideButton({ pointerType, buttons }: PointerEvent): boolean {
  return pointerType === 'pen' && (buttons & 2) !== 0
}

/** Pans and zooms so that the points under two fingers stay under them. */
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
