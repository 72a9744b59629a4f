import { type Edit, newShapeId, type RichText, type Shape, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { applyEdit, copyShapes, type EditContext } from './edit.ts'
import { Families } from './family.ts'
import { Groups } from './groups.ts'
import { travel } from './history.ts'
import { type BoardFile, exportJson, importJson } from './json.ts'
import { type Layout, layoutOf } from './layout.ts'
import { above, byOrder } from './order.ts'
import { type Born, inkShape, isFrame, isGroup, readBorn, readOrder, readShape } from './read.ts'
import { emptyText, placeOf, readText, type TextPlace } from './text.ts'
import { Pen, WetReader } from './wet.ts'

/** Where a change came from: this page, another, an undo or redo here, or the first reading. */
export type Origin = 'local' | 'remote' | 'undo'

/** Who rests for so long while typing begins another undo step, ms. */
const typingRestMs = 1_000

/** What one transaction did to the shapes. */
export interface BoardChange {
  readonly origin: Origin
  readonly added: readonly Shape[]
  readonly changed: readonly Shape[]
  readonly removed: readonly ShapeId[]
  /** Who is with whom in a group changed. */
  readonly regrouped: boolean
}

interface Offset {
  readonly x: number
  readonly y: number
}

/** What a Y.Doc means as a board. */
export interface Board {
  readonly doc: Y.Doc
  /** Bottom to top, strokes in progress among them; the same array until something changes. */
  shapes(): readonly Shape[]
  get(id: ShapeId): Shape | undefined
  /** The groups that a shape or a group is in, the innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[]
  /** All shapes in a group, those in groups in it among them. */
  membersOf(group: ShapeId): readonly ShapeId[]
  /** All shapes in a frame, those in groups and frames in it among them. */
  contentsOf(frame: ShapeId): readonly ShapeId[]
  /** An order key above everything. */
  topOrder(): string
  /** One transaction, and one undo step; with `continues` it joins the step of the call before. */
  apply(edits: readonly Edit[], options?: { readonly continues?: boolean }): void
  /**
   * Copies shapes, strokes and unknown kinds included, moved by so much and on top of everything; one undo step.
   *
   * @returns the ids of the copies, in the order of the shapes
   */
  duplicate(ids: readonly ShapeId[], by: Offset): readonly ShapeId[]
  /** Shapes as a data file, to be pasted here or on another board. */
  copy(ids: readonly ShapeId[]): string
  /** Adds the shapes of a data file, moved by so much and on top of everything; one undo step. Gives their ids. */
  paste(file: BoardFile, by: Offset): readonly ShapeId[]
  /** What is written in a shape, to be typed in; made where there is none. Null: there is no such shape. */
  textOf(id: ShapeId): Y.XmlFragment | null
  /** Where a position in a shape's text is, as Yjs encodes it, in base 64; null: nowhere any more. */
  textPlace(id: ShapeId, position: string): TextPlace | null
  /** Edits of texts with this origin are one's own; what is typed without a rest is one undo step. */
  trackTyping(origin: unknown): void
  /** Called once after each transaction that changed shapes, whoever made it. */
  observe(listener: (change: BoardChange) => void): () => void
  /** Takes back one's own last step; what others did stays. False when there is none. */
  undo(): boolean
  redo(): boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  observeHistory(listener: () => void): () => void
  dispose(): void
}

/**
 * Opens a document as a board. Local edits and remote updates reach the reader by the same observer.
 *
 * @example
 * const board = openBoard(new Y.Doc())
 * board.observe(({ added }) => console.log(added))
 * board.apply([{ type: 'create', shape: { id: newShapeId(), kind: 'rect', at, style: defaultStyle } }])
 */
export function openBoard(doc: Y.Doc): Board {
  return new DocBoard(doc)
}

class DocBoard implements Board {
  readonly doc: Y.Doc
  readonly #layout: Layout
  readonly #local = { board: 'local' }
  readonly #history: Y.UndoManager
  readonly #context: EditContext
  readonly #listeners = new Set<(change: BoardChange) => void>()
  readonly #historyListeners = new Set<() => void>()
  readonly #shapes = new Map<ShapeId, Shape>()
  readonly #born = new Map<ShapeId, { readonly value: unknown; readonly born: Born }>()
  readonly #readers = new Map<string, WetReader>()
  readonly #wetBy = new Map<ShapeId, WetReader>()
  readonly #texts = new Map<ShapeId, RichText | null>()
  readonly #typing = new Set<unknown>()
  #typedAt = Number.NEGATIVE_INFINITY
  readonly #families = new Families()
  readonly #groups = new Groups()
  #sorted: readonly Shape[] | null = null
  /** Above every order there is or was here. */
  #top: string | null = null
  #continues = false

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.#layout = layoutOf(doc)
    const { wet, ...undoable } = this.#layout
    this.#history = new Y.UndoManager(Object.values(undoable), {
      trackedOrigins: new Set([this.#local]),
      captureTimeout: Number.POSITIVE_INFINITY,
    })
    this.#context = {
      layout: this.#layout,
      pen: new Pen(doc, this.#layout),
      groups: this.#groups,
      born: (id) => this.#born.get(id)?.born,
      shape: (id) => this.#shapes.get(id),
      topOrder: () => {
        this.#top = this.topOrder()
        return this.#top
      },
    }
    for (const key of wet.keys()) this.#followWet(key)
    for (const [key, value] of this.#layout.cut) this.#families.takeCut(key, value)
    const parts: ShapeId[] = []
    for (const id of this.#layout.shapes.keys()) this.#regroup(id as ShapeId)
    for (const id of this.#layout.shapes.keys()) {
      this.#refresh(id as ShapeId)
      if (this.#born.get(id as ShapeId)?.born.part) parts.push(id as ShapeId)
    }
    // Each was read before all of its family was known.
    for (const id of parts) this.#refresh(id)
    for (const id of this.#wetBy.keys()) this.#refresh(id)
    doc.on('beforeTransaction', this.#beforeTransaction)
    doc.on('afterTransaction', this.#afterTransaction)
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
      this.#history.on(event, () => this.#announceHistory())
    }
  }

  shapes(): readonly Shape[] {
    this.#sorted ??= [...this.#shapes.values()].sort(byOrder)
    return this.#sorted
  }

  get(id: ShapeId): Shape | undefined {
    return this.#shapes.get(id)
  }

  groupsOf(id: ShapeId): readonly ShapeId[] {
    return this.#groups.groupsOf(id)
  }

  membersOf(group: ShapeId): readonly ShapeId[] {
    return this.#groups.membersOf(group)
  }

  contentsOf(frame: ShapeId): readonly ShapeId[] {
    return this.#groups.contentsOf(frame)
  }

  topOrder(): string {
    return above(this.#top)
  }

  apply(edits: readonly Edit[], { continues = false }: { readonly continues?: boolean } = {}): void {
    if (!continues) this.#history.stopCapturing()
    this.#typedAt = Number.NEGATIVE_INFINITY
    this.#continues = continues
    this.doc.transact(() => {
      for (const edit of edits) applyEdit(edit, this.#context)
    }, this.#local)
  }

  duplicate(ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    const there = ids.filter((id) => this.#born.has(id))
    const copies = there.map(() => newShapeId())
    this.apply([{ type: 'copy', ids: there, copies, by }])
    return copies
  }

  copy(ids: readonly ShapeId[]): string {
    const to = new DocBoard(new Y.Doc())
    to.#takeCopies(this, ids, { x: 0, y: 0 })
    const text = exportJson(to.doc, '')
    to.#end()
    return text
  }

  paste(file: BoardFile, by: Offset): readonly ShapeId[] {
    const doc = new Y.Doc()
    importJson(doc, file, null)
    const from = new DocBoard(doc)
    const ids = from.shapes().map(({ id }) => id)
    const copies = this.#takeCopies(from, ids, by)
    from.#end()
    return copies
  }

  /** Copies shapes of another board, one undo step. */
  #takeCopies(from: DocBoard, ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    const there = ids.filter((id) => from.#born.has(id))
    const copies = there.map(() => newShapeId())
    this.#history.stopCapturing()
    this.doc.transact(() => copyShapes(from.#context, this.#context, { ids: there, copies, by }), this.#local)
    return copies
  }

  /** Of a board that was only made for copying. */
  #end(): void {
    this.dispose()
    this.doc.destroy()
  }

  textOf(id: ShapeId): Y.XmlFragment | null {
    const text = this.#layout.text.get(id)
    if (text instanceof Y.XmlFragment) return text
    if (!this.#layout.shapes.has(id)) return null
    const made = emptyText()
    this.doc.transact(() => this.#layout.text.set(id, made), this.#local)
    return made
  }

  textPlace(id: ShapeId, position: string): TextPlace | null {
    return placeOf(this.doc, this.#layout.text.get(id), position)
  }

  trackTyping(origin: unknown): void {
    this.#typing.add(origin)
    this.#history.addTrackedOrigin(origin)
  }

  observe(listener: (change: BoardChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  undo(): boolean {
    return travel('undo', this.#layout, this.#history)
  }

  redo(): boolean {
    return travel('redo', this.#layout, this.#history)
  }

  get canUndo(): boolean {
    return this.#history.canUndo()
  }

  get canRedo(): boolean {
    return this.#history.canRedo()
  }

  observeHistory(listener: () => void): () => void {
    this.#historyListeners.add(listener)
    return () => this.#historyListeners.delete(listener)
  }

  dispose(): void {
    this.doc.off('beforeTransaction', this.#beforeTransaction)
    this.doc.off('afterTransaction', this.#afterTransaction)
    this.#history.destroy()
    this.#listeners.clear()
    this.#historyListeners.clear()
  }

  /** What is typed after a rest is a step of its own. */
  readonly #beforeTransaction = ({ origin }: Y.Transaction): void => {
    if (!this.#typing.has(origin)) return
    const now = Date.now()
    if (now - this.#typedAt > typingRestMs) this.#history.stopCapturing()
    this.#typedAt = now
  }

  readonly #afterTransaction = (transaction: Y.Transaction): void => {
    if (transaction.origin === this.#local && this.#continues) this.#forgetBetween(transaction)
    const touched = this.#touchedBy(transaction)
    const [added, changed, removed]: [Shape[], Shape[], ShapeId[]] = [[], [], []]
    let regrouped = false
    const holders: ShapeId[] = []
    for (const id of touched) {
      const held = this.#groups.holds(id)
      if (!this.#regroup(id)) continue
      regrouped = true
      if (held || this.#groups.holds(id)) holders.push(id)
    }
    // What is in them may be in another frame now.
    const all = new Set(touched)
    touchAll(all, this.#groups.below(holders))
    for (const id of all) {
      const before = this.#shapes.get(id)
      const after = this.#refresh(id)
      if (after && before) changed.push(after)
      else if (after) added.push(after)
      else if (before) removed.push(id)
    }
    if (added.length + changed.length + removed.length === 0 && !regrouped) return
    const change = { origin: this.#originOf(transaction), added, changed, removed, regrouped }
    for (const listener of this.#listeners) listener(change)
  }

  /**
   * What a step made and replaced again before it ended is not needed to undo it: Yjs would keep it, a place for each
   * frame of a drag. Runs after the undo manager has kept it and before what is not kept is collected.
   */
  #forgetBetween(transaction: Y.Transaction): void {
    const step = this.#history.undoStack.at(-1)
    if (!step) return
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && Y.isDeleted(step.insertions, struct.id)) struct.keep = false
    })
  }

  /** Reads again what a shape or a group is in; true when that is new. */
  #regroup(id: ShapeId): boolean {
    const value = this.#layout.shapes.get(id)
    const parent = value === undefined ? null : readOrder(this.#layout.order.get(id)).parent
    const framed = this.#groups.takeFrame(id, isFrame(value))
    if (isGroup(value) || this.#groups.has(id)) return this.#groups.takeGroup(id, isGroup(value), parent)
    return this.#groups.takeShape(id, parent) || framed
  }

  /** The ids of shapes of which something may have changed. */
  #touchedBy({ changed }: Y.Transaction): ReadonlySet<ShapeId> {
    const touched = new Set<ShapeId>()
    const { wet, cut, ...maps } = this.#layout
    const overlays = new Set<unknown>(Object.values(maps))
    for (const [type, keys] of changed) {
      const { _item: item } = type as Y.AbstractType<unknown>
      if (type === (maps.shapes as unknown)) for (const key of keys) touchAll(touched, this.#readAgain(key as ShapeId))
      else if (type === (cut as unknown)) for (const key of keys) touchAll(touched, this.#cutAgain(String(key)))
      else if (overlays.has(type)) {
        for (const key of keys) {
          touched.add(key as ShapeId)
          if (type === (maps.text as unknown)) this.#texts.delete(key as ShapeId)
        }
      } else if (wet === (type as unknown)) for (const key of keys) touchAll(touched, this.#followWet(String(key)))
      else if (item?.parent === wet) touchAll(touched, this.#followWet(item.parentSub ?? ''))
      else {
        const id = keyIn(maps.text, item)
        if (id === null) continue
        this.#texts.delete(id)
        touched.add(id)
      }
    }
    return touched
  }

  /** Reads how a shape was made; gives it and all that share its points. */
  #readAgain(id: ShapeId): readonly ShapeId[] {
    const before = this.#born.get(id)?.born.part
    const after = this.#readBorn(id)?.part
    if (!before && !after) return [id]
    return [id, ...this.#families.around(id, before), ...this.#families.around(id, after)]
  }

  #cutAgain(key: string): readonly ShapeId[] {
    const id = this.#families.takeCut(key, this.#layout.cut.get(key))
    return this.#families.around(id, this.#born.get(id)?.born.part)
  }

  #followWet(key: string): ReadonlySet<ShapeId> {
    const reader = this.#readers.get(key) ?? new WetReader()
    this.#readers.set(key, reader)
    const changed = reader.follow(this.#layout.wet.get(key))
    for (const id of changed) {
      if (reader.stroke?.id === id) this.#wetBy.set(id, reader)
      else if (this.#wetBy.get(id) === reader) this.#wetBy.delete(id)
    }
    return changed
  }

  /** Reads a shape again; undefined when there is none any more. */
  #refresh(id: ShapeId): Shape | undefined {
    const shape = this.#dry(id) ?? this.#wet(id)
    const before = this.#shapes.get(id)
    if (shape) this.#shapes.set(id, shape)
    else this.#shapes.delete(id)
    if (!shape) this.#texts.delete(id)
    if (shape !== before) this.#sorted = null
    if (shape && (this.#top === null || shape.order > this.#top)) this.#top = shape.order
    return shape
  }

  #dry(id: ShapeId): Shape | undefined {
    const born = this.#readBorn(id)
    if (!born) return undefined
    const frame = this.#groups.frameOf(id)
    const own = readShape(this.#layout, born, this.#readText(id))
    const shape = frame ? { ...own, frame } : own
    if (shape.kind !== 'ink') return shape
    const visible = this.#families.visible(id, shape.points.length, born.part)
    if (!visible) return shape
    return visible.length > 0 ? { ...shape, visible } : undefined
  }

  #readText(id: ShapeId): RichText | null {
    const known = this.#texts.get(id)
    if (known !== undefined) return known
    const value = this.#layout.text.get(id)
    // Most of a board is ink, and there is nothing to remember.
    if (value === undefined) return null
    const text = readText(value)
    this.#texts.set(id, text)
    return text
  }

  #readBorn(id: ShapeId): Born | undefined {
    const value = this.#layout.shapes.get(id)
    const known = this.#born.get(id)
    if (known && known.value === value) return known.born
    const born = value === undefined || isGroup(value) ? undefined : readBorn(id, value)
    if (born) this.#born.set(id, { value, born })
    else this.#born.delete(id)
    if (born?.part || known?.born.part) this.#families.takePart(id, born?.part, known?.born.part)
    return born
  }

  #wet(id: ShapeId): Shape | undefined {
    // One that is sealed, and of which nothing is left, is not there.
    const stroke = this.#layout.shapes.has(id) ? null : this.#wetBy.get(id)?.stroke
    return stroke?.id === id && stroke.trail.steps.length > 0 ? { ...inkShape(id, stroke.trail), wet: true } : undefined
  }

  #originOf({ origin }: Y.Transaction): Origin {
    if (origin === this.#local) return 'local'
    return origin === this.#history ? 'undo' : 'remote'
  }

  #announceHistory(): void {
    for (const listener of this.#historyListeners) listener()
  }
}

/** Under which key of a map something lies, however deep; null: it is not in it. */
function keyIn(map: Y.Map<unknown>, item: Y.Item | null): ShapeId | null {
  for (let at = item; at; at = (at.parent as Y.AbstractType<unknown>)._item)
    if (at.parent === (map as unknown)) return at.parentSub as ShapeId | null
  return null
}

function touchAll(into: Set<ShapeId>, ids: Iterable<ShapeId>): void {
  for (const id of ids) into.add(id)
}
