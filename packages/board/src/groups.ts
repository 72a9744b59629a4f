import type { ShapeId } from '@inkbridge/types'

/**
 * The number of groups, and of frames, around a shape that are read: the innermost. Those further out are ignored for
 * it.
 */
const maxNesting = 32

/** Index of groups and frames. A shape or a group records its parent; the members follow from all parents. */
export class Groups {
  readonly #parents = new Map<ShapeId, ShapeId>()
  /** The children of each parent, as recorded. */
  readonly #children = new Map<ShapeId, Set<ShapeId>>()
  readonly #groups = new Set<ShapeId>()
  readonly #frames = new Set<ShapeId>()
  /** The first frame around a group or a frame, and the effective one, as far as they were computed. */
  readonly #around = new Map<ShapeId, ShapeId | null>()
  readonly #frameOf = new Map<ShapeId, ShapeId | null>()
  #tree: Tree | null = null

  /** Records the parent of a shape; null when it has none, or the shape is gone. Returns true when it is new. */
  recordParent(id: ShapeId, parent: ShapeId | null): boolean {
    const before = this.#parents.get(id) ?? null
    if (before === parent) return false
    if (before !== null) this.#leave(id, before)
    if (parent === null) this.#parents.delete(id)
    else this.#enter(id, parent)
    this.#changed()
    return true
  }

  /** Records an existing group and its parent; returns true when something about it is new. */
  recordGroup(id: ShapeId, isThere: boolean, parent: ShapeId | null): boolean {
    const known = this.#groups.has(id)
    if (isThere) this.#groups.add(id)
    else this.#groups.delete(id)
    const moved = this.recordParent(id, isThere ? parent : null)
    if (known !== isThere) this.#changed()
    return moved || known !== isThere
  }

  /** Records whether a frame exists; returns true when that is new. */
  recordFrame(id: ShapeId, isThere: boolean): boolean {
    const known = this.#frames.has(id)
    if (isThere) this.#frames.add(id)
    else this.#frames.delete(id)
    if (known !== isThere) this.#changed()
    return known !== isThere
  }

  has(id: ShapeId): boolean {
    return this.#groups.has(id)
  }

  /** Whether something can be its child: whether it is a group or a frame. */
  holds(id: ShapeId): boolean {
    return this.#groups.has(id) || this.#frames.has(id)
  }

