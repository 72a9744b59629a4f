import { limits, textMarks } from '@inkbridge/types'
import * as Y from 'yjs'
import { type CheckContext, checkEntry } from './check.ts'
import { type Root, roots } from './layout.ts'
import { isKey, isPlain, isPlainRecord } from './plain.ts'
import { kindOfRecord } from './read.ts'

/**
 * The container of an item of a document: a root map, or a type inside one. `stroke` is the list of chunks of a live
 * stroke, `characters` the text in an element.
 */
export type Container = Root | 'stroke' | 'fragment' | 'element' | 'characters'

/** The location of an item in a document. */
export interface Location {
  readonly container: Container
  /** Its key there; null for an item of a list. */
  readonly key: string | null
  /** How many types it is nested in below the root map. */
  readonly depth: number
}

type Content = Y.Item['content']
type Check = (content: Content, key: string, context: CheckContext) => string | null

/** Rich text is the deepest; this allows nested elements as other editors write them. */
const maxDepth = 8

/** The contents allowed in each container: the allow-list of a document. Other contents are refused. */
const allowed: Readonly<Record<Container, { readonly items?: Check; readonly entries?: Check }>> = {
  ...(Object.fromEntries(roots.map((root) => [root, { entries: rootEntry(root) }])) as Record<
    Root,
    { entries: Check }
  >),
  stroke: { items: (content) => (content instanceof Y.ContentBinary ? null : 'a live stroke holds more than chunks') },
  fragment: { items: elementOrText },
  element: { items: elementOrText, entries: attribute },
  characters: { items: charactersOrMark },
}

/**
 * Checks the content of one item before it is applied.
 *
 * @returns null when it may be applied, else a clause that says what is wrong with it
 */
export function checkContent(
  { container, key, depth }: Location,
  content: Content,
  context: CheckContext,
): string | null {
  if (depth > maxDepth) return 'it is nested too deeply'
  const { items, entries } = allowed[container]
  const check = key === null ? items : entries
  if (!check) return 'it is outside the layout of a board'
  if (key !== null && !isKey(key)) return 'a key is not allowed'
  if (!(content instanceof Y.ContentDeleted)) return check(content, key ?? '', context)
  return container === 'meta' ? 'it changes what only the server writes' : null
}

/** The kind of the shape that an item with this content is; undefined when it is not a shape. */
export function kindMadeBy({ container, key }: Location, content: Content): string | undefined {
  return container === 'shapes' && key !== null ? kindOfRecord(content.getContent().at(-1)) : undefined
}

/** The root map with that name; null when a board has no such root. */
export function rootContainer(name: string): Container | null {
  return roots.find((root) => root === name) ?? null
}

/** The container of a type nested in another; null when it has none: it was deleted, or is not part of a board. */
export function containerInside(container: Container, content: Content): Container | null {
  if (!(content instanceof Y.ContentType)) return null
  switch (content.type.constructor) {
    case Y.Array:
      return container === 'wet' ? 'stroke' : null
    case Y.XmlFragment:
      return container === 'text' ? 'fragment' : null
    case Y.XmlElement:
      return container === 'fragment' || container === 'element' ? 'element' : null
    case Y.XmlText:
      return container === 'fragment' || container === 'element' ? 'characters' : null
    default:
      return null
  }
}

function rootEntry(root: string): Check {
  return (content, key, context) => {
    const values = content.getContent()
    const plain = content instanceof Y.ContentAny || content instanceof Y.ContentBinary
    if ((!plain && !(content instanceof Y.ContentType)) || values.length !== 1) return 'an entry is not one value'
    return checkEntry(root, key, values[0], context)
  }
}

function elementOrText(content: Content): string | null {
  if (!(content instanceof Y.ContentType)) return 'a text holds something else than elements'
  const { type } = content
  if (type.constructor === Y.XmlText) return null
  return type instanceof Y.XmlElement && type.constructor === Y.XmlElement && isKey(type.nodeName)
    ? null
    : 'a text holds something else than elements'
}

function attribute(content: Content): string | null {
  const [value, ...rest] = content instanceof Y.ContentAny ? content.getContent() : [{}]
  const scalar = value == null || ['boolean', 'number', 'string'].includes(typeof value)
  const short = typeof value !== 'string' || value.length <= limits.maxKeyLength
  return scalar && short && rest.length === 0 ? null : 'an attribute of a paragraph is not a short value'
}

function charactersOrMark(content: Content): string | null {
  if (content instanceof Y.ContentString) return null
  if (!(content instanceof Y.ContentFormat)) return 'a text holds something else than characters'
  const { key, value } = content as unknown as { readonly key: string; readonly value: unknown }
  if (!textMarks.includes(key)) return 'a mark of a text is unknown'
  const plain = value === null || typeof value === 'boolean' || (isPlainRecord(value) && isPlain(value))
  return plain ? null : 'a mark of a text is not a record'
}
