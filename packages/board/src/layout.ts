import type * as Y from 'yjs'

/** Top-level maps keyed by shape id, and the other roots of a board's document. `docs/schema.md` describes each. */
export const roots = [
  'shapes',
  'at',
  'style',
  'order',
  'flags',
  'bind',
  'link',
  'props',
  'foreign',
  'text',
  'cut',
  'wet',
  'meta',
] as const
export type Root = (typeof roots)[number]

/** Roots whose values are plain data: all that a data file contains. */
export const plainRoots = [
  'shapes',
  'at',
  'style',
  'order',
  'flags',
  'bind',
  'link',
  'props',
  'foreign',
  'cut',
] as const
export type PlainRoot = (typeof plainRoots)[number]

/** The version in `meta.schema`. */
export const schemaVersion = 1

export interface Layout {
  readonly shapes: Y.Map<unknown>
  readonly at: Y.Map<unknown>
  readonly style: Y.Map<unknown>
  readonly order: Y.Map<unknown>
  readonly flags: Y.Map<unknown>
  readonly bind: Y.Map<unknown>
  readonly link: Y.Map<unknown>
  readonly props: Y.Map<unknown>
  readonly foreign: Y.Map<unknown>
  readonly text: Y.Map<unknown>
  readonly cut: Y.Map<unknown>
  readonly wet: Y.Map<unknown>
}

export function layoutOf(doc: Y.Doc): Layout {
  return {
    shapes: doc.getMap('shapes'),
    at: doc.getMap('at'),
    style: doc.getMap('style'),
    order: doc.getMap('order'),
    flags: doc.getMap('flags'),
    bind: doc.getMap('bind'),
    link: doc.getMap('link'),
    props: doc.getMap('props'),
    foreign: doc.getMap('foreign'),
    text: doc.getMap('text'),
    cut: doc.getMap('cut'),
    wet: doc.getMap('wet'),
  }
}

/** Writes the schema version. Called once by the server, with a board's first content. */
export function initBoard(doc: Y.Doc, origin: unknown): void {
  doc.transact(() => doc.getMap('meta').set('schema', schemaVersion), origin)
}
