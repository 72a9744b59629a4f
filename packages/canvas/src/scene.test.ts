import type { BoardChange } from '@inkbridge/board'
import { expect, test } from 'vitest'
import { Scene } from './scene.ts'
import { inkAt, rectAt } from './testing/script.ts'

function change(what: Partial<BoardChange>): BoardChange {
  return { origin: 'remote', added: [], changed: [], removed: [], regrouped: false, ...what }
}

const ids = (shapes: readonly { readonly id: string }[]) => shapes.map(({ id }) => id)

test('only what comes to lie above all others is on top; of equal orders the higher id', () => {
  const scene = new Scene([rectAt('m', 0, 0, 10, 10, 'a5')])
  expect(ids(scene.take(change({ added: [rectAt('n', 0, 0, 10, 10, 'a5')] })).onTop)).toEqual(['n'])
  const below = scene.take(change({ added: [rectAt('b', 0, 0, 10, 10, 'a5')] }))
  expect([below.onTop, below.boxes.length]).toEqual([[], 1])
  const several = [rectAt('y', 0, 0, 10, 10, 'a7'), rectAt('x', 0, 0, 10, 10, 'a6')]
  expect(ids(scene.take(change({ added: several })).onTop)).toEqual(['x', 'y'])
})

test('what moved or went looks different where it was and where it is', () => {
  const scene = new Scene([rectAt('a', 0, 0), rectAt('b', 300, 0)])
  const moved = scene.take(change({ changed: [rectAt('a', 500, 0)] }))
  expect([moved.onTop, moved.boxes.map(({ minX }) => minX)]).toEqual([[], [-4, 496]])
  expect(scene.take(change({ removed: [rectAt('b', 0, 0).id] })).boxes).toHaveLength(1)
})

test('a stroke in progress changes nothing of what is dry; sealed it lies on top', () => {
  const scene = new Scene([])
  const wet = inkAt('s', 5, { wet: true })
  expect(scene.take(change({ added: [wet] }))).toEqual({ ids: ['s'], boxes: [], onTop: [] })
  const { wet: _wet, ...dry } = wet
  expect(ids(scene.take(change({ changed: [dry] })).onTop)).toEqual(['s'])
})

test('thousands at once are found where they are, and so is what is left of them', () => {
  const scene = new Scene([])
  const many = Array.from({ length: 3_000 }, (_, index) => rectAt(`r${index}`, index * 200, 0))
  scene.take(change({ added: many }))
  const near = { minX: 200_000, minY: 0, maxX: 200_100, maxY: 100 }
  expect(ids(scene.inBox(near))).toEqual(['r1000'])
  scene.take(change({ changed: many.map((shape) => ({ ...shape, at: { ...shape.at, y: 500 } })) }))
  expect(scene.inBox(near)).toEqual([])
  expect(scene.box()).toEqual({ minX: -4, minY: 496, maxX: 2_999 * 200 + 104, maxY: 604 })
})
