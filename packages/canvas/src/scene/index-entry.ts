import type { Box, Shape } from '@inkbridge/types'
import { isWet } from '../shapes.ts'

/** A shape in the index of a scene, in its box. */
export interface Entry extends Box {
  /** Another one in the same box takes its place. */
  shape: Shape
}

/** Whether it is no stroke in progress. */
export function isDry({ shape }: Entry): boolean {
  return !isWet(shape)
}
