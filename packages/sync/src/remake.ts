import * as Y from 'yjs'

/**
 * What a document has and a board has not, made anew on top of the board by a Yjs client of its own; gives the whole
 * as one update. For when what a document holds was begun by somebody else's client and cannot be sent as it is: a
 * lost cookie, a sign-in meanwhile, a board restored from a backup. Of a board's maps, each entry is carried over that
 * the document has and the board has never seen, and each deletion of one that the document knew.
 */
export function remake(doc: Y.Doc, board: Uint8Array): Uint8Array {
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, board)
  const isNewTo = (other: Y.Doc) => (id: Y.ID) => id.clock >= Y.getState(other.store, id.client)
  fresh.transact(() => {
    for (const name of doc.share.keys()) carry(doc.getMap(name), fresh.getMap(name), isNewTo(fresh), isNewTo(doc))
  })
  const whole = Y.encodeStateAsUpdate(fresh)
  fresh.destroy()
  return whole
}

type IsNew = (id: Y.ID) => boolean

function carry(from: Y.Map<unknown>, to: Y.Map<unknown>, isNewThere: IsNew, isNewHere: IsNew): void {
  // What is carried over is new there: looked at first, changed afterwards.
  const set = [...from._map].filter(([, item]) => !item.deleted && holdsNew(item, isNewThere)).map(([key]) => key)
  const deleted = [...to._map].filter(([key, item]) => !item.deleted && !isNewHere(item.id) && !from.has(key))
  for (const [key] of deleted) to.delete(key)
  for (const key of set) {
    const value = from.get(key)
    to.set(key, value instanceof Y.AbstractType ? value.clone() : value)
  }
}

/** The item, or something in it, is not known over there. */
function holdsNew(item: Y.Item, isNew: IsNew): boolean {
  const last = new Y.ID(item.id.client, item.id.clock + item.length - 1)
  if (isNew(last)) return true
  if (!(item.content instanceof Y.ContentType)) return false
  const { type } = item.content
  for (let inner = type._start; inner; inner = inner.right) if (holdsNew(inner, isNew)) return true
  return [...type._map.values()].some((inner) => holdsNew(inner, isNew))
}
