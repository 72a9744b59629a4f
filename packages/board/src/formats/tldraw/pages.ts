import { type Edit, isStroke, type Place, type Shape, type ShapeId } from '@inkbridge/types'
import type { PageRecord } from './records.ts'
import { boundsIn, pageSpace } from './space.ts'

/** The distance of pages, and from the contents of a page to the sides of its frame, px. */
const gap = 200
const margin = 64
/** The size of an empty page. */
const emptySide = 800

/** A page beside the first one: a frame around what is on it. */
export interface PageFrame {
  readonly page: PageRecord
  readonly at: Place
  /** The coordinates on the page of the frame's top left. */
  readonly origin: readonly [x: number, y: number]
}

/** The frames of all pages but the first, in a row to the right of what is on the first. */
export function pageFrames(
  pages: readonly PageRecord[],
  shapesOn: (page: string) => readonly Shape[],
): readonly PageFrame[] {
  const [first, ...others] = pages
  const around = boundsIn(pageSpace, first ? shapesOn(first.id).map(({ at }) => at) : [])
  let left = Math.round((around?.max.x ?? 0) + gap)
  const top = Math.round(around?.min.y ?? 0)
  return others.map((page) => {
    const inside = boundsIn(
      pageSpace,
      shapesOn(page.id).map(({ at }) => at),
    )
    const min = inside ? { x: Math.floor(inside.min.x) - margin, y: Math.floor(inside.min.y) - margin } : { x: 0, y: 0 }
    const [w, h] = inside
      ? [Math.ceil(inside.max.x) + margin - min.x, Math.ceil(inside.max.y) + margin - min.y]
      : [emptySide, emptySide]
    const at = { x: left, y: top, w, h, rotation: 0 }
    left += w + gap
    return { page, at, origin: [min.x, min.y] as const }
  })
}

/** A shape moved from its page to where that page's frame is. */
export function movedBy(shape: Shape, x: number, y: number): Shape {
  if (x === 0 && y === 0) return shape
  const at = { ...shape.at, x: shape.at.x + x, y: shape.at.y + y }
  if (!isStroke(shape)) return { ...shape, at }
  const { points, original } = shape
  const moved = { ...points, x: points.x.map((value) => value + x), y: points.y.map((value) => value + y) }
  return { ...shape, at, points: moved, original: { ...original, x: original.x + x, y: original.y + y } }
}

/** The edit that creates the frame of a page. */
export function createFrame(id: ShapeId, { page, at }: PageFrame, order: string): Edit {
  const style = { color: 'ink', width: 4 } as const
  return { type: 'create', shape: { id, kind: 'frame', name: page.name.slice(0, 120), at, style, order } }
}
