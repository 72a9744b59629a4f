import * as Y from 'yjs'
import type { BoardAssets } from './assets.ts'
import { type Have, haveOf } from './have.ts'
import {
  type Carried,
  grouped,
  isLaterGeneration,
  type KeptBeside,
  type KeptGeneration,
  type Replacement,
} from './local.ts'
import { reauthor } from './reauthor.ts'

/** The replacement of a document that the server does not accept unchanged. */
export interface Successor {
  /** The whole document. */
  readonly update: Uint8Array
  /** The generation of the document. */
  readonly generation: number
  /** The number of edits in it that the server does not have. */
  readonly unsaved: number
  /** The content of other generations in it. */
  readonly carried: readonly Carried[]
  /** The assets of the document, whose upload continues; to be disposed with the successor. */
  readonly assets?: BoardAssets | undefined
}

/** The copies to be continued in the board's current generation. */
export interface Predecessors {
  readonly target: number
  /** The board in the server's current state, or the document if it is of the target's generation. */
  readonly base: () => Uint8Array
  /** The document; carried over when the server may lack something of it. */
  readonly own: { readonly doc: Y.Doc; readonly generation: number; readonly isCarriedOver: boolean }
  /** Edits in the document that the server does not have. */
  readonly unsaved: number
  /** Copies that were not merged into the document. */
  readonly copies: readonly KeptGeneration[]
  readonly beside: KeptBeside
  /**
   * The server's state of a generation when it ended; `none`: it has no such generation; undefined: it was not asked.
   */
  readonly retired: (generation: number) => Have | 'none' | undefined
}

export type Succession =
  | { readonly replacement: Replacement }
  /** The generations about which the server must be asked first. */
  | { readonly lacks: readonly number[] }

/**
 * Writes the edits of other generations that the server never had on top of the board's current one, earliest first,
 * each entry once: what another page of this browser has carried over is left out.
 */
export function succeed(before: Predecessors): Succession {
  const { own, copies, beside, retired, target } = before
  const parts = new Map<number, Y.Doc>()
  if (own.isCarriedOver) parts.set(own.generation, own.doc)
  const kept = [...copies, ...beside.others].filter(({ unsaved }) => unsaved > 0)
  for (const [generation, group] of grouped(kept)) {
    // Updates added by another page depend on those that both had found.
    parts.set(generation, together(generation === own.generation ? own.doc : null, group))
  }
  const generations = [...parts.keys()].sort((a, b) => (isLaterGeneration(a, b) ? 1 : -1))
  const lacks = generations.filter((generation) => generation !== target && retired(generation) === undefined)
  if (lacks.length > 0) return { lacks }
  const carried: Carried[] = []
  let whole = before.base()
  for (const generation of generations) {
    const doc = parts.get(generation)
    const had = retired(generation)
    if (!doc) continue
    const known = [
      ...(had && had !== 'none' ? [had] : []),
      ...beside.carried.filter((carried) => carried.generation === generation),
    ]
    whole = reauthor(doc, whole, known.length > 0 ? known : null)
    carried.push({ generation, ...haveOf(doc) })
  }
  const unsaved = kept.reduce((sum, { unsaved }) => sum + unsaved, before.unsaved)
  return { replacement: { whole, unsaved, carried } }
}

/** Whether a copy has been carried over completely. */
export function isCarried({ generation, updates }: KeptGeneration, carried: readonly Carried[]): boolean {
  const states = carried.filter((entry) => entry.generation === generation).map(({ stateVector }) => stateVector)
  const had = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(Y.mergeUpdates([...updates])))
  return states.some((state) => {
    const known = Y.decodeStateVector(state)
    return [...had].every(([client, clock]) => clock <= (known.get(client) ?? 0))
  })
}

function together(doc: Y.Doc | null, kept: readonly KeptGeneration[]): Y.Doc {
  const whole = new Y.Doc()
  if (doc) Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc))
  for (const update of kept.flatMap(({ updates }) => updates)) Y.applyUpdate(whole, update)
  return whole
}
