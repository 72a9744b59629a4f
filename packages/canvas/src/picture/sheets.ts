import type { Box, Shape, ShapeId } from '@inkbridge/types'
import { placeBox } from '../geometry.ts'
import { isContainer, type Kinds } from '../shapes.ts'

/** A sheet of paper: shapes, and the part of the board to print; default: all of it. */
export interface Sheet {
  readonly shapes: readonly Shape[]
  readonly crop?: Box
  /** The name of its frame. Default: it shows no frame, or one without a name. */
  readonly title?: string
}

/** Height of a row of frames for the reading order, world units. */
const row = 100

/**
 * Returns a sheet for each frame that is in no other, with its contents, in reading order.
 *
 * @param shapes those of a board, bottom to top
 * @param contentsOf returns the ids of shapes in a frame, at any depth
 */
export function frameSheets(
  shapes: readonly Shape[],
  kinds: Kinds,
  contentsOf: (frame: ShapeId) => readonly ShapeId[],
): readonly Sheet[] {
  const frames = shapes.filter((shape) => isContainer(shape, kinds) && !shape.frame)
  return inReadingOrder(frames).map((frame) => frameSheet(frame, shapes, kinds, contentsOf))
}

/** Returns the sheet of one frame, with its contents; parameters as in `frameSheets`. */
export function frameSheet(
  frame: Shape,
  shapes: readonly Shape[],
  kinds: Kinds,
  contentsOf: (frame: ShapeId) => readonly ShapeId[],
): Sheet {
  const inside = new Set(contentsOf(frame.id))
  const title = nameOf(frame, kinds)
  return {
    shapes: shapes.filter(({ id }) => id === frame.id || inside.has(id)),
    crop: placeBox(frame.at),
    ...(title ? { title } : {}),
  }
}

/** Returns frames in reading order: by row, then from the left. */
export function inReadingOrder(frames: readonly Shape[]): readonly Shape[] {
  const rowOf = ({ at }: Shape) => Math.floor(at.y / row)
  return frames.toSorted((a, b) => rowOf(a) - rowOf(b) || a.at.x - b.at.x)
}

/** Returns the name of a frame; null: it has none. */
function nameOf(frame: Shape, kinds: Kinds): string | null {
  const { title } = kinds.of(frame)
  const name: unknown = title === undefined ? null : Object.entries(frame).find(([key]) => key === title)?.[1]
  return typeof name === 'string' && name !== '' ? name : null
}
