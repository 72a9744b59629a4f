import type { Box } from '@inkbridge/types'
import RBush from 'rbush'
import { expect, test } from 'vitest'
import { searchUpTo } from './reindex.ts'

const boxes = Array.from({ length: 1_000 }, (_, index) => {
  const [x, y] = [(index % 40) * 10, Math.floor(index / 40) * 10]
  return { minX: x, minY: y, maxX: x + 5, maxY: y + 5, index }
})
const tree = new RBush<(typeof boxes)[number]>().load(boxes)

test('a search finds what rbush finds, and no more than it may', () => {
  const box = { minX: 32, minY: 57, maxX: 210, maxY: 130 }
  const all = tree.search(box).map(({ index }) => index)
  const found = (most: number) => searchUpTo(tree, box, most).map(({ index }) => index)
  expect(found(1_000).sort()).toEqual(all.sort())
  expect(found(Number.POSITIVE_INFINITY).sort()).toEqual(all)
  const few = found(7)
  expect([few.length, new Set(few).size, few.every((index) => all.includes(index))]).toEqual([7, 7, true])
})

test('an empty index, and a box beside all others, have nothing', () => {
  const beside = { minX: -20, minY: -20, maxX: -10, maxY: -10 }
  expect([searchUpTo(new RBush<Box>(), beside, 5), searchUpTo(tree, beside, 5)]).toEqual([[], []])
})
