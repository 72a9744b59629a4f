import type { Box, Place, Shape } from '@inkbridge/types'
import type { Path } from '../geometry.ts'
import type { Face, TextLayout } from '../text.ts'
import type { Theme } from './palette.ts'

/** How shapes are drawn. */
export interface Look {
  readonly theme: Theme
  /** What is smaller nobody sees, world units. */
  readonly detail: number
  readonly layout: TextLayout
  /** Where lines jump over others that they cross: gives the shapes in a box. Without it they run through each other. */
  shapesIn?(box: Box): readonly Shape[]
}

/** How what is drawn meets what is below: over it, or as light through a filter (`multiply` on paper, `screen` on slate). */
type Blend = 'multiply' | 'screen'

export interface PathItem {
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

export interface LettersItem {
  readonly type: 'text'
  readonly text: string
  /** Its left end, and its baseline. */
  readonly x: number
  readonly y: number
  readonly face: Face
  readonly fill: string
  /** It is read from right to left. */
  readonly isRtl: boolean
  /** As it was laid out, world units. */
  readonly width?: number
  /** Which part of its width stays where it is when it is drawn with another font, 0 to 1 from the left; absent: 0. */
  readonly anchor?: 0.5 | 1
  readonly opacity?: number
  readonly turn?: Place
}

/** Items of which only what lies inside a path is visible. */
interface ClippedItems {
  readonly type: 'clipped'
  readonly by: Path
  readonly items: readonly DisplayItem[]
}

/** An item without others in it. */
export type LeafItem = PathItem | LettersItem

/** One thing to draw, world units. */
export type DisplayItem = LeafItem | ClippedItems

/** What is done with the items of a display list. */
interface Walker {
  item(item: LeafItem): unknown
  /** The items until the matching `leave` are clipped by a path, and by those entered before. */
  enter?(by: Path): unknown
  leave?(): unknown
}

/** Visits a display list in drawing order, nested items included. Everything that reads one goes through here. */
export function walk(items: readonly DisplayItem[], walker: Walker): void {
  for (const item of items) {
    if (item.type !== 'clipped') {
      walker.item(item)
      continue
    }
    walker.enter?.(item.by)
    walk(item.items, walker)
    walker.leave?.()
  }
}
