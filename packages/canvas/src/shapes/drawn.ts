import type { Shape } from '@inkbridge/types'
import { type DisplayItem, drawWords, type Theme } from '../display.ts'
import { intersectionOf, Path, sidesOf } from '../geometry.ts'
import { fromLocal } from './extents.ts'
import type { DrawContext, Drawing } from './kind.ts'
import { groundOf, wordsOf } from './words.ts'

export function drawingOf({ kinds, layout, images }: DrawContext, theme: Theme): Drawing {
  return { kinds, layout, theme, ...(images ? { images } : {}) }
}

/** Detail of pictures that can be enlarged, world units. */
const fine = 0.05

/** Returns the display list of a shape; without `detail`, fine enough to be enlarged. */
export function drawn(shape: Shape, drawing: Drawing & { readonly detail?: number }): readonly DisplayItem[] {
  const { detail = fine, ...rest } = drawing
  const look = { ...rest, detail }
  const clip = shape.clips?.map((at) => fromLocal(sidesOf(at), at).points).reduce(intersectionOf)
  if (clip?.length === 0) return []
  const own = drawing.kinds.of(shape).draw(shape, look)
  const words = shape.text ? wordsOf(shape, drawing) : null
  const items = words ? [...own, ...drawWords(shape, words, look, groundOf(shape, drawing))] : own
  return clip ? [{ type: 'clipped', by: new Path().polygon(clip), items }] : items
}
