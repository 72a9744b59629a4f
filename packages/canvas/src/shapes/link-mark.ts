import type { Shape, WorldPoint } from '@inkbridge/types'
import { extentOf } from './extents.ts'
import type { Kinds } from './kind.ts'

/** Screen pixels from the corner of a shape to the middle of the mark of its link, and how large that is. */
const [linkOffPx, linkRadiusPx] = [10, 9]

/** Where the mark of a shape's link is. */
export function linkMarkOf(shape: Shape, zoom: number, kinds: Kinds): { readonly x: number; readonly y: number } {
  const { maxX, minY } = extentOf(shape, kinds)
  return { x: maxX + linkOffPx / zoom, y: minY - linkOffPx / zoom }
}

/** The link of a shape, if a point is on its mark. */
export function linkAt(shape: Shape, { x, y }: WorldPoint, zoom: number, kinds: Kinds): string | null {
  if (!shape.link) return null
  const mark = linkMarkOf(shape, zoom, kinds)
  return Math.hypot(x - mark.x, y - mark.y) <= linkRadiusPx / zoom ? shape.link : null
}
