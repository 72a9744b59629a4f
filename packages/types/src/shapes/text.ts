import type { ShapeBase } from './shape.ts'

/** Words on the board and nothing around them. */
export interface TextShape extends ShapeBase {
  readonly kind: 'text'
  /** Its lines are as long as its place is wide; absent: as long as they are, and its place follows. */
  readonly wraps?: true
}
