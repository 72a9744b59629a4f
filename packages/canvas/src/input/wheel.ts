/** How much a finger's breadth on a trackpad zooms, and a notch of a mouse's wheel. */
const [zoomPerPixel, zoomPerNotch] = [0.01, 1.1]
/** Lines and pages of a wheel, in pixels. */
const wheelUnits = [1, 16, 400]

/** What a wheel asks for: the board moves by pixels, or is zoomed by a factor. */
export type WheelAction =
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly type: 'zoom'; readonly factor: number }

type Wheel = Pick<WheelEvent, 'deltaMode' | 'deltaX' | 'deltaY' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

export function wheelAction(event: Wheel): WheelAction {
  const unit = wheelUnits[event.deltaMode] ?? 1
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
  if (event.ctrlKey || event.metaKey) return { type: 'zoom', factor: zoomFactor(event, dy) }
  return event.shiftKey && dx === 0 ? { type: 'pan', dx: dy, dy: 0 } : { type: 'pan', dx, dy }
}

/** A notch of a mouse's wheel is a step of its own; on a trackpad the board follows the fingers. */
function zoomFactor(event: Wheel, dy: number): number {
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
