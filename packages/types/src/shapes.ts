import { type BoxedKind, type BoxedShape, boxRecords } from './shapes/boxed-record.ts'
import { type FrameShape, frameRecord } from './shapes/frame-record.ts'
import { type ImageShape, imageRecord } from './shapes/image-record.ts'
import { type InkShape, inkRecord } from './shapes/ink-record.ts'
import { type LineShape, lineRecord } from './shapes/line-record.ts'
import { type NoteShape, noteRecord } from './shapes/note-record.ts'
import { createRecordKinds, type RecordKind, type RecordKinds } from './shapes/record-kind.ts'
import { type TextShape, textRecord } from './shapes/text-record.ts'
import type { UnknownShape } from './shapes/unknown-record.ts'

export {
  type BoxedKind,
  type BoxedShape,
  boxedKinds,
  boxFamily,
  boxRecords,
  parseBoxedKind,
} from './shapes/boxed-record.ts'
export { type FrameShape, frameRecord } from './shapes/frame-record.ts'
export { type Crop, type ImageShape, type ImageSize, imageRecord, maxAltLength } from './shapes/image-record.ts'
export { type InkPoint, type InkPoints, type InkShape, inkRecord, isStroke } from './shapes/ink-record.ts'
export {
  type Binding,
  type LineEnd,
  type LineShape,
  lineRecord,
  type Pin,
  parseBinding,
  parseLinePoints,
  parsePins,
} from './shapes/line-record.ts'
export { type NoteShape, noteRecord } from './shapes/note-record.ts'
export {
  createRecordKinds,
  type KindStyle,
  type Prop,
  propsOf,
  type RecordKind,
  type RecordKinds,
  recordKind,
  type ShapeWith,
  type Unmade,
} from './shapes/record-kind.ts'
export type { ShapeBase } from './shapes/shape.ts'
export { type TextShape, textRecord } from './shapes/text-record.ts'
export type { UnknownShape } from './shapes/unknown-record.ts'

type BoxedShapes = { readonly [Kind in BoxedKind]: BoxedShape<Kind> }

/** The shapes of built-in kinds, by kind: one line a kind. */
export interface ShapeKinds extends BoxedShapes {
  ink: InkShape
  line: LineShape
  text: TextShape
  note: NoteShape
  frame: FrameShape
  image: ImageShape
  unknown: UnknownShape
}

export type ShapeKind = keyof ShapeKinds
export type Shape = ShapeKinds[ShapeKind]

/** The record halves of the built-in kinds: one line a kind. */
export const builtInRecords: readonly RecordKind[] = [
  ...boxRecords,
  inkRecord,
  lineRecord,
  textRecord,
  noteRecord,
  frameRecord,
  imageRecord,
]

/** The kinds a board knows by default. */
export const builtInRecordKinds: RecordKinds = createRecordKinds(builtInRecords)
