import type { Binding, LineShape, WorldPoint } from '@inkbridge/types'
import { nearestOutline, untwisted } from '../shapes.ts'
import type { Target } from './draft.ts'
import { type Pointer, tolerancePx, type View } from './tool.ts'

/** Lines that have a head hold on to things. */
export function isArrow({ style }: Pick<LineShape, 'style'>): boolean {
  return style.startHead !== undefined || style.endHead !== undefined
}

/**
 * What is under a pointer that a line can hold on to; with Mod nothing. With Alt, or after a rest, it holds on to that
 * very point, or to the nearest of the outline when that is near.
 */
export function targetAt(point: WorldPoint, { mod, alt, device }: Pointer, view: View, rested = false): Target | null {
  if (mod) return null
  const reach = tolerancePx[device] / view.zoom
  const shape = view.scene.holdable(point, reach)
  if (!shape) return null
  if (!alt && !rested) return { id: shape.id }
  const edge = nearestOutline(shape, point, view.scene.kinds)
  const near = Math.hypot(edge.x - point.x, edge.y - point.y) <= reach * 1.5
  const { x, y } = untwisted(shape, near ? edge : point)
  const part = (value: number, low: number, length: number) =>
    length > 0 ? Math.min(1, Math.max(0, (value - low) / length)) : 0.5
  const { at } = shape
  return { id: shape.id, at: [part(x, at.x, at.w), part(y, at.y, at.h)] }
}

export function heldEnd({ id, at }: Target): Binding {
  return { to: id, ...(at ? { at } : {}) }
}
