import type {
  AssetId,
  Box,
  Edit,
  LineShape,
  NewShape,
  Place,
  RecordKind,
  RecordKinds,
  Shape,
  ShapeBase,
  ShapeId,
  Style,
  StyleKey,
  WorldPoint,
} from '@inkbridge/types'
import type { DisplayItem, Look, Theme } from '../display.ts'
import type { Polyline } from '../geometry.ts'
import type { Images } from '../images.ts'
import type { Room, TextLayout } from '../text.ts'

/** A kind of shape: its record half and its picture half. */
export interface Kind extends RecordKind, KindOnCanvas<ShapeBase> {}

/** A kind as the canvas sees it, placeholders included. */
export type KnownKind<Of> = KindOnCanvas<Of> & Pick<RecordKind, 'style' | 'family' | 'container' | 'connects'>

/** A set of kinds. */
export interface Kinds {
  readonly all: readonly Kind[]
  /** Their record halves, for `openBoard`. */
  readonly records: RecordKinds
  /** Returns the kind of a shape, or the placeholder if unknown. Allocates nothing. */
  of<Of extends Shape>(shape: Of): KnownKind<Of>
}

/** Kinds and text layout for measuring and drawing shapes; a `Scene` is one. */
export interface DrawContext {
  readonly kinds: Kinds
  /** The text layout. */
  readonly layout: TextLayout
  /** The pictures. Default: previews and placeholders. */
  readonly images?: Images
}

/** Options for drawing shapes. */
export interface Drawing extends DrawContext, Pick<Look, 'shapesIn'> {
  readonly theme: Theme
}

/**
 * The picture half of a kind of shape: its looks and its capabilities. The canvas asks for capabilities, never for the
 * name of a kind.
 */
export interface KindOnCanvas<Of> {
  /** The property with its title, such as the name of a frame. */
  readonly title?: string
  /** The property that describes its shapes in words, to people who do not see them and to searches. */
  readonly description?: string
  /** Its shapes are strokes, which can be live and partly erased. */
  readonly erasableInParts?: true
  /** Its size is determined by its text; it is deleted without text. */
  readonly sizedByText?: true
  /** Corner handles keep its proportions; Shift lets them change. */
  readonly keepsProportions?: true
  /** Returns the asset that it shows. */
  asset?(shape: Of): AssetId
  /** Returns the edit that shows all of a cropped picture; null: it is not cropped. */
  removeCrop?(shape: Of): Edit | null
  /** Lines can be bound to it. */
  readonly bindable?: true
  /** It is the placeholder of unknown kinds: their style cannot be changed. */
  readonly placeholder?: true
  /** Additional fields in the style panel. */
  readonly fields?: readonly KindField[]
  /** Returns its outline for hit tests, not rotated. */
  outline(shape: Of): readonly Polyline[]
  /** Returns how a point in unrotated coordinates hits it; null: it does not. Default: by its outline. */
  hit?(shape: Of, point: WorldPoint, tolerance: number): Hit | null
  /** Returns the edits for a dragged resize handle. Default: it takes the new place. */
  resize?(shape: Of, resizing: KindResizing): readonly Edit[]
  /** Returns the cost of drawing it, in strokes of sixty points. Default: one. */
  effort?(shape: Of): number
  draw(shape: Of, look: Look): readonly DisplayItem[]
  /** Returns its box without erased parts, not rotated. Default: its place. */
  extent?(shape: Of): Box
  /** Returns how far it may draw beyond its extent, in addition to the line width, world units. */
  stray?(shape: Of): number
  /** Whether it can be filled. Default: no. */
  hasInside?(shape: Of): boolean
  /**
   * Returns the parts of a style that a shape shows; equal shapes must get the same array. Default: all parts its
   * record half uses.
   */
  styles?(shape: Of): readonly StyleKey[]
  /** Defaults of style parts that differ from those of all kinds. */
  readonly usual?: Partial<Style>
  /** Returns the area for its text; without it, it has none. */
  textRoom?(shape: Of): Room
  /** Returns the background of its text, `#rrggbb`; null or without it, the board. */
  textGround?(shape: Of, theme: Theme): string | null
  /** It draws letters that are not editable text. */
  hasLetters?: true
  /** What pointers hit: all of it, or only its line. Default: its line, and its inside if filled. */
  touch?: 'all' | 'line'
  /** Returns an additional area that pointers hit. */
  handle?(shape: Of): Box
  /** Returns the next shape in a chart. Default: no next shape. */
  next?(shape: Of): NextShape
  /** Returns the shape with the values derived from its text or from other shapes. Default: none are. */
  resolve?(shape: Of, context: ResolveContext): Of
}

/** A field of the style panel that sets a property of a kind to one of some values. */
export interface KindField {
  /** A text; of built-in kinds the name of one, as in `field.corners` of the interface. */
  readonly label: string
  /** The name of the property. */
  readonly prop: string
  readonly options: readonly { readonly label: string; readonly value: string | number | boolean | null }[]
}

/** A hit on a line or fill, or inside an empty shape. */
export type Hit = 'on' | 'inside'

/** A dragged resize handle. */
interface KindResizing {
  /** The sides that the handle moves: `n`, `ne`, … */
  readonly side: string
  /** The place of the shape when the drag began. */
  readonly before: Place
  /** The new place. */
  readonly at: Place
  /** Font size when the drag began. */
  readonly size: number
  /** No other shape is resized with it. */
  readonly isAlone: boolean
}

/** The next shape in a chart. */
export interface NextShape {
  readonly w: number
  readonly h: number
  /** An arrow connects it; otherwise Mod+Enter continues from the text of the previous one. */
  readonly isJoined: boolean
  make(base: Pick<NewShape, 'id' | 'at' | 'style'>, attribution: Attribution): NewShape
}

/** The author of a shape, and its creation time, ms since 1970. */
export interface Attribution {
  readonly author: string | null
  readonly now: number
}

/** Other shapes and the text layout, for resolving a shape. */
export interface ResolveContext extends DrawContext {
  /** Returns another shape, resolved. */
  get(id: ShapeId): Shape | undefined
  /** Returns the outline of a shape, rotated with it. */
  outlineOf(shape: Shape): readonly Polyline[]
  /** Returns the obstacles of lines that overlap a box, in any order. */
  obstaclesIn(box: Box): readonly Obstacle[]
  /** Returns the position of a line among those between the same two shapes; null: it is the only one. */
  laneOf(line: LineShape): Lane | null
}

/** A shape that lines are routed around, and its box. */
export interface Obstacle {
  readonly id: ShapeId
  readonly box: Box
}

/** The position of a line among parallel lines. */
export interface Lane {
  readonly index: number
  readonly count: number
  /** Lanes are counted from the other end. */
  readonly isReversed: boolean
}
