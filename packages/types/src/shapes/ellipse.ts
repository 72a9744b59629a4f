import type { ShapeBase } from './shape.ts'

/** An ellipse that touches the four sides of its place. */
export interface EllipseShape extends ShapeBase {
  readonly kind: 'ellipse'
}
