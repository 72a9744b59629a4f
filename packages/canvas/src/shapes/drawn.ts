import type { Shape } from '@inkbridge/types'
import { type DisplayItem, drawWords, type Theme } from '../display.ts'
import { commonOf, Path, sidesOf } from '../geometry.ts'
import { twisted } from './extents.ts'
import type { DrawContext, Drawing } from './kind.ts'
import { groundOf, wordsOf } from './words.ts'

export function drawingOf({ kinds, layout }: DrawContext, theme: Theme): Drawing {
  return { kinds, layout, theme }
}

/** Where a picture is not for one screen, nobody sees what is smaller than this; world units. */
const fine = 0.05

/** The display list of a shape; without a detail, so that it can be enlarged. */
export function drawn(shape: Shape, drawing: Drawing & { readonly detail?: number }): readonly DisplayItem[] {
  const { detail = fine, ...rest } = drawing
  const look = { ...rest, detail }
  const clip = shape.clips?.map((at) => twisted(sidesOf(at), at).points).reduce(commonOf)
  if (clip?.length === 0) return []
  const own = drawing.kinds.of(shape).draw(shape, look)
  const words = shape.text ? wordsOf(shape, drawing) : null
  const items = words ? [...own, ...drawWords(shape, words, look, groundOf(shape, drawing))] : own
  return clip ? [{ type: 'clipped', by: new Path().polygon(clip), items }] : items
}
