import type { Box, LineShape, Place, Shape, ShapeId } from '@inkbridge/types'
import { contains } from '../geometry.ts'
import {
  boundBy,
  connects,
  isContainer,
  isDerived,
  type Kinds,
  obstacleOf,
  type ResolveContext,
  resolved,
} from '../shapes.ts'
import { isSameBox } from './reindex.ts'
import { Routes } from './routes.ts'

/** A resolved line, and the boxes in which obstacles could change its route. */
interface LineRoute {
  readonly route: Shape
  readonly tried: readonly Box[]
}

/** A resolved shape before and after a change; absent: it was not, or is not, shown. */
export interface Replaced {
  readonly before?: Shape | undefined
  readonly after?: Shape
}

/**
 * The stored versions of shapes with derived values, and their dependencies: bound lines depend on the shapes at their
 * ends, contents on their frame, and heights on text.
 */
export class DerivedShapes {
  /** The stored shapes. */
  readonly #stored = new Map<ShapeId, Shape>()
  /** Direct dependents by shape: bound lines, and the contents of a frame. */
  readonly #dependents = new Map<ShapeId, Set<ShapeId>>()
  readonly #routes = new Routes()
  /** New routes of lines, until these are resolved. */
  readonly #rerouted = new Map<ShapeId, LineRoute>()
  readonly #context: Omit<ResolveContext, 'outlineOf'>

  /** `context` returns resolved shapes. */
  constructor(context: Omit<ResolveContext, 'outlineOf' | 'laneOf'>) {
    this.#context = { ...context, laneOf: (line) => this.#routes.laneOf(line) }
  }

  stored(id: ShapeId): Shape | undefined {
    return this.#stored.get(id)
  }

