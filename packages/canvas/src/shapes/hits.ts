import type { Box, Place, Shape, WorldPoint } from '@inkbridge/types'
import { grow, isCrossed, isInside, isNear, type Polyline, rotateAbout, touchesBox } from '../geometry.ts'
import { wordsBox } from '../text.ts'
import { rotatedOutline, toLocal } from './extents.ts'
import type { DrawContext, Hit, KindOnCanvas, Kinds } from './kind.ts'
import { wordsOf } from './words.ts'

/** Whether a point is in the place of a shape. */
export function isOver({ at }: Shape, point: WorldPoint): boolean {
  return isInPlace(at, point, 0)
}

/** Returns how a point hits a shape: on its line or fill, inside an empty one, or null. */
export function hitOf(shape: Shape, point: WorldPoint, tolerance: number, context: DrawContext): Hit | null {
  if (shape.clips?.some((clip) => !isInPlace(clip, point, tolerance))) return null
  const kind = context.kinds.of(shape)
  const at = toLocal(shape, point)
  const hit = kind.hit ? kind.hit(shape, at, tolerance) : hitByOutline(shape, at, tolerance, kind)
  if (hit === 'on') return hit
  const words = shape.text ? wordsOf(shape, context) : null
  return words && isIn(wordsBox(words), at) ? 'on' : hit
}

function hitByOutline(shape: Shape, at: WorldPoint, tolerance: number, kind: KindOnCanvas<Shape>): Hit | null {
  const outline = kind.outline(shape)
  if (outline.some((line) => isNear(line, at, tolerance + shape.style.width / 2))) return 'on'
  const { touch, handle } = kind
  if (handle && isIn(handle(shape), at)) return 'on'
  if (touch === 'line' || !outline.some((line) => line.closed && isInside(line, at))) return null
  return shape.style.fill || touch === 'all' ? 'on' : 'inside'
}

/** Whether a point is on a handle of a shape beside its outline, such as the name of a frame. */
export function isOnHandle(shape: Shape, point: WorldPoint, kinds: Kinds): boolean {
  const { handle } = kinds.of(shape)
  return handle !== undefined && isIn(handle(shape), toLocal(shape, point))
}

function isInPlace(at: Place, point: WorldPoint, tolerance: number): boolean {
  const { x, y } = rotateAbout(point, { x: at.x + at.w / 2, y: at.y + at.h / 2 }, -at.rotation)
  return isIn(grow({ minX: at.x, minY: at.y, maxX: at.x + at.w, maxY: at.y + at.h }, tolerance), { x, y })
}

function isIn({ minX, minY, maxX, maxY }: Box, { x, y }: WorldPoint): boolean {
  return x >= minX && x <= maxX && y >= minY && y <= maxY
}

/** Whether the line or fill of a shape comes within `distance` of the segment from `a` to `b`. */
export function isCrossedBy(
  shape: Shape,
  a: WorldPoint,
  b: WorldPoint,
  distance: number,
  context: DrawContext,
): boolean {
  const [from, to, reach] = [toLocal(shape, a), toLocal(shape, b), distance + shape.style.width / 2]
  if (
    context.kinds
      .of(shape)
      .outline(shape)
      .some((line) => isCrossed(line, from, to, reach))
  )
    return true
  return hitOf(shape, b, 0, context) === 'on'
}

/** Whether a shape touches a box. */
export function touches(shape: Shape, box: Box, context: DrawContext): boolean {
  const lines = rotatedOutline(shape, context.kinds)
  const center = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
  return (
    lines.some((line) => touchesBox(line, box)) ||
    (lines.some(({ closed }) => closed) && hitOf(shape, center, 0, context) === 'on')
  )
}

/** Whether more than half of a shape's outline lies inside a closed line. */
export function isEnclosed(shape: Shape, by: Polyline, kinds: Kinds): boolean {
  let [inside, all] = [0, 0]
  for (const { points } of rotatedOutline(shape, kinds)) {
    for (let at = 0; at + 1 < points.length; at += 2) {
      all += 1
      if (isInside(by, { x: points[at] ?? 0, y: points[at + 1] ?? 0 })) inside += 1
    }
  }
  return inside * 2 > all
}

/** Whether a point is inside an empty shape and not on its line. */
export function isEmptyInside(shape: Shape, point: WorldPoint, tolerance: number, context: DrawContext): boolean {
  return hitOf(shape, point, tolerance, context) === 'inside'
}
