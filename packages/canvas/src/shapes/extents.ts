import type { Box, Place, Shape, WorldPoint } from '@inkbridge/types'
import { around, boxOf, nearestOn, type Polyline, placeBox, turned, union } from '../geometry.ts'
import { isErasableInParts, stylesOf } from './capabilities.ts'
import type { Kinds } from './kind.ts'

/** The box of what is left of a shape, as it would be if it were not turned. */
export function ownExtentOf(shape: Shape, kinds: Kinds): Box {
  const { x, y, w, h } = shape.at
  return kinds.of(shape).extent?.(shape) ?? { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** The level box of what is left of a shape, turned as it is. */
export function extentOf(shape: Shape, kinds: Kinds): Box {
  if (!kinds.of(shape).extent) return placeBox(shape.at)
  const box = ownExtentOf(shape, kinds)
  return shape.at.rotation === 0 ? box : around(cornersOf(box).map(turnedIn(shape)))
}

/** The level box of the outline that is seen, which may be less than that of its place when it is turned. */
export function outlineBoxOf(shape: Shape, kinds: Kinds): Box {
  return union(standingOutline(shape, kinds).map(({ points }) => boxOf(points))) ?? extentOf(shape, kinds)
}

/** The level box of several shapes. */
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

/** The lines a hand would touch, turned as they are. */
export function standingOutline(shape: Shape, kinds: Kinds): readonly Polyline[] {
  return kinds
    .of(shape)
    .outline(shape)
    .map((line) => twisted(line, shape.at))
}

/** The rotated outline at which bound lines end; null when the shape has no outline. */
function boundOutline(shape: Shape, kinds: Kinds): Polyline | null {
  return standingOutline(shape, kinds)[0] ?? null
}

/** The outline that a halo is drawn along, and the width of the border there, world units; null for ink, which has too many points. */
export function haloOf(shape: Shape, kinds: Kinds): { readonly line: Polyline; readonly border: number } | null {
  const line = isErasableInParts(shape, kinds) ? null : boundOutline(shape, kinds)
  return line && { line, border: stylesOf(shape, kinds).includes('width') ? shape.style.width : 0 }
}

/** The point of a shape's outline that is nearest to another. */
export function nearestOutline(shape: Shape, point: WorldPoint, kinds: Kinds): WorldPoint {
  const line = boundOutline(shape, kinds)
  return line ? nearestOn(line, point) : point
}

/** A point as the shape would see it if it were not turned. */
export function untwisted(shape: Shape, point: WorldPoint): WorldPoint {
  return shape.at.rotation === 0 ? point : turned(point, shape.at, -shape.at.rotation)
}

export function twisted(line: Polyline, at: Place): Polyline {
  if (at.rotation === 0) return line
  const points = line.points.slice()
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = turned({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, at, at.rotation)
    points[index] = x
    points[index + 1] = y
  }
  return { points, closed: line.closed }
}
