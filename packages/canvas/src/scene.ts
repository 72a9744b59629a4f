import type { BoardChange } from '@inkbridge/board'
import type { Box, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import RBush from 'rbush'
import { around, grow, overlaps, union } from './geometry/box.ts'
import { boundsOf, hitOf, isCrossedBy, touches } from './shapes.ts'

interface Entry extends Box {
  readonly shape: Shape
}

/** What is on the board, indexed by where it is. Changed only by what the board announces. */
export class Scene {
  readonly #index = new RBush<Entry>()
  readonly #entries = new Map<ShapeId, Entry>()

  constructor(shapes: readonly Shape[]) {
    const entries = shapes.map(entryOf)
    this.#index.load(entries)
    for (const entry of entries) this.#entries.set(entry.shape.id, entry)
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: ShapeId): Shape | undefined {
    return this.#entries.get(id)?.shape
  }

  /** Takes a change; gives the boxes that look different now. */
  take({ added, changed, removed }: BoardChange): readonly Box[] {
    const dirty: Box[] = []
    for (const id of removed) dirty.push(...this.#remove(id))
    for (const shape of changed) dirty.push(...this.#remove(shape.id))
    for (const shape of [...added, ...changed]) {
      const entry = entryOf(shape)
      this.#index.insert(entry)
      this.#entries.set(shape.id, entry)
      dirty.push(entry)
    }
    return dirty
  }

  /** The shapes that may show in a box, bottom to top. */
  inBox(box: Box): readonly Shape[] {
    return this.#index
      .search(box)
      .map(({ shape }) => shape)
      .sort(bottomToTop)
  }

  /** Whether anything may show in a box. */
  hasAny(box: Box): boolean {
    return this.#index.collides(box)
  }

  /** The topmost shape whose line is under a point, else the topmost empty one around it. `tolerance` in world units. */
  at(point: WorldPoint, tolerance: number): Shape | undefined {
    const near = this.inBox(grow(around([point]), tolerance)).toReversed()
    return (
      near.find((shape) => hitOf(shape, point, tolerance) === 'on') ??
      near.find((shape) => hitOf(shape, point, tolerance) !== null)
    )
  }

  /** All shapes of which something lies in a box. */
  touching(box: Box): readonly Shape[] {
    return this.inBox(box).filter((shape) => overlaps(boundsOf(shape), box) && touches(shape, box))
  }

  /** All shapes that the way from `a` to `b` comes within `distance` of. */
  crossing(a: WorldPoint, b: WorldPoint, distance: number): readonly Shape[] {
    return this.inBox(grow(around([a, b]), distance)).filter((shape) => isCrossedBy(shape, a, b, distance))
  }

  /** The box of some shapes, or of all; null for none. */
  box(ids?: Iterable<ShapeId>): Box | null {
    if (!ids) return union(this.#entries.values())
    return union([...ids].flatMap((id) => this.#entries.get(id) ?? []))
  }

  all(): readonly Shape[] {
    return [...this.#entries.values()].map(({ shape }) => shape).sort(bottomToTop)
  }

  #remove(id: ShapeId): readonly Box[] {
    const entry = this.#entries.get(id)
    if (!entry) return []
    this.#index.remove(entry)
    this.#entries.delete(id)
    return [entry]
  }
}

function entryOf(shape: Shape): Entry {
  return { ...boundsOf(shape), shape }
}

function bottomToTop(a: Shape, b: Shape): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : 1
}
