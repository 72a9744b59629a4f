import type { TextPlace } from '@inkbridge/board'
import type { Shape, ShapeId } from '@inkbridge/types'
import { WordFinder } from '../fold.ts'
import { captionOf, type Kinds } from '../shapes.ts'

/** A match in the text of a shape, or in the name of a frame, which has an empty range. */
export interface SearchMatch {
  readonly id: ShapeId
  readonly from: TextPlace
  readonly to: TextPlace
}

/** Maximum number of matches. */
const maxMatches = 1_000

/** Returns the matches of a text on a board (`WordFinder`) in reading order: by row, then from left to right. */
export function search(shapes: readonly Shape[], words: string, kinds: Kinds): readonly SearchMatch[] {
  const finder = new WordFinder(words)
  if (finder.isEmpty) return []
  const matches: SearchMatch[] = []
  for (const shape of shapes.toSorted(inReadingOrder)) {
    const title = captionOf(shape, kinds)
    if (title !== null && finder.isIn(title))
      matches.push({ id: shape.id, from: { paragraph: 0, offset: 0 }, to: { paragraph: 0, offset: 0 } })
    for (const [paragraph, { runs }] of (shape.text ?? []).entries()) {
      const text = runs.map((run) => run.text).join('')
      for (const [from, to] of finder.in(text)) {
        matches.push({ id: shape.id, from: { paragraph, offset: from }, to: { paragraph, offset: to } })
        if (matches.length >= maxMatches) return matches
      }
    }
  }
  return matches
}

/** Height of a row for the reading order, world units. */
const row = 100

/** Compares shapes by reading order: rows from top to bottom, in each from left to right. */
export function inReadingOrder(a: Shape, b: Shape): number {
  return Math.floor(a.at.y / row) - Math.floor(b.at.y / row) || a.at.x - b.at.x
}
