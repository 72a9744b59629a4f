import type { AssetId, Edit, Foreign, Result, Shape, ShapeId } from '@inkbridge/types'
import type { AssetFile } from '../asset-files.ts'

/** A reader of one file format. Pure: bytes in, edits out. */
export interface Reader {
  /** The format's name, as in `Foreign`. */
  readonly format: string
  /** Whether a file looks like one of this format, by its name and content; cheap, and never throws. */
  recognizes(file: SourceFile): boolean
  /** Reads a file; refused with a message when it is broken or hostile. Throws only when the signal is aborted. */
  read(file: SourceFile, context: ReadContext): Promise<Result<Imported>>
}

/** A file as it was chosen, dropped or pasted. */
export interface SourceFile {
  readonly name: string
  /** As the browser or the clipboard says; never trusted. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface ReadContext {
  newId(): ShapeId
  /** Ids already on the board: a shape of the file that has one of them gets a new one. */
  isTaken(id: string): boolean
  /** Z-order keys, ascending, above everything on the board. */
  orders(count: number): readonly string[]
  /** SHA-256 in base64url. */
  hash(bytes: Uint8Array): Promise<AssetId>
  readonly signal?: AbortSignal
}

/** The content of a file, in the terms of a board. */
export interface Imported {
  readonly title: string | null
  /** Applied as one undo step. They create shapes where the file has them. */
  readonly edits: readonly Edit[]
  /** The pictures that the edits refer to. */
  readonly assets: readonly ImportedAsset[]
  /** Ids of the shapes in the file's own terms to those on the board. */
  readonly ids: ReadonlyMap<string, ShapeId>
  readonly report: Report
  /** The same as a data file of Inkbridge, as JSON, where the file has one in it: a picture that was exported here. */
  readonly own?: string
}

export type ImportedAsset = AssetFile

/** How closely shapes correspond to what the file says. */
export interface Report {
  /** Shapes that look and behave as in the file. */
  readonly exact: number
  /** Approximations: how often, by reason. */
  readonly approximated: ReadonlyMap<ReportReason, number>
  /** Placeholders and omissions: how often, by reason. */
  readonly placeholders: ReadonlyMap<ReportReason, number>
}

/** Why something is not as in the file; the interface has a sentence for each. */
export type ReportReason =
  | 'font'
  | 'fill-pattern'
  | 'stroke'
  | 'arrowhead'
  | 'text-style'
  | 'label'
  | 'shape'
  | 'embed'
  | 'missing-image'
  | 'unsupported-image'
  | 'binding'
  | 'deleted'
  | 'too-large'
  | 'pages'
  | 'link'
  | 'color'

/** A board to be written as a file: shapes as shown, bottom to top. */
export interface Exported {
  readonly title: string
  readonly shapes: readonly Shape[]
  /**
   * The shape as stored in the document, without values derived from text and bound shapes; writers compare it with the
   * kept original. Null: it does not exist.
   */
  storedOf(id: ShapeId): Shape | null
  /** Groups around a shape, innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[]
  foreignOf(id: ShapeId): Foreign | null
  /** The lines of a shape's text as laid out, and its size in world units; null: it has none. */
  textOf(id: ShapeId): TextSize | null
  asset(id: AssetId): Promise<ImportedAsset | null>
  readonly signal?: AbortSignal
}

export interface TextSize {
  readonly width: number
  readonly height: number
  readonly lines: readonly string[]
  readonly fontSize: number
}

/** A file to be saved. */
export interface Written {
  /** Such as `excalidraw`, without a dot. */
  readonly extension: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly report: Report
}

/** A writer of one file format. Pure. */
export interface Writer {
  readonly format: string
  write(board: Exported): Promise<Written>
}
