import type { ShapeBase } from './shape.ts'

/** A piece of coloured paper with words on it. */
export interface NoteShape extends ShapeBase {
  readonly kind: 'note'
  /** The name of who made it, as that wrote it; at most 40 characters. */
  readonly by?: string
  /** When, ms since 1970. */
  readonly made?: number
}
