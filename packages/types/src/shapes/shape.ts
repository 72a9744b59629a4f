import type { Place } from '../geometry.ts'
import type { ShapeId } from '../ids.ts'
import type { RichText } from '../rich-text.ts'
import type { Style } from '../style.ts'

/** The common fields of shapes, as a plain record. */
export interface ShapeBase {
  readonly id: ShapeId
  readonly kind: string
  readonly at: Place
  readonly style: Style
  /** Fractional index: the z-order; equal keys are ordered by id. */
  readonly order: string
  /** The frame that contains it, directly or in a group. */
  readonly frame?: ShapeId
  /** As shown: the places of the frames that clip it. Never in a document. */
  readonly clips?: readonly Place[]
  /** The recorded parent, a group or frame that may no longer exist: see `Board.groupsOf`. */
  readonly parent?: ShapeId
  /** It cannot be changed until it is unlocked. */
  readonly locked?: true
  /** It is not shown. */
  readonly hidden?: true
  /** The target of its link: an address that is safe to follow, as `parseLink` returns it. */
  readonly link?: string
  /** Its text; absent: none. */
  readonly text?: RichText
}
