import { cleanName } from '../presence.ts'
import { wordKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** A piece of coloured paper with text on it. */
export interface NoteShape extends ShapeBase {
  readonly kind: 'note'
  /** The name of its author, as entered; at most 40 characters. */
  readonly by?: string
  /** When, ms since 1970. */
  readonly made?: number
}

export const noteRecord: RecordKind<Pick<NoteShape, 'by' | 'made'>, 'note'> = recordKind({
  kind: 'note',
  props: {
    by: { parse: (value) => cleanName(value) ?? undefined },
    made: { parse: (value) => (typeof value === 'number' && value > 0 && value < 1e14 ? value : undefined) },
  },
  style: { uses: ['fill', 'color', ...wordKeys, 'opacity'], defaults: { fill: 'amber' } },
})
