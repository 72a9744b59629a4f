import * as Y from 'yjs'
import { roots, schemaVersion } from './layout.ts'
import { isKey } from './plain.ts'

/**
 * Structural limits of a whole document. A document beyond one of them cannot be opened safely by every client: a
 * server that accepts updates must refuse those that would cross them.
 */
export const documentLimits = {
  /** Yjs clients. A board is re-encoded at a fifth of it (`renewalLimits`), which takes a year of 50 people a day. */
  maxClients: 100_000,
  /** Clocks of one client: sixty edits a second, without a pause, from one page for 51 days. */
  maxClientClocks: 2 ** 28,
  /** Nesting of types below a top-level entry. Rich text is the deepest: list, item, paragraph, text. */
  maxDepth: 8,
  /** Nesting of arrays and records in one value. */
  maxValueDepth: 16,
  /** Names of text attributes in one text: reading a text costs their number times its pieces. */
  maxMarks: 64,
} as const

/**
 * Increased when `problemOfDocument` finds more than before: documents checked by an older version are checked again.
 */
export const soundnessVersion = 1

/**
 * Finds the first structural problem of a document, as a clause; null for a valid one. Takes time linear in the
 * document, and does not recurse into it.
 */
export function problemOfDocument(doc: Y.Doc): string | null {
  return problemOfRoots(doc) ?? problemOfSize(doc.store) ?? problemOfStructs(doc.store)
}

function problemOfRoots(doc: Y.Doc): string | null {
  for (const [name, type] of doc.share) {
    if (!roots.some((root) => root === name)) return 'it has a root outside the layout of a board'
    if (type._start !== null) return 'it has a list where a map is expected'
  }
  const schema = doc.getMap('meta')._map.get('schema')
  if (!schema) return null
  if (schema.deleted) return 'its schema version was deleted'
  return schema.content.getContent().at(-1) === schemaVersion ? null : 'its schema version was changed'
}

function problemOfSize(store: Y.Doc['store']): string | null {
  const { clients } = store
  if (clients.size > documentLimits.maxClients) return 'it has too many clients'
  for (const client of clients.keys()) {
    if (Y.getState(store, client) > documentLimits.maxClientClocks) return 'the clock of a client is too high'
  }
  return null
}

function problemOfStructs({ clients }: Y.Doc['store']): string | null {
  const depths = new Map<unknown, number>()
  const marks = new Map<unknown, Set<string>>()
  for (const structs of clients.values()) {
    for (const struct of structs) {
      const problem = struct instanceof Y.Item && !struct.deleted ? problemOfItem(struct, depths, marks) : null
      if (problem) return problem
    }
  }
  return null
}

function problemOfItem(item: Y.Item, depths: Map<unknown, number>, marks: Map<unknown, Set<string>>): string | null {
  if (!(item.parent instanceof Y.AbstractType)) return 'an item has no valid parent'
  const depth = depthOf(item.parent, depths)
  if (depth > documentLimits.maxDepth) return 'it is nested too deeply'
  const key = item.parentSub
  if (key !== null && (depth === 0 ? !isKey(key) : key in Object.prototype)) return 'a key is not allowed'
  const { content } = item
  if (content instanceof Y.ContentDoc) return 'it contains a subdocument'
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON)
    return (content.arr as readonly unknown[]).every((value) => isSafe(value, 0)) ? null : 'a value is not plain data'
  if (content instanceof Y.ContentEmbed) return isSafe(content.embed, 0) ? null : 'a value is not plain data'
  if (!(content instanceof Y.ContentFormat)) return null
  const names = marks.get(item.parent) ?? new Set()
  marks.set(item.parent, names.add(content.key))
  if (names.size > documentLimits.maxMarks) return 'a text has too many kinds of attributes'
  return isSafe(content.value, 0) ? null : 'a value is not plain data'
}

/** The nesting depth of each type. Each is visited once, at any depth. */
function depthOf(type: Y.AbstractType<unknown>, known: Map<unknown, number>): number {
  const walked: unknown[] = []
  let at: Y.AbstractType<unknown> = type
  while (!known.has(at) && at._item?.parent instanceof Y.AbstractType) {
    walked.push(at)
    at = at._item.parent
  }
  let depth = known.get(at) ?? 0
  known.set(at, depth)
  for (const inner of walked.reverse()) {
    depth += 1
    known.set(inner, depth)
  }
  return depth
}

/** Whether a value can be read, compared and written as JSON, regardless of its meaning. */
function isSafe(value: unknown, depth: number): boolean {
  if (typeof value === 'bigint' || typeof value === 'function') return false
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  if (depth > documentLimits.maxValueDepth) return false
  if (Array.isArray(value)) return value.every((item) => isSafe(item, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.entries(value).every(([key, item]) => !(key in Object.prototype) && isSafe(item, depth + 1))
}
