import type { ShapeId } from '@inkbridge/types'
import { cutOf, type Interval, parseCut, without } from './cut.ts'
import type { InkPart } from './ink.ts'

/**
 * Index of the parts and cuts of strokes. Every point of a stroke belongs to one of them: to the shortest part that
 * claims it, of equally long ones to that with the lowest id, else to the stroke itself.
 */
export class StrokeParts {
  readonly #erased = new Map<ShapeId, Map<string, Interval>>()
  readonly #parts = new Map<ShapeId, Map<ShapeId, InkPart>>()

  /** Reads an added, changed or removed cut; returns the stroke it belongs to. */
  recordCut(key: string, value: unknown): ShapeId {
    const id = cutOf(key)
    const interval = parseCut(value)
    const erased = this.#erased.get(id) ?? new Map<string, Interval>()
    if (interval) this.#erased.set(id, erased.set(key, interval))
    else if (erased.delete(key) && erased.size === 0) this.#erased.delete(id)
    return id
  }

  /** Reads a changed part record of a shape. */
  recordPart(id: ShapeId, part: InkPart | undefined, before: InkPart | undefined): void {
    if (before) {
      const parts = this.#parts.get(before.of)
      parts?.delete(id)
      if (parts?.size === 0) this.#parts.delete(before.of)
    }
    if (part) this.#parts.set(part.of, (this.#parts.get(part.of) ?? new Map<ShapeId, InkPart>()).set(id, part))
  }

  /** A stroke and its parts: the shapes whose visible points may change with any of them. */
  withParts(root: ShapeId): readonly ShapeId[] {
    return [root, ...(this.#parts.get(root)?.keys() ?? [])]
  }

  /** The visible intervals of a stroke with this many points, in its own points; null for all of it. */
  visible(id: ShapeId, length: number, part: InkPart | undefined): readonly Interval[] | null {
    const root = part?.of ?? id
    const erased = [...(this.#erased.get(root)?.values() ?? [])]
    const parts = this.#parts.get(root)
    if (erased.length === 0 && !parts) return null
    const claims = [...(parts ?? [])].filter(([other, claim]) => !part || isBefore(other, claim, id, part))
    const removed = [...erased, ...claims.map(([, { from, to }]): Interval => [from, to])]
    if (!part) return removed.length > 0 ? without([[0, length - 1]], removed) : null
    const shift = Math.floor(part.from)
    const own: Interval = [part.from, Math.min(part.to, shift + length - 1)]
    return without([own], removed).map(([from, to]) => [from - shift, to - shift])
  }
}

function isBefore(id: ShapeId, part: InkPart, otherId: ShapeId, other: InkPart): boolean {
  const longer = part.to - part.from - (other.to - other.from)
  return longer === 0 ? id < otherId : longer < 0
}
