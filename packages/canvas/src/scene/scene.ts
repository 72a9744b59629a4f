import type { BoardChange } from '@inkbridge/board'
import type { Box, Edit, LineShape, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import RBush from 'rbush'
import { around, contains, grow, overlaps, union } from '../geometry.ts'
import { type Images, noImages } from '../images.ts'
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
  toStored,
  touches,
} from '../shapes.ts'
import type { TextLayout } from '../text.ts'
import { DerivedShapes, type Replaced } from './derived-shapes.ts'
import { type Entry, isCommitted } from './index-entry.ts'
import { differInParent, withParent } from './parents.ts'
import { boxOfIndex, isSameBox, reindex, searchUpTo } from './reindex.ts'
import { placeCopiesAsShown, unbindFrom } from './unbind.ts'

export { type OutlineEnd, type OutlineEntry, outlined, outlineOf } from './board-outline.ts'
export { boundsSteps, finder, resolveAll, resolveSteps } from './resolve-all.ts'
export { type SearchMatch, search } from './search.ts'
export { boundEnds, unbind } from './unbind.ts'

const nowhere: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

/** The entries removed, without live strokes, and added by a change. */
interface Replacement {
  readonly gone: readonly Entry[]
  readonly come: readonly Entry[]
  readonly replaced: readonly Replaced[]
}

/** The visual difference a change makes: either only new shapes on top, or boxes to repaint. */
export interface Difference {
  /** The shapes that may look different and still exist. */
  readonly ids: readonly ShapeId[]
  readonly boxes: readonly Box[]
  readonly onTop: readonly Shape[]
}

/** The shapes of a board, resolved and indexed by position. Changed only by changes of the board. */
export class Scene implements DrawContext {
  readonly kinds: Kinds
  readonly layout: TextLayout
  readonly images: Images
  readonly #index = new RBush<Entry>()
  readonly #entries = new Map<ShapeId, Entry>()
  readonly #hidden = new Map<ShapeId, Shape>()
  /** Visible shapes with a link. */
  readonly #linked = new Set<ShapeId>()
  readonly #locked = new Set<ShapeId>()
  readonly #frames = new Set<ShapeId>()
  readonly #frameIndex = new RBush<Entry>()
  readonly #stacking = new StackingOrder()
  readonly #derived: DerivedShapes
  /** The highest z-order so far; removals do not lower it. */
  #top: Pick<Shape, 'order' | 'id'> | null = null

