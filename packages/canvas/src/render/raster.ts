import type { ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { isWet } from '../shapes.ts'
import { type BoardLook, type Context, lookOf, paintShape } from './paint.ts'
import type { Cell } from './tiles.ts'

/** A cell's place on its canvas. */
export interface Frame2D extends Cell {
  /** Device pixels of its side. */
  readonly side: number
  /** Device pixels per world unit. */
  readonly scale: number
}

/** Shapes that are dragged apart from the others. */
export type Lifted = ReadonlySet<ShapeId>

/**
 * Draws a cell, a shape at a time, so that whoever has no time left can stop in between and go on later. Strokes in
 * progress are left out: they are drawn above.
 */
export function* rasterize(
  context: Context,
  scene: Scene,
  frame: Frame2D,
  board: BoardLook,
  lifted: Lifted,
): Generator<void> {
  const { column, row, side, scale, part } = frame
  const [x, y, span] = [(column * side) / scale, (row * side) / scale, side / scale]
  const look = lookOf(scene, board)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, side, side)
  for (const shape of scene.inBox({ minX: x, minY: y, maxX: x + span, maxY: y + span })) {
    if (isWet(shape) || (part && lifted.has(shape.id) !== part.lifted)) continue
    paintShape(context, shape, look, { x, y, scale })
    yield
  }
}
