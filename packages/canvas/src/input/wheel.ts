/** Zoom per pixel of a trackpad, and per notch of a mouse wheel. */
const [zoomPerPixel, zoomPerNotch] = [0.01, 1.1]
/** Pixels per unit of `deltaMode`. */
const wheelUnits = [1, 16, 400]

/** The effect of a wheel event: pan by pixels, or zoom by a factor. */
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

/** Returns the zoom factor: one step per notch of a mouse wheel, proportional on a trackpad. */
function zoomFactor(event: Wheel, dy: number): number {
  if (isMouseWheel(event)) return zoomPerNotch ** -Math.sign(dy)
  return Math.exp(-Math.max(-50, Math.min(50, dy)) * zoomPerPixel)
}

/**
 * Whether an event comes from a mouse wheel: mice report lines, or notches of a hundred pixels or more and nothing
 * horizontally; trackpads a few pixels at a time. No standard distinguishes them (W3C UI Events, section 5.4.1).
 */
export function isMouseWheel({
  deltaMode,
  deltaX,
  deltaY,
}: Pick<WheelEvent, 'deltaMode' | 'deltaX' | 'deltaY'>): boolean {
  if (deltaMode !== 0) return true
  return deltaX === 0 && Math.abs(deltaY) >= 100 && Number.isInteger(deltaY)
}
