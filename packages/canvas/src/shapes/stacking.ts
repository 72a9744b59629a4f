import type { Shape, ShapeId } from '@inkbridge/types'

/**
 * Keeps shapes sorted bottom to top. Changes are sorted and merged into the previous order, so that a small change does
 * not sort all shapes.
 */
export class StackingOrder {
  readonly #changed = new Set<ShapeId>()
  #sorted: readonly Shape[] = []

  /** Marks a shape as added, removed or changed. */
  change(id: ShapeId): void {
    this.#changed.add(id)
  }

  /** Returns all marked shapes that `get` knows; the same array until something changes. */
  all(get: (id: ShapeId) => Shape | undefined): readonly Shape[] {
    if (this.#changed.size === 0) return this.#sorted
    const kept = this.#sorted.filter(({ id }) => !this.#changed.has(id))
    const fresh = [...this.#changed].flatMap((id) => get(id) ?? []).sort(bottomToTop)
    this.#changed.clear()
    this.#sorted = merged(kept, fresh)
    return this.#sorted
  }
}

function merged(some: readonly Shape[], others: readonly Shape[]): readonly Shape[] {
  if (some.length === 0) return others
  const all: Shape[] = []
  let next = 0
  for (const shape of some) {
    for (let other = others[next]; other && bottomToTop(other, shape) < 0; other = others[next]) {
      all.push(other)
      next += 1
    }
    all.push(shape)
  }
  for (const other of others.slice(next)) all.push(other)
  return all
}

/** Compares by z-order key, then by id, as the document does. */
export function bottomToTop(a: Pick<Shape, 'order' | 'id'>, b: Pick<Shape, 'order' | 'id'>): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
