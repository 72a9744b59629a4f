import type { Shape, WorldPoint } from '@inkbridge/types'
import { extentOf } from './extents.ts'
import type { Kinds } from './kind.ts'

/** Distance of the link mark from the corner of a shape, and its radius, screen pixels. */
const [linkOffPx, linkRadiusPx] = [10, 9]

/** Returns the position of a shape's link mark. */
export function linkMarkOf(shape: Shape, zoom: number, kinds: Kinds): { readonly x: number; readonly y: number } {
  const { maxX, minY } = extentOf(shape, kinds)
  return { x: maxX + linkOffPx / zoom, y: minY - linkOffPx / zoom }
}

/** Returns the link of a shape if a point is on its mark. */
export function linkAt(shape: Shape, { x, y }: WorldPoint, zoom: number, kinds: Kinds): string | null {
  if (!shape.link) return null
  const mark = linkMarkOf(shape, zoom, kinds)
  return Math.hypot(x - mark.x, y - mark.y) <= linkRadiusPx / zoom ? shape.link : null
}
