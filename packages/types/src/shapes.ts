import type { EllipseShape } from './shapes/ellipse.ts'
import type { InkShape } from './shapes/ink.ts'
import type { LineShape } from './shapes/line.ts'
import type { RectShape } from './shapes/rect.ts'
import type { UnknownShape } from './shapes/unknown.ts'

/** The register of shape kinds: one line a kind. */
export interface ShapeKinds {
  ink: InkShape
  rect: RectShape
  ellipse: EllipseShape
  line: LineShape
  unknown: UnknownShape
}

export type ShapeKind = keyof ShapeKinds
export type Shape = ShapeKinds[ShapeKind]
