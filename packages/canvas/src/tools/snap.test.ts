import type { Box } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { snapMove, snapSides, snapToGrid } from './snap.ts'

function box(x: number, y: number, w = 100, h = 100): Box {
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

test.each([
  ['its left side to that of another', box(4, 300), [-4, 0]],
  ['its centre to that of another', box(27, 300, 40, 40), [3, 0]],
  ['its right side to the left of another', box(-97, 300), [-3, 0]],
  ['both ways', box(3, 95), [-3, 5]],
  ['nothing further away', box(10, 300), [0, 0]],
] as const)('snaps %s', (_name, moved, [dx, dy]) => {
  expect(snapMove(moved, [box(0, 0)], 8)).toMatchObject({ dx, dy })
})

test.each([
  ['after two', box(395, 20, 60, 60), 400],
  ['before two', box(-155, 20, 60, 60), -160],
  ['between two', box(147, 20, 10, 60), 145],
])('leaves the same gap %s', (_name, moved, x) => {
  const { dx, guides } = snapMove(moved, [box(0, 0), box(200, 0)], 8)
  expect(moved.minX + dx).toBe(x)
  expect(guides.filter(({ gap }) => gap)).toHaveLength(2)
})

test('shapes above or below are not neighbours', () => {
  expect(snapMove(box(395, 500, 60, 60), [box(0, 0), box(200, 0)], 4).dx).toBe(0)
})

test('a dragged side snaps to those of others, and other sides stay', () => {
  expect(snapSides({ x: 203, y: null }, [box(200, 0)], 8)).toEqual({ dx: -3, dy: 0 })
})

test('a grid snaps a point to its nearest crossing', () => {
  expect(snapToGrid({ x: 35, y: -37 }, 24)).toEqual({ x: 24, y: -48 })
})
