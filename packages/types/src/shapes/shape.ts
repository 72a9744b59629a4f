import type { Place } from '../geometry.ts'
import type { ShapeId } from '../ids.ts'
import type { RichText } from '../rich-text.ts'
import type { Style } from '../style.ts'

/** What every shape has, as a plain record. */
export interface ShapeBase {
  readonly id: ShapeId
  readonly kind: string
  readonly at: Place
  readonly style: Style
  /** Fractional index: who lies above whom; ties go by id. */
  readonly order: string
  /** The frame it is in, alone or in a group. */
  readonly frame?: ShapeId
  /** As it is shown: the places of the frames it is in, beyond which nothing of it is seen. Never in a document. */
  readonly clips?: readonly Place[]
  /** The group or frame it says it is in, which may be there no more: `Board.groupsOf` tells. */
  readonly parent?: ShapeId
  /** It stays as it is until it is unlocked. */
  readonly locked?: true
  /** It is not shown. */
  readonly hidden?: true
  /** Where a click on its link goes: an address that is safe to follow, as `parseLink` gives it. */
  readonly link?: string
  /** What is written in it; absent: nothing. */
  readonly text?: RichText
}
