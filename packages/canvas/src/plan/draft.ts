import type { Box, InkPoint, Shape, ShapeId, WorldPoint } from '@inkbridge/types'

/** The shape that a line end would be bound to. */
export interface Target {
  readonly id: ShapeId
  /** The bound point, as in `Binding`; absent: the centre. */
  readonly at?: readonly [x: number, y: number]
  /** The point is on the outline. */
  readonly outline?: true
}

/** An alignment guide, world units; one that measures a gap has ticks at its ends. */
export interface Guide {
  readonly from: WorldPoint
  readonly to: WorldPoint
  readonly gap?: true
}

/** Previews of the tool, shown here only and in no document. */
export interface Draft {
  /** A shape being made. */
  readonly shape?: Shape
  readonly marquee?: Box
  /** The shape that a line end would be bound to. */
  readonly target?: Target
  /** The line of the lasso. */
  readonly lasso?: readonly WorldPoint[]
  /** Shapes, or parts of them, under the eraser. */
  readonly faint?: readonly Shape[]
  /** The stroke being drawn here, and its predicted points. */
  readonly ink?: { readonly id: ShapeId; readonly predicted: readonly InkPoint[] }
  /** A selection that is moved as pixels, because it is too large to be edited live. */
  readonly moved?: { readonly ids: readonly ShapeId[]; readonly dx: number; readonly dy: number }
  /** Alignment guides. */
  readonly guides?: readonly Guide[]
  /** Position of the laser pointer, which others see. */
  readonly laser?: WorldPoint
}
