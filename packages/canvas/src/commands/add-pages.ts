import type { Box, ShapeId, WorldPoint } from '@inkbridge/types'
import { around, overlaps } from '../geometry.ts'
import type { Plan } from '../plan/plan.ts'
import { type AddedImage, imageShape, planShapes } from './add-images.ts'

/** A page of a document as an image whose bytes are kept. */
export interface AddedPage extends AddedImage {
  /** The size at which it is shown, world units. */
  readonly shown: readonly [width: number, height: number]
}

/** Pages in a row. */
const rowLength = 10
/** Gap between pages, and between them and what is on the board, world units. */
const [gap, aside] = [24, 80]

/**
 * Adds pages in rows, the first one around a point, and selects them. Where they would cover something, they are beside
 * all that is on the board.
 */
export function planPages(
  pages: readonly AddedPage[],
  { about, content, newId }: { readonly about: WorldPoint; readonly content: Box | null; newId(): ShapeId },
): Plan {
  const [width, height] = pages[0]?.shown ?? [0, 0]
  const corners = inRows(pages)
  const ends = corners.map(({ x, y }, index) => {
    const [w, h] = pages[index]?.shown ?? [0, 0]
    return { x: x + w, y: y + h }
  })
  const size = around([...corners, ...ends])
  const start = { x: Math.round(about.x - width / 2), y: Math.round(about.y - height / 2) }
  const box = { minX: start.x, minY: start.y, maxX: start.x + size.maxX, maxY: start.y + size.maxY }
  const from = content && overlaps(box, content) ? { x: content.maxX + aside, y: content.minY } : start
  return planShapes(
    pages.map(({ shown: [w, h], ...page }, index) => {
      const { x = 0, y = 0 } = corners[index] ?? {}
      return imageShape(page, { x: from.x + x, y: from.y + y, w, h, rotation: 0 }, newId())
    }),
  )
}

/** Returns the top left of each page: side by side, each row below the highest page of the previous row. */
function inRows(pages: readonly AddedPage[]): readonly WorldPoint[] {
  let [x, y, height] = [0, 0, 0]
  return pages.map(({ shown: [w, h] }, index) => {
    if (index > 0 && index % rowLength === 0) [x, y, height] = [0, y + height + gap, 0]
    const corner = { x, y }
    ;[x, height] = [x + w + gap, Math.max(height, h)]
    return corner
  })
}
