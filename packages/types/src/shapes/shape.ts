import type { Place } from '../geometry.ts'
import type { ShapeId } from '../ids.ts'
import type { Style } from '../style.ts'

/** What every shape has, as a plain record. */
export interface ShapeBase {
  readonly id: ShapeId
  readonly kind: string
  readonly at: Place
  readonly style: Style
  /** Fractional index: who lies above whom; ties go by id. */
  readonly order: string
}
