import type { ShapeId } from '@inkbridge/types'

/** How many groups, and how many frames, around a shape are read: the innermost. Those further out do not count for it. */
const maxNesting = 32

/** What is in what. A shape or a group says what it is in; from what all say it follows who is with whom. */
export class Groups {
  readonly #parents = new Map<ShapeId, ShapeId>()
  /** What says that it is in something, by what that is. */
  readonly #children = new Map<ShapeId, Set<ShapeId>>()
  readonly #groups = new Set<ShapeId>()
  readonly #frames = new Set<ShapeId>()
  /** The first frame around a group or a frame, and that which counts, as far as they were asked for. */
  readonly #around = new Map<ShapeId, ShapeId | null>()
  readonly #frameOf = new Map<ShapeId, ShapeId | null>()
  #tree: Tree | null = null

  /** What a shape says it is in; null: nothing, or it is there no more. True when that is new. */
  takeShape(id: ShapeId, parent: ShapeId | null): boolean {
    const before = this.#parents.get(id) ?? null
    if (before === parent) return false
    if (before !== null) this.#leave(id, before)
    if (parent === null) this.#parents.delete(id)
    else this.#enter(id, parent)
    this.#changed()
    return true
  }

  /** A group that is there, and what it says it is in; true when something about it is new. */
  takeGroup(id: ShapeId, isThere: boolean, parent: ShapeId | null): boolean {
    const known = this.#groups.has(id)
    if (isThere) this.#groups.add(id)
    else this.#groups.delete(id)
    const moved = this.takeShape(id, isThere ? parent : null)
    if (known !== isThere) this.#changed()
    return moved || known !== isThere
  }

  /** A frame that is there, or there no more; true when that is new. */
  takeFrame(id: ShapeId, isThere: boolean): boolean {
    const known = this.#frames.has(id)
    if (isThere) this.#frames.add(id)
    else this.#frames.delete(id)
    if (known !== isThere) this.#changed()
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
    const around = this.#frameAround(id)
    if (around === null || !this.#frames.has(id)) return around
    const known = this.#frameOf.get(id)
    if (known !== undefined) return known
    const frame = this.#framesAround(around).includes(id) ? null : around
    this.#frameOf.set(id, frame)
    return frame
  }

  /** All shapes in a frame, those in groups and frames in it among them. */
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

  /** All that says it is in some of these, or in what is in them. */
  below(ids: Iterable<ShapeId>): readonly ShapeId[] {
    const found = new Set<ShapeId>()
    const queue = [...ids]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const child of this.#children.get(at) ?? []) {
        if (found.has(child)) continue
        found.add(child)
        queue.push(child)
      }
    }
    return [...found]
  }

  /** The groups that a shape or a group is in, the innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[] {
    if (!this.#parents.has(id)) return []
    return this.#read().above(id)
  }

  /** All shapes in a group, those in groups in it among them. */
  membersOf(group: ShapeId): readonly ShapeId[] {
    if (!this.#groups.has(group)) return []
    return this.#read().leaves(group)
  }

  /** What says that it is in a group: shapes and groups. */
  childrenOf(group: ShapeId): readonly ShapeId[] {
    return [...(this.#children.get(group) ?? [])]
  }

  /** What a shape or a group says it is in, where that is there. */
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

  /** A frame and those around it, whatever of them is in itself. */
  #framesAround(frame: ShapeId): readonly ShapeId[] {
    const frames: ShapeId[] = []
    for (let at: ShapeId | null = frame; at !== null && frames.length < maxNesting; at = this.#frameAround(at)) {
      if (frames.includes(at)) break
      frames.push(at)
    }
    return frames
  }

  /** The first frame on the way up. */
  #frameAround(id: ShapeId): ShapeId | null {
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

/** Groups as they count: one on a cycle is in nothing, one that holds fewer than two is as if it were not there. */
class Tree {
  readonly #parents: ReadonlyMap<ShapeId, ShapeId>
  readonly #children: ReadonlyMap<ShapeId, ReadonlySet<ShapeId>>
  readonly #groups: ReadonlySet<ShapeId>
  readonly #cyclic: ReadonlySet<ShapeId>
  /** How many shapes, and groups with shapes in them, a group has. */
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

  /** The groups around a shape or a group that count, the innermost first. */
  above(id: ShapeId): readonly ShapeId[] {
    const path: ShapeId[] = []
    let left = maxNesting
    for (let at = this.#parentOf(id); at !== undefined && left > 0; at = this.#parentOf(at)) {
      if ((this.#filled.get(at) ?? 0) > 1) path.push(at)
      left -= 1
    }
    return path
  }

  /** The shapes in a group, those in groups in it among them. */
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

  /** Counts a shape in its group, and that in what it is in, and so on, each once. */
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

  /** Whether the way up from a group leads to itself. */
  #comesBack(group: ShapeId): boolean {
    let left = maxNesting
    for (let at = this.#stated(group); at !== undefined && left > 0; at = this.#stated(at)) {
      if (at === group) return true
      left -= 1
    }
    return false
  }
}
