import type { ShapeId } from '@inkbridge/types'

/** What is in what. A shape or a group says what it is in; from what all say it follows who is with whom. */
export class Groups {
  readonly #parents = new Map<ShapeId, ShapeId>()
  readonly #groups = new Set<ShapeId>()
  readonly #frames = new Set<ShapeId>()
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

  /** A frame that is there, or there no more; true when that is new. */
  takeFrame(id: ShapeId, isThere: boolean): boolean {
    const known = this.#frames.has(id)
    if (isThere) this.#frames.add(id)
    else this.#frames.delete(id)
    return known !== isThere
  }

  has(id: ShapeId): boolean {
    return this.#groups.has(id)
  }

  /** Whether something can be in it: a group or a frame. */
  holds(id: ShapeId): boolean {
    return this.#groups.has(id) || this.#frames.has(id)
  }

  /** The innermost frame that a shape or a group is in; a frame that is in itself is in none. */
  frameOf(id: ShapeId): ShapeId | null {
    const frame = this.#around(id)
    if (frame === null || !this.#frames.has(id)) return frame
    const passed = new Set<ShapeId>()
    for (let at: ShapeId | null = frame; at !== null && !passed.has(at); at = this.#around(at)) {
      if (at === id) return null
      passed.add(at)
    }
    return frame
  }

  /** All shapes in a frame, those in groups and frames in it among them. */
  contentsOf(frame: ShapeId): readonly ShapeId[] {
    if (!this.#frames.has(frame)) return []
    return [...this.#parents.keys()].filter((id) => !this.#groups.has(id) && this.#isWithin(id, frame))
  }

  /** All that says it is in something, or in what is in it. */
  below(id: ShapeId): readonly ShapeId[] {
    return [...this.#parents.keys()].filter((each) => {
      const passed = new Set<ShapeId>()
      for (let at = this.#parents.get(each); at !== undefined && !passed.has(at); at = this.#parents.get(at)) {
        if (at === id) return true
        passed.add(at)
      }
      return false
    })
  }

  #isWithin(id: ShapeId, frame: ShapeId): boolean {
    const passed = new Set<ShapeId>()
    for (let at = this.frameOf(id); at !== null && !passed.has(at); at = this.frameOf(at)) {
      if (at === frame) return true
      passed.add(at)
    }
    return false
  }

  /** The first frame on the way up. */
  #around(id: ShapeId): ShapeId | null {
    const passed = new Set<ShapeId>()
    for (let at = this.#parents.get(id); at !== undefined && !passed.has(at); at = this.#parents.get(at)) {
      if (this.#frames.has(at)) return at
      if (!this.#groups.has(at)) return null
      passed.add(at)
    }
    return null
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
    return parent !== undefined && (this.#groups.has(parent) || this.#frames.has(parent)) ? parent : null
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
