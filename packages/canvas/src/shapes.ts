import type { Box, Shape, ShapeKind, ShapeKinds, WorldPoint } from '@inkbridge/types'
import { grow, placeBox, turned } from './geometry/box.ts'
import { isCrossed, isInside, isNear, type Polyline, touchesBox } from './geometry/polyline.ts'
import type { Theme } from './palette.ts'
import { ellipse } from './shapes/ellipse.ts'
import { ink } from './shapes/ink.ts'
import type { DisplayItem, KindOnCanvas } from './shapes/kind.ts'
import { line } from './shapes/line.ts'
import { rect } from './shapes/rect.ts'
import { unknown } from './shapes/unknown.ts'

/** The register of kinds on the canvas: one line a kind. */
const kinds: { readonly [Kind in ShapeKind]: KindOnCanvas<ShapeKinds[Kind]> } = { ink, rect, ellipse, line, unknown }

function kindOf<Kind extends ShapeKind>(shape: ShapeKinds[Kind]): KindOnCanvas<ShapeKinds[Kind]> {
  return kinds[shape.kind as Kind] as KindOnCanvas<ShapeKinds[Kind]>
}

/** What a shape looks like, as things to draw. */
export function drawn(shape: Shape, theme: Theme): readonly DisplayItem[] {
  return kindOf(shape).draw(shape, theme)
}

/** Everything a shape draws lies in this box. */
export function boundsOf(shape: Shape): Box {
  return grow(placeBox(shape.at), shape.style.width)
}

function outlineOf(shape: Shape): Polyline {
  return kindOf(shape).outline(shape)
}

function untwisted(shape: Shape, point: WorldPoint): WorldPoint {
  return shape.at.rotation === 0 ? point : turned(point, shape.at, -shape.at.rotation)
}

/** How a point meets a shape: on its line or its filled inside, inside of an empty one, or not at all. */
export function hitOf(shape: Shape, point: WorldPoint, tolerance: number): 'on' | 'inside' | null {
  const [outline, at] = [outlineOf(shape), untwisted(shape, point)]
  if (isNear(outline, at, tolerance + shape.style.width / 2)) return 'on'
  if (!outline.closed || !isInside(outline, at)) return null
  return shape.style.fill || shape.kind === 'unknown' ? 'on' : 'inside'
}

/** Whether a shape's line, or its filled inside, comes within `distance` of the way from `a` to `b`. */
export function isCrossedBy(shape: Shape, a: WorldPoint, b: WorldPoint, distance: number): boolean {
  const outline = outlineOf(shape)
  if (isCrossed(outline, untwisted(shape, a), untwisted(shape, b), distance + shape.style.width / 2)) return true
  return hitOf(shape, b, 0) === 'on'
}

/** Whether any of a shape lies in a box. */
export function touches(shape: Shape, box: Box): boolean {
  if (shape.at.rotation !== 0) return true
  const outline = outlineOf(shape)
  const center = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  return touchesBox(outline, box) || (hitOf(shape, center, 0) === 'on' && outline.closed)
}
