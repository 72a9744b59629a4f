import * as Y from 'yjs'
import { roots } from './layout.ts'
import { sealAbandoned } from './live-strokes.ts'

/**
 * From here on a document is worth re-encoding. Every page load that edits is a new Yjs client, and each costs every
 * join some bytes and microseconds for ever: 50 people a day are 20,000 in a year.
 */
export const renewalLimits: RenewalLimits = { clients: 20_000, clocks: 2 ** 30, pressingClients: 60_000 }

export interface RenewalLimits {
  readonly clients: number
  /** Over all clients: deleted content is still counted, and sent as ranges. */
  readonly clocks: number
  /** A board that is never without people is re-encoded all the same, well before it is refused. */
  readonly pressingClients: number
}

/** How much of a document is history that a re-encoding leaves out. */
export function weightOf(doc: Y.Doc): { readonly clients: number; readonly clocks: number } {
  let clocks = 0
  for (const structs of doc.store.clients.values()) {
    const last = structs.at(-1)
    if (last) clocks += last.id.clock + last.length
  }
  return { clients: doc.store.clients.size, clocks }
}

/**
 * Writes a board's content into a new document under one Yjs client, without deleted content. Live strokes are sealed,
 * in `doc` too: call it with a copy, when nobody draws.
 */
export function renewed(doc: Y.Doc): Y.Doc {
  sealAbandoned(doc, () => false, null)
  const fresh = new Y.Doc()
  fresh.transact(() => {
    for (const root of roots) {
      if (root === 'wet') continue
      const to = fresh.getMap(root)
      for (const [key, value] of doc.getMap(root)) to.set(key, value instanceof Y.AbstractType ? value.clone() : value)
    }
  })
  return fresh
}
