import {
  createRecordKinds,
  frameRecord,
  imageRecord,
  inkRecord,
  lineRecord,
  noteRecord,
  type Shape,
  textRecord,
} from '@inkbridge/types'
import { boxShapes } from './box-shape/box-shape-kind.ts'
import { frame } from './frame-kind.ts'
import { image } from './image-kind.ts'
import { ink } from './ink/ink-kind.ts'
import type { Kind, Kinds, KnownKind } from './kind.ts'
import { line } from './line/line-kind.ts'
import { note } from './note-kind.ts'
import { text } from './text-kind.ts'
import { unknown } from './unknown-kind.ts'

/** The built-in kinds, which have no privileges over others. */
export const builtIn: readonly Kind[] = [
  ...boxShapes,
  { ...inkRecord, ...ink },
  { ...lineRecord, ...line },
  { ...textRecord, ...text },
  { ...noteRecord, ...note },
  { ...frameRecord, ...frame },
  { ...imageRecord, ...image },
]

/** The kinds used by default. */
export const builtInKinds: Kinds = createKinds(builtIn)

/**
 * Combines kinds. Throws on duplicate names, as `createRecordKinds` does.
 *
 * @example
 * const kinds = createKinds([...builtIn, { ...gaugeRecord, ...gaugePicture }])
 */
export function createKinds(all: readonly Kind[]): Kinds {
  const records = createRecordKinds(all)
  const byName = new Map(all.map((each) => [each.kind, each]))
  return {
    all,
    records,
    of: <Of extends Shape>(shape: Of) => (byName.get(shape.kind) ?? unknown) as KnownKind<Of>,
  }
}

/** Whether all kinds are built in, and so known in a worker. */
export function areBuiltIn({ all }: Kinds): boolean {
  return all.every((each) => builtIn.includes(each))
}
