import type { Box } from '@inkbridge/types'
import type RBush from 'rbush'

/** So many boxes are put into an index at once; it is built again when more are taken out. */
const manyAtOnce = 1_000

/** Takes entries out of an index and puts others in; `all` gives what is in it then. */
export function reindex<Entry extends Box>(
  index: RBush<Entry>,
  gone: readonly Entry[],
  come: readonly Entry[],
  all: () => readonly Entry[],
): void {
  if (gone.length > manyAtOnce) {
    index.clear().load(all())
    return
  }
  for (const entry of gone) index.remove(entry)
  if (come.length > manyAtOnce) index.load(come)
  else for (const entry of come) index.insert(entry)
}

export function isSameBox(a: Box, b: Box): boolean {
  return a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY
}

/** Box of everything in an index that is not empty. */
export function boxOfIndex(index: RBush<Box>): Box {
  // The root of the tree; rbush does not type its box.
  const { minX, minY, maxX, maxY } = index.toJSON()
  return { minX, minY, maxX, maxY }
}
