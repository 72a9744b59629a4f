import { limits } from '../limits.ts'
import { cleanTitle } from '../presence.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** A named area of the board. It clips and moves its contents. */
export interface FrameShape extends ShapeBase {
  readonly kind: 'frame'
  readonly name: string
}

export const frameRecord: RecordKind<Pick<FrameShape, 'name'>, 'frame'> = recordKind({
  kind: 'frame',
  props: {
    name: {
      parse: (value) => cleanTitle(value) ?? undefined,
      fault: (value) =>
        typeof value === 'string' && value.length <= limits.maxTitleLength ? null : 'a name is too long',
      fallback: '',
    },
  },
  style: { uses: ['fill'] },
  container: true,
})