  /** The innermost frame that contains a shape or a group; a frame inside itself is in none. */
  frameOf(id: ShapeId): ShapeId | null {
    const around = this.#frameAround(id)
    if (around === null || !this.#frames.has(id)) return around
    const known = this.#frameOf.get(id)
    if (known !== undefined) return known
    const frame = this.#framesAround(around).includes(id) ? null : around
    this.#frameOf.set(id, frame)
    return frame
  }

  /** All shapes in a frame, including those in nested groups and frames. */
  contentsOf(frame: ShapeId): readonly ShapeId[] {
    if (!this.#frames.has(frame)) return []
    const found = new Set<ShapeId>()
    const queue: { readonly id: ShapeId; readonly frames: number }[] = [{ id: frame, frames: 0 }]
    for (let at = queue.pop(); at; at = queue.pop()) {
      const frames = at.frames + (this.#frames.has(at.id) ? 1 : 0)
      if (frames > maxNesting) continue
      for (const id of this.#children.get(at.id) ?? []) {
        if (found.has(id)) continue
        found.add(id)
        queue.push({ id, frames })
      }
    }
    return [...found].filter((id) => !this.#groups.has(id) && this.#isWithin(id, frame))
  }

  /** Adds all children of these, direct and nested, to a set. */
  addBelow(ids: Iterable<ShapeId>, to: Set<ShapeId>): void {
    const seen = new Set<ShapeId>()
    const queue = [...ids]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const child of this.#children.get(at) ?? []) {
        to.add(child)
        if (!this.#children.has(child) || seen.has(child)) continue
        seen.add(child)
        queue.push(child)
      }
    }
  }

  /** The groups that contain a shape or a group, innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[] {
    if (!this.#parents.has(id)) return []
    return this.#read().above(id)
  }

  /** All shapes in a group, including those in nested groups. */
  membersOf(group: ShapeId): readonly ShapeId[] {
    if (!this.#groups.has(group)) return []
    return this.#read().leaves(group)
  }

  /** The direct children of a group: shapes and groups. */
  childrenOf(group: ShapeId): readonly ShapeId[] {
    return [...(this.#children.get(group) ?? [])]
  }

  /** The recorded parent of a shape or a group, if it exists. */
  parentOf(id: ShapeId): ShapeId | null {
    const parent = this.#parents.get(id)
    return parent !== undefined && this.holds(parent) ? parent : null
  }

  #isWithin(id: ShapeId, frame: ShapeId): boolean {
    const innermost = this.frameOf(id)
    if (innermost === null) return false
    let left = maxNesting
    for (let at: ShapeId | null = innermost; at !== null && left > 0; at = this.frameOf(at)) {
      if (at === frame) return true
      left -= 1
    }
    return false
  }

  /** A frame and those around it, without checking for cycles. */
  #framesAround(frame: ShapeId): readonly ShapeId[] {
    const frames: ShapeId[] = []
    for (let at: ShapeId | null = frame; at !== null && frames.length < maxNesting; at = this.#frameAround(at)) {
      if (frames.includes(at)) break
      frames.push(at)
    }
    return frames
  }

  /** The first frame among the ancestors. */
  #frameAround(id: ShapeId): ShapeId | null {
    if (this.#frames.size === 0) return null
    const known = this.#around.get(id)
    if (known !== undefined) return known
    const frame = this.#firstFrame(id)
    if (this.holds(id)) this.#around.set(id, frame)
    return frame
  }

  #firstFrame(id: ShapeId): ShapeId | null {
    let left = maxNesting
    for (let at = this.#parents.get(id); at !== undefined && left > 0; at = this.#parents.get(at)) {
      if (this.#frames.has(at)) return at
      if (!this.#groups.has(at)) return null
      left -= 1
    }
    return null
  }

  #enter(id: ShapeId, parent: ShapeId): void {
    this.#parents.set(id, parent)
    const children = this.#children.get(parent)
    if (children) children.add(id)
    else this.#children.set(parent, new Set([id]))
  }

  #leave(id: ShapeId, parent: ShapeId): void {
    const children = this.#children.get(parent)
    children?.delete(id)
    if (children?.size === 0) this.#children.delete(parent)
  }

  #changed(): void {
    this.#tree = null
    if (this.#around.size > 0) this.#around.clear()
    if (this.#frameOf.size > 0) this.#frameOf.clear()
  }

  #read(): Tree {
    this.#tree ??= new Tree(this.#parents, this.#children, this.#groups)
    return this.#tree
  }
}

/** The effective groups: one on a cycle has no parent, one with fewer than two members is ignored. */
class Tree {
  readonly #parents: ReadonlyMap<ShapeId, ShapeId>
  readonly #children: ReadonlyMap<ShapeId, ReadonlySet<ShapeId>>
  readonly #groups: ReadonlySet<ShapeId>
  readonly #cyclic: ReadonlySet<ShapeId>
  /** The number of shapes, and of non-empty groups, in each group. */
  readonly #filled = new Map<ShapeId, number>()
  readonly #leaves = new Map<ShapeId, readonly ShapeId[]>()

  constructor(
    parents: ReadonlyMap<ShapeId, ShapeId>,
    children: ReadonlyMap<ShapeId, ReadonlySet<ShapeId>>,
    groups: ReadonlySet<ShapeId>,
  ) {
    this.#parents = parents
    this.#children = children
    this.#groups = groups
    this.#cyclic = new Set([...groups].filter((group) => this.#comesBack(group)))
    for (const id of parents.keys()) if (!groups.has(id)) this.#fill(id)
  }

  /** The effective groups around a shape or a group, innermost first. */
  above(id: ShapeId): readonly ShapeId[] {
    const path: ShapeId[] = []
    let left = maxNesting
    for (let at = this.#parentOf(id); at !== undefined && left > 0; at = this.#parentOf(at)) {
      if ((this.#filled.get(at) ?? 0) > 1) path.push(at)
      left -= 1
    }
    return path
  }

  /** The shapes in a group, including those in nested groups. */
  leaves(group: ShapeId): readonly ShapeId[] {
    const known = this.#leaves.get(group)
    if (known) return known
    const found: ShapeId[] = []
    const stack: { readonly id: ShapeId; readonly depth: number }[] = [{ id: group, depth: 0 }]
    for (let at = stack.pop(); at; at = stack.pop()) {
      if (!this.#groups.has(at.id)) found.push(at.id)
      else if (at.depth < maxNesting) {
        const depth = at.depth + 1
        const inside = [...(this.#children.get(at.id) ?? [])]
        for (const id of inside.reverse()) if (!this.#cyclic.has(id)) stack.push({ id, depth })
      }
    }
    this.#leaves.set(group, found)
    return found
  }

  /** Counts a shape in its group, that group in its parent, and so on, each once. */
  #fill(shape: ShapeId): void {
    for (let at = this.#parentOf(shape); at !== undefined; at = this.#parentOf(at)) {
      const count = this.#filled.get(at) ?? 0
      this.#filled.set(at, count + 1)
      if (count > 0) return
    }
  }

  #parentOf(id: ShapeId): ShapeId | undefined {
    return this.#cyclic.has(id) ? undefined : this.#stated(id)
  }

  #stated(id: ShapeId): ShapeId | undefined {
    const parent = this.#parents.get(id)
    return parent !== undefined && this.#groups.has(parent) ? parent : undefined
  }

  /** Whether the ancestors of a group contain the group. */
  #comesBack(group: ShapeId): boolean {
    let left = maxNesting
    for (let at = this.#stated(group); at !== undefined && left > 0; at = this.#stated(at)) {
      if (at === group) return true
      left -= 1
    }
    return false
  }
}
