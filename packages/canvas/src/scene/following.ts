import type { Box, LineShape, Place, Shape, ShapeId } from '@inkbridge/types'
import { contains } from '../geometry.ts'
import { type Around, connects, follows, heldBy, isContainer, type Kinds, obstacleOf, settled } from '../shapes.ts'
import { isSameBox } from './reindex.ts'
import { Routes } from './routes.ts'

/** A line as it is to be shown, and the boxes in which something in its way could change that. */
interface Routed {
  readonly route: Shape
  readonly tried: readonly Box[]
}

/** A shape as it was shown, and as it is shown now; absent: it was not, or is not. */
export interface Replaced {
  readonly before?: Shape | undefined
  readonly after?: Shape
}

/**
 * What is shown of some shapes follows from others: where a bound line ends and how it goes, what a frame clips, how high
 * words make a shape. Keeps these shapes as the board has them, and what each follows from.
 */
export class Following {
  /** As the board has what is shown as follows from its words, or from other shapes. */
  readonly #stored = new Map<ShapeId, Shape>()
  /** What goes along with a shape: lines that are bound to it, and what is in a frame. */
  readonly #followers = new Map<ShapeId, Set<ShapeId>>()
  readonly #routes = new Routes()
  /** Lines that were found to go another way, until they are settled. */
  readonly #rerouted = new Map<ShapeId, Routed>()
  /** What shapes are shown with. */
  readonly #around: Omit<Around, 'outlineOf'>

  /** `around` gives shapes as they are shown. */
  constructor(around: Omit<Around, 'outlineOf' | 'laneOf'>) {
    this.#around = { ...around, laneOf: (line) => this.#routes.laneOf(line) }
  }

  stored(id: ShapeId): Shape | undefined {
    return this.#stored.get(id)
  }

  /** Replaces a stored shape by one that follows from the same shapes and is shown alike. */
  replace(shape: Shape): void {
    if (this.#stored.has(shape.id)) this.#stored.set(shape.id, shape)
  }

  all(): Iterable<Shape> {
    return this.#stored.values()
  }

  /** What follows from one shape itself. */
  followersOf(id: ShapeId): Iterable<ShapeId> {
    return this.#followers.get(id) ?? []
  }

  /** What goes along with some shapes, and is none of these, as the board has it. */
  along(ids: readonly ShapeId[]): readonly Shape[] {
    if (this.#followers.size === 0) return []
    const own = new Set(ids)
    const along = new Set<ShapeId>()
    // What is in a frame in a frame, and lines that are bound to what is in it.
    for (const queue = [...ids]; queue.length > 0; ) {
      for (const id of this.#followers.get(queue.pop() as ShapeId) ?? []) {
        if (along.has(id)) continue
        along.add(id)
        queue.push(id)
      }
    }
    return [...along].flatMap((id) => (own.has(id) ? [] : (this.#stored.get(id) ?? [])))
  }

  forget(id: ShapeId): void {
    const stored = this.#stored.get(id)
    if (!stored) return
    this.#stored.delete(id)
    this.#unfollow(id, leansOn(stored, this.#around.kinds))
  }

  #unfollow(id: ShapeId, held: readonly ShapeId[]): void {
    for (const other of held) {
      const followers = this.#followers.get(other)
      followers?.delete(id)
      if (followers?.size === 0) this.#followers.delete(other)
    }
  }

  /** Stores a shape of the board, and notes the shapes it follows when they changed. */
  #keep(shape: Shape): void {
    const { kinds } = this.#around
    const [before, held] = [this.#stored.get(shape.id), leansOn(shape, kinds)]
    this.#stored.set(shape.id, shape)
    const known = before ? leansOn(before, kinds) : []
    if (held.length === known.length && held.every((id, index) => id === known[index])) return
    this.#unfollow(shape.id, known)
    for (const id of held) this.#followers.set(id, (this.#followers.get(id) ?? new Set()).add(shape.id))
  }

  /** Shapes of the board as they are shown: either no lines, or lines after all that they follow. */
  settle(shapes: readonly Shape[]): readonly Shape[] {
    const { kinds } = this.#around
    const frames = new Map(shapes.flatMap((shape) => (isContainer(shape, kinds) ? [[shape.id, shape] as const] : [])))
    const around =
      frames.size > 0 ? { ...this.#around, get: (id: ShapeId) => frames.get(id) ?? this.#around.get(id) } : this.#around
    return shapes.map((shape) => {
      if (!follows(shape, kinds)) return shape
      this.#keep(shape)
      if (!connects(shape, kinds)) return settled(shape, around)
      const { route, tried } = this.#rerouted.get(shape.id) ?? this.#route(shape)
      this.#rerouted.delete(shape.id)
      this.#routes.watch(shape.id, outermost(tried))
      return route
    })
  }

  #route(line: LineShape): Routed {
    const tried: Box[] = []
    const obstaclesIn = (box: Box) => {
      tried.push(box)
      return this.#around.obstaclesIn(box)
    }
    return { route: settled(line, { ...this.#around, obstaclesIn }), tried }
  }

  /**
   * Takes the lines of a change, as the board has them, and what else was replaced and is in place already. Returns other
   * lines that go another way now: beside others, or around something.
   */
  rerouted(
    lines: readonly LineShape[],
    removed: readonly ShapeId[],
    replaced: readonly Replaced[],
  ): readonly LineShape[] {
    const gone = [...removed, ...replaced.flatMap(({ after }) => (after ? [after.id] : []))]
    const rerouted = new Set(this.#routes.take(lines, gone))
    if (this.#routes.isWatching)
      for (const { before, after } of replaced)
        for (const box of movedObstacles(before, after, this.#around.kinds))
          for (const id of this.#routes.watching(box)) rerouted.add(id)
    for (const { id } of lines) rerouted.delete(id)
    return [...rerouted].flatMap((id) => {
      const stored = this.#stored.get(id)
      return stored && connects(stored, this.#around.kinds) && this.#isElsewhere(stored) ? [stored] : []
    })
  }

  /** Whether a line is to be shown otherwise than it is; what was looked at for it is watched from now on. */
  #isElsewhere(line: LineShape): boolean {
    const shown = this.#around.get(line.id)
    const routed = this.#route(line)
    const now = routed.route
    const { kinds } = this.#around
    const isSame = connects(shown, kinds) && connects(now, kinds) && isSamePlace(shown.at, now.at)
    if (isSame && shown.points.join() === now.points.join()) {
      this.#routes.watch(line.id, outermost(routed.tried))
      return false
    }
    this.#rerouted.set(line.id, routed)
    return true
  }

  /** A shape as it would be shown on the board. */
  asShown(shape: Shape): Shape {
    return settled(shape, this.#around)
  }
}

/** Where something in the way of lines was, and is now; none where it is the same. */
function movedObstacles(before: Shape | undefined, after: Shape | undefined, kinds: Kinds): readonly Box[] {
  const [was, is] = [before && obstacleOf(before, kinds), after && obstacleOf(after, kinds)]
  if (was && is && isSameBox(was, is)) return []
  return [was, is].flatMap((box) => box ?? [])
}

/** Without those that lie in others. */
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

/** The shapes that a shape moves with: those a line is bound to, and the frame around it. */
function leansOn(shape: Shape, kinds: Kinds): readonly ShapeId[] {
  const bound = connects(shape, kinds) ? heldBy(shape) : []
  return shape.frame ? [...bound, shape.frame] : bound
}
