import type { ShapeBase } from './shape.ts'

/** A part of the board with a name. What is in it is seen as far as it reaches, and goes where it goes. */
export interface FrameShape extends ShapeBase {
  readonly kind: 'frame'
  readonly name: string
}
