import type { Box, LineShape, NewShape, Shape, ShapeId } from '@inkbridge/types'
import type { DisplayItem, Look } from '../display-list.ts'
import type { Polyline } from '../geometry/polyline.ts'
import type { TextLayout } from '../text/layout.ts'
import type { Room } from '../text/words.ts'
import type { StyleKey } from './style-keys.ts'

/** What a kind of shape is on the canvas: the one place that knows it. */
export interface KindOnCanvas<Kind> {
  /** The lines a hand would touch, not turned. */
  outline(shape: Kind): readonly Polyline[]
  draw(shape: Kind, look: Look): readonly DisplayItem[]
  /** The box of what is left of it, not turned; without it, its place. */
  extent?(shape: Kind): Box
  /** So far beyond that it may draw, world units, its width apart. */
  stray?(shape: Kind): number
  /** It encloses something that can be filled; without it, never. */
  hasInside?(shape: Kind): boolean
  /** What of a style it shows. The same list for shapes that are alike in that. */
  styles(shape: Kind): readonly StyleKey[]
  /** Where words in it are; without it, it has none. */
  room?(shape: Kind): Room
  /** It draws letters that are no words in it. */
  hasLetters?: true
  /** All of it is to be touched, not only its line; or its line and nothing in it. */
  touch?: 'all' | 'line'
  /** Beside its line there is this to touch. */
  handle?(shape: Kind): Box
  /** What comes next to it, when one goes on; without it, nothing. */
  next?(shape: Kind): NextShape
  /** What of it follows from its words, or from other shapes; without it, nothing. */
  settle?(shape: Kind, around: Around): Kind
}

/** A shape beside another, like it. */
export interface NextShape {
  readonly w: number
  readonly h: number
  /** An arrow leads to it from the one before. */
  readonly isJoined: boolean
  make(base: Pick<NewShape, 'id' | 'at' | 'style'>, signed: Signed): NewShape
}

/** Who makes a shape, and when, ms since 1970. */
export interface Signed {
  readonly author: string | null
  readonly now: number
}

/** What a shape is shown with: other shapes, as they are shown, and what lays its words out. */
export interface Around {
  readonly layout: TextLayout
  get(id: ShapeId): Shape | undefined
  /** Where they are, turned as they are. */
  outlineOf(shape: Shape): readonly Polyline[]
  /** The shapes of which something is in a box and that a line goes around. */
  obstaclesIn(box: Box): readonly Shape[]
  /** Where a line lies among those between the same two shapes; null: it is the only one. */
  laneOf(line: LineShape): Lane | null
}

/** A place among lines that lie side by side. */
export interface Lane {
  readonly index: number
  readonly count: number
  /** The lanes are counted from the other end. */
  readonly isReversed: boolean
}
