import type { AssetId, Shape, ShapeId } from '@inkbridge/types'
import type { ReportReason } from '../format.ts'
import type { Library } from './library.ts'
import type { AssetRecord, BindingRecord, Vec } from './records.ts'
import type { Node } from './tree.ts'

/** A shape as it is read from a record, in the coordinates of its page. */
export interface Reading {
  /** Without its z-order and its parents. */
  readonly shape: Shape
  /** The top left of its unrotated box, in the coordinates of its record. */
  readonly offset: Vec
  /** How it differs from the record. */
  readonly approximated?: ReportReason
  /** Why it only stands for the record. */
  readonly placeholder?: ReportReason
}

/** What the reading of a record refers to. */
export interface Sources {
  readonly library: Library
  node(id: string): Node | undefined
  asset(id: string | null | undefined): AssetRecord | undefined
  /** The bytes of an asset; null: they are not in the file, or not those of a picture. */
  picture(id: string | null): AssetId | null
  binding(arrow: string, end: 'start' | 'end'): BindingRecord | undefined
  /** The id here of a shape of the file; undefined: it is not on the board. */
  idOf(record: string): ShapeId | undefined
}

/** The common fields of a shape that is read. */
export interface Base {
  readonly id: ShapeId
  readonly order: string
  readonly locked?: true
}
