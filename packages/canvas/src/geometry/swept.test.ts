import { expect, test } from 'vitest'
import { sweptIntervals } from './swept.ts'

const line = { x: [0, 10, 20, 30], y: [0, 0, 0, 0], radius: [1, 1, 1, 1], origin: [0, 1, 2, 3] }

test('an eraser that crosses a line erases its own width and half of the line’s on either side', () => {
  const [[from, to] = [0, 0]] = sweptIntervals(line, { x: 15, y: -20 }, { x: 15, y: 20 }, 4)
  expect(from).toBeCloseTo(1, 3)
  expect(to).toBeCloseTo(2, 3)
})

test('one that moves along a line erases all it passes, as one interval', () => {
  const found = sweptIntervals(line, { x: 5, y: 2 }, { x: 22, y: 2 }, 3)
  expect(found).toHaveLength(1)
  expect(found[0]?.[0]).toBeCloseTo(0.5 - Math.sqrt(16 - 4) / 10, 3)
})

test('one that passes by erases nothing', () => {
  expect(sweptIntervals(line, { x: 0, y: 10 }, { x: 30, y: 10 }, 4)).toEqual([])
})

test('a line that comes back has two intervals', () => {
  const bent = { x: [0, 20, 0], y: [0, 10, 20], radius: [0, 0, 0], origin: [0, 1, 2] }
  expect(sweptIntervals(bent, { x: 5, y: 0 }, { x: 5, y: 20 }, 1)).toHaveLength(2)
})

test('a dot is erased entirely', () => {
  const dot = { x: [5], y: [5], radius: [2], origin: [0] }
  expect(sweptIntervals(dot, { x: 5, y: 8 }, { x: 9, y: 8 }, 2)).toEqual([[0, 0]])
})
