import type { ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { isLive } from '../shapes.ts'
import { type BoardLook, type Context, lookOf, paintShape } from './paint.ts'
import type { Cell } from './tiles.ts'

/** A cell's place on its canvas. */
export interface Frame2D extends Cell {
  /** Side, device pixels. */
  readonly side: number
  /** Device pixels per world unit. */
  readonly scale: number
}

/** Shapes drawn in separate tiles while they are dragged. */
export type DraggedIds = ReadonlySet<ShapeId>

/**
 * Draws a cell one shape at a time, so that it can be interrupted between shapes. Live strokes are left out: they are
 * drawn above.
 */
export function* rasterize(
  context: Context,
  scene: Scene,
  frame: Frame2D,
  board: BoardLook,
  dragged: DraggedIds,
): Generator<void> {
  const { column, row, side, scale, part } = frame
  const [x, y, span] = [(column * side) / scale, (row * side) / scale, side / scale]
  const look = lookOf(scene, board)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, side, side)
  for (const shape of scene.inBox({ minX: x, minY: y, maxX: x + span, maxY: y + span })) {
    if (isLive(shape) || (part && dragged.has(shape.id) !== part.isDragged)) continue
    paintShape(context, shape, look, { x, y, scale })
    yield
  }
}
