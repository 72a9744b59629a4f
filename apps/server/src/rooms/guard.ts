import { checkEntry, roots } from '@inkbridge/board'
import { closeCodes, limits, no, ok, type Rejection, type Result } from '@inkbridge/types'
import * as Y from 'yjs'

/** What the guard found in an update that may be applied. */
export type Verdict =
  /** Nothing in it is new: the board stays as it is. */
  | 'nothing-new'
  /** It builds on something the board has not got: ask for a full sync. */
  | 'gap'
  /** It may be applied, if its sender may write as these Yjs clients. */
  | { readonly clients: readonly number[] }

type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

/**
 * Judges an update before anything is applied: it must decode to its end, build on what the board has, stay inside
 * the documented layout, and hold nothing this version knows to be malformed. Kinds and keys it does not know pass.
 */
export function judge(doc: Y.Doc, update: Uint8Array): Result<Verdict> {
  const decoded = decode(update)
  if (!decoded) return no(refusal('it cannot be read'))
  if (isKnown(doc, decoded)) return ok('nothing-new')
  if (hasGap(doc, decoded)) return ok('gap')
  const fresh = decoded.structs.filter(({ id, length }) => id.clock + length > Y.getState(doc.store, id.client))
  const problem = firstProblem(doc, fresh)
  return problem ? no(refusal(problem)) : ok({ clients: [...new Set(fresh.map(({ id }) => id.client))] })
}

function refusal(clause: string): Rejection {
  return { code: closeCodes.refused, message: `An edit was refused: ${clause}. The board was not changed.` }
}

function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

function isKnown(doc: Y.Doc, { structs, ds }: Decoded): boolean {
  if (structs.some(({ id, length }) => id.clock + length > Y.getState(doc.store, id.client))) return false
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) if (!isDeleted(doc, client, clock, len)) return false
  }
  return true
}

function isDeleted(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client)
  if (!structs || clock + length > Y.getState(doc.store, client)) return false
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= clock + length) break
    if (!struct.deleted) return false
  }
  return true
}

/** True when a struct, something it refers to, or a deleted range lies beyond what the board and the update hold. */
function hasGap(doc: Y.Doc, { structs, ds }: Decoded): boolean {
  const next = new Map<number, number>()
  const known = (client: number) => next.get(client) ?? Y.getState(doc.store, client)
  for (const struct of structs) {
    if (struct instanceof Y.Skip || struct.id.clock > known(struct.id.client)) return true
    next.set(struct.id.client, Math.max(known(struct.id.client), struct.id.clock + struct.length))
  }
  const missing = (id: Y.ID | null) => id !== null && id.clock >= known(id.client)
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    if (missing(struct.origin) || missing(struct.rightOrigin) || missing(parent)) return true
  }
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) if (clock + len > known(client)) return true
  }
  return false
}

function firstProblem(doc: Y.Doc, fresh: readonly Struct[]): string | null {
  const finder = createFinder(doc, fresh)
  for (const struct of fresh) {
    if (struct.length > limits.maxFrameBytes) return 'it claims to be longer than a message can be'
    if (struct.id.clock + struct.length > maxClock) return 'it counts further than anybody could draw'
    const problem = struct instanceof Y.Item ? problemOf(struct, finder.placeOf(struct)) : null
    if (problem) return problem
  }
  return null
}

function problemOf(item: Y.Item, place: Place | null): string | null {
  // Something beside or inside what was collected: it becomes garbage itself.
  if (!place) return null
  if (place.depth > maxDepth) return 'it is nested too deeply'
  if (!roots.includes(place.root) || (place.depth === 0 && place.key === null))
    return 'it is outside the layout of a board'
  if (place.depth > 0 || place.key === null) return null
  for (const value of item.content.getContent()) {
    const problem = checkEntry(place.root, place.key, value)
    if (problem) return problem
  }
  return null
}

/** A thousand edits a second for almost a month, from one page. */
const maxClock = 2 ** 31

/** Rich text is the deepest thing there is: list, item, paragraph, text. */
const maxDepth = 8

/** Where an item is: the top-level type, the key there, and how many types it is inside of below that. */
interface Place {
  readonly root: string
  readonly key: string | null
  readonly depth: number
}

/** Finds the place of items that are not applied yet. Each item is looked at once, however long the chain. */
function createFinder(doc: Y.Doc, fresh: readonly Struct[]): { placeOf(item: Y.Item): Place | null } {
  const byClient = Map.groupBy(fresh, ({ id }) => id.client)
  const places = new Map<Y.Item, Place | null>()

  function itemAt(id: Y.ID): Y.Item | null {
    const own = structAt(byClient.get(id.client) ?? [], id.clock)
    const struct = own ?? structAt(doc.store.clients.get(id.client) ?? [], id.clock)
    return struct instanceof Y.Item ? struct : null
  }

  /** An item that has a neighbour does not name its parent: it is the neighbour's. */
  function step(item: Y.Item): { place: Place | null } | { beside: Y.Item | null } | { inside: Y.Item | null } {
    if (typeof item.parent === 'string') return { place: { root: item.parent, key: item.parentSub, depth: 0 } }
    if (item.parent instanceof Y.ID) return { inside: itemAt(item.parent) }
    if (item.parent) return item.parent._item ? { inside: item.parent._item } : { place: rootPlace(item.parent, item) }
    const neighbour = item.origin ?? item.rightOrigin
    return { beside: neighbour && itemAt(neighbour) }
  }

  function placeOf(item: Y.Item): Place | null {
    const walked: { item: Y.Item; depth: number }[] = []
    let depth = 0
    let found: Place | null = null
    for (let at: Y.Item | null = item; at !== null; ) {
      const known = places.get(at)
      if (known !== undefined) {
        found = known
        break
      }
      if (walked.length > fresh.length + maxWalk) break
      walked.push({ item: at, depth })
      const next = step(at)
      if ('place' in next) {
        found = next.place
        break
      }
      if ('inside' in next) depth += 1
      at = 'inside' in next ? next.inside : next.beside
    }
    for (const step of walked) places.set(step.item, found && below(found, depth - step.depth))
    return places.get(item) ?? null
  }

  return { placeOf }
}

/** Steps through applied items never exceed this: a chain of neighbours ends at the first applied one. */
const maxWalk = 64

function below(place: Place, levels: number): Place {
  return levels === 0 ? place : { root: place.root, key: null, depth: place.depth + levels }
}

function rootPlace(type: Y.AbstractType<unknown>, item: Y.Item): Place | null {
  return { root: Y.findRootTypeKey(type), key: item.parentSub, depth: 0 }
}

/** Binary search in structs that are sorted by clock and may have holes. */
function structAt(structs: readonly Struct[], clock: number): Struct | null {
  let [low, high] = [0, structs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]
    if (!struct) return null
    if (clock < struct.id.clock) high = middle - 1
    else if (clock >= struct.id.clock + struct.length) low = middle + 1
    else return struct
  }
  return null
}
