import type { ShapeBase } from './shape.ts'

/** A shape of a kind this version does not know: kept as it is, shown as a placeholder in its place. */
export interface UnknownShape extends ShapeBase {
  readonly kind: 'unknown'
  /** The kind its maker gave it, for the person to read; at most 40 characters. */
  readonly was: string
}
