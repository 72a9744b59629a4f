import type { Place } from './geometry.ts'
import type { ShapeId } from './ids.ts'
import type { RichText } from './rich-text.ts'
import type {
  Binding,
  BoxedShape,
  FrameShape,
  ImageShape,
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

/** A shape to be created, of a built-in kind or by `newShape`; without an order it is placed above all others. */
export type NewShape =
  | Unmade<BoxedShape>
  | Unmade<LineShape>
  | Unmade<TextShape>
  | Unmade<NoteShape>
  | Unmade<FrameShape>
  | Unmade<ImageShape>

/** A shape of any kind, to be created. */
export function newShape<Own extends object, Kind extends string>(
  { kind }: RecordKind<Own, Kind>,
  shape: Omit<Unmade<ShapeWith<Own, Kind>>, 'kind'>,
): NewShape {
  // Appliers of edits take any kind; the union only helps callers that create built-in ones.
  return { ...shape, kind } as unknown as NewShape
}

/** A request to change a board: plain data, made by tools, applied by `board.apply`. */
export type Edit =
  | { readonly type: 'create'; readonly shape: NewShape }
  | { readonly type: 'place'; readonly id: ShapeId; readonly at: Place }
  /** Changes the given properties only; `fill: null` removes the fill. */
  | { readonly type: 'style'; readonly id: ShapeId; readonly style: StyleChange }
  | { readonly type: 'order'; readonly id: ShapeId; readonly order: string }
  /** A shape, or a group that is no longer needed. */
  | { readonly type: 'delete'; readonly id: ShapeId }
  /** Changes the given fields only. */
  | { readonly type: 'flags'; readonly id: ShapeId; readonly locked?: boolean; readonly hidden?: boolean }
  /** Null removes it. */
  | { readonly type: 'link'; readonly id: ShapeId; readonly link: string | null }
  /**
   * Changes the given properties of its kind, together with its place where they depend on each other. Values its kind
   * does not allow are ignored. `kind` converts it to another kind of the same family.
   */
  | {
      readonly type: 'props'
      readonly id: ShapeId
      readonly props: Readonly<Record<string, unknown>>
      readonly at?: Place
    }
  /** Keeps what another program's file says of a shape, or of the document (`documentKey`); null removes it. */
  | { readonly type: 'foreign'; readonly id: ShapeId; readonly foreign: Foreign | null }
  /** Binds an end of a line to a shape, or frees it (null). */
  | { readonly type: 'bind'; readonly id: ShapeId; readonly end: LineEnd; readonly to: Binding | null }
  /** Replaces all text of a shape. Typing changes it in place: `Board.textOf`. */
  | { readonly type: 'text'; readonly id: ShapeId; readonly text: RichText }
  /** Checks or unchecks an item of a check list, by its paragraph. */
  | { readonly type: 'check'; readonly id: ShapeId; readonly paragraph: number; readonly checked: boolean }
  /** Groups shapes and groups, inside the innermost group that contains all of them. */
  | { readonly type: 'group'; readonly id: ShapeId; readonly members: readonly ShapeId[] }
  /** Puts a shape or a group into a frame, or into none (null), and out of any group. */
  | { readonly type: 'parent'; readonly id: ShapeId; readonly parent: ShapeId | null }
  /** Dissolves a group: its members move to the group around it. */
  | { readonly type: 'ungroup'; readonly id: ShapeId }
  /**
   * Copies shapes, including strokes and unknown kinds, moved by this offset and above all others; groups whose members
   * are all copied are copied too. `copies` are the ids of the copies, in the same order.
   */
  | {
      readonly type: 'copy'
      readonly ids: readonly ShapeId[]
      readonly copies: readonly ShapeId[]
      readonly by: { readonly x: number; readonly y: number }
    }
  /** Erases an interval of a stroke; in points of the stroke, as in its `visible`. */
  | { readonly type: 'cut'; readonly id: ShapeId; readonly from: number; readonly to: number }
  /** Splits off an interval of a stroke as a stroke of its own, with the id `partId`, which looks the same. */
  | { readonly type: 'split'; readonly id: ShapeId; readonly from: number; readonly to: number }
  /**
   * Starts a stroke, which is in the document, and on other screens, from now on. `quantum` is the distance in world
   * units that points are rounded to: a quarter of a screen pixel is enough.
   */
  | {
      readonly type: 'ink-begin'
      readonly id: ShapeId
      readonly style: Style
      readonly pressure: boolean
      readonly quantum: number
      readonly points: readonly InkPoint[]
    }
  | { readonly type: 'ink-extend'; readonly id: ShapeId; readonly points: readonly InkPoint[] }
  /** Seals the stroke: it becomes one compact value, the gesture's one undo step. */
  | { readonly type: 'ink-seal'; readonly id: ShapeId }
  /** Creates a sealed stroke at once; without an order it is placed above all others. */
  | {
      readonly type: 'ink-add'
      readonly id: ShapeId
      readonly style: Style
      readonly pressure: boolean
      readonly quantum: number
      readonly points: readonly InkPoint[]
      readonly order?: string
      /** Its place if it is not where its points are. */
      readonly at?: Place
    }
  /** Cancels the stroke before it ended (a second finger turned it into a pinch). */
  | { readonly type: 'ink-drop'; readonly id: ShapeId }

export type StyleChange = {
  readonly [Key in keyof Style]?: Style[Key] | (undefined extends Style[Key] ? null : never)
}

/** A shape, or the document, in the terms of another program's file, so that an export to that format loses nothing. */
export interface Foreign {
  /** The format, such as `excalidraw`. */
  readonly format: string
  /** Plain data, in that format's own terms. */
  readonly data: Readonly<Record<string, unknown>>
}

/** The key, in place of a shape's, of what belongs to a whole document of a format. No shape has such an id. */
export function documentKey(format: string): ShapeId {
  return `:${format}` as ShapeId
}

/** Whether a key is one of `documentKey`. */
export function isDocumentKey(key: string): boolean {
  return key.startsWith(':')
}
