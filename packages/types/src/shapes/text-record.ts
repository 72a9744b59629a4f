import { letterKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** Words on the board and nothing around them. */
export interface TextShape extends ShapeBase {
  readonly kind: 'text'
  /** Its lines are as long as its place is wide; absent: as long as they are, and its place follows. */
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
