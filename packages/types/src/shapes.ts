import { type BoxedKind, type BoxedShape, boxRecords } from './shapes/boxed-record.ts'
import { type FrameShape, frameRecord } from './shapes/frame-record.ts'
import { type InkShape, inkRecord } from './shapes/ink-record.ts'
import { type LineShape, lineRecord } from './shapes/line-record.ts'
import { type NoteShape, noteRecord } from './shapes/note-record.ts'
import { createRecordKinds, type RecordKind, type RecordKinds } from './shapes/record-kind.ts'
import { type TextShape, textRecord } from './shapes/text-record.ts'
import type { UnknownShape } from './shapes/unknown-record.ts'

type BoxedShapes = { readonly [Kind in BoxedKind]: BoxedShape<Kind> }

/** The shapes of built-in kinds, by kind: one line a kind. */
export interface ShapeKinds extends BoxedShapes {
  ink: InkShape
  line: LineShape
  text: TextShape
  note: NoteShape
  frame: FrameShape
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
]

/** What a board knows that is given no kinds. */
export const builtInRecordKinds: RecordKinds = createRecordKinds(builtInRecords)
