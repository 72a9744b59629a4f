import * as Y from 'yjs'
import type { Layout } from './layout.ts'

/** Typing pauses of this length start another undo step, ms. */
const typingPauseMs = 1_000

/** The roots in which one property of a shape is one value, under the shape's id. */
const overlays = ['at', 'style', 'order', 'flags', 'bind', 'link', 'props', 'foreign'] as const

type Direction = 'undo' | 'redo'
type Deletions = Parameters<typeof Y.isDeleted>[0]
type Step = { readonly deletions: Deletions }
type StackItem = Y.UndoManager['undoStack'][number]

/** The undo stack of one client: only transactions with a tracked origin are undone. */
export class UndoStack {
  readonly #layout: Layout
  readonly #local: unknown
  readonly #manager: Y.UndoManager
  readonly #listeners = new Set<() => void>()
  readonly #typing = new Set<unknown>()
  #typedAt = Number.NEGATIVE_INFINITY
  #continues = false

  /** `local`: the origin of edits that are undone. */
  constructor(layout: Layout, local: unknown) {
    const { wet: _wet, ...undoable } = layout
    this.#layout = layout
    this.#local = local
    this.#manager = new Y.UndoManager(Object.values(undoable), {
      trackedOrigins: new Set([local]),
      captureTimeout: Number.POSITIVE_INFINITY,
    })
    const announce = () => {
      for (const listener of this.#listeners) listener()
    }
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
      this.#manager.on(event, announce)
  }

  get canUndo(): boolean {
    return this.#manager.canUndo()
  }

  get canRedo(): boolean {
    return this.#manager.canRedo()
  }

  /** The next local transactions are a step of their own, or with `continues` belong to the last one. */
  begin(continues: boolean): void {
    if (!continues) this.#manager.stopCapturing()
    this.#typedAt = Number.NEGATIVE_INFINITY
    this.#continues = continues
  }

  /**
   * Returns a function that runs transactions of one step, between which others may begin and end. What is typed
   * meanwhile goes on in its own step. When it has been undone, what follows is another step.
   */
  longStep(): (transact: () => void) => void {
    const manager = this.#manager
    let own: StackItem | undefined
    return (transact) => {
      const last = manager.undoStack.at(-1)
      manager.stopCapturing()
      this.#continues = false
      transact()
      const part = manager.undoStack.at(-1)
      if (part && part !== last) {
        if (own && manager.undoStack.includes(own)) {
          append(part, own)
          manager.undoStack.pop()
        } else own = part
      }
      if (manager.undoStack.at(-1) === own) manager.stopCapturing()
    }
  }

  /** Transactions with this origin are typing: typing without a pause is one step. */
  trackTyping(origin: unknown): void {
    this.#typing.add(origin)
    this.#manager.addTrackedOrigin(origin)
  }

  /** Call before each transaction. */
  before({ origin }: Y.Transaction): void {
    if (!this.#typing.has(origin)) return
    const now = Date.now()
    if (now - this.#typedAt > typingPauseMs) this.#manager.stopCapturing()
    this.#typedAt = now
  }

  /** Call after each transaction. */
  after(transaction: Y.Transaction): void {
    if (transaction.origin === this.#local && this.#continues) this.#dropIntermediate(transaction)
  }

  /** Whether a transaction was an undo or a redo of this stack. */
  isTravel({ origin }: Y.Transaction): boolean {
    return origin === this.#manager
  }

  undo(): boolean {
    return travel('undo', this.#layout, this.#manager)
  }

  redo(): boolean {
    return travel('redo', this.#layout, this.#manager)
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispose(): void {
    this.#manager.destroy()
    this.#listeners.clear()
  }

  /**
   * Releases values that a step wrote and overwrote before it ended: undo does not need them, but Yjs would keep them,
   * a place for each frame of a drag. Runs after the undo manager has marked them to be kept and before Yjs collects
   * garbage.
   */
  #dropIntermediate(transaction: Y.Transaction): void {
    const step = this.#manager.undoStack.at(-1)
    if (!step) return
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && Y.isDeleted(step.insertions, struct.id)) struct.keep = false
    })
  }
}

/** Makes a later step part of an earlier one. */
function append(later: StackItem, earlier: StackItem): void {
  earlier.insertions = Y.mergeDeleteSets([earlier.insertions, later.insertions])
  earlier.deletions = Y.mergeDeleteSets([earlier.deletions, later.deletions])
}

/**
 * Undoes or redoes the last step; false when there are no steps.
 *
 * When two clients change a value at the same time, one of them loses. When the winner then undoes, Yjs leaves the
 * value unset: the value before both is older than the loser's, and so counts as overwritten by another client. It is
 * restored here, in the same step.
 */
function travel(direction: Direction, layout: Layout, manager: Y.UndoManager): boolean {
  let moved = false
  try {
    manager.doc.transact((transaction) => {
      let step: Step | null = null
      const take = ({ stackItem }: { readonly stackItem: Step }) => {
        step = stackItem
      }
      manager.on('stack-item-popped', take)
      moved = manager[direction]() !== null
      manager.off('stack-item-popped', take)
      if (step) fillGaps(transaction, layout, step)
      // The flag applies to the whole transaction, which ends only after this.
      if (direction === 'undo') manager.undoing = true
      else manager.redoing = true
    }, manager)
  } finally {
    manager.undoing = false
    manager.redoing = false
  }
  return moved
}

function fillGaps({ changed }: Y.Transaction, layout: Layout, { deletions }: Step): void {
  for (const name of overlays) {
    const map = layout[name]
    for (const key of changed.get(map as never) ?? []) {
      if (key === null || map.has(key) || !layout.shapes.has(key)) continue
      const value = lastDeletedBy(map, key, deletions)
      if (value !== undefined) map.set(key, value)
    }
  }
}

/** The newest value under a key that a step overwrote and that is still kept. */
function lastDeletedBy(map: Y.Map<unknown>, key: string, deletions: Deletions): unknown {
  for (let item = map._map.get(key) ?? null; item !== null; item = item.left) {
    if (item.content instanceof Y.ContentAny && Y.isDeleted(deletions, item.id)) return item.content.arr.at(-1)
    if (item.content instanceof Y.ContentBinary && Y.isDeleted(deletions, item.id)) return item.content.content
  }
  return undefined
}
