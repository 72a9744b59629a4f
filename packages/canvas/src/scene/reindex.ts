import type { Box } from '@inkbridge/types'
import type RBush from 'rbush'
import { overlaps } from '../geometry.ts'

/** Above this many boxes, insertions are bulk-loaded and removals rebuild the index. */
const manyAtOnce = 1_000

/** Removes entries from an index and adds others; `all` returns its contents afterwards. */
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

interface Node<Entry> extends Box {
  readonly leaf: boolean
  readonly children: readonly (Node<Entry> | Entry)[]
}

/** Returns at most this many entries that overlap a box, in any order; rbush alone would collect all of them. */
export function searchUpTo<Entry extends Box>(index: RBush<Entry>, box: Box, most: number): readonly Entry[] {
  if (most === Number.POSITIVE_INFINITY) return index.search(box)
  const found: Entry[] = []
  const nodes: Node<Entry>[] = [index.toJSON()]
  for (let node = nodes.pop(); node && found.length < most; node = nodes.pop()) {
    const inside = node.children.filter((child) => overlaps(child, box))
    if (node.leaf) found.push(...(inside as Entry[]))
    else nodes.push(...(inside as Node<Entry>[]))
  }
  return found.slice(0, most)
}

/** Returns the bounds of everything in an index, which must not be empty. */
export function boxOfIndex(index: RBush<Box>): Box {
  // The root of the tree; rbush does not type its box.
  const { minX, minY, maxX, maxY } = index.toJSON()
  return { minX, minY, maxX, maxY }
}
