import type { Box, Shape } from '@inkbridge/types'
import { isLive } from '../shapes.ts'

/** A shape in the index of a scene, with its bounds. */
export interface Entry extends Box {
  /** Replaced in place while the bounds stay the same. */
  shape: Shape
}

/** Whether the shape is not a live stroke. */
export function isCommitted({ shape }: Entry): boolean {
  return !isLive(shape)
}
