import type { Shape } from '@inkbridge/types'
import { boxed } from './boxed.ts'
import { frame } from './frame.ts'
import { ink } from './ink.ts'
import type { Kind, KindOnCanvas, Kinds } from './kind.ts'
import { line } from './line.ts'
import { note } from './note.ts'
import { text } from './text.ts'
import { unknown } from './unknown.ts'

/** The kinds that come with the canvas, with no privilege over others. */
export const builtIn: readonly Kind[] = [
  ...boxed,
  kind('ink', ink),
  kind('line', line),
  kind('text', text),
  kind('note', note),
  kind('frame', frame),
]

/** What a door uses that is given no kinds. */
export const builtInKinds: Kinds = createKinds(builtIn)

/**
 * Puts kinds together. Throws when two have one name.
 *
 * @example
 * const kinds = createKinds([...builtIn, gauge])
 */
export function createKinds(all: readonly Kind[]): Kinds {
  const byName = new Map<string, Kind>()
  for (const each of all) {
    if (byName.has(each.kind)) throw new Error(`Expected a name of its own for every kind, got "${each.kind}" twice.`)
    byName.set(each.kind, each)
  }
  return {
    all,
    of: <Of extends Shape>(shape: Of) => (byName.get(shape.kind) ?? unknown) as KindOnCanvas<Of>,
  }
}

/** Whether a canvas elsewhere, as in a worker, knows all of these kinds without being given them. */
export function areBuiltIn({ all }: Kinds): boolean {
  return all.every((each) => builtIn.includes(each))
}

function kind<Of extends Shape>(name: Of['kind'], picture: KindOnCanvas<Of>): Kind {
  return { ...(picture as KindOnCanvas<Shape>), kind: name }
}
