import { builtInRecordKinds, type Edit, newShapeId, type RecordKinds, type Shape, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { applyEdit } from './appliers/appliers.ts'
import { copyShapes } from './copy.ts'
import type { EditContext } from './edit-context.ts'
import { type BoardFile, exportJson, importJson } from './json.ts'
import { type Layout, layoutOf } from './layout.ts'
import { Reader, type ShapeChanges } from './reader.ts'
import { emptyText, placeOf, type TextPlace } from './text.ts'
import { UndoStack } from './undo.ts'
import { Pen } from './wet.ts'

/** Where a change came from: this page, another, an undo or redo here, or the first reading. */
export type Origin = 'local' | 'remote' | 'undo'

/** What one transaction did to the shapes. */
export interface BoardChange extends ShapeChanges {
  readonly origin: Origin
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
  /**
   * Shapes as a data file, to be pasted here or on another board.
   *
   * @param edits of the copies, which it is given by their originals; for what is shown otherwise than it is kept
   */
  copy(ids: readonly ShapeId[], edits?: (copies: ReadonlyMap<ShapeId, ShapeId>) => readonly Edit[]): string
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
export function openBoard(doc: Y.Doc, { kinds = builtInRecordKinds }: BoardOptions = {}): Board {
  return new DocBoard(doc, kinds)
}

interface BoardOptions {
  /** What shapes there are. Default: built-in kinds; shapes of others are kept, and read as placeholders. */
  readonly kinds?: RecordKinds
}

class DocBoard implements Board {
  readonly doc: Y.Doc
  readonly #layout: Layout
  readonly #kinds: RecordKinds
  readonly #local = { board: 'local' }
  readonly #reader: Reader
  readonly #undo: UndoStack
  readonly #context: EditContext
  readonly #listeners = new Set<(change: BoardChange) => void>()

  constructor(doc: Y.Doc, kinds: RecordKinds) {
    this.doc = doc
    this.#kinds = kinds
    this.#layout = layoutOf(doc)
    const reader = new Reader(this.#layout, kinds)
    this.#reader = reader
    this.#undo = new UndoStack(this.#layout, this.#local)
    this.#context = {
      layout: this.#layout,
      kinds,
      pen: new Pen(doc, this.#layout),
      groups: reader.groups,
      born: (id) => reader.born(id),
      shape: (id) => reader.get(id),
      topOrder: () => reader.nextOrder(),
    }
    doc.on('beforeTransaction', this.#beforeTransaction)
    doc.on('afterTransaction', this.#afterTransaction)
  }

  shapes(): readonly Shape[] {
    return this.#reader.shapes()
  }

  get(id: ShapeId): Shape | undefined {
    return this.#reader.get(id)
  }

  groupsOf(id: ShapeId): readonly ShapeId[] {
    return this.#reader.groups.groupsOf(id)
  }

  membersOf(group: ShapeId): readonly ShapeId[] {
    return this.#reader.groups.membersOf(group)
  }

  contentsOf(frame: ShapeId): readonly ShapeId[] {
    return this.#reader.groups.contentsOf(frame)
  }

  topOrder(): string {
    return this.#reader.topOrder()
  }

  apply(edits: readonly Edit[], { continues = false }: { readonly continues?: boolean } = {}): void {
    this.#undo.begin(continues)
    this.doc.transact(() => {
      for (const edit of edits) applyEdit(edit, this.#context)
    }, this.#local)
  }

  duplicate(ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    return this.#takeCopies(this, ids, by)
  }

  copy(ids: readonly ShapeId[], edits?: (copies: ReadonlyMap<ShapeId, ShapeId>) => readonly Edit[]): string {
    const to = new DocBoard(new Y.Doc(), this.#kinds)
    const existing = ids.filter((id) => this.#reader.born(id))
    const copies = to.#takeCopies(this, existing, { x: 0, y: 0 })
    if (edits) to.apply(edits(new Map(existing.flatMap((id, at) => (copies[at] ? [[id, copies[at]] as const] : [])))))
    const text = exportJson(to.doc, '')
    to.#destroy()
    return text
  }

  paste(file: BoardFile, by: Offset): readonly ShapeId[] {
    const doc = new Y.Doc()
    importJson(doc, file, null)
    const from = new DocBoard(doc, this.#kinds)
    const ids = from.shapes().map(({ id }) => id)
    const copies = this.#takeCopies(from, ids, by)
    from.#destroy()
    return copies
  }

  /** Copies shapes of this or another board, as one undo step; returns the ids of the copies. */
  #takeCopies(from: DocBoard, ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    const existing = ids.filter((id) => from.#reader.born(id))
    const copies = existing.map(() => newShapeId())
    this.#undo.begin(false)
    this.doc.transact(() => copyShapes(from.#context, this.#context, { ids: existing, copies, by }), this.#local)
    return copies
  }

  /** For a board that was only opened for copying. */
  #destroy(): void {
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
    this.#undo.trackTyping(origin)
  }

  observe(listener: (change: BoardChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  undo(): boolean {
    return this.#undo.undo()
  }

  redo(): boolean {
    return this.#undo.redo()
  }

  get canUndo(): boolean {
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    return this.#undo.canRedo
  }

  observeHistory(listener: () => void): () => void {
    return this.#undo.observe(listener)
  }

  dispose(): void {
    this.doc.off('beforeTransaction', this.#beforeTransaction)
    this.doc.off('afterTransaction', this.#afterTransaction)
    this.#undo.dispose()
    this.#listeners.clear()
  }

  readonly #beforeTransaction = (transaction: Y.Transaction): void => this.#undo.before(transaction)

  readonly #afterTransaction = (transaction: Y.Transaction): void => {
    this.#undo.after(transaction)
    const changes = this.#reader.take(transaction)
    if (!changes) return
    const change = { origin: this.#originOf(transaction), ...changes }
    for (const listener of this.#listeners) listener(change)
  }

  #originOf(transaction: Y.Transaction): Origin {
    if (transaction.origin === this.#local) return 'local'
    return this.#undo.isTravel(transaction) ? 'undo' : 'remote'
  }
}
