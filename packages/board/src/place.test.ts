import type { Place } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { keysBetween } from './order.ts'
import { encodePlace, parsePlace } from './place.ts'

const original: Place = { x: 10, y: 20, w: 30, h: 40, rotation: 0 }
const mirrored: Place = { ...original, mirrored: true }

test.each<readonly [string, Place, Place, number]>([
  ['moved: two numbers', { ...original, x: 11 }, original, 2],
  ['flipped: all of them', mirrored, original, 6],
  ['flipped when made, and moved: still flipped', { ...mirrored, x: 11 }, mirrored, 2],
  ['flipped when made, and back', original, mirrored, 6],
])('%s', (_what, at, from, numbers) => {
  const bytes = encodePlace(at, from)
  expect(parsePlace(bytes, from)).toEqual(at)
  expect(parsePlace([at.x, at.y, at.w, at.h, at.rotation, at.mirrored ? 1 : 0], from)).toEqual(at)
  expect(bytes.length).toBeLessThanOrEqual(numbers * 3)
})

test('keys between two others are in order, and two people who choose at once choose different ones', () => {
  for (const [low, high] of [
    ['a0', 'a1'],
    ['a0', null],
    [null, 'a0'],
    ['a0', 'a01'],
  ] as const) {
    const [one, other] = [keysBetween(low, high, 3), keysBetween(low, high, 3)]
    const all = [low, ...one, high].filter((key) => key !== null)
    expect(all).toEqual([...all].sort())
    expect(new Set([...one, ...other]).size).toBe(6)
  }
})
