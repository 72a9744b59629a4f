import type { Place } from '@inkbridge/types'
import type { Polyline } from '../geometry/polyline.ts'
import type { Theme } from '../palette.ts'

/** What text on a board is set in. */
export const textFamily = "'Inter Variable', Inter, system-ui, sans-serif"

/** One thing to draw, world units. `path` is SVG path data. */
export type DisplayItem =
  | {
      readonly type: 'path'
      readonly path: string
      readonly fill?: string
      readonly stroke?: string
      readonly width?: number
      readonly dash?: readonly number[]
      readonly opacity?: number
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
  /** The line a hand would touch, not turned. */
  outline(shape: Kind): Polyline
  draw(shape: Kind, theme: Theme): readonly DisplayItem[]
}

/** Two digits are enough at any zoom a path is drawn at: paths are made again for each zoom only in so far as they are cached. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}
