import type { BoxedKind, BoxedShape } from './shapes/boxed.ts'
import type { FrameShape } from './shapes/frame.ts'
import type { InkShape } from './shapes/ink.ts'
import type { LineShape } from './shapes/line.ts'
import type { NoteShape } from './shapes/note.ts'
import type { TextShape } from './shapes/text.ts'
import type { UnknownShape } from './shapes/unknown.ts'

type BoxedShapes = { readonly [Kind in BoxedKind]: BoxedShape<Kind> }

/** The register of shape kinds: one line a kind. */
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
