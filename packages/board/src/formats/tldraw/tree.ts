import type { AssetRecord, BindingRecord, DocumentRecord, PageRecord, ShapeRecord, TldrawRecord } from './records.ts'
import { pageSpace, type Space, within } from './space.ts'

/** A shape, where it is on its page. */
export interface Node {
  readonly record: ShapeRecord
  readonly page: string
  /** The record of the shape that contains it; null: its page. */
  readonly parent: string | null
  readonly space: Space
  /** Whether it, or a group around it, is locked. */
  readonly isLocked: boolean
}

/** A document's records, put in order. */
export interface Tree {
  readonly document: DocumentRecord | null
  /** In order; at least one. */
  readonly pages: readonly PageRecord[]
  /** By page, bottom to top: every container before its children. */
  readonly nodes: readonly Node[]
  readonly byId: ReadonlyMap<string, Node>
  readonly assets: ReadonlyMap<string, AssetRecord>
  /** The bindings of arrows, by the arrow and its end. */
  readonly bindings: ReadonlyMap<string, BindingRecord>
}

/** The key of the binding of an arrow's end. */
export function bindingKey(arrow: string, end: 'start' | 'end'): string {
  return `${end} ${arrow}`
}

const defaultPage: PageRecord = { id: 'page:page', typeName: 'page', name: 'Page 1', index: 'a1', meta: {} }

/** Orders the records of a document. Shapes without a page, or in a cycle, are on the first page. */
export function treeOf(records: readonly TldrawRecord[]): Tree {
  const shapes = records.filter((record) => record.typeName === 'shape')
  const pages = records.filter((record) => record.typeName === 'page').toSorted(byIndex)
  const assets = records.filter((record) => record.typeName === 'asset')
  const bindings = records.filter((record) => record.typeName === 'binding')
  const document = records.find((record) => record.typeName === 'document') ?? null
  const used = pages.length > 0 ? pages : [pageFor(shapes)]
  const nodes = nodesOf(shapes, used)
  return {
    document,
    pages: used,
    nodes,
    byId: new Map(nodes.map((node) => [node.record.id, node])),
    assets: new Map(assets.map((asset) => [asset.id, asset])),
    bindings: new Map(bindings.map((each) => [bindingKey(each.fromId, each.props.terminal), each])),
  }
}

/** The page that shapes from a clipboard were on. */
function pageFor(shapes: readonly ShapeRecord[]): PageRecord {
  const id = shapes.find(({ parentId }) => parentId.startsWith('page:'))?.parentId
  return { ...defaultPage, ...(id ? { id } : {}) }
}

function nodesOf(shapes: readonly ShapeRecord[], pages: readonly PageRecord[]): readonly Node[] {
  const children = new Map<string, ShapeRecord[]>()
  for (const shape of shapes) {
    const siblings = children.get(shape.parentId)
    if (siblings) siblings.push(shape)
    else children.set(shape.parentId, [shape])
  }
  for (const siblings of children.values()) siblings.sort(byIndex)
  const seen = new Set<string>()
  const walk = new Walk(children, seen)
  const [first] = pages
  const onPages = pages.flatMap((page) => walk.from(page.id, children.get(page.id) ?? []))
  const known = new Set(shapes.map(({ id }) => id))
  const orphans = shapes.filter(({ id, parentId }) => !seen.has(id) && !known.has(parentId)).toSorted(byIndex)
  const rest = [...orphans, ...shapes.filter(({ id }) => !seen.has(id))]
  const strays = first ? rest.flatMap((shape) => walk.from(first.id, seen.has(shape.id) ? [] : [shape])) : []
  const onFirst = onPages.filter(({ page }) => page === first?.id)
  return [...onFirst, ...strays, ...onPages.slice(onFirst.length)]
}

/** Visits shapes, each once, containers before their children. */
class Walk {
  readonly #children: ReadonlyMap<string, readonly ShapeRecord[]>
  readonly #seen: Set<string>

  constructor(children: ReadonlyMap<string, readonly ShapeRecord[]>, seen: Set<string>) {
    this.#children = children
    this.#seen = seen
  }

  from(page: string, roots: readonly ShapeRecord[]): readonly Node[] {
    const found: Node[] = []
    const root = { space: pageSpace, isLocked: false }
    const stack = roots.toReversed().map((record) => ({ record, parent: null as string | null, around: root }))
    for (let at = stack.pop(); at; at = stack.pop()) {
      const { record, parent, around } = at
      if (this.#seen.has(record.id)) continue
      this.#seen.add(record.id)
      const isLocked = record.isLocked || around.isLocked
      const space = within(around.space, record)
      found.push({ record, page, parent, space, isLocked })
      const inside = { space, isLocked: record.type === 'group' && isLocked }
      for (const child of (this.#children.get(record.id) ?? []).toReversed())
        stack.push({ record: child, parent: record.id, around: inside })
    }
    return found
  }
}

/** Bottom to top. */
function byIndex(
  one: { readonly index: string; readonly id: string },
  other: { readonly index: string; readonly id: string },
): number {
  if (one.index !== other.index) return one.index < other.index ? -1 : 1
  return one.id < other.id ? -1 : 1
}

/** The shapes that become groups: those with two members or more. Shapes in smaller ones belong to what is around them. */
export function groupsOf({ nodes, byId }: Tree): ReadonlySet<string> {
  const members = new Map<string, number>()
  for (const { record, parent } of nodes.toReversed()) {
    const own = record.type === 'group' ? Math.min(1, members.get(record.id) ?? 0) : 1
    if (parent !== null) members.set(parent, (members.get(parent) ?? 0) + own)
  }
  return new Set(
    [...members].filter(([id, count]) => count >= 2 && byId.get(id)?.record.type === 'group').map(([id]) => id),
  )
}

/** The container of a shape on a board: the next group or frame around it; null: none. */
export function containerOf({ byId }: Tree, node: Node, groups: ReadonlySet<string>): string | null {
  for (let id = node.parent; id !== null; id = byId.get(id)?.parent ?? null)
    if (groups.has(id) || byId.get(id)?.record.type === 'frame') return id
  return null
}

/** Whether a shape is in another, directly or not. */
export function isWithin({ byId }: Tree, id: string, around: string | undefined): boolean {
  for (let at = byId.get(id)?.parent ?? null; at !== null; at = byId.get(at)?.parent ?? null)
    if (at === around) return true
  return false
}

/** The space of a shape's parent. */
export function spaceAround({ byId }: Tree, id: string | undefined): Space {
  const parent = byId.get(id ?? '')?.parent ?? null
  return (parent === null ? undefined : byId.get(parent)?.space) ?? pageSpace
}
