/**
 * Records of tldraw's current schema, as far as they are read and written here: @tldraw/tlschema validates them.
 * Coordinates and rotation of a shape are in the space of its parent, rotation about its own origin, clockwise.
 */
interface ShapeRecordBase<Type extends string, Props> {
  readonly id: string
  readonly typeName: 'shape'
  readonly type: Type
  readonly x: number
  readonly y: number
  /** Radians. */
  readonly rotation: number
  /** Fractional index among its siblings. */
  readonly index: string
  /** `page:…` or `shape:…`. */
  readonly parentId: string
  readonly isLocked: boolean
  readonly opacity: number
  readonly props: Props
  readonly meta: Readonly<Record<string, unknown>>
}

export interface Vec {
  readonly x: number
  readonly y: number
  readonly z?: number
}

/** A document of ProseMirror. */
export interface RichDoc {
  readonly type: string
  readonly content: readonly unknown[]
  readonly attrs?: unknown
}

interface Segment {
  readonly type: 'free' | 'straight'
  /** Base64 of the points. */
  readonly path: string
  readonly dim?: 2 | 3
}

interface Sized {
  readonly w: number
  readonly h: number
}

interface Labelled {
  readonly richText: RichDoc
  readonly font: string
  readonly labelColor: string
}

export type GeoProps = Sized &
  Labelled & {
    readonly geo: string
    readonly growY: number
    readonly scale: number
    readonly url: string
    readonly dash: string
    readonly fill: string
    readonly color: string
    readonly size: string
    readonly align: string
    readonly verticalAlign: string
    readonly flipX: boolean
    readonly flipY: boolean
  }

type NoteProps = Labelled & {
  readonly color: string
  readonly size: string
  readonly fontSizeAdjustment: number | null
  readonly align: string
  readonly verticalAlign: string
  readonly growY: number
  readonly url: string
  readonly scale: number
  readonly textLastEditedBy: string | null
}

interface TextProps {
  readonly color: string
  readonly size: string
  readonly font: string
  readonly textAlign: string
  readonly w: number
  readonly richText: RichDoc
  readonly scale: number
  readonly autoSize: boolean
}

export interface HighlightProps {
  readonly color: string
  readonly size: string
  readonly segments: readonly Segment[]
  readonly isComplete: boolean
  readonly isPen: boolean
  readonly scale: number
  readonly scaleX: number
  readonly scaleY: number
}

type DrawProps = HighlightProps & {
  readonly fill: string
  readonly dash: string
  readonly isClosed: boolean
}

interface LinePoint {
  readonly id: string
  readonly index: string
  readonly x: number
  readonly y: number
}

interface LineProps {
  readonly color: string
  readonly dash: string
  readonly size: string
  readonly spline: 'line' | 'cubic'
  readonly points: Readonly<Record<string, LinePoint>>
  readonly scale: number
}

export type ArrowProps = Labelled & {
  readonly kind: 'arc' | 'elbow'
  readonly start: Vec
  readonly end: Vec
  /** Signed sagitta, to the right of the way from start to end. */
  readonly bend: number
  readonly elbowMidPoint: number
  readonly arrowheadStart: string
  readonly arrowheadEnd: string
  readonly labelPosition: number
  readonly color: string
  readonly fill: string
  readonly dash: string
  readonly size: string
  readonly scale: number
}

type FrameProps = Sized & { readonly name: string; readonly color: string }

export interface CropProps {
  readonly topLeft: Vec
  readonly bottomRight: Vec
  readonly isCircle?: boolean
}

export type ImageProps = Sized & {
  readonly playing: boolean
  readonly url: string
  readonly assetId: string | null
  readonly crop: CropProps | null
  readonly flipX: boolean
  readonly flipY: boolean
  readonly altText: string
}

type MediaProps = Sized & { readonly url: string; readonly assetId?: string | null; readonly altText?: string }

export type GeoRecord = ShapeRecordBase<'geo', GeoProps>
export type NoteRecord = ShapeRecordBase<'note', NoteProps>
export type TextRecord = ShapeRecordBase<'text', TextProps>
export type DrawRecord = ShapeRecordBase<'draw', DrawProps>
export type HighlightRecord = ShapeRecordBase<'highlight', HighlightProps>
export type LineRecord = ShapeRecordBase<'line', LineProps>
export type ArrowRecord = ShapeRecordBase<'arrow', ArrowProps>
export type FrameRecord = ShapeRecordBase<'frame', FrameProps>
type GroupRecord = ShapeRecordBase<'group', object>
export type ImageRecord = ShapeRecordBase<'image', ImageProps>
/** What has no counterpart here: a placeholder with a link. */
export type MediaRecord = ShapeRecordBase<'video' | 'bookmark' | 'embed', MediaProps>

export type ShapeRecord =
  | GeoRecord
  | NoteRecord
  | TextRecord
  | DrawRecord
  | HighlightRecord
  | LineRecord
  | ArrowRecord
  | FrameRecord
  | GroupRecord
  | ImageRecord
  | MediaRecord

export interface PageRecord {
  readonly id: string
  readonly typeName: 'page'
  readonly name: string
  readonly index: string
  readonly meta: Readonly<Record<string, unknown>>
}

export interface DocumentRecord {
  readonly id: 'document:document'
  readonly typeName: 'document'
  readonly gridSize: number
  readonly name: string
  readonly meta: Readonly<Record<string, unknown>>
}

/** The binding of an end of an arrow. */
export interface BindingRecord {
  readonly id: string
  readonly typeName: 'binding'
  readonly type: 'arrow'
  readonly fromId: string
  readonly toId: string
  readonly props: {
    readonly terminal: 'start' | 'end'
    /** In fractions of the shape's unrotated box. */
    readonly normalizedAnchor: Vec
    /** The end is at the anchor, and not at the outline. */
    readonly isExact: boolean
    /** False: the end aims at the centre. */
    readonly isPrecise: boolean
    readonly snap: string
  }
  readonly meta: Readonly<Record<string, unknown>>
}

export interface AssetRecord {
  readonly id: string
  readonly typeName: 'asset'
  readonly type: 'image' | 'video' | 'bookmark'
  readonly props: {
    readonly src: string | null
    readonly name?: string
    readonly title?: string
    readonly w?: number
    readonly h?: number
    readonly isAnimated?: boolean
    readonly mimeType?: string | null
  }
  readonly meta: Readonly<Record<string, unknown>>
}

interface UserRecord {
  readonly id: string
  readonly typeName: 'user'
}

export type TldrawRecord = ShapeRecord | PageRecord | DocumentRecord | BindingRecord | AssetRecord | UserRecord
