import type { AssetId, Box, Crop, Place, Shape } from '@inkbridge/types'
import type { Path } from '../geometry.ts'
import type { Face, TextLayout } from '../text.ts'
import type { Theme } from './palette.ts'

/** How shapes are drawn. */
export interface Look {
  readonly theme: Theme
  /** Details below this size are invisible, world units. */
  readonly detail: number
  readonly layout: TextLayout
  /** For line jumps: returns the shapes in a box. Without it lines cross plainly. */
  shapesIn?(box: Box): readonly Shape[]
}

/** Blend mode of highlighters: `multiply` on paper, `screen` on slate. */
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
  /** Rotation about the centre of this place. */
  readonly turn?: Place
}

export interface LettersItem {
  readonly type: 'text'
  readonly text: string
  /** Left end and baseline. */
  readonly x: number
  readonly y: number
  readonly face: Face
  readonly fill: string
  /** Right-to-left text. */
  readonly isRtl: boolean
  /** Width in the layout, world units. */
  readonly width?: number
  /** The point that stays in place if drawn with another font, as a part of the width from the left; absent: 0. */
  readonly anchor?: 0.5 | 1
  /** An address that it opens, as `parseLink` gives it, in files with links. */
  readonly link?: string
  readonly opacity?: number
  readonly turn?: Place
}

/** A picture; until its bytes are there, a preview of it. */
export interface ImageItem {
  readonly type: 'image'
  readonly asset: AssetId
  /** Where its shown part is drawn, rotated and mirrored about its centre. */
  readonly at: Place
  /** The shown part; absent: all of it. */
  readonly crop?: Crop
  /** Cuts it to a shape, not rotated. */
  readonly clip?: Path
  /** Width and height of the whole picture, pixels. */
  readonly size: readonly [width: number, height: number]
  readonly thumbhash?: string
  readonly alt?: string
  readonly opacity?: number
}

/** Items clipped by a path. */
interface ClippedItems {
  readonly type: 'clipped'
  readonly by: Path
  readonly items: readonly DisplayItem[]
}

/** An item that contains no others. */
export type LeafItem = PathItem | LettersItem | ImageItem

/** An item to draw, world units. */
export type DisplayItem = LeafItem | ClippedItems

/** A visitor of display items. */
interface Walker {
  item(item: LeafItem): unknown
  /** Clips the items until the matching `leave`, in addition to outer clips. */
  enter?(by: Path): unknown
  leave?(): unknown
}

/** Visits a display list in drawing order, nested items included. All readers of display lists use it. */
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
