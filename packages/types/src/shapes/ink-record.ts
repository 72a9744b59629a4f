import { fillKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/**
 * A stroke drawn by hand. Points are where they were drawn, world units; `at` is the stroke's current place. A renderer
 * maps a point p to `at.x + (p.x - original.x) * at.w / original.w`, and the same for y (a side of length 0 is not
 * scaled), then rotates about the centre of `at`.
 */
export interface InkShape extends ShapeBase {
  readonly kind: 'ink'
  readonly points: InkPoints
  /** The box of the points as drawn. */
  readonly original: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** True while its author is drawing: points are appended, then it is sealed. */
  readonly wet?: boolean
  /**
   * The intervals that remain after cuts: from one position to another in points, 1.5 being half-way from the second to
   * the third; absent: all.
   */
  readonly visible?: readonly (readonly [from: number, to: number])[]
}

/** Parallel arrays, one entry a point. Read only the first `length` entries. */
export interface InkPoints {
  readonly length: number
  readonly x: Float64Array
  readonly y: Float64Array
  /** 0 to 1; null when the device has none (mouse, finger): the width is then simulated from speed. */
  readonly pressure: Float32Array | null
  /** Milliseconds since the first point. */
  readonly time: Float64Array
}

/** One point as a tool makes it. */
export interface InkPoint {
  readonly x: number
  readonly y: number
  readonly pressure: number | null
  /** Milliseconds since the stroke began. */
  readonly time: number
}

/** The board reads and writes its points, which it stores packed. */
export const inkRecord: RecordKind<object, 'ink'> = recordKind({
  kind: 'ink',
  props: {},
  style: { uses: ['color', 'width', ...fillKeys, 'nib', 'streamline', 'opacity'] },
  packed: true,
})

/** Whether a shape is a stroke: its points were drawn by hand, and parts of it can be erased. */
export function isStroke(shape: ShapeBase | undefined): shape is InkShape {
  return shape !== undefined && inkRecord.is(shape)
}
