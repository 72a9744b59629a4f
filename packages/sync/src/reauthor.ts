import * as Y from 'yjs'
import { missingUpdate } from './deletions.ts'
import type { Have } from './have.ts'
import { appendNew, hasChanged } from './words.ts'

/**
 * Writes what a document has and a board lacks on top of the board, under a new Yjs client id; returns the whole as one
 * update. For documents that cannot be sent unchanged: they were started by another participant's client (a lost
 * cookie, a sign-in meanwhile, a board restored from a backup), or the board has been re-encoded since, and `known`
 * tells which of the document's content has been written there already: what the server had before, and what other
 * pages of this browser have carried over. Of a board's maps, each entry of the document that is unknown to all of them
 * is carried over, and each deletion of an entry the document knew and they did not delete. Where a text was edited on
 * both sides, the paragraphs with new words follow the board's. `null`: both are of one history.
 */
export function reauthor(doc: Y.Doc, board: Uint8Array, known: readonly Have[] | null = null): Uint8Array {
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, board)
  const isNewTo = (other: Y.Doc) => (id: Y.ID) => id.clock >= Y.getState(other.store, id.client)
  const isNewThere = known ? all(known.map(({ stateVector }) => isBeyond(stateVector))) : isNewTo(fresh)
  const isDeletion = known ? all(known.map((have) => isUnsent(doc, have))) : wasKnown(isNewTo(doc))
  fresh.transact(() => {
    for (const name of doc.share.keys()) carry(doc.getMap(name), fresh.getMap(name), isNewThere, isDeletion)
  })
  const whole = Y.encodeStateAsUpdate(fresh)
  fresh.destroy()
  return whole
}

type IsNew = (id: Y.ID) => boolean
/** Whether an entry of the board was deleted in the document; `here` is the last one there was. */
type IsDeletion = (there: Y.Item, here: Y.Item | undefined) => boolean

function all<Subject extends readonly unknown[]>(
  tests: readonly ((...subject: Subject) => boolean)[],
): (...subject: Subject) => boolean {
  return (...subject) => tests.every((test) => test(...subject))
}

function isBeyond(stateVector: Uint8Array): IsNew {
  const seen = Y.decodeStateVector(stateVector)
  return ({ client, clock }) => clock >= (seen.get(client) ?? 0)
}

/** In documents of one history an entry that is known here, and missing here, was deleted here. */
function wasKnown(isNewHere: IsNew): IsDeletion {
  return (there) => !isNewHere(there.id)
}

/** In documents of different histories only deletions count that the server did not have when the first one ended. */
function isUnsent(doc: Y.Doc, { stateVector, deletions }: Have): IsDeletion {
  if (deletions.byteLength === 0) return () => false
  const { ds } = Y.decodeUpdate(missingUpdate(doc, stateVector, deletions))
  return (_there, here) => here !== undefined && Y.isDeleted(ds, here.id)
}

function carry(from: Y.Map<unknown>, to: Y.Map<unknown>, isNewThere: IsNew, isDeletion: IsDeletion): void {
  // Carried-over content is new there: compared first, changed afterwards.
  const set = [...from._map].filter(([, item]) => !item.deleted && holdsNew(item, isNewThere)).map(([key]) => key)
  const deleted = [...to._map].filter(
    ([key, item]) => !item.deleted && !from.has(key) && isDeletion(item, from._map.get(key)),
  )
  for (const [key] of deleted) to.delete(key)
  for (const key of set) {
    const [value, there] = [from.get(key), to.get(key)]
    // Text that both have written is kept, one after the other.
    if (isText(value) && isText(there) && hasChanged(there, value, isNewThere))
      appendNew(there, value, (item) => holdsNew(item, isNewThere))
    else to.set(key, value instanceof Y.AbstractType ? value.clone() : value)
  }
}

function isText(value: unknown): value is Y.XmlFragment {
  return value instanceof Y.XmlFragment
}

/** The item, or something in it, is unknown to the other side. At any depth: a deep one may have damaged the board. */
function holdsNew(item: Y.Item, isNew: IsNew): boolean {
  const left = [item]
  for (let at = left.pop(); at; at = left.pop()) {
    if (isNew(new Y.ID(at.id.client, at.id.clock + at.length - 1))) return true
    if (!(at.content instanceof Y.ContentType)) continue
    const { type } = at.content
    for (let inner = type._start; inner; inner = inner.right) left.push(inner)
    left.push(...type._map.values())
  }
  return false
}
