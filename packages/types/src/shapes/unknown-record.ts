import type { ShapeBase } from './shape.ts'

/** A shape of a kind this version does not know: kept unchanged, shown as a placeholder. */
export interface UnknownShape extends ShapeBase {
  readonly kind: 'unknown'
  /** The name of its kind, for display; at most 40 characters. */
  readonly was: string
}
