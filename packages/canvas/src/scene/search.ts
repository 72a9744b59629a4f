import type { TextPlace } from '@inkbridge/board'
import type { Shape, ShapeId } from '@inkbridge/types'
import { WordFinder } from '../fold.ts'
import { type Kinds, titleOf } from '../shapes.ts'

/** Words that were looked for: where they are in a shape's text; a frame's name as a whole. */
export interface Found {
  readonly id: ShapeId
  readonly from: TextPlace
  readonly to: TextPlace
}

/** No more are looked for. */
const maxFound = 1_000

/** Where words are on a board, as people see them (`WordFinder`), in the order one reads: rows of a screen, then from left to right. */
export function search(shapes: readonly Shape[], words: string, kinds: Kinds): readonly Found[] {
  const wanted = new WordFinder(words)
  if (wanted.isEmpty) return []
  const found: Found[] = []
  for (const shape of shapes.toSorted(inReadingOrder)) {
    const title = titleOf(shape, kinds)
    if (title !== null && wanted.isIn(title))
      found.push({ id: shape.id, from: { paragraph: 0, offset: 0 }, to: { paragraph: 0, offset: 0 } })
    for (const [paragraph, { runs }] of (shape.text ?? []).entries()) {
      const text = runs.map((run) => run.text).join('')
      for (const [from, to] of wanted.in(text)) {
        found.push({ id: shape.id, from: { paragraph, offset: from }, to: { paragraph, offset: to } })
        if (found.length >= maxFound) return found
      }
    }
  }
  return found
}

/** World units that are one row to who reads. */
const row = 100

/** Rows from top to bottom, in each from left to right. */
export function inReadingOrder(a: Shape, b: Shape): number {
  return Math.floor(a.at.y / row) - Math.floor(b.at.y / row) || a.at.x - b.at.x
}
