import { letterKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** Text on the board without a shape around it. */
export interface TextShape extends ShapeBase {
  readonly kind: 'text'
  /** Its lines wrap at the width of its box; absent: the box follows the lines. */
  readonly wraps?: true
}

export const textRecord: RecordKind<Pick<TextShape, 'wraps'>, 'text'> = recordKind({
  kind: 'text',
  props: {
    wraps: {
      parse: (value) => (value === true ? value : undefined),
      fault: (value) => (typeof value === 'boolean' ? null : '`wraps` is not a boolean'),
    },
  },
  style: { uses: ['color', ...letterKeys, 'align', 'opacity'] },
})
