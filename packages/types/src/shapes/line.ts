import type { ShapeBase } from './shape.ts'

/** A line through two points or more. */
export interface LineShape extends ShapeBase {
  readonly kind: 'line'
  /** x0, y0, x1, y1, … as fractions 0 to 1 of the place's width and height. At least two points. */
  readonly points: readonly number[]
}

/** Reads the points of a line from a document; null when they are no line. */
export function parseLinePoints(input: unknown): readonly number[] | null {
  if (!Array.isArray(input) || input.length < 4 || input.length > 2000 || input.length % 2 !== 0) return null
  return input.every((value) => typeof value === 'number' && value >= -1e6 && value <= 1e6) ? input : null
}
