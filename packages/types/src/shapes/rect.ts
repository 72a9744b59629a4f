import type { ShapeBase } from './shape.ts'

/** A rectangle that fills its place. */
export interface RectShape extends ShapeBase {
  readonly kind: 'rect'
}
