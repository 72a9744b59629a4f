import {
  type CheckContext,
  type Container,
  checkContent,
  containerInside,
  documentLimits,
  type Location,
  rootContainer,
} from '@inkbridge/board'
import {
  builtInRecordKinds,
  closeCodes,
  limits,
  no,
  ok,
  type RecordKinds,
  type Rejection,
  type Result,
} from '@inkbridge/types'
import * as Y from 'yjs'
import {
  type ClientStructs,
  type Deletes,
  encodeUpdate,
  inOrder,
  merged,
  type Range,
  type Struct,
  scanUpdate,
} from '../updates.ts'
import { ShapeKinds } from './shape-kinds.ts'

/** The accepted part of an update: only bytes that were checked. */
interface AcceptedUpdate {
  readonly update: Uint8Array
  /** Yjs clients with new structs in it; the sender must own them. */
  readonly clients: readonly number[]
}

/** The guard's verdict on an update. */
type Verdict =
  /** It contains nothing new. */
  | 'nothing-new'
  /** It depends on structs that the board lacks: request a full sync. */
  | 'gap'
  /** Applying it at once would block others: divide it into smaller slices. */
  | 'too-much'
  | AcceptedUpdate

/** Checks updates before they are applied. */
export interface Guard {
  /** Scans an update; returns a clause if it may not be decoded. */
  scan(update: Uint8Array): ReturnType<typeof scanUpdate>
  judge(doc: Y.Doc, update: Uint8Array): Result<Verdict, string>
}

/** Checks the content of one item at its location: returns null, or the problem as a clause. */
type ContentCheck = typeof checkContent

/** Creates a guard for the given kinds (default: built-in ones), optionally with other scans and checks. */
export function createGuard(rules: Partial<GuardRules> = {}): Guard {
  const { kinds = builtInRecordKinds, scan = scanUpdate, check = checkContent } = rules
  return { scan, judge: (doc, update) => judge(doc, update, { kinds, check }) }
}

interface GuardRules {
  readonly kinds: RecordKinds
  readonly scan: Guard['scan']
  readonly check: ContentCheck
}

type ContentRules = Pick<GuardRules, 'kinds' | 'check'>

export const guard: Guard = createGuard()

/**
 * Checks a scanned update (`scanUpdate`) before anything is applied: it must depend only on structs that the board
 * has, stay inside the documented layout, and contain nothing known to be malformed. Unknown kinds and keys
 * are accepted. The verdict's bytes omit what the board has already, and contain each range once. The problem
 * is a clause.
 */
function judge(doc: Y.Doc, update: Uint8Array, rules: ContentRules): Result<Verdict, string> {
  const decoded = decode(update)
  if (!decoded) return no('it cannot be read')
  const clients = newStructs(doc, decoded.structs)
  if (!clients) return ok('gap')
  const known = knownAfter(doc, clients)
  if (clients.some(({ structs }) => structs.some((struct) => refersBeyond(struct, known)))) return ok('gap')
  const deletes = newDeletes(doc, decoded.ds, known)
  if (!deletes) return ok('gap')
  if (clients.length === 0 && deletes.size === 0) return ok('nothing-new')
  const added = clients.filter(({ client }) => !doc.store.clients.has(client)).length
  if (doc.store.clients.size + added > documentLimits.maxClients) return no('the board has too many clients')
  if (deletes.size > 0 && deletesFromMeta(doc, deletes)) return no('it changes what only the server writes')
  const ordered = orderOf(clients)
  if (!ordered) return no('its parts build on each other in a circle')
  const trial = new Trial(doc, clients, rules)
  for (const struct of ordered) {
    const problem = struct instanceof Y.Item ? trial.check(struct) : null
    if (problem) return no(problem)
  }
  if (trial.steps > maxSteps && ordered.length > 1) return ok('too-much')
  if (trial.steps > maxStepsOfOne) return no('too many edits are in the same place')
  return ok({ update: encodeUpdate(trial.withoutGarbage(), deletes), clients: clients.map(({ client }) => client) })
}