  /** Replaces a stored shape by one with the same dependencies and appearance. */
  replace(shape: Shape): void {
    if (this.#stored.has(shape.id)) this.#stored.set(shape.id, shape)
  }

  all(): Iterable<Shape> {
    return this.#stored.values()
  }

  /** Returns the direct dependents of a shape. */
  dependentsOf(id: ShapeId): Iterable<ShapeId> {
    return this.#dependents.get(id) ?? []
  }

  /** Returns the direct and indirect dependents of shapes, as stored, excluding these shapes. */
  allDependentsOf(ids: readonly ShapeId[]): readonly Shape[] {
    if (this.#dependents.size === 0) return []
    const own = new Set(ids)
    const dependents = new Set<ShapeId>()
    // Nested frames, their contents, and lines that are bound to the contents.
    for (const queue = [...ids]; queue.length > 0; ) {
      for (const id of this.#dependents.get(queue.pop() as ShapeId) ?? []) {
        if (dependents.has(id)) continue
        dependents.add(id)
        queue.push(id)
      }
    }
    return [...dependents].flatMap((id) => (own.has(id) ? [] : (this.#stored.get(id) ?? [])))
  }

  forget(id: ShapeId): void {
    const stored = this.#stored.get(id)
    if (!stored) return
    this.#stored.delete(id)
    this.#unlink(id, dependenciesOf(stored, this.#context.kinds))
  }

  #unlink(id: ShapeId, dependencies: readonly ShapeId[]): void {
    for (const other of dependencies) {
      const dependents = this.#dependents.get(other)
      dependents?.delete(id)
      if (dependents?.size === 0) this.#dependents.delete(other)
    }
  }

  /** Stores a shape, and updates its dependencies if they changed. */
  #store(shape: Shape): void {
    const { kinds } = this.#context
    const [before, dependencies] = [this.#stored.get(shape.id), dependenciesOf(shape, kinds)]
    this.#stored.set(shape.id, shape)
    const known = before ? dependenciesOf(before, kinds) : []
    if (dependencies.length === known.length && dependencies.every((id, index) => id === known[index])) return
    this.#unlink(shape.id, known)
    for (const id of dependencies) this.#dependents.set(id, (this.#dependents.get(id) ?? new Set()).add(shape.id))
  }

  /** Resolves stored shapes. Lines come in a separate call, after all that they depend on. */
  resolve(shapes: readonly Shape[]): readonly Shape[] {
    const { kinds } = this.#context
    const frames = new Map(shapes.flatMap((shape) => (isContainer(shape, kinds) ? [[shape.id, shape] as const] : [])))
    const context =
      frames.size > 0
        ? { ...this.#context, get: (id: ShapeId) => frames.get(id) ?? this.#context.get(id) }
        : this.#context
    return shapes.map((shape) => {
      if (!isDerived(shape, kinds)) return shape
      this.#store(shape)
      if (!connects(shape, kinds)) return resolved(shape, context)
      const { route, tried } = this.#rerouted.get(shape.id) ?? this.#route(shape)
      this.#rerouted.delete(shape.id)
      this.#routes.watch(shape.id, outermost(tried))
      return route
    })
  }

  #route(line: LineShape): LineRoute {
    const tried: Box[] = []
    const obstaclesIn = (box: Box) => {
      tried.push(box)
      return this.#context.obstaclesIn(box)
    }
    return { route: resolved(line, { ...this.#context, obstaclesIn }), tried }
  }

  /**
   * Updates the routing dependencies after a change: `lines` are its stored lines, `replaced` the other shapes, which are
   * in the scene already. Returns other lines whose route changed because of their lane or an obstacle.
   */
  linesToReroute(
    lines: readonly LineShape[],
    removed: readonly ShapeId[],
    replaced: readonly Replaced[],
  ): readonly LineShape[] {
    const gone = [...removed, ...replaced.flatMap(({ after }) => (after ? [after.id] : []))]
    const rerouted = new Set(this.#routes.update(lines, gone))
    if (this.#routes.isWatching)
      for (const { before, after } of replaced)
        for (const box of movedObstacles(before, after, this.#context.kinds))
          for (const id of this.#routes.watching(box)) rerouted.add(id)
    for (const { id } of lines) rerouted.delete(id)
    return [...rerouted].flatMap((id) => {
      const stored = this.#stored.get(id)
      return stored && connects(stored, this.#context.kinds) && this.#hasNewRoute(stored) ? [stored] : []
    })
  }

  /** Whether the route of a line changed. If so, keeps the new one for `resolve`; if not, watches the areas it looked at. */
  #hasNewRoute(line: LineShape): boolean {
    const shown = this.#context.get(line.id)
    const routed = this.#route(line)
    const now = routed.route
    const { kinds } = this.#context
    const isSame = connects(shown, kinds) && connects(now, kinds) && isSamePlace(shown.at, now.at)
    if (isSame && shown.points.join() === now.points.join()) {
      this.#routes.watch(line.id, outermost(routed.tried))
      return false
    }
    this.#rerouted.set(line.id, routed)
    return true
  }

  /** Returns a stored shape, resolved. */
  asShown(shape: Shape): Shape {
    return resolved(shape, this.#context)
  }
}

/** Returns the boxes of an obstacle before and after a change; none if it did not move. */
function movedObstacles(before: Shape | undefined, after: Shape | undefined, kinds: Kinds): readonly Box[] {
  const [was, is] = [before && obstacleOf(before, kinds), after && obstacleOf(after, kinds)]
  if (was && is && isSameBox(was, is)) return []
  return [was, is].flatMap((box) => box ?? [])
}

/** Returns the boxes that lie in no other. */
function outermost(boxes: readonly Box[]): readonly Box[] {
  return boxes.filter(
    (box, index) =>
      !boxes.some((other, at) => at !== index && contains(other, box) && (at < index || !isSameBox(other, box))),
  )
}

function isSamePlace(a: Place, b: Place): boolean {
  return isSameBox(boxOfPlace(a), boxOfPlace(b)) && a.rotation === b.rotation && a.mirrored === b.mirrored
}

function boxOfPlace({ x, y, w, h }: Place): Box {
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

/** Returns the shapes that a shape moves with: those a line is bound to, and its frame. */
function dependenciesOf(shape: Shape, kinds: Kinds): readonly ShapeId[] {
  const bound = connects(shape, kinds) ? boundBy(shape) : []
  return shape.frame ? [...bound, shape.frame] : bound
}
