import {
  builtInRecordKinds,
  type Edit,
  type Foreign,
  newShapeId,
  type RecordKinds,
  type Shape,
  type ShapeId,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { applyEdit } from './appliers/appliers.ts'
import { copyShapes } from './copy.ts'
import type { EditContext } from './edit-context.ts'
import { parseForeign } from './foreign.ts'
import { type BoardFile, exportJson, importJson } from './json.ts'
import { type Layout, layoutOf } from './layout.ts'
import { Pen } from './live-strokes.ts'
import { Reader, type ShapeChanges } from './reader.ts'
import { emptyText, placeOf, type TextPlace } from './text.ts'
import { UndoStack } from './undo.ts'

/** The origin of a change: this page, another client, an undo or redo here, or the first reading. */
export type Origin = 'local' | 'remote' | 'undo'

/** The shapes that one transaction changed. */
export interface BoardChange extends ShapeChanges {
  readonly origin: Origin
}

interface Offset {
  readonly x: number
  readonly y: number
}

/** An undo step that grows. After it has been undone, what is applied begins another one. */
export interface LongStep {
  /** Applies edits in one transaction. */
  apply(edits: readonly Edit[]): void
}

/** A Y.Doc, read and edited as a board. */
export interface Board {
  readonly doc: Y.Doc
  /** Bottom to top, including live strokes; the same array until something changes. */
  shapes(): readonly Shape[]
  get(id: ShapeId): Shape | undefined
  /** The groups that contain a shape or a group, innermost first. */
  groupsOf(id: ShapeId): readonly ShapeId[]
  /** All shapes in a group, including those in nested groups. */
  membersOf(group: ShapeId): readonly ShapeId[]
  /** All shapes in a frame, including those in nested groups and frames. */
  contentsOf(frame: ShapeId): readonly ShapeId[]
  /** A z-order key above all others. */
  topOrder(): string
  /** Applies edits in one transaction, as one undo step; with `continues` it joins the step of the previous call. */
  apply(edits: readonly Edit[], options?: { readonly continues?: boolean }): void
  /** Begins an undo step of several transactions: edits made between them, and typing, are in steps of their own. */
  longStep(): LongStep
  /**
   * Copies shapes, including strokes and unknown kinds, moved by this offset and above all others; one undo step.
   *
   * @returns the ids of the copies, in the order of the shapes
   */
  duplicate(ids: readonly ShapeId[], by: Offset): readonly ShapeId[]
  /**
   * Returns shapes as a data file, to be pasted here or on another board.
   *
   * @param edits changes to the copies, by the ids of their originals, for values shown differently from the stored ones
   */
  copy(ids: readonly ShapeId[], edits?: (copies: ReadonlyMap<ShapeId, ShapeId>) => readonly Edit[]): string
  /** Adds the shapes of a data file, moved by this offset and above all others; one undo step. Returns their ids. */
  paste(file: BoardFile, by: Offset): readonly ShapeId[]
  /**
   * Adds the content of a data file where it is, as one undo step; a shape whose id is in use gets another. Returns how
   * many shapes were added.
   */
  add(file: BoardFile): number
  /** Returns what another program's file says of a shape, or by `documentKey` of the document; null: nothing. */
  foreignOf(id: ShapeId): Foreign | null
  /** Returns the text of a shape for typing, creating it when missing. Null when the shape does not exist. */
  textOf(id: ShapeId): Y.XmlFragment | null
  /** Decodes a Yjs position in a shape's text, in base 64; null when it no longer exists. */
  textPlace(id: ShapeId, position: string): TextPlace | null
  /** Edits of texts with this origin belong to the local user; typing without a pause is one undo step. */
  trackTyping(origin: unknown): void
  /** Calls the observer once after each transaction that changed shapes, local or remote. */
  observe(listener: (change: BoardChange) => void): () => void
  /** Undoes the local user's last step and leaves others' edits. Returns false when there are no steps. */
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
  /** The known kinds. Default: built-in kinds; shapes of other kinds are kept, and read as placeholders. */
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
      created: (id) => reader.created(id),
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
    this.#transact(edits)
  }

  longStep(): LongStep {
    const run = this.#undo.longStep()
    return { apply: (edits) => run(() => this.#transact(edits)) }
  }

  #transact(edits: readonly Edit[]): void {
    this.doc.transact(() => {
      for (const edit of edits) applyEdit(edit, this.#context)
    }, this.#local)
  }

  duplicate(ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    return this.#addCopies(this, ids, by)
  }

  copy(ids: readonly ShapeId[], edits?: (copies: ReadonlyMap<ShapeId, ShapeId>) => readonly Edit[]): string {
    const to = new DocBoard(new Y.Doc(), this.#kinds)
    const existing = ids.filter((id) => this.#reader.created(id))
    const copies = to.#addCopies(this, existing, { x: 0, y: 0 })
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
    const copies = this.#addCopies(from, ids, by)
    from.#destroy()
    return copies
  }

  add(file: BoardFile): number {
    this.#undo.begin(false)
    return importJson(this.doc, file, this.#local)
  }

  /** Copies shapes of this or another board, as one undo step; returns the ids of the copies. */
  #addCopies(from: DocBoard, ids: readonly ShapeId[], by: Offset): readonly ShapeId[] {
    const existing = ids.filter((id) => from.#reader.created(id))
    const copies = existing.map(() => newShapeId())
    this.#undo.begin(false)
    this.doc.transact(() => copyShapes(from.#context, this.#context, { ids: existing, copies, by }), this.#local)
    return copies
  }

  /** For a board that is opened for copying only. */
  #destroy(): void {
    this.dispose()
    this.doc.destroy()
  }

  foreignOf(id: ShapeId): Foreign | null {
    return parseForeign(this.#layout.foreign.get(id))
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