/** Comparisons of items while Yjs integrates one update: about ten milliseconds of work. */
const maxSteps = 100_000
/** The same for a single item, which cannot be divided. */
const maxStepsOfOne = 500_000

/** Whether a scanned update would change the board; also true if finding out would take long. */
export function wouldChange(doc: Y.Doc, update: Uint8Array): boolean {
  const decoded = decode(update)
  const clients = decoded && newStructs(doc, decoded.structs)
  if (!decoded || !clients || clients.length > 0) return true
  const deletes = newDeletes(doc, decoded.ds, knownAfter(doc, []))
  return !deletes || deletes.size > 0
}

/** `partly`: earlier slices of the same update were applied. */
export function refusal(clause: string, partly = false): Rejection {
  const kept = partly ? 'Earlier parts of the edit were applied.' : 'The board was not changed.'
  return { code: closeCodes.refused, reason: 'edit-refused', message: `An edit was refused: ${clause}. ${kept}` }
}

function decode(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/** The structs after those of the board; null when there is a gap before or between them. */
function newStructs(doc: Y.Doc, structs: readonly Struct[]): ClientStructs[] | null {
  const clients: ClientStructs[] = []
  for (const [client, own] of runsOf(structs)) {
    const clock = Y.getState(doc.store, client)
    const fresh = own.filter(({ id, length }) => id.clock + length > clock)
    const [first] = fresh
    if (!first) continue
    if (first.id.clock > clock || fresh.some((struct) => struct instanceof Y.Skip)) return null
    clients.push({ client, clock, structs: fresh })
  }
  return clients
}

/** Groups structs by client: in a scanned update those of a client are adjacent. */
function runsOf(structs: readonly Struct[]): (readonly [number, readonly Struct[]])[] {
  const [first, last] = [structs[0], structs.at(-1)]
  if (!first || !last) return []
  if (first.id.client === last.id.client) return [[first.id.client, structs]]
  return [...Map.groupBy(structs, ({ id }) => id.client)]
}

/** The structs in the order in which Yjs integrates them; null when there is no such order. */
function orderOf(clients: readonly ClientStructs[]): readonly Struct[] | null {
  const [only, ...others] = clients
  if (others.length > 0) return inOrder(clients)
  const structs = only?.structs ?? []
  const ahead = (struct: Struct, id: Y.ID | null) => id?.client === struct.id.client && id.clock >= struct.id.clock
  const isSound = structs.every((struct) => {
    if (!(struct instanceof Y.Item)) return true
    const { origin, rightOrigin, parent } = struct
    return !ahead(struct, origin) && !ahead(struct, rightOrigin) && !(parent instanceof Y.ID && ahead(struct, parent))
  })
  return isSound ? structs : null
}

type ClientClocks = (client: number) => number

/** The clock of each client after these structs. */
function knownAfter(doc: Y.Doc, clients: readonly ClientStructs[]): ClientClocks {
  const end = (structs: readonly Struct[]) => {
    const last = structs.at(-1)
    return last ? last.id.clock + last.length : 0
  }
  const [only, ...others] = clients
  if (only && others.length === 0)
    return (client) => (client === only.client ? end(only.structs) : Y.getState(doc.store, client))
  const ends = new Map(clients.map(({ client, structs }) => [client, end(structs)]))
  return (client) => ends.get(client) ?? Y.getState(doc.store, client)
}

function refersBeyond(struct: Struct, known: ClientClocks): boolean {
  if (!(struct instanceof Y.Item)) return false
  const { origin, rightOrigin, parent } = struct
  const beyond = (id: Y.ID | null) => id !== null && id.clock >= known(id.client)
  return beyond(origin) || beyond(rightOrigin) || beyond(parent instanceof Y.ID ? parent : null)
}

const nothing: Deletes = new Map()

/** The deleted ranges of an update without those deleted already; null when some are beyond known structs. */
function newDeletes(doc: Y.Doc, { clients }: { clients: Map<number, Range[]> }, known: ClientClocks): Deletes | null {
  if (clients.size === 0) return nothing
  const deletes = new Map<number, readonly Range[]>()
  for (const [client, ranges] of clients) {
    const end = known(client)
    const whole = merged(ranges)
    const last = whole.at(-1)
    if (last && last.clock + last.len > end) return null
    const fresh = notDeleted(doc, client, whole)
    if (fresh.length > 0) deletes.set(client, fresh)
  }
  return deletes
}

function notDeleted(doc: Y.Doc, client: number, ranges: readonly Range[]): readonly Range[] {
  const structs = doc.store.clients.get(client) ?? []
  const state = Y.getState(doc.store, client)
  return ranges.filter(({ clock, len }) => {
    if (clock + len > state) return true
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index]
      if (!struct || struct.id.clock >= clock + len) return false
      if (!struct.deleted) return true
    }
    return false
  })
}

