import { isStroke, type RecordKinds, type RichText, type Shape, type ShapeId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { Groups } from './groups.ts'
import type { Layout } from './layout.ts'
import { LiveStrokes } from './live-strokes.ts'
import { above, byOrder } from './order.ts'
import {
  type CreatedShape,
  inkShape,
  isContainer,
  isGroup,
  readCreated,
  readOrder,
  readParent,
  readShape,
} from './read.ts'
import { StrokeParts } from './stroke-parts.ts'
import { readText } from './text.ts'

/** The changes of shapes in a transaction. */
export interface ShapeChanges {
  readonly added: readonly Shape[]
  readonly changed: readonly Shape[]
  readonly removed: readonly ShapeId[]
  /** Whether the members of groups or frames changed. */
  readonly regrouped: boolean
}

/** The things a transaction touched. */
interface Touched {
  /** Shapes that are to be read again. */
  readonly read: Set<ShapeId>
  /** Shapes and groups that were created, deleted or replaced: they may have become, or ceased to be, containers. */
  readonly created: Set<ShapeId>
  /** Shapes and groups whose z-order or parent may have changed, those created among them. */
  readonly moved: Set<ShapeId>
  /** Strokes whose parts or cuts changed: all their parts may look different. */
  readonly strokes: Set<ShapeId>
}

/** Reads a document as shapes, and after each transaction reads again what it touched. */
export class Reader {
  readonly groups = new Groups()
  readonly #layout: Layout
  readonly #kinds: RecordKinds
  readonly #overlays: ReadonlySet<unknown>
  readonly #shapes = new Map<ShapeId, Shape>()
  readonly #created = new Map<ShapeId, { readonly value: unknown; readonly created: CreatedShape }>()
  readonly #texts = new Map<ShapeId, RichText | null>()
  readonly #parts = new StrokeParts()
  readonly #live: LiveStrokes
  #sorted: readonly Shape[] | null = null
  /** The highest z-order key that exists or existed here. */
  #top: string | null = null

  constructor(layout: Layout, kinds: RecordKinds) {
    this.#layout = layout
    this.#kinds = kinds
    const { shapes, wet, cut, ...overlays } = layout
    this.#overlays = new Set<unknown>(Object.values(overlays))
    this.#live = new LiveStrokes(wet)
    for (const [key, value] of cut) this.#parts.recordCut(key, value)
    for (const id of shapes.keys()) this.#regroup(id as ShapeId)
    const parts: ShapeId[] = []
    for (const id of shapes.keys()) {
      this.#refresh(id as ShapeId)
      if (this.#created.get(id as ShapeId)?.created.part) parts.push(id as ShapeId)
    }
    // Each was read before the other parts of its stroke were known.
    for (const id of parts) this.#refresh(id)
    for (const id of this.#live.ids()) this.#refresh(id)
  }

  /** Bottom to top; the same array until something changes. */
  shapes(): readonly Shape[] {
    this.#sorted ??= [...this.#shapes.values()].sort(byOrder)
    return this.#sorted
  }

  get(id: ShapeId): Shape | undefined {
    return this.#shapes.get(id)
  }

  /** The shape as it was created. */
  created(id: ShapeId): CreatedShape | undefined {
    return this.#created.get(id)?.created
  }

  /** A z-order key above all others. */
  topOrder(): string {
    return above(this.#top)
  }

  /** A z-order key above all others, including the keys returned before. */
  nextOrder(): string {
    this.#top = this.topOrder()
    return this.#top
  }

  /** Reads what a transaction touched; null when no shape changed. */
  take(transaction: Y.Transaction): ShapeChanges | null {
    const touched = this.#touchedBy(transaction)
    const regrouped = this.#regroupAll(touched)
    const [added, changed, removed]: [Shape[], Shape[], ShapeId[]] = [[], [], []]
    for (const id of touched.read) {
      const before = this.#shapes.get(id)
      const after = this.#refresh(id)
      if (after && before) changed.push(after)
      else if (after) added.push(after)
      else if (before) removed.push(id)
    }
    for (const id of touched.moved) {
      const before = touched.read.has(id) ? undefined : this.#shapes.get(id)
      const after = before && this.#replace(before)
      if (after && after !== before) changed.push(after)
    }
    return added.length + changed.length + removed.length > 0 || regrouped
      ? { added, changed, removed, regrouped }
      : null
  }

  /** Reads parents again; children of a moved container may now be in another frame. */
  #regroupAll({ created, moved }: Touched): boolean {
    const containers: ShapeId[] = []
    let regrouped = false
    for (const id of moved) {
      const contained = this.groups.holds(id)
      if (!(created.has(id) ? this.#regroup(id) : this.#reparent(id))) continue
      regrouped = true
      if (contained || this.groups.holds(id)) containers.push(id)
    }
    this.groups.addBelow(containers, moved)
    return regrouped
  }

  /** Reads the parent of a shape or a group again; returns true when it changed. */
  #regroup(id: ShapeId): boolean {
    const value = this.#layout.shapes.get(id)
    const parent = value === undefined ? null : readParent(this.#layout.order.get(id))
    const framed = this.groups.recordFrame(id, isContainer(value, this.#kinds))
    if (isGroup(value) || this.groups.has(id)) return this.groups.recordGroup(id, isGroup(value), parent)
    return this.groups.recordParent(id, parent) || framed
  }

  /** Reads the parent of an existing shape or group again; returns true when it changed. */
  #reparent(id: ShapeId): boolean {
    if (!this.#layout.shapes.has(id)) return false
    return this.groups.recordParent(id, readParent(this.#layout.order.get(id)))
  }

  #touchedBy({ changed }: Y.Transaction): Touched {
    const touched: Touched = { read: new Set(), created: new Set(), moved: new Set(), strokes: new Set() }
    for (const [type, keys] of changed) this.#touch(type, keys, touched)
    for (const stroke of touched.strokes) addAll(touched.read, this.#parts.withParts(stroke))
    return touched
  }

  #touch(type: unknown, keys: ReadonlySet<string | null>, touched: Touched): void {
    const { shapes, order, cut, text, wet } = this.#layout
    const { _item: item } = type as Y.AbstractType<unknown>
    const { read, moved, strokes } = touched
    if (type === shapes) for (const key of keys) this.#touchShape(key as ShapeId, touched)
    else if (type === order) addAll(moved, keys as ReadonlySet<ShapeId>)
    else if (type === cut) for (const key of keys) strokes.add(this.#touchCut(String(key)))
    else if (type === wet) for (const key of keys) addAll(read, this.#live.follow(String(key)))
    else if (item?.parent === wet) addAll(read, this.#live.follow(item.parentSub ?? ''))
    else if (this.#overlays.has(type) && type !== text) addAll(read, keys as ReadonlySet<ShapeId>)
    else {
      for (const id of type === text ? (keys as ReadonlySet<ShapeId>) : keysIn(text, item)) {
        read.add(id)
        this.#texts.delete(id)
      }
    }
  }

  /** Reads how a shape was created; when it is or was a part of a stroke, that stroke changed. */
  #touchShape(id: ShapeId, { read, created, moved, strokes }: Touched): void {
    const before = this.#created.get(id)?.created.part
    const after = this.#readCreated(id)?.part
    read.add(id)
    created.add(id)
    moved.add(id)
    for (const part of [before, after]) if (part) strokes.add(part.of)
  }

  /** Reads a cut; returns the stroke that it belongs to. */
  #touchCut(key: string): ShapeId {
    const id = this.#parts.recordCut(key, this.#layout.cut.get(key))
    return this.#created.get(id)?.created.part?.of ?? id
  }

  /** Reads a shape again; undefined when it no longer exists. */
  #refresh(id: ShapeId): Shape | undefined {
    const shape = this.#readSealed(id) ?? this.#readLive(id)
    if (shape) return this.#keep(id, shape)
    if (this.#shapes.delete(id)) this.#sorted = null
    this.#texts.delete(id)
    return undefined
  }

  #keep(id: ShapeId, shape: Shape): Shape {
    this.#shapes.set(id, shape)
    this.#sorted = null
    if (this.#top === null || shape.order > this.#top) this.#top = shape.order
    return shape
  }

  /** Reads the z-order, parent and frame of a shape again; returns the same object if none has changed. */
  #replace(before: Shape): Shape {
    const { id } = before
    const created = this.#created.get(id)?.created
    // A live stroke has neither until it is sealed.
    if (!created) return before
    const value = this.#layout.order.get(id)
    const own = readOrder(value, before.order).order ?? created.order
    const parent = readParent(value)
    const frame = this.groups.frameOf(id)
    const { parent: parentBefore = null, frame: frameBefore = null } = before
    if (own === before.order && parent === parentBefore && frame === frameBefore) return before
    return this.#keep(id, placedIn({ ...before, order: own }, parent, frame))
  }

  #readSealed(id: ShapeId): Shape | undefined {
    const created = this.#readCreated(id)
    if (!created) return undefined
    const own = readShape(this.#layout, created, this.#readText(id), this.#kinds)
    const parent = readParent(this.#layout.order.get(id))
    const frame = this.groups.frameOf(id)
    if (!isStroke(own)) return placedIn(own, parent, frame)
    const visible = this.#parts.visible(id, own.points.length, created.part)
    if (visible?.length === 0) return undefined
    return placedIn(visible ? { ...own, visible } : own, parent, frame)
  }

  #readLive(id: ShapeId): Shape | undefined {
    // A sealed stroke without visible points is not shown at all.
    const stroke = this.#layout.shapes.has(id) ? null : this.#live.get(id)
    return stroke && stroke.trail.steps.length > 0 ? { ...inkShape(id, stroke.trail), wet: true } : undefined
  }

  #readText(id: ShapeId): RichText | null {
    const known = this.#texts.get(id)
    if (known !== undefined) return known
    const value = this.#layout.text.get(id)
    // Most shapes are strokes, for which nothing is cached.
    if (value === undefined) return null
    const text = readText(value)
    this.#texts.set(id, text)
    return text
  }

  #readCreated(id: ShapeId): CreatedShape | undefined {
    const value = this.#layout.shapes.get(id)
    const known = this.#created.get(id)
    if (known && known.value === value) return known.created
    const created = value === undefined || isGroup(value) ? undefined : readCreated(id, value, this.#kinds)
    if (created) this.#created.set(id, { value, created })
    else this.#created.delete(id)
    if (created?.part || known?.created.part) this.#parts.recordPart(id, created?.part, known?.created.part)
    return created
  }
}

/** Returns a shape with this parent and frame; null: without. Copying without a property is slow: only where needed. */
function placedIn(shape: Shape, parent: ShapeId | null, frame: ShapeId | null): Shape {
  const placed = parent ? { ...shape, parent } : shape.parent ? withoutParent(shape) : shape
  return frame ? { ...placed, frame } : placed.frame ? withoutFrame(placed) : placed
}

function withoutParent({ parent: _, ...shape }: Shape): Shape {
  return shape
}

function withoutFrame({ frame: _, ...shape }: Shape): Shape {
  return shape
}

/** The key of a map that contains a type, at any depth; none when the map does not. */
function keysIn(map: Y.Map<unknown>, item: Y.Item | null): readonly ShapeId[] {
  for (let at = item; at; at = (at.parent as Y.AbstractType<unknown>)._item)
    if (at.parent === (map as unknown)) return [at.parentSub as ShapeId]
  return []
}

function addAll(to: Set<ShapeId>, ids: Iterable<ShapeId>): void {
  for (const id of ids) to.add(id)
}
