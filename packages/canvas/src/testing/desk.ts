import { Groups } from '@inkbridge/board'
import type { Edit, Shape, ShapeId } from '@inkbridge/types'
import { type ActionName, actionNamed, type Desk } from '../actions.ts'
import { Scene } from '../scene.ts'
import { wordless } from '../text/layout.ts'
import { unitsOf } from '../units.ts'

export interface Acted {
  readonly edits: readonly Edit[]
  /** What else was asked of the desk, with what. */
  readonly asked: readonly (readonly [name: string, ...given: readonly unknown[]])[]
}

/** Does an action on some shapes of no board, and tells what it asked for. New shapes and groups are called `new`. */
export function act(
  name: ActionName,
  given: {
    readonly shapes: readonly Shape[]
    readonly selection: readonly string[]
    /** Groups by their members. */
    readonly groups?: Readonly<Record<string, readonly string[]>>
    readonly far?: boolean
  },
): Acted {
  const groups = new Groups()
  for (const [group, members] of Object.entries(given.groups ?? {})) {
    groups.takeGroup(group as ShapeId, true, null)
    for (const id of members) groups.takeShape(id as ShapeId, group as ShapeId)
  }
  const scene = new Scene(given.shapes, wordless)
  const units = unitsOf(given.selection as readonly ShapeId[], { scene, groups, entered: null })
  const edits: Edit[] = []
  const asked: [string, ...unknown[]][] = []
  const known: Partial<Desk> = {
    scene,
    ...units,
    far: given.far ?? false,
    newId: () => 'new' as ShapeId,
    apply: (planned) => edits.push(...planned),
  }
  const desk = new Proxy(known, {
    get: (target, key) =>
      key in target ? target[key as keyof Desk] : (...args: readonly unknown[]) => asked.push([String(key), ...args]),
  })
  actionNamed(name).run(desk as Desk)
  return { edits, asked }
}
