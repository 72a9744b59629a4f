import type { Place } from './geometry.ts'
import type { ShapeId } from './ids.ts'
import type { EllipseShape } from './shapes/ellipse.ts'
import type { InkPoint } from './shapes/ink.ts'
import type { LineShape } from './shapes/line.ts'
import type { RectShape } from './shapes/rect.ts'
import type { Style } from './style.ts'

/** A shape to be made; without an order it is put on top of everything. */
export type NewShape = (Unordered<RectShape> | Unordered<EllipseShape> | Unordered<LineShape>) & {
  readonly order?: string
}
type Unordered<Made extends { readonly order: string }> = Omit<Made, 'order'>

/** What somebody asks of the board: plain data, made by tools, applied by `board.apply`. */
export type Edit =
  | { readonly type: 'create'; readonly shape: NewShape }
  | { readonly type: 'place'; readonly id: ShapeId; readonly at: Place }
  /** Only the properties given are changed; `fill: null` removes the fill. */
  | { readonly type: 'style'; readonly id: ShapeId; readonly style: StyleChange }
  | { readonly type: 'order'; readonly id: ShapeId; readonly order: string }
  | { readonly type: 'delete'; readonly id: ShapeId }
  /** A piece of a stroke is erased; in points of the stroke, as in its `visible`. */
  | { readonly type: 'cut'; readonly id: ShapeId; readonly from: number; readonly to: number }
  /** A piece of a stroke becomes a stroke of its own, called `partId` of it, and looks as it did. */
  | { readonly type: 'split'; readonly id: ShapeId; readonly from: number; readonly to: number }
  /** A stroke begins: it is in the document, and on other screens, from here on. `quantum` is the distance in
   *  world units that points are rounded to: a quarter of a screen pixel is enough. */
  | {
      readonly type: 'ink-begin'
      readonly id: ShapeId
      readonly style: Style
      readonly pressure: boolean
      readonly quantum: number
      readonly points: readonly InkPoint[]
    }
  | { readonly type: 'ink-extend'; readonly id: ShapeId; readonly points: readonly InkPoint[] }
  /** The stroke ends: it becomes one compact value, the gesture's one undo step. */
  | { readonly type: 'ink-seal'; readonly id: ShapeId }
  /** The stroke is taken back before it ended (a second finger turned it into a pinch). */
  | { readonly type: 'ink-drop'; readonly id: ShapeId }

export type StyleChange = {
  readonly [Key in keyof Style]?: Style[Key] | (undefined extends Style[Key] ? null : never)
}
