import type { Binding, LineShape, Shape, WorldPoint } from '@inkbridge/types'
import type { Target } from '../plan/plan.ts'
import { hitOf, nearestOutline, toLocal } from '../shapes.ts'
import { type Pointer, tolerancePx, type View } from './tool.ts'

/**
 * Distance from an outline within which an end is bound to a point of it, screen pixels, at most this part of a small
 * shape.
 */
const [outlinePx, outlinePart] = [12, 0.25]

/** Whether a line is an arrow: it has a head, and so is bound to shapes. */
export function isArrow({ style }: Pick<LineShape, 'style'>): boolean {
  return style.startHead !== undefined || style.endHead !== undefined
}

/**
 * Returns the target of a line end by the pointer: the nearest point of an outline, or the centre of a shape further
 * inside; with Alt or after a rest, the exact point. With Mod, null.
 */
export function targetAt(point: WorldPoint, { mod, alt, device }: Pointer, view: View, rested = false): Target | null {
  if (mod) return null
  const reach = Math.max(outlinePx, tolerancePx[device]) / view.zoom
  const shape = view.scene.bindableAt(point, reach)
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
 * Returns the target of an end given the other end: the exact point if both lie in the same shape, because the line
 * does not enter it.
 */
export function targetBeside(target: Target, point: WorldPoint, other: WorldPoint, { scene }: View): Target {
  const shape = target.at ? undefined : scene.get(target.id)
  const isWithin = shape && hitOf(shape, other, 0, scene) !== null
  return isWithin ? { id: target.id, at: partOf(shape, point) } : target
}

/** Returns a point as fractions of a shape's unrotated place. */
function partOf(shape: Shape, point: WorldPoint): readonly [x: number, y: number] {
  const { x, y } = toLocal(shape, point)
  const { at } = shape
  const part = (value: number, low: number, length: number) =>
    length > 0 ? Math.min(1, Math.max(0, (value - low) / length)) : 0.5
  return [part(x, at.x, at.w), part(y, at.y, at.h)]
}

export function bindingTo({ id, at, outline }: Target): Binding {
  return { to: id, ...(at ? { at } : {}), ...(outline ? { outline } : {}) }
}
