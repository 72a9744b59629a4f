import type { Box, Shape } from '@inkbridge/types'
import { around, grow, intersection, placeBox, union } from '../geometry.ts'
import { wordsBox } from '../text.ts'
import { isBindable } from './capabilities.ts'
import { cornersOf, extentOf, turnedIn } from './extents.ts'
import { strayOf } from './ink/pen-style.ts'
import type { DrawContext, Kinds, Obstacle } from './kind.ts'
import { wordsOf } from './words.ts'

/** Returns a box that contains everything a shape draws. */
export function boundsOf(shape: Shape, context: DrawContext): Box {
  const { kinds } = context
  const own = grow(extentOf(shape, kinds), shape.style.width + strayOf(shape) + (kinds.of(shape).stray?.(shape) ?? 0))
  const words = shape.text ? wordsOf(shape, context) : null
  if (!words) return clipped(own, shape)
  // Letters extend beyond their lines, and list markers stand beside them.
  const box = grow(wordsBox(words), words.size * 0.5)
  return clipped(
    union([own, shape.at.rotation === 0 ? box : around(cornersOf(box).map(turnedIn(shape)))]) ?? own,
    shape,
  )
}

/** Clips a box to the frames around a shape; a point if nothing is left. */
function clipped(box: Box, { clips = [] }: Shape): Box {
  let seen = box
  for (const clip of clips) seen = intersection(seen, placeBox(clip))
  return seen
}

/** Returns the visible box of a shape that lines are routed around; null: it is no obstacle. */
export function obstacleOf(shape: Shape, kinds: Kinds): Box | null {
  if (!isBindable(shape, kinds)) return null
  const box = clipped(placeBox(shape.at), shape)
  return box.minX < box.maxX && box.minY < box.maxY ? box : null
}

/** Returns the obstacles among shapes. */
export function obstaclesAmong(shapes: readonly Shape[], kinds: Kinds): readonly Obstacle[] {
  return shapes.flatMap((shape) => {
    const box = obstacleOf(shape, kinds)
    return box ? [{ id: shape.id, box }] : []
  })
}
