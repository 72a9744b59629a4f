import type {
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
import type { Room, TextLayout } from '../text.ts'

/** A kind of shape, handed in as a value: its record half and its picture half. */
export interface Kind extends RecordKind, KindOnCanvas<ShapeBase> {}

/** What a canvas knows of the kind of a shape, be it a placeholder. */
export type KnownKind<Of> = KindOnCanvas<Of> & Pick<RecordKind, 'style' | 'family' | 'container' | 'connects'>

/** The kinds that a canvas knows. */
export interface Kinds {
  readonly all: readonly Kind[]
  /** Their record halves, for `openBoard`. */
  readonly records: RecordKinds
  /** The kind of a shape; the placeholder where it is not known. Allocates nothing. */
  of<Of extends Shape>(shape: Of): KnownKind<Of>
}

/** What shapes are looked at and drawn with. A `Scene` is one. */
export interface DrawContext {
  readonly kinds: Kinds
  /** What lays out their words. */
  readonly layout: TextLayout
}

/** How shapes are drawn: with what, and in which theme. */
export interface Drawing extends DrawContext, Pick<Look, 'shapesIn'> {
  readonly theme: Theme
}

/**
 * The picture half of a kind of shape: what it looks like, and what can be done with it. The rest of the canvas asks
 * for these capabilities, and never for the name of a kind.
 */
export interface KindOnCanvas<Of> {
  /** The property that is its title: a container's name. */
  readonly title?: string
  /** Its shapes have the properties of a stroke, of which pieces can be erased and be wet. */
  readonly erasableInParts?: true
  /** Its place follows from its words; it is nothing without them. */
  readonly sizedByText?: true
  /** Lines can be bound to it. */
  readonly bindable?: true
  /** It stands for shapes that are not known here: their style cannot be changed. */
  readonly placeholder?: true
  /** Fields of its own in the style panel, below those of its style. */
  readonly fields?: readonly KindField[]
  /** The lines a hand would touch, not turned. */
  outline(shape: Of): readonly Polyline[]
  /** How a point, as the shape would see it if it were not turned, meets it; null: not at all. Default: by its outline. */
  hit?(shape: Of, point: WorldPoint, tolerance: number): Hit | null
  /** The edits of a handle that was dragged. Default: it takes its new place. */
  resize?(shape: Of, resizing: KindResizing): readonly Edit[]
  /** How much work drawing it is, in strokes of sixty points; without it, one. */
  effort?(shape: Of): number
  draw(shape: Of, look: Look): readonly DisplayItem[]
  /** The box of what is left of it, not turned; without it, its place. */
  extent?(shape: Of): Box
  /** So far beyond that it may draw, world units, its width apart. */
  stray?(shape: Of): number
  /** It encloses something that can be filled; without it, never. */
  hasInside?(shape: Of): boolean
  /**
   * What of a style a shape shows; default: all that its record half says its kind uses. The same list for shapes that
   * are alike in that.
   */
  styles?(shape: Of): readonly StyleKey[]
  /** Values of absent parts of a style, where they are not the same for all kinds. */
  readonly usual?: Partial<Style>
  /** Where words in it are; without it, it has none. */
  textRoom?(shape: Of): Room
  /** The colour its words are on, `#rrggbb`; without it, or null, that of the board. */
  textGround?(shape: Of, theme: Theme): string | null
  /** It draws letters that are no words in it. */
  hasLetters?: true
  /** All of it is to be touched, not only its line; or its line and nothing in it. */
  touch?: 'all' | 'line'
  /** Beside its line there is this to touch. */
  handle?(shape: Of): Box
  /** What comes next to it, when one goes on; without it, nothing. */
  next?(shape: Of): NextShape
  /** What of it follows from its words, or from other shapes; without it, nothing. */
  settle?(shape: Of, around: Around): Of
}

/** A field of the style panel that sets a property of a kind to one of some values. */
export interface KindField {
  readonly label: string
  /** The property, as the record half of the kind has it. */
  readonly prop: string
  readonly options: readonly { readonly label: string; readonly value: string | number | boolean }[]
}

/** On a line or a filled inside, or inside of something empty. */
export type Hit = 'on' | 'inside'

/** A handle that is dragged. */
interface KindResizing {
  /** The sides that the handle moves: `n`, `ne`, … */
  readonly side: string
  /** Where the shape was when the drag began. */
  readonly before: Place
  /** Where it goes. */
  readonly at: Place
  /** Of its letters when the drag began. */
  readonly size: number
}

/** A shape beside another, like it. */
export interface NextShape {
  readonly w: number
  readonly h: number
  /** An arrow leads to it from the one before; else one goes on to it from the words of the one before, by Mod+Enter. */
  readonly isJoined: boolean
  make(base: Pick<NewShape, 'id' | 'at' | 'style'>, signed: Signed): NewShape
}

/** Who makes a shape, and when, ms since 1970. */
export interface Signed {
  readonly author: string | null
  readonly now: number
}

/** What a shape is shown with: other shapes, as they are shown, and what lays its words out. */
export interface Around extends DrawContext {
  get(id: ShapeId): Shape | undefined
  /** Where they are, turned as they are. */
  outlineOf(shape: Shape): readonly Polyline[]
  /** What lines go around of which something is in a box, in any order. */
  obstaclesIn(box: Box): readonly Obstacle[]
  /** Where a line lies among those between the same two shapes; null: it is the only one. */
  laneOf(line: LineShape): Lane | null
}

/** What a line goes around, and the box of it. */
export interface Obstacle {
  readonly id: ShapeId
  readonly box: Box
}

/** A place among lines that lie side by side. */
export interface Lane {
  readonly index: number
  readonly count: number
  /** The lanes are counted from the other end. */
  readonly isReversed: boolean
}
