import * as Y from 'yjs'
import type { Layout } from './layout.ts'

/** What changes together is one value in one of these, under a shape's id. */
const overlays = ['at', 'style', 'order', 'flags', 'bind', 'link', 'props'] as const

type Way = 'undo' | 'redo'
type Deletions = Parameters<typeof Y.isDeleted>[0]
type Step = { readonly deletions: Deletions }

/**
 * Takes back a step of one's own, or makes it again; false when there is none.
 *
 * Where two changed the same value at once, one of them lost. When the winner then takes its change back, Yjs leaves the
 * value as if nobody had ever set it: what was there before is older than what lost, and so counts as overwritten by
 * another. Here it is put back, in the same step.
 */
export function travel(way: Way, layout: Layout, history: Y.UndoManager): boolean {
  let moved = false
  try {
    history.doc.transact((transaction) => {
      let step: Step | null = null
      const take = ({ stackItem }: { readonly stackItem: Step }) => {
        step = stackItem
      }
      history.on('stack-item-popped', take)
      moved = history[way]() !== null
      history.off('stack-item-popped', take)
      if (step) fillGaps(transaction, layout, step)
      // Of the whole transaction, which ends only after this.
      if (way === 'undo') history.undoing = true
      else history.redoing = true
    }, history)
  } finally {
    history.undoing = false
    history.redoing = false
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
