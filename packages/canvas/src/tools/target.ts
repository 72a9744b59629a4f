import type { Binding, LineShape, Shape, WorldPoint } from '@inkbridge/types'
import type { Target } from '../plan/plan.ts'
import { hitOf, nearestOutline, untwisted } from '../shapes.ts'
import { type Pointer, tolerancePx, type View } from './tool.ts'

/** An end this near to an outline is at a point of it, screen pixels; in a small shape, no more than this part of it. */
const [outlinePx, outlinePart] = [12, 0.25]

/** Lines that have a head are bound to what they end at. */
export function isArrow({ style }: Pick<LineShape, 'style'>): boolean {
  return style.startHead !== undefined || style.endHead !== undefined
}

/**
 * What the end of a line would be bound to, by where the pointer is: a point of the outline it is near to, or the center
 * of what it is deep inside of; with Alt, or after a rest, the very point there. With Mod nothing.
 */
export function targetAt(point: WorldPoint, { mod, alt, device }: Pointer, view: View, rested = false): Target | null {
  if (mod) return null
  const reach = Math.max(outlinePx, tolerancePx[device]) / view.zoom
  const shape = view.scene.holdable(point, reach)
  if (!shape) return null
  const edge = nearestOutline(shape, point, view.scene.kinds)
  const isInside = hitOf(shape, point, 0, view.scene) !== null
  const ring = isInside ? Math.min(reach, Math.min(shape.at.w, shape.at.h) * outlinePart) : reach
  if (Math.hypot(edge.x - point.x, edge.y - point.y) <= ring)
    return { id: shape.id, at: partOf(shape, edge), outline: true }
  if (!isInside) return null
  return alt || rested ? { id: shape.id, at: partOf(shape, point) } : { id: shape.id }
}

/**
 * What an end is bound to when the other end of its line is at a point: the very point it was dropped at, where the other
 * end lies in the same shape, for the line does not come in from outside.
 */
export function targetBeside(target: Target, point: WorldPoint, other: WorldPoint, { scene }: View): Target {
  const shape = target.at ? undefined : scene.get(target.id)
  const isWithin = shape && hitOf(shape, other, 0, scene) !== null
  return isWithin ? { id: target.id, at: partOf(shape, point) } : target
}

/** A point as fractions of the place of a shape before it is turned. */
function partOf(shape: Shape, point: WorldPoint): readonly [x: number, y: number] {
  const { x, y } = untwisted(shape, point)
  const { at } = shape
  const part = (value: number, low: number, length: number) =>
    length > 0 ? Math.min(1, Math.max(0, (value - low) / length)) : 0.5
  return [part(x, at.x, at.w), part(y, at.y, at.h)]
}

export function heldEnd({ id, at, outline }: Target): Binding {
  return { to: id, ...(at ? { at } : {}), ...(outline ? { outline } : {}) }
}
