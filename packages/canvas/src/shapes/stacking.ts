import type { Shape, ShapeId } from '@inkbridge/types'

/**
 * Shapes bottom to top. What changed since the last time is sorted and merged into the order of before, so that asking
 * again after a change of few shapes does not sort all of them.
 */
export class StackingOrder {
  readonly #changed = new Set<ShapeId>()
  #sorted: readonly Shape[] = []

  /** The shape came, went or changed. */
  change(id: ShapeId): void {
    this.#changed.add(id)
  }

  /** All shapes that `get` knows, of those that were ever changed; the same array until something changes. */
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

/** By z-order key; ties by id, as in the document. */
export function bottomToTop(a: Pick<Shape, 'order' | 'id'>, b: Pick<Shape, 'order' | 'id'>): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
