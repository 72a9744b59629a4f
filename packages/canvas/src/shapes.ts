import type { Box, Place, Shape, ShapeKind, ShapeKinds, WorldPoint } from '@inkbridge/types'
import { around, grow, placeBox, turned, union } from './geometry/box.ts'
import { isCrossed, isInside, isNear, type Polyline, touchesBox } from './geometry/polyline.ts'
import type { Theme } from './palette.ts'
import { boxed } from './shapes/boxed.ts'
import { ink } from './shapes/ink.ts'
import type { DisplayItem, KindOnCanvas } from './shapes/kind.ts'
import { line } from './shapes/line.ts'
import { strayOf } from './shapes/pen-style.ts'
import { unknown } from './shapes/unknown.ts'

/** The register of kinds on the canvas: one line a kind. */
const kinds: { readonly [Kind in ShapeKind]: KindOnCanvas<ShapeKinds[Kind]> } = { ...boxed, ink, line, unknown }

function kindOf<Kind extends ShapeKind>(shape: ShapeKinds[Kind]): KindOnCanvas<ShapeKinds[Kind]> {
  return kinds[shape.kind as Kind] as KindOnCanvas<ShapeKinds[Kind]>
}

/** Where a picture is not for one screen, nobody sees what is smaller than this; world units. */
const fine = 0.05

/** Those that are not hidden. */
export function shown(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.filter(({ hidden }) => !hidden)
}

/** What a shape looks like, as things to draw; `detail`: what is smaller, in world units, nobody sees. */
export function drawn(shape: Shape, theme: Theme, detail = fine): readonly DisplayItem[] {
  return kindOf(shape).draw(shape, theme, detail)
}

/** The box of what is left of a shape, as it would be if it were not turned. */
export function ownExtentOf(shape: Shape): Box {
  const { x, y, w, h } = shape.at
  return kindOf(shape).extent?.(shape) ?? { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** The level box of what is left of a shape, turned as it is. */
export function extentOf(shape: Shape): Box {
  if (!kindOf(shape).extent) return placeBox(shape.at)
  const { minX, minY, maxX, maxY } = ownExtentOf(shape)
  if (shape.at.rotation === 0) return { minX, minY, maxX, maxY }
  const corners = [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
  return around(corners.map((corner) => turned(corner, shape.at, shape.at.rotation)))
}

/** The level box of several shapes. */
export function selectionBox(shapes: readonly Shape[]): Box | null {
  return union(shapes.map(extentOf))
}

/** Everything a shape draws lies in this box. */
export function boundsOf(shape: Shape): Box {
  return grow(extentOf(shape), shape.style.width + strayOf(shape) + (kindOf(shape).stray?.(shape) ?? 0))
}

function outlineOf(shape: Shape): readonly Polyline[] {
  return kindOf(shape).outline(shape)
}

/** A point as the shape would see it if it were not turned. */
export function untwisted(shape: Shape, point: WorldPoint): WorldPoint {
  return shape.at.rotation === 0 ? point : turned(point, shape.at, -shape.at.rotation)
}

function twisted(line: Polyline, at: Place): Polyline {
  if (at.rotation === 0) return line
  const points = line.points.slice()
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = turned({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, at, at.rotation)
    points[index] = x
    points[index + 1] = y
  }
  return { points, closed: line.closed }
}

/** How a point meets a shape: on its line or its filled inside, inside of an empty one, or not at all. */
export function hitOf(shape: Shape, point: WorldPoint, tolerance: number): 'on' | 'inside' | null {
  const [outline, at] = [outlineOf(shape), untwisted(shape, point)]
  if (outline.some((line) => isNear(line, at, tolerance + shape.style.width / 2))) return 'on'
  if (!outline.some((line) => line.closed && isInside(line, at))) return null
  return shape.style.fill || shape.kind === 'unknown' ? 'on' : 'inside'
}

/** Whether a shape's line, or its filled inside, comes within `distance` of the way from `a` to `b`. */
export function isCrossedBy(shape: Shape, a: WorldPoint, b: WorldPoint, distance: number): boolean {
  const [from, to, reach] = [untwisted(shape, a), untwisted(shape, b), distance + shape.style.width / 2]
  if (outlineOf(shape).some((line) => isCrossed(line, from, to, reach))) return true
  return hitOf(shape, b, 0) === 'on'
}

/** Whether any of a shape lies in a box. */
export function touches(shape: Shape, box: Box): boolean {
  const lines = outlineOf(shape).map((line) => twisted(line, shape.at))
  const center = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  return (
    lines.some((line) => touchesBox(line, box)) ||
    (lines.some(({ closed }) => closed) && hitOf(shape, center, 0) === 'on')
  )
}

/** Whether more than half of a shape's outline lies in a closed line. */
export function isEnclosed(shape: Shape, by: Polyline): boolean {
  let [inside, all] = [0, 0]
  for (const { points } of outlineOf(shape).map((line) => twisted(line, shape.at))) {
    for (let at = 0; at + 1 < points.length; at += 2) {
      all += 1
      if (isInside(by, { x: points[at] ?? 0, y: points[at + 1] ?? 0 })) inside += 1
    }
  }
  return inside * 2 > all
}

/** Whether somebody is still drawing it. */
export function isWet(shape: Shape | undefined): boolean {
  return shape?.kind === 'ink' && shape.wet === true
}

/** Whether a picture of these shapes has text in it, and so wants a font. */
export function hasText(shapes: readonly Shape[]): boolean {
  return shapes.some((shape) => shape.kind === 'unknown')
}

/** Whether a shape encloses something that can be filled. */
export function hasInside(shape: Shape): boolean {
  return kindOf(shape).hasInside?.(shape) ?? false
}

/** Whether a shape has corners that can be rounded. */
export function hasCorners(shape: Shape): boolean {
  return kindOf(shape).hasCorners?.(shape) ?? false
}

/** A point in an empty shape, and not on its line. */
export function isEmptyInside(shape: Shape, point: WorldPoint, tolerance: number): boolean {
  return hitOf(shape, point, tolerance) === 'inside'
}

/** Screen pixels from the corner of a shape to the middle of the mark of its link, and how large that is. */
const [linkOffPx, linkRadiusPx] = [10, 9]

/** Where the mark of a shape's link is. */
export function linkMarkOf(shape: Shape, zoom: number): { readonly x: number; readonly y: number } {
  const { maxX, minY } = extentOf(shape)
  return { x: maxX + linkOffPx / zoom, y: minY - linkOffPx / zoom }
}

/** The link of a shape, if a point is on its mark. */
export function linkAt(shape: Shape, { x, y }: WorldPoint, zoom: number): string | null {
  if (!shape.link) return null
  const mark = linkMarkOf(shape, zoom)
  return Math.hypot(x - mark.x, y - mark.y) <= linkRadiusPx / zoom ? shape.link : null
}
