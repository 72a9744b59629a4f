import type { Box, LineShape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { bottomToTop, type Lane } from '../shapes.ts'

/** An area that routing a line looked at: a shape that enters or leaves it may change the route. */
interface Watch extends Box {
  readonly id: ShapeId
}

/** The lines between the centers of two shapes, in either direction. */
interface Pair {
  /** Their z-order. */
  readonly lines: Map<ShapeId, string>
  /** Sorted by lane, from the bottom; null: not sorted since a change. */
  sorted: readonly ShapeId[] | null
}

/**
 * Dependencies of routes besides the shapes that lines are bound to: parallel lines between the same two shapes, and
 * areas where obstacles would change a route.
 */
export class Routes {
  readonly #pairs = new Map<string, Pair>()
  readonly #keys = new Map<ShapeId, string>()
  readonly #watches = new RBush<Watch>()
  readonly #watchesOf = new Map<ShapeId, readonly Watch[]>()

  /**
   * Adds or updates stored lines and removes shapes that are gone or no longer lines. Returns the lines whose lane may
   * have changed.
   */
  update(lines: readonly LineShape[], gone: Iterable<ShapeId>): ReadonlySet<ShapeId> {
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

  /** Whether obstacles could change any route. */
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

  /** Records the z-order of a line among parallel ones. */
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

  /** Returns the lane of a line; of one that is not on the board, a new last one. Null: it is the only one. */
  laneOf(line: LineShape): Lane | null {
    const key = pairOf(line)
    const pair = key === null ? undefined : this.#pairs.get(key)
    if (!pair || !line.start || !line.end) return null
    pair.sorted ??= sortedByHeight(pair.lines)
    const known = pair.sorted.indexOf(line.id)
    const [index, count] = known < 0 ? [pair.sorted.length, pair.sorted.length + 1] : [known, pair.sorted.length]
    return count < 2 ? null : { index, count, isReversed: line.start.to > line.end.to }
  }

  /** Sets the areas that routing a line looked at. */
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

  /** Returns the lines whose route may change when an obstacle enters or leaves a box. */
  watching(box: Box): readonly ShapeId[] {
    return this.#watches.search(box).map(({ id }) => id)
  }
}

function sortedByHeight(lines: ReadonlyMap<ShapeId, string>): readonly ShapeId[] {
  const height = (id: ShapeId) => ({ id, order: lines.get(id) ?? '' })
  return [...lines.keys()].sort((a, b) => bottomToTop(height(a), height(b)))
}

/** Returns a key that parallel lines share; null: the line has no lane. */
function pairOf({ start, end, pins, points, style, hidden }: LineShape): string | null {
  if (!start || !end || start.at || end.at || start.to === end.to || hidden || pins?.length) return null
  if (points.length > 4 && style.route !== 'elbow') return null
  const [low, high] = start.to < end.to ? [start.to, end.to] : [end.to, start.to]
  // The length of the first id makes the key unique.
  return `${low.length} ${low} ${high}`
}
