import type { AssetId, Shape } from '@inkbridge/types'
import type { ReportReason } from '../format.ts'
import type { Library } from './library.ts'
import type { ShapeRecord, Vec } from './records.ts'
import type { Space } from './space.ts'

/** A shape in tldraw's terms: its type and properties, and its origin and rotation on its page. */
export interface WrittenShape {
  readonly type: ShapeRecord['type']
  readonly props: Readonly<Record<string, unknown>>
  readonly space: Space
  /** How it differs from the shape. */
  readonly approximated?: ReportReason
}

export interface WriteContext {
  readonly library: Library
  /** The top left of the unrotated box in the coordinates of the record, if it is not its origin. */
  readonly offset: Vec
  /** The id of the record of a picture. */
  assetRecord(id: AssetId): string | null
  /** The measured width of a text. */
  widthOf(shape: Shape): number | null
}
