import {
  createRecordKinds,
  frameRecord,
  inkRecord,
  lineRecord,
  noteRecord,
  type Shape,
  textRecord,
} from '@inkbridge/types'
import { boxed } from './boxed/boxed-kind.ts'
import { frame } from './frame-kind.ts'
import { ink } from './ink/ink-kind.ts'
import type { Kind, Kinds, KnownKind } from './kind.ts'
import { line } from './line/line-kind.ts'
import { note } from './note-kind.ts'
import { text } from './text-kind.ts'
import { unknown } from './unknown-kind.ts'

/** The kinds that come with the canvas, with no privilege over others. */
export const builtIn: readonly Kind[] = [
  ...boxed,
  { ...inkRecord, ...ink },
  { ...lineRecord, ...line },
  { ...textRecord, ...text },
  { ...noteRecord, ...note },
  { ...frameRecord, ...frame },
]

/** What a door uses that is given no kinds. */
export const builtInKinds: Kinds = createKinds(builtIn)

/**
 * Puts kinds together. Throws where `createRecordKinds` does, as when two have one name.
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

/** Whether a canvas elsewhere, as in a worker, knows all of these kinds without being given them. */
export function areBuiltIn({ all }: Kinds): boolean {
  return all.every((each) => builtIn.includes(each))
}
