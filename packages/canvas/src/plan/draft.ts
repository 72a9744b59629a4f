import type { Box, InkPoint, Shape, ShapeId, WorldPoint } from '@inkbridge/types'

/** The shape that an end of a line would be bound to. */
export interface Target {
  readonly id: ShapeId
  /** The point it would be at, as in `Binding`; without it, it would aim at the center. */
  readonly at?: readonly [x: number, y: number]
  /** That is a point of the outline. */
  readonly outline?: true
}

/** A line that shows to what something was snapped, world units; with ticks at its ends where it measures a gap. */
export interface Guide {
  readonly from: WorldPoint
  readonly to: WorldPoint
  readonly gap?: true
}

/** Intentions of the tool, shown here only and in no document. */
export interface Draft {
  /** A shape being made. */
  readonly shape?: Shape
  readonly marquee?: Box
  /** The shape that the end of a line would be bound to. */
  readonly target?: Target
  /** A line drawn around what is to be selected. */
  readonly lasso?: readonly WorldPoint[]
  /** What is about to be erased: shapes, or what of them. */
  readonly faint?: readonly Shape[]
  /** The stroke being drawn here, and where the browser expects it to go; shown, never kept. */
  readonly ink?: { readonly id: ShapeId; readonly predicted: readonly InkPoint[] }
  /** A selection being moved that is too large to be moved live. */
  readonly moved?: { readonly ids: readonly ShapeId[]; readonly dx: number; readonly dy: number }
  /** Alignment guides. */
  readonly guides?: readonly Guide[]
  /** A light that others see, too, and that fades; where it is now. */
  readonly laser?: WorldPoint
}
