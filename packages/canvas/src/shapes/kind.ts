import type { Box, Place } from '@inkbridge/types'
import type { Path } from '../geometry/path.ts'
import type { Polyline } from '../geometry/polyline.ts'
import type { Theme } from '../palette.ts'

/** The font of text on a board, and what is used where it is missing. */
export const boardFont = 'Inter Variable'
export const textFamily = `'${boardFont}', Inter, system-ui, sans-serif`

/** How what is drawn meets what is below: over it, or as light through a filter (`multiply` on paper, `screen` on slate). */
type Blend = 'multiply' | 'screen'

/** One thing to draw, world units. */
export type DisplayItem =
  | {
      readonly type: 'path'
      readonly path: Path
      readonly fill?: string
      readonly stroke?: string
      readonly width?: number
      readonly dash?: readonly number[]
      readonly opacity?: number
      readonly blend?: Blend
      /** Turned about the centre of this place by its rotation. */
      readonly turn?: Place
    }
  | {
      readonly type: 'text'
      readonly text: string
      readonly x: number
      readonly y: number
      readonly size: number
      readonly fill: string
      readonly turn?: Place
    }

/** What a kind of shape is on the canvas: the one place that knows it. */
export interface KindOnCanvas<Kind> {
  /** The lines a hand would touch, not turned. */
  outline(shape: Kind): readonly Polyline[]
  /** `detail`: what is smaller, in world units, nobody sees. */
  draw(shape: Kind, theme: Theme, detail: number): readonly DisplayItem[]
  /** The box of what is left of it, not turned; without it, its place. */
  extent?(shape: Kind): Box
  /** So far beyond that it may draw, world units, its width apart. */
  stray?(shape: Kind): number
  /** It encloses something that can be filled; without it, never. */
  hasInside?(shape: Kind): boolean
  /** It has corners that can be rounded; without it, never. */
  hasCorners?(shape: Kind): boolean
}
