import type { BoardChange } from '@inkbridge/board'
import type { Box, Edit, LineShape, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import RBush from 'rbush'
import { around, contains, grow, overlaps, union } from '../geometry.ts'
import {
  bottomToTop,
  boundsOf,
  connects,
  type DrawContext,
  extentOf,
  hitOf,
  isBindable,
  isContainer,
  isCrossedBy,
  isEnclosed,
  isOver,
  isSizedByText,
  type Kinds,
  linkAt,
  obstaclesAmong,
  StackingOrder,
  shown,
  touches,
  unsettled,
} from '../shapes.ts'
import type { TextLayout } from '../text.ts'
import { Following, type Replaced } from './following.ts'
import { type Entry, isDry } from './index-entry.ts'
import { differInParent, withParent } from './parents.ts'
import { boxOfIndex, isSameBox, reindex } from './reindex.ts'
import { copiesAsSeen, unboundFrom } from './unbound.ts'

export { type OutlineEnd, type OutlineEntry, outlined, outlineOf } from './board-outline.ts'
export { type Found, search } from './search.ts'
export { finder, settledAll } from './settled.ts'
export { boundEnds, unbound } from './unbound.ts'

const nowhere: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

/** What went, strokes in progress apart, and what came. */
interface Put {
  readonly gone: readonly Entry[]
  readonly come: readonly Entry[]
  readonly replaced: readonly Replaced[]
}

/** How a change looks: only new shapes above all others, or else boxes in which anything may be different. */
export interface Difference {
  /** All that is there and may look different. */
  readonly ids: readonly ShapeId[]
  readonly boxes: readonly Box[]
  readonly onTop: readonly Shape[]
}

/** What is on the board, indexed by where it is. Changed only by what the board announces. */
export class Scene implements DrawContext {
  /** The kinds of its shapes. */
  readonly kinds: Kinds
  /** What lays out the words of its shapes. */
  readonly layout: TextLayout
  readonly #index = new RBush<Entry>()
  readonly #entries = new Map<ShapeId, Entry>()
  /** What is on the board and not shown. */
  readonly #hidden = new Map<ShapeId, Shape>()
  /** What is shown and has a link. */
  readonly #linked = new Set<ShapeId>()
  readonly #locked = new Set<ShapeId>()
  readonly #frames = new Set<ShapeId>()
  readonly #frameIndex = new RBush<Entry>()
  readonly #stacking = new StackingOrder()
  readonly #following: Following
  /** Above this nothing is, nor was. */
  #top: Pick<Shape, 'order' | 'id'> | null = null

  constructor(shapes: readonly Shape[], { kinds, layout }: DrawContext) {
    this.kinds = kinds
    this.layout = layout
    this.#following = new Following({
      kinds,
      layout,
      get: (id) => this.get(id) ?? this.#hidden.get(id),
      obstaclesIn: (box) => obstaclesAmong(this.search(box), kinds),
    })
    const [lines, others] = this.#lines(shapes)
    this.#put(others, [])
    this.#following.rerouted(lines, [], [])
    this.#put(lines, [])
  }

  /** The lines among some shapes, and the others. */
  #lines(shapes: readonly Shape[]): readonly [lines: readonly LineShape[], others: readonly Shape[]] {
    const lines = shapes.filter((shape) => connects(shape, this.kinds))
    return [lines, lines.length === 0 ? shapes : shapes.filter((shape) => !connects(shape, this.kinds))]
  }

  /** A shape of the scene as the board has it. */
  asStored(shape: Shape): Shape {
    return this.#following.stored(shape.id) ?? shape
  }

  /** A shape as it would be shown on the board. */
  asShown(shape: Shape): Shape {
    return this.#following.asShown(shape)
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: ShapeId): Shape | undefined {
    return this.#entries.get(id)?.shape
  }

  /** Takes a change; gives what looks different now. Strokes in progress are not looked at. */
  take({ added, changed, removed }: BoardChange): Difference {
    const others = changed.filter((shape) => !this.#takeParent(shape))
    return this.#show(added, others, removed)
  }

  #show(added: readonly Shape[], changed: readonly Shape[], removed: readonly ShapeId[]): Difference {
    const ids = [...added, ...changed].map(({ id }) => id)
    const all = [...added, ...changed, ...this.#following.along(ids.concat(removed))]
    for (const id of removed) {
      this.#hidden.delete(id)
      this.#following.forget(id)
    }
    const top = this.#top
    const [given, rest] = this.#lines(all)
    const others = this.#put(rest, removed)
    const lines = this.#putLines(given, removed, others)
    const before = [...others.gone, ...lines.gone]
    const come = [...others.come, ...lines.come]
    const after = come.filter(isDry)
    const shown = come.map(({ shape }) => shape.id)
    if (before.length > 0 || after.some(({ shape }) => top && bottomToTop(shape, top) < 0))
      return { ids: shown, boxes: [...before, ...after], onTop: [] }
    return { ids: shown, boxes: [], onTop: after.map(({ shape }) => shape).sort(bottomToTop) }
  }

  /** Takes a shape of which only the parent is another, so that it looks as before; false when more is, or it is new. */
  #takeParent(shape: Shape): boolean {
    const entry = this.#entries.get(shape.id)
    const before = entry && this.asStored(entry.shape)
    if (!entry || !before || !differInParent(before, shape)) return false
    entry.shape = entry.shape === before ? shape : withParent(entry.shape, shape.parent)
    this.#following.replace(shape)
    this.#stacking.change(shape.id)
    return true
  }

  /** Puts lines in place of what they were, and others that go another way now that all else is in place. */
  #putLines(lines: readonly LineShape[], removed: readonly ShapeId[], { replaced }: Put): Put {
    return this.#put([...lines, ...this.#following.rerouted(lines, removed, replaced)], [])
  }

  /** Puts shapes, as the board has them, in place of what they were; what they follow from is in place already. */
  #put(shapes: readonly Shape[], removed: readonly ShapeId[]): Put {
    const gone = [...removed, ...shapes.map(({ id }) => id)].flatMap((id) => this.#entries.get(id) ?? [])
    // An entry that stays in its box is another shape afterwards.
    const dry = gone.filter(isDry)
    const before = new Map(gone.map(({ shape }) => [shape.id, shape]))
    for (const entry of gone) this.#leave(entry)
    const come = this.#shown(this.#following.settle(shapes)).map(this.#entryOf)
    this.#replace(gone, come)
    for (const { shape } of come) this.#rise(shape)
    const replaced: Replaced[] = come.map(({ shape }) => ({ before: before.get(shape.id), after: shape }))
    for (const { shape } of come) before.delete(shape.id)
    return { gone: dry, come, replaced: [...replaced, ...[...before.values()].map((shape) => ({ before: shape }))] }
  }

  /** What text is laid out with has come: what follows from words is another. */
  setWords(): void {
    const changed = [...this.#following.all()].filter(
      (shape) => shape.text !== undefined || isSizedByText(shape, this.kinds),
    )
    this.#show([], changed, [])
  }

  /** An edit of a shape as it is shown, as one of what the board has. */
  stored(edit: Edit): Edit {
    if (edit.type !== 'place') return edit
    const [stored, shown] = [this.#following.stored(edit.id), this.get(edit.id)]
    return stored && shown ? unsettled(edit, stored, shown, this.kinds) : edit
  }

  /** The lines that hold on to a shape. */
  holding(id: ShapeId): readonly LineShape[] {
    return this.#linesAmong(this.#following.followersOf(id))
  }

  /** Those that are shown; the others are kept apart. */
  #shown(shapes: readonly Shape[]): readonly Shape[] {
    for (const shape of shapes) {
      if (shape.hidden) this.#hidden.set(shape.id, shape)
      else this.#hidden.delete(shape.id)
    }
    return shown(shapes)
  }

  readonly #entryOf = (shape: Shape): Entry => ({ ...boundsOf(shape, this), shape })

  readonly #isContainer = ({ shape }: Entry): boolean => isContainer(shape, this.kinds)

  #enter(entry: Entry): void {
    const { id, link, locked } = entry.shape
    this.#entries.set(id, entry)
    this.#stacking.change(id)
    if (locked) this.#locked.add(id)
    if (link) this.#linked.add(id)
    if (this.#isContainer(entry)) this.#frames.add(id)
  }

  #leave({ shape: { id } }: Entry): void {
    this.#entries.delete(id)
    this.#stacking.change(id)
    this.#linked.delete(id)
    this.#locked.delete(id)
    this.#frames.delete(id)
  }

  /** Enters what came in place of what went; of what is in the same box the indexes stay as they are. */
  #replace(gone: readonly Entry[], come: readonly Entry[]): void {
    const left = new Map(gone.map((entry) => [entry.shape.id, entry]))
    const fresh: Entry[] = []
    for (const entry of come) {
      const { shape } = entry
      const before = left.get(shape.id)
      const stays = before && this.#isContainer(before) === this.#isContainer(entry) && isSameBox(before, entry)
      if (stays) {
        left.delete(shape.id)
        before.shape = shape
      } else fresh.push(entry)
      this.#enter(stays ? before : entry)
    }
    const old = [...left.values()]
    reindex(this.#index, old, fresh, () => [...this.#entries.values()])
    reindex(this.#frameIndex, old.filter(this.#isContainer), fresh.filter(this.#isContainer), () =>
      [...this.#frames].flatMap((id) => this.#entries.get(id) ?? []),
    )
  }

  get hasFrames(): boolean {
    return this.#frames.size > 0
  }

  get hasHidden(): boolean {
    return this.#hidden.size > 0
  }

  get hasLocked(): boolean {
    return this.#locked.size > 0
  }

  /** What is on the board and not shown. */
  hidden(): readonly Shape[] {
    return [...this.#hidden.values()]
  }

  /** What stays as it is. */
  locked(): readonly Shape[] {
    return [...this.#locked].flatMap((id) => this.get(id) ?? [])
  }

  /** What is shown and has a link. */
  linked(): readonly Shape[] {
    return [...this.#linked].flatMap((id) => this.get(id) ?? [])
  }

  #rise(shape: Shape): void {
    if (!this.#top || bottomToTop(this.#top, shape) < 0) this.#top = shape
  }

  /** The shapes that may show in a box, bottom to top. */
  inBox(box: Box): readonly Shape[] {
    return this.#index
      .search(box)
      .map(({ shape }) => shape)
      .sort(bottomToTop)
  }

  /** The same in no order. */
  search(box: Box): readonly Shape[] {
    return this.#index.search(box).map(({ shape }) => shape)
  }

  /** Whether anything may show in a box. */
  hasAny(box: Box): boolean {
    return this.#index.collides(box)
  }

  /**
   * The topmost shape whose line is under a point, else the topmost empty one around it; what is locked only if it is
   * asked for. `tolerance` in world units.
   */
  at(point: WorldPoint, tolerance: number, locked = false): Shape | undefined {
    let inside: Shape | undefined
    for (const shape of this.inBox(grow(around([point]), tolerance)).toReversed()) {
      if (shape.locked && !locked) continue
      const hit = hitOf(shape, point, tolerance, this)
      if (hit === 'on') return shape
      if (hit !== null) inside ??= shape
    }
    return inside
  }

  /** The topmost shape under a point, its inside included, that a line can hold on to. */
  holdable(point: WorldPoint, tolerance: number): Shape | undefined {
    return this.inBox(grow(around([point]), tolerance))
      .toReversed()
      .find((shape) => isBindable(shape, this.kinds) && hitOf(shape, point, tolerance, this) !== null)
  }

  /** The frame around a point that is not one of some: the innermost, else the topmost; null: there is none. */
  frameAt(point: WorldPoint, but: ReadonlySet<ShapeId>): ShapeId | null {
    const there = this.#frameIndex.search(around([point])).map(({ shape }) => shape)
    const over = there.filter((shape) => !but.has(shape.id) && isOver(shape, point)).sort(bottomToTop)
    const outer = new Set(over.flatMap(({ frame }) => frame ?? []))
    return over.findLast(({ id }) => !outer.has(id))?.id ?? null
  }

  /** The lowest order above another, or of all; null: there is none. */
  lowestOrder(above: string | null = null): string | null {
    let lowest: string | null = null
    for (const { shape } of this.#entries.values())
      if ((above === null || shape.order > above) && (lowest === null || shape.order < lowest)) lowest = shape.order
    return lowest
  }

  /** Edits that unbind lines from shapes that are about to be deleted, and leave them where they are. */
  letGo(ids: readonly ShapeId[]): readonly Edit[] {
    return unboundFrom(new Set(ids), this.#linesAmong(this.#following.along(ids).map(({ id }) => id)))
  }

  #linesAmong(ids: Iterable<ShapeId>): readonly LineShape[] {
    return [...ids].map((id) => this.get(id)).filter((shape) => connects(shape, this.kinds))
  }

  /** Edits that put copies of lines that are bound to shapes without a copy where the lines are seen. */
  asSeen(copies: ReadonlyMap<ShapeId, ShapeId>, by: WorldPoint): readonly Edit[] {
    return copiesAsSeen(copies, this.#linesAmong(copies.keys()), by)
  }

  /** The link whose mark is under a point; null when there is none. */
  linkAt(point: WorldPoint, zoom: number): string | null {
    for (const shape of this.linked()) {
      const link = linkAt(shape, point, zoom, this.kinds)
      if (link) return link
    }
    return null
  }

  /** All that is not locked, of which something may show in a box. */
  #free(box: Box): readonly Shape[] {
    return this.inBox(box).filter(({ locked }) => !locked)
  }

  /** All shapes that lie in a box whole; here and below nothing that is locked. */
  within(box: Box): readonly Shape[] {
    return this.#free(box).filter((shape) => contains(box, extentOf(shape, this.kinds)))
  }

  /** All shapes of which something lies in a box. */
  touching(box: Box): readonly Shape[] {
    return this.#free(box).filter((shape) => overlaps(boundsOf(shape, this), box) && touches(shape, box, this))
  }

  /** All shapes of which more than half of the outline lies in a polygon, which lies in a box. */
  enclosed(polygon: readonly WorldPoint[], box: Box): readonly Shape[] {
    const line = { points: polygon.flatMap(({ x, y }) => [x, y]), closed: true }
    return this.#free(box).filter((shape) => isEnclosed(shape, line, this.kinds))
  }

  /** All shapes that the way from `a` to `b` comes within `distance` of. */
  crossing(a: WorldPoint, b: WorldPoint, distance: number): readonly Shape[] {
    return this.#free(grow(around([a, b]), distance)).filter((shape) => isCrossedBy(shape, a, b, distance, this))
  }

  /** The level box of what is left of a shape. */
  extentOf(shape: Shape): Box {
    return extentOf(shape, this.kinds)
  }

  /** What a shape of the scene draws lies in this box. */
  boundsOf({ id }: Shape): Box {
    return this.#entries.get(id) ?? nowhere
  }

  /** The box of some shapes, or of all; null for none. */
  box(ids?: Iterable<ShapeId>): Box | null {
    if (!ids) return this.size > 0 ? boxOfIndex(this.#index) : null
    return union([...ids].flatMap((id) => this.#entries.get(id) ?? []))
  }

  /** Bottom to top; the same array until something changes. */
  all(): readonly Shape[] {
    return this.#stacking.all((id) => this.get(id))
  }
}
