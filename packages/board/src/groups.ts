import type { ShapeId } from '@inkbridge/types'

/** What is in what. A shape or a group says what it is in; from what all say it follows who is with whom. */
export class Groups {
  readonly #parents = new Map<ShapeId, ShapeId>()
  readonly #groups = new Set<ShapeId>()
  #tree: Tree | null = null

  /** What a shape says it is in; null: nothing, or it is there no more. True when that is new. */
  takeShape(id: ShapeId, parent: ShapeId | null): boolean {
    const before = this.#parents.get(id) ?? null
    if (before === parent) return false
    if (parent === null) this.#parents.delete(id)
    else this.#parents.set(id, parent)
    this.#tree = null
    return true
  }

  /** A group that is there, and what it says it is in; true when something about it is new. */
  takeGroup(id: ShapeId, isThere: boolean, parent: ShapeId | null): boolean {
    const known = this.#groups.has(id)
    if (isThere) this.#groups.add(id)
    else this.#groups.delete(id)
    const moved = this.takeShape(id, isThere ? parent : null)
    if (known !== isThere) this.#tree = null
    return moved || known !== isThere
  }

  has(id: ShapeId): boolean {
    return this.#groups.has(id)
  }

  /** The groups that a shape or a group is in, the innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[] {
    if (!this.#parents.has(id)) return []
    return this.#read().above(id)
  }

  /** All shapes in a group, those in groups in it among them. */
  membersOf(group: ShapeId): readonly ShapeId[] {
    if (!this.#groups.has(group)) return []
    return this.#read().leaves.get(group) ?? []
  }

  /** What says that it is in a group: shapes and groups. */
  childrenOf(group: ShapeId): readonly ShapeId[] {
    return [...this.#parents].flatMap(([id, parent]) => (parent === group ? [id] : []))
  }

  /** What a shape or a group says it is in, where that is there. */
  parentOf(id: ShapeId): ShapeId | null {
    const parent = this.#parents.get(id)
    return parent !== undefined && this.#groups.has(parent) ? parent : null
  }

  #read(): Tree {
    this.#tree ??= treeOf(this.#parents, this.#groups)
    return this.#tree
  }
}

interface Tree {
  above(id: ShapeId): readonly ShapeId[]
  readonly leaves: ReadonlyMap<ShapeId, readonly ShapeId[]>
}

/** A group on a cycle is in nothing; one that holds fewer than two is as if it were not there. */
function treeOf(parents: ReadonlyMap<ShapeId, ShapeId>, groups: ReadonlySet<ShapeId>): Tree {
  const stated = (id: ShapeId): ShapeId | undefined => {
    const parent = parents.get(id)
    return parent !== undefined && groups.has(parent) ? parent : undefined
  }
  const cyclic = new Set([...groups].filter((group) => comesBack(group, stated)))
  const parentOf = (id: ShapeId) => (cyclic.has(id) ? undefined : stated(id))
  const children = new Map<ShapeId, ShapeId[]>()
  for (const id of parents.keys()) {
    const parent = parentOf(id)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), id])
  }
  const leaves = new Map<ShapeId, readonly ShapeId[]>()
  const gather = (id: ShapeId): readonly ShapeId[] => {
    if (!groups.has(id)) return [id]
    const known = leaves.get(id)
    if (known) return known
    const all = (children.get(id) ?? []).flatMap(gather)
    leaves.set(id, all)
    return all
  }
  for (const group of groups) gather(group)
  const isSeen = (group: ShapeId) => (children.get(group) ?? []).filter((id) => gather(id).length > 0).length > 1
  const above = (id: ShapeId): readonly ShapeId[] => {
    const path: ShapeId[] = []
    for (let at = parentOf(id); at !== undefined; at = parentOf(at)) if (isSeen(at)) path.push(at)
    return path
  }
  return { above, leaves }
}

/** Whether the way up from a group leads to itself. */
function comesBack(group: ShapeId, parentOf: (id: ShapeId) => ShapeId | undefined): boolean {
  const passed = new Set<ShapeId>()
  for (let at = parentOf(group); at !== undefined && !passed.has(at); at = parentOf(at)) {
    if (at === group) return true
    passed.add(at)
  }
  return false
}
