import { expect, test } from 'vitest'
import { isClear } from './open-over.ts'

const bar = { width: 100, height: 40 }
const others = [{ minX: 200, minY: 100, maxX: 300, maxY: 200 }]

test('a bar is clear of other parts when it only touches their edges', () => {
  const places = [
    { left: 100, top: 120 },
    { left: 300, top: 120 },
    { left: 220, top: 60 },
    { left: 220, top: 200 },
  ]
  expect(places.map((place) => isClear(place, bar, others))).toEqual([true, true, true, true])
})

test('a bar that covers a corner of another part is not clear', () => {
  const places = [
    { left: 101, top: 61 },
    { left: 299, top: 199 },
    { left: 220, top: 120 },
  ]
  expect(places.map((place) => isClear(place, bar, others))).toEqual([false, false, false])
})
