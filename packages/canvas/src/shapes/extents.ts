import type { Box, Place, Shape, WorldPoint } from '@inkbridge/types'
import { around, boxOf, nearestOn, type Polyline, placeBox, turned, union } from '../geometry.ts'
import { isErasableInParts, stylesOf } from './capabilities.ts'
import type { Kinds } from './kind.ts'

/** Returns the box of a shape without erased parts, before its rotation. */
export function ownExtentOf(shape: Shape, kinds: Kinds): Box {
  const { x, y, w, h } = shape.at
  return kinds.of(shape).extent?.(shape) ?? { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** Returns the axis-aligned box of a shape without erased parts, rotated. */
export function extentOf(shape: Shape, kinds: Kinds): Box {
  if (!kinds.of(shape).extent) return placeBox(shape.at)
  const box = ownExtentOf(shape, kinds)
  return shape.at.rotation === 0 ? box : around(cornersOf(box).map(turnedIn(shape)))
}

/** Returns the axis-aligned box of the visible outline, which may be smaller than that of the rotated place. */
export function outlineBoxOf(shape: Shape, kinds: Kinds): Box {
  return union(rotatedOutline(shape, kinds).map(({ points }) => boxOf(points))) ?? extentOf(shape, kinds)
}

/** Returns the axis-aligned box of several shapes. */
export function selectionBox(shapes: readonly Shape[], kinds: Kinds): Box | null {
  return union(shapes.map((shape) => extentOf(shape, kinds)))
}

export function turnedIn({ at }: Shape): (point: WorldPoint) => WorldPoint {
  return (point) => turned(point, at, at.rotation)
}

export function cornersOf({ minX, minY, maxX, maxY }: Box): readonly WorldPoint[] {
  return [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
}

/** Returns the outline of a shape, rotated. */
export function rotatedOutline(shape: Shape, kinds: Kinds): readonly Polyline[] {
  return kinds
    .of(shape)
    .outline(shape)
    .map((line) => fromLocal(line, shape.at))
}

/** Returns the rotated outline that bound lines end at; null: none. */
function boundOutline(shape: Shape, kinds: Kinds): Polyline | null {
  return rotatedOutline(shape, kinds)[0] ?? null
}

/**
 * Returns the outline for a halo, and the width of the border, world units; null for ink, which has too many points.
 */
export function haloOf(shape: Shape, kinds: Kinds): { readonly line: Polyline; readonly border: number } | null {
  const line = isErasableInParts(shape, kinds) ? null : boundOutline(shape, kinds)
  return line && { line, border: stylesOf(shape, kinds).includes('width') ? shape.style.width : 0 }
}

/** Returns the point of a shape's outline nearest to a point. */
export function nearestOutline(shape: Shape, point: WorldPoint, kinds: Kinds): WorldPoint {
  const line = boundOutline(shape, kinds)
  return line ? nearestOn(line, point) : point
}

/** Converts a point to the unrotated coordinates of a shape. */
export function toLocal(shape: Shape, point: WorldPoint): WorldPoint {
  return shape.at.rotation === 0 ? point : turned(point, shape.at, -shape.at.rotation)
}

export function fromLocal(line: Polyline, at: Place): Polyline {
  if (at.rotation === 0) return line
  const points = line.points.slice()
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = turned({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, at, at.rotation)
    points[index] = x
    points[index + 1] = y
  }
  return { points, closed: line.closed }
}