  constructor(shapes: readonly Shape[], { kinds, layout, images = noImages }: DrawContext) {
    this.kinds = kinds
    this.images = images
    this.layout = layout
    this.#derived = new DerivedShapes({
      kinds,
      layout,
      get: (id) => this.get(id) ?? this.#hidden.get(id),
      obstaclesIn: (box) => obstaclesAmong(this.search(box), kinds),
    })
    const [lines, others] = this.#lines(shapes)
    this.#replaceShapes(others, [])
    this.#derived.linesToReroute(lines, [], [])
    this.#replaceShapes(lines, [])
  }

  /** Separates lines from other shapes. */
  #lines(shapes: readonly Shape[]): readonly [lines: readonly LineShape[], others: readonly Shape[]] {
    const lines = shapes.filter((shape) => connects(shape, this.kinds))
    return [lines, lines.length === 0 ? shapes : shapes.filter((shape) => !connects(shape, this.kinds))]
  }

  /** Returns a shape of the scene as stored on the board. */
  asStored(shape: Shape): Shape {
    return this.#derived.stored(shape.id) ?? shape
  }

  /** Returns a stored shape, resolved. */
  asShown(shape: Shape): Shape {
    return this.#derived.asShown(shape)
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: ShapeId): Shape | undefined {
    return this.#entries.get(id)?.shape
  }

  /** Applies a change of the board. Returns the visual difference, without live strokes. */
  apply({ added, changed, removed }: BoardChange): Difference {
    const others = changed.filter((shape) => !this.#applyReparent(shape))
    return this.#update(added, others, removed)
  }

  #update(added: readonly Shape[], changed: readonly Shape[], removed: readonly ShapeId[]): Difference {
    const ids = [...added, ...changed].map(({ id }) => id)
    const all = [...added, ...changed, ...this.#derived.allDependentsOf(ids.concat(removed))]
    for (const id of removed) {
      this.#hidden.delete(id)
      this.#derived.forget(id)
    }
    const top = this.#top
    const [given, rest] = this.#lines(all)
    const others = this.#replaceShapes(rest, removed)
    const lines = this.#replaceLines(given, removed, others)
    const before = [...others.gone, ...lines.gone]
    const come = [...others.come, ...lines.come]
    const after = come.filter(isCommitted)
    const shown = come.map(({ shape }) => shape.id)
    if (before.length > 0 || after.some(({ shape }) => top && bottomToTop(shape, top) < 0))
      return { ids: shown, boxes: [...before, ...after], onTop: [] }
    return { ids: shown, boxes: [], onTop: after.map(({ shape }) => shape).sort(bottomToTop) }
  }

  /** Applies a change of only a shape's parent, which does not change its looks. Returns false for any other change. */
  #applyReparent(shape: Shape): boolean {
    const entry = this.#entries.get(shape.id)
    const before = entry && this.asStored(entry.shape)
    if (!entry || !before || !differInParent(before, shape)) return false
    entry.shape = entry.shape === before ? shape : withParent(entry.shape, shape.parent)
    this.#derived.replace(shape)
    this.#stacking.change(shape.id)
    return true
  }

  /** Replaces lines, and reroutes others; all other shapes are in place. */
  #replaceLines(lines: readonly LineShape[], removed: readonly ShapeId[], { replaced }: Replacement): Replacement {
    return this.#replaceShapes([...lines, ...this.#derived.linesToReroute(lines, removed, replaced)], [])
  }

  /** Replaces shapes by new stored versions; their dependencies are in place. */
  #replaceShapes(shapes: readonly Shape[], removed: readonly ShapeId[]): Replacement {
    const gone = [...removed, ...shapes.map(({ id }) => id)].flatMap((id) => this.#entries.get(id) ?? [])
    // Read now: an entry with the same bounds is reused for the new shape.
    const committed = gone.filter(isCommitted)
    const before = new Map(gone.map(({ shape }) => [shape.id, shape]))
    for (const entry of gone) this.#removeEntry(entry)
    const come = this.#splitHidden(this.#derived.resolve(shapes)).map(this.#entryOf)
    this.#replaceEntries(gone, come)
    for (const { shape } of come) this.#raiseTop(shape)
    const replaced: Replaced[] = come.map(({ shape }) => ({ before: before.get(shape.id), after: shape }))
    for (const { shape } of come) before.delete(shape.id)
    return {
      gone: committed,
      come,
      replaced: [...replaced, ...[...before.values()].map((shape) => ({ before: shape }))],
    }
  }

  /** Lays all text out again, after fonts or the text layout have loaded. */
  relayoutText(): void {
    const changed = [...this.#derived.all()].filter(
      (shape) => shape.text !== undefined || isSizedByText(shape, this.kinds),
    )
    this.#update([], changed, [])
  }

  /** Converts an edit of a resolved shape into one of the stored shape. */
  toStored(edit: Edit): Edit {
    if (edit.type !== 'place') return edit
    const [stored, shown] = [this.#derived.stored(edit.id), this.get(edit.id)]
    return stored && shown ? toStored(edit, stored, shown, this.kinds) : edit
  }

  /** Returns the lines that are bound to a shape. */
  linesBoundTo(id: ShapeId): readonly LineShape[] {
    return this.#linesAmong(this.#derived.dependentsOf(id))
  }

  /** Returns the visible shapes, and stores the hidden ones. */
  #splitHidden(shapes: readonly Shape[]): readonly Shape[] {
    for (const shape of shapes) {
      if (shape.hidden) this.#hidden.set(shape.id, shape)
      else this.#hidden.delete(shape.id)
    }
    return shown(shapes)
  }

  readonly #entryOf = (shape: Shape): Entry => ({ ...boundsOf(shape, this), shape })

  readonly #isContainer = ({ shape }: Entry): boolean => isContainer(shape, this.kinds)

  #addEntry(entry: Entry): void {
    const { id, link, locked } = entry.shape
    this.#entries.set(id, entry)
    this.#stacking.change(id)
    if (locked) this.#locked.add(id)
    if (link) this.#linked.add(id)
    if (this.#isContainer(entry)) this.#frames.add(id)
  }

  #removeEntry({ shape: { id } }: Entry): void {
    this.#entries.delete(id)
    this.#stacking.change(id)
    this.#linked.delete(id)
    this.#locked.delete(id)
    this.#frames.delete(id)
  }

  /** Replaces entries; an entry whose bounds stay the same keeps its place in the indexes. */
  #replaceEntries(gone: readonly Entry[], come: readonly Entry[]): void {
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
      this.#addEntry(stays ? before : entry)
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

  hidden(): readonly Shape[] {
    return [...this.#hidden.values()]
  }

  locked(): readonly Shape[] {
    return [...this.#locked].flatMap((id) => this.get(id) ?? [])
  }

  /** Returns the visible shapes with a link. */
  linked(): readonly Shape[] {
    return [...this.#linked].flatMap((id) => this.get(id) ?? [])
  }

  #raiseTop(shape: Shape): void {
    if (!this.#top || bottomToTop(this.#top, shape) < 0) this.#top = shape
  }

  /** Returns the shapes whose bounds overlap a box, bottom to top. */
  inBox(box: Box): readonly Shape[] {
    return this.#index
      .search(box)
      .map(({ shape }) => shape)
      .sort(bottomToTop)
  }

  /** Like `inBox`, in any order, and at most this many. */
  search(box: Box, most = Number.POSITIVE_INFINITY): readonly Shape[] {
    return searchUpTo(this.#index, box, most).map(({ shape }) => shape)
  }

  /** Whether the bounds of any shape overlap a box. */
  hasAny(box: Box): boolean {
    return this.#index.collides(box)
  }

  /**
   * Returns the topmost shape whose line or fill is under a point, else the topmost empty one around it. Locked shapes
   * only if `locked`. `tolerance` is in world units.
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

  /** Returns the topmost bindable shape under a point, its inside included. */
  bindableAt(point: WorldPoint, tolerance: number): Shape | undefined {
    return this.inBox(grow(around([point]), tolerance))
      .toReversed()
      .find((shape) => isBindable(shape, this.kinds) && hitOf(shape, point, tolerance, this) !== null)
  }

  /** Returns the innermost, else topmost frame around a point, except those in `but`; null: none. */
  frameAt(point: WorldPoint, but: ReadonlySet<ShapeId>): ShapeId | null {
    const there = this.#frameIndex.search(around([point])).map(({ shape }) => shape)
    const over = there.filter((shape) => !but.has(shape.id) && isOver(shape, point)).sort(bottomToTop)
    const outer = new Set(over.flatMap(({ frame }) => frame ?? []))
    return over.findLast(({ id }) => !outer.has(id))?.id ?? null
  }

  /** Returns the lowest order above another, or of all; null: none. */
  lowestOrder(above: string | null = null): string | null {
    let lowest: string | null = null
    for (const { shape } of this.#entries.values())
      if ((above === null || shape.order > above) && (lowest === null || shape.order < lowest)) lowest = shape.order
    return lowest
  }

  /** Returns edits that unbind lines from shapes that are about to be deleted, without moving the lines. */
  unbindFrom(ids: readonly ShapeId[]): readonly Edit[] {
    return unbindFrom(new Set(ids), this.#linesAmong(this.#derived.allDependentsOf(ids).map(({ id }) => id)))
  }

  #linesAmong(ids: Iterable<ShapeId>): readonly LineShape[] {
    return [...ids].map((id) => this.get(id)).filter((shape) => connects(shape, this.kinds))
  }

  /** Returns edits that keep the resolved position in copies of lines that are bound to shapes that are not copied. */
  copyAsShown(copies: ReadonlyMap<ShapeId, ShapeId>, by: WorldPoint): readonly Edit[] {
    return placeCopiesAsShown(copies, this.#linesAmong(copies.keys()), by)
  }

  /** Returns the link whose mark is under a point; null: none. */
  linkAt(point: WorldPoint, zoom: number): string | null {
    for (const shape of this.linked()) {
      const link = linkAt(shape, point, zoom, this.kinds)
      if (link) return link
    }
    return null
  }

  /** Returns the unlocked shapes whose bounds overlap a box. */
  #unlockedIn(box: Box): readonly Shape[] {
    return this.inBox(box).filter(({ locked }) => !locked)
  }

  /** Returns the unlocked shapes that lie entirely in a box. */
  within(box: Box): readonly Shape[] {
    return this.#unlockedIn(box).filter((shape) => contains(box, extentOf(shape, this.kinds)))
  }

  /** Returns the unlocked shapes that touch a box. */
  touching(box: Box): readonly Shape[] {
    return this.#unlockedIn(box).filter((shape) => overlaps(boundsOf(shape, this), box) && touches(shape, box, this))
  }

  /** Returns the unlocked shapes with more than half of their outline in a polygon; `box` are its bounds. */
  enclosed(polygon: readonly WorldPoint[], box: Box): readonly Shape[] {
    const line = { points: polygon.flatMap(({ x, y }) => [x, y]), closed: true }
    return this.#unlockedIn(box).filter((shape) => isEnclosed(shape, line, this.kinds))
  }

  /** Returns the unlocked shapes within `distance` of the segment from `a` to `b`. */
  crossing(a: WorldPoint, b: WorldPoint, distance: number): readonly Shape[] {
    return this.#unlockedIn(grow(around([a, b]), distance)).filter((shape) => isCrossedBy(shape, a, b, distance, this))
  }

  /** Returns the axis-aligned box of a shape, without erased parts. */
  extentOf(shape: Shape): Box {
    return extentOf(shape, this.kinds)
  }

  /** Returns a box that contains everything a shape of the scene draws. */
  boundsOf({ id }: Shape): Box {
    return this.#entries.get(id) ?? nowhere
  }

  /** Returns the bounds of shapes, or of all; null: none. */
  box(ids?: Iterable<ShapeId>): Box | null {
    if (!ids) return this.size > 0 ? boxOfIndex(this.#index) : null
    return union([...ids].flatMap((id) => this.#entries.get(id) ?? []))
  }

  /** Returns all shapes bottom to top; the same array until something changes. */
  all(): readonly Shape[] {
    return this.#stacking.all((id) => this.get(id))
  }
}
