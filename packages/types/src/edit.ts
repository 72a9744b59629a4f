import type { Place } from './geometry.ts'
import type { ShapeId } from './ids.ts'
import type { RichText } from './rich-text.ts'
import type {
  Binding,
  BoxedShape,
  FrameShape,
  InkPoint,
  LineEnd,
  LineShape,
  NoteShape,
  RecordKind,
  ShapeWith,
  TextShape,
  Unmade,
} from './shapes.ts'
import type { Style } from './style.ts'

/** A shape to be made, of a built-in kind or by `newShape`; without an order it is put on top of everything. */
export type NewShape =
  | Unmade<BoxedShape>
  | Unmade<LineShape>
  | Unmade<TextShape>
  | Unmade<NoteShape>
  | Unmade<FrameShape>

/** A shape of any kind, to be made. */
export function newShape<Own extends object, Kind extends string>(
  { kind }: RecordKind<Own, Kind>,
  shape: Omit<Unmade<ShapeWith<Own, Kind>>, 'kind'>,
): NewShape {
  // Whoever applies edits takes any kind; the union only helps those who make shapes of built-in ones.
  return { ...shape, kind } as unknown as NewShape
}

/** What somebody asks of the board: plain data, made by tools, applied by `board.apply`. */
export type Edit =
  | { readonly type: 'create'; readonly shape: NewShape }
  | { readonly type: 'place'; readonly id: ShapeId; readonly at: Place }
  /** Only the properties given are changed; `fill: null` removes the fill. */
  | { readonly type: 'style'; readonly id: ShapeId; readonly style: StyleChange }
  | { readonly type: 'order'; readonly id: ShapeId; readonly order: string }
  /** A shape, or a group that is of no more use. */
  | { readonly type: 'delete'; readonly id: ShapeId }
  /** Only what is given is changed. */
  | { readonly type: 'flags'; readonly id: ShapeId; readonly locked?: boolean; readonly hidden?: boolean }
  /** Null takes it away. */
  | { readonly type: 'link'; readonly id: ShapeId; readonly link: string | null }
  /** Properties of its kind are changed, those that are given; with a place where they belong together. What its kind
   *  does not allow is not applied. `kind` makes it another kind of the same family. */
  | {
      readonly type: 'props'
      readonly id: ShapeId
      readonly props: Readonly<Record<string, unknown>>
      readonly at?: Place
    }
  /** An end of a line holds on to something, or to nothing (null). */
  | { readonly type: 'bind'; readonly id: ShapeId; readonly end: LineEnd; readonly to: Binding | null }
  /** All that is written in a shape becomes this. Who types changes what is there: `Board.textOf`. */
  | { readonly type: 'text'; readonly id: ShapeId; readonly text: RichText }
  /** An item of a check list in a shape, by its paragraph, is done, or not yet. */
  | { readonly type: 'check'; readonly id: ShapeId; readonly paragraph: number; readonly checked: boolean }
  /** Shapes and groups become a group, inside of the innermost that all of them are in. */
  | { readonly type: 'group'; readonly id: ShapeId; readonly members: readonly ShapeId[] }
  /** A shape or a group is in a frame, or in none (null), and in no group any more. */
  | { readonly type: 'parent'; readonly id: ShapeId; readonly parent: ShapeId | null }
  /** What is in a group is in the one around it, and the group is no more. */
  | { readonly type: 'ungroup'; readonly id: ShapeId }
  /** Shapes are made again, strokes and unknown kinds included, so far away and above everything; groups of which all
   *  is copied are copied along. `copies` are the ids of the copies, in the same order. */
  | {
      readonly type: 'copy'
      readonly ids: readonly ShapeId[]
      readonly copies: readonly ShapeId[]
      readonly by: { readonly x: number; readonly y: number }
    }
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