function deletesFromMeta(doc: Y.Doc, deletes: Deletes): boolean {
  const items = [...(doc.share.get('meta')?._map.values() ?? [])]
  return items.some(({ id, deleted }) =>
    deletes.get(id.client)?.some(({ clock, len }) => !deleted && clock <= id.clock && id.clock < clock + len),
  )
}

type List = NonNullable<ReturnType<Y.Doc['share']['get']>>

/** The location of an item once integrated; `garbage`: it is inside a deleted item, and is dropped. */
type ItemLocation = { readonly location: Location; readonly list: List | null } | 'garbage' | 'outside'

/** Checks the new items of one update in the order in which Yjs integrates them. */
class Trial {
  readonly #doc: Y.Doc
  readonly #check: ContentCheck
  readonly #context: CheckContext
  readonly #kinds: ShapeKinds
  readonly #clients: readonly ClientStructs[]
  readonly #fresh: ReadonlyMap<number, readonly Struct[]>
  readonly #placed = new Map<Y.Item, ItemLocation>()
  /** Upper bound of the comparisons with items of the document. */
  steps = 0
  #hasGarbage = false
  /** The number of items that this update adds to each list of live strokes. */
  readonly #added = new Map<List | null, number>()

  constructor(doc: Y.Doc, clients: readonly ClientStructs[], { kinds, check }: ContentRules) {
    this.#doc = doc
    this.#check = check
    this.#kinds = new ShapeKinds(doc, clients)
    this.#context = { kinds, kindOf: (id) => this.#kinds.of(id) }
    this.#clients = clients
    this.#fresh = new Map(clients.map(({ client, structs }) => [client, structs]))
  }

  /** Checks an item: returns null, or the problem as a clause. */
  check(item: Y.Item): string | null {
    const placed = this.#place(item)
    this.#placed.set(item, placed)
    if (placed === 'garbage') this.#hasGarbage = true
    if (placed === 'garbage') return null
    if (placed === 'outside') return 'it is outside the layout of a board'
    const problem = this.#check(placed.location, item.content, this.#context)
    if (problem) return problem
    if (placed.location.container === 'stroke' && this.#isFull(placed.list, item.length))
      return 'a live stroke has too many chunks'
    this.#kinds.add(placed.location, item.content)
    this.steps += this.#stepsOf(item, placed)
    return null
  }

  /**
   * The structs with items inside deleted ones replaced by garbage, as Yjs will store them: their content was not
   * checked, and other clients may not have deleted their parents.
   */
  withoutGarbage(): readonly ClientStructs[] {
    if (!this.#hasGarbage) return this.#clients
    const collected = (struct: Struct) =>
      struct instanceof Y.Item && this.#placed.get(struct) === 'garbage' ? new Y.GC(struct.id, struct.length) : struct
    return this.#clients.map((each) => ({ ...each, structs: each.structs.map(collected) }))
  }

  /** Whether a live stroke would get more chunks than a stroke has points: sealing reads all of them at once. */
  #isFull(list: List | null, more: number): boolean {
    const added = (this.#added.get(list) ?? 0) + more
    this.#added.set(list, added)
    return (list?._length ?? 0) + added > limits.maxStrokePoints
  }

  #place(item: Y.Item): ItemLocation {
    const { parent, parentSub, origin, rightOrigin } = item
    if (typeof parent === 'string') return inRoot(parent, parentSub, this.#doc.share.get(parent) ?? null)
    if (parent instanceof Y.ID) return this.#inside(this.#structAt(parent), parentSub)
    const left = origin && this.#placeOf(this.#structAt(origin))
    const right = rightOrigin && this.#placeOf(this.#structAt(rightOrigin))
    if (left === 'garbage' || right === 'garbage') return 'garbage'
    if (left && right && !isSame(left, right)) return 'outside'
    return left ?? right ?? 'outside'
  }

  #placeOf(struct: Struct | null): ItemLocation {
    if (!(struct instanceof Y.Item)) return 'garbage'
    const known = this.#placed.get(struct)
    if (known) return known
    const placed = this.#placeOfApplied(struct)
    this.#placed.set(struct, placed)
    return placed
  }

  /** Locates an item of the document by its parents. */
  #placeOfApplied(item: Y.Item): ItemLocation {
    const path: Y.Item[] = []
    let at: Y.Item | null = item
    while (at) {
      path.unshift(at)
      if (path.length > maxPath) return 'outside'
      at = at.parent instanceof Y.AbstractType ? at.parent._item : null
    }
    const [outermost] = path
    const root = outermost?.parent
    if (!outermost || !(root instanceof Y.AbstractType)) return 'garbage'
    let placed = inRoot(Y.findRootTypeKey(root), outermost.parentSub, root)
    for (const [index, inner] of path.slice(1).entries())
      placed = insideOf(placed, path[index] ?? inner, inner.parentSub)
    return placed
  }

