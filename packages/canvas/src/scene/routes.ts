import type { Box, LineShape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { bottomToTop, type Lane } from '../shapes.ts'

/** Part of a route that was tried for a line: what comes into it, or leaves it, may change the route. */
interface Watch extends Box {
  readonly id: ShapeId
}

/** The lines from the center of one shape to the center of another, in either direction. */
interface Pair {
  /** How high each lies. */
  readonly lines: Map<ShapeId, string>
  /** In the order of their lanes, the lowest first; null: to be sorted again. */
  sorted: readonly ShapeId[] | null
}

/**
 * What the routes of lines follow from beside the shapes they are bound to: the lines that lead between the same two,
 * and the places where something in the way would change them.
 */
export class Routes {
  readonly #pairs = new Map<string, Pair>()
  readonly #keys = new Map<ShapeId, string>()
  readonly #watches = new RBush<Watch>()
  readonly #watchesOf = new Map<ShapeId, readonly Watch[]>()

  /** Takes lines as the board has them, and what is no line any more; gives all lines whose lane may be another now. */
  take(lines: readonly LineShape[], gone: Iterable<ShapeId>): ReadonlySet<ShapeId> {
    const touched = new Set<string>()
    if (this.#keys.size > 0 || this.isWatching) {
      for (const id of gone) {
        if (this.isWatching) this.watch(id, [])
        this.#move(id, null, touched)
      }
    }
    for (const line of lines) {
      this.#move(line.id, pairOf(line), touched)
      this.#rank(line, touched)
    }
    return new Set([...touched].flatMap((key) => [...(this.#pairs.get(key)?.lines.keys() ?? [])]))
  }

  /** Whether anything that comes into a box could change a route. */
  get isWatching(): boolean {
    return this.#watchesOf.size > 0
  }

  #move(id: ShapeId, to: string | null, touched: Set<string>): void {
    const from = this.#keys.get(id) ?? null
    if (from === to) return
    if (from !== null) {
      const pair = this.#pairs.get(from)
      pair?.lines.delete(id)
      if (pair?.lines.size === 0) this.#pairs.delete(from)
      else if (pair) pair.sorted = null
      this.#keys.delete(id)
      touched.add(from)
    }
    if (to === null) return
    this.#keys.set(id, to)
    touched.add(to)
  }

  /** Notes how high a line lies among those beside it. */
  #rank({ id, order }: LineShape, touched: Set<string>): void {
    const key = this.#keys.get(id)
    if (key === undefined) return
    const pair = this.#pairs.get(key) ?? { lines: new Map(), sorted: null }
    this.#pairs.set(key, pair)
    if (pair.lines.get(id) === order) return
    pair.lines.set(id, order)
    pair.sorted = null
    touched.add(key)
  }

  /** The lane of a line; one that is not on the board yet gets the last. Null: no other leads between the same two. */
  laneOf(line: LineShape): Lane | null {
    const key = pairOf(line)
    const pair = key === null ? undefined : this.#pairs.get(key)
    if (!pair || !line.start || !line.end) return null
    pair.sorted ??= sortedByHeight(pair.lines)
    const known = pair.sorted.indexOf(line.id)
    const [index, count] = known < 0 ? [pair.sorted.length, pair.sorted.length + 1] : [known, pair.sorted.length]
    return count < 2 ? null : { index, count, isReversed: line.start.to > line.end.to }
  }

  /** Sets what was tried for a line. */
  watch(id: ShapeId, boxes: readonly Box[]): void {
    for (const watch of this.#watchesOf.get(id) ?? []) this.#watches.remove(watch)
    if (boxes.length === 0) {
      this.#watchesOf.delete(id)
      return
    }
    const watches = boxes.map((box) => ({ ...box, id }))
    for (const watch of watches) this.#watches.insert(watch)
    this.#watchesOf.set(id, watches)
  }

  /** The lines whose route may be another when something comes into a box, or leaves it. */
  watching(box: Box): readonly ShapeId[] {
    return this.#watches.search(box).map(({ id }) => id)
  }
}

function sortedByHeight(lines: ReadonlyMap<ShapeId, string>): readonly ShapeId[] {
  const height = (id: ShapeId) => ({ id, order: lines.get(id) ?? '' })
  return [...lines.keys()].sort((a, b) => bottomToTop(height(a), height(b)))
}

/** What a line shares with those that lie beside it; null: it has a way of its own. */
function pairOf({ start, end, pins, points, style, hidden }: LineShape): string | null {
  if (!start || !end || start.at || end.at || start.to === end.to || hidden || pins?.length) return null
  if (points.length > 4 && style.route !== 'elbow') return null
  const [low, high] = start.to < end.to ? [start.to, end.to] : [end.to, start.to]
  // With its length before it, no two pairs of ids are alike.
  return `${low.length} ${low} ${high}`
}
