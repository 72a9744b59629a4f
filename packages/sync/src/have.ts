import * as Y from 'yjs'
import { deletionsIn, digestDeletions } from './deletions.ts'

/** One side's knowledge of a document: a state vector, and a digest of deletions (empty: not known). */
export interface Have {
  readonly stateVector: Uint8Array
  readonly deletions: Uint8Array
}

export function haveOf(doc: Y.Doc): Have {
  return { stateVector: Y.encodeStateVector(doc), deletions: digestDeletions(deletionsIn(doc)) }
}

export function hasContent(doc: Y.Doc): boolean {
  return doc.store.clients.size > 0
}
