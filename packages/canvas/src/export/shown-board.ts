import type { Board } from '@inkbridge/board'
import type { Shape, ShapeId } from '@inkbridge/types'
import { Scene } from '../scene/scene.ts'
import { type DrawContext, textSizeOf } from '../shapes.ts'
import { textLoaded } from './embedded-fonts.ts'

/** A board as it is shown, for files that are written from it; an editor is one. */
export interface ShownBoard {
  /** Returns the visible shapes, resolved, bottom to top. */
  shapes(): readonly Shape[]
  /** Returns a shape as stored, without values derived from its text or from others; null: it does not exist. */
  stored(id: ShapeId): Shape | null
  /** Returns the size of a shape's text as laid out, and its lines; null: it has none. */
  textSize(id: ShapeId): ReturnType<typeof textSizeOf>
}

/** Lays out a board that has no editor, as it is now, once the fonts of its text have loaded. */
export async function shownBoard(board: Pick<Board, 'shapes'>, drawing: DrawContext): Promise<ShownBoard> {
  const shapes = board.shapes()
  await textLoaded(shapes, drawing)
  const scene = new Scene(shapes, drawing)
  return {
    shapes: () => scene.all(),
    stored(id) {
      const shape = scene.get(id)
      return shape ? scene.asStored(shape) : null
    },
    textSize: (id) => textSizeOf(scene.get(id), scene),
  }
}
