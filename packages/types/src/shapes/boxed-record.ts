import { fillKeys, wordKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** Kinds of shapes defined by their box and an outline: they can be converted into each other in place. */
export const boxedKinds = [
  'rect',
  'ellipse',
  'diamond',
  'triangle',
  'pentagon',
  'hexagon',
  'octagon',
  'star',
  'cloud',
  'heart',
  'oval',
  'trapezoid',
  'parallelogram',
  'parallelogram-left',
  'arrow-right',
  'arrow-left',
  'arrow-up',
  'arrow-down',
  'x-box',
  'check-box',
] as const
export type BoxedKind = (typeof boxedKinds)[number]

/** A shape whose outline touches the four sides of its box. */
export interface BoxedShape<Kind extends BoxedKind = BoxedKind> extends ShapeBase {
  readonly kind: Kind
}

const style = { uses: ['color', 'width', ...fillKeys, 'dash', 'look', 'corners', ...wordKeys, 'opacity'] } as const

/** The family of box shapes. */
export const boxFamily = 'box'

export const boxRecords: readonly RecordKind[] = boxedKinds.map((kind) =>
  recordKind({ kind, props: {}, style, family: boxFamily }),
)

/** Null when a kind is not one of these. */
export function parseBoxedKind(input: unknown): BoxedKind | null {
  return boxedKinds.find((kind) => kind === input) ?? null
}