  #inside(struct: Struct | null, key: string | null): ItemLocation {
    return struct instanceof Y.Item ? insideOf(this.#placeOf(struct), struct, key) : 'garbage'
  }

  #structAt({ client, clock }: Y.ID): Struct | null {
    const own = structAt(this.#fresh.get(client) ?? [], clock)
    return own ?? structAt(this.#doc.store.clients.get(client) ?? [], clock)
  }

  /** Counts the items between the neighbours of an item, which Yjs compares with it. */
  #stepsOf({ origin, rightOrigin, parentSub }: Y.Item, { location, list }: Exclude<ItemLocation, string>): number {
    const left = origin && this.#applied(origin)
    const right = rightOrigin && this.#applied(rightOrigin)
    // Beside another item of this update: bounded by the size of a slice.
    if (origin && !left) return 0
    if (left && left === right) return 0
    const most = maxStepsOfOne + 1 - this.steps
    if (left) return countTo(left.right, right, most)
    if (location.key === null) return right && !right.left ? 0 : countTo(list?._start ?? null, right, most)
    let count = 0
    const key = parentSub ?? location.key
    for (let at = list?._map.get(key) ?? null; at && count < most; at = at.left) count += 2
    return count
  }

  #applied({ client, clock }: Y.ID): Y.Item | null {
    const struct = structAt(this.#doc.store.clients.get(client) ?? [], clock)
    return struct instanceof Y.Item ? struct : null
  }
}

/** Maximum nesting of types to search for an item of the document. */
const maxPath = 32

function inRoot(name: string, key: string | null, list: List | null): ItemLocation {
  const container = rootContainer(name)
  return container ? { location: { container, key, depth: 0 }, list } : 'outside'
}

function insideOf(placed: ItemLocation, { content }: Y.Item, key: string | null): ItemLocation {
  if (typeof placed === 'string') return placed
  if (content instanceof Y.ContentDeleted) return 'garbage'
  const { container, depth } = placed.location
  const inner: Container | null = containerInside(container, content)
  if (!inner) return 'outside'
  const list = content instanceof Y.ContentType ? content.type : null
  return { location: { container: inner, key, depth: depth + 1 }, list }
}

function isSame(one: ItemLocation, other: ItemLocation): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return (
    one.list === other.list &&
    one.location.key === other.location.key &&
    one.location.container === other.location.container
  )
}

function countTo(from: Y.Item | null, to: Y.Item | null, most: number): number {
  let count = 0
  for (let at = from; at && at !== to && count < most; at = at.right) count += 1
  return count
}

/** Binary search in structs that are sorted by clock. */
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
