import { expect, test } from 'vitest'
import { limits } from './limits.ts'
import { decodePresence, encodePresence, type PresenceDelta } from './presence-delta.ts'

const delta: PresenceDelta = {
  everybody: true,
  entries: [
    { slot: 0, whole: { clientId: 4_000_000_000, state: { user: { name: 'Mara' } } }, cursor: null, shift: null },
    { slot: 1, whole: { clientId: 7, state: {} }, cursor: { x: 1.5, y: -2 } },
    { slot: 300, cursor: { x: 12_345.0625, y: -98_765.5 }, shift: { x: 0, y: 20 } },
    { slot: 4, cursor: null },
    { slot: 5, gone: true },
  ],
}

test('[A6] a presence delta is encoded and decoded unchanged', () => {
  expect(decodePresence(encodePresence(delta))).toEqual(delta)
})

test('[A6] a moved cursor costs at most 20 bytes anywhere on a board, and about 8 where people draw', () => {
  const bytes = (x: number, y: number, slot: number) =>
    encodePresence({ everybody: false, entries: [{ slot, cursor: { x, y } }] }).byteLength
  expect(bytes(1_234.5, -876.25, 49)).toBeLessThanOrEqual(10)
  expect(bytes(-limits.maxCoordinate, limits.maxCoordinate, 499)).toBeLessThanOrEqual(20)
})

test.each([
  ['cut short', encodePresence(delta).subarray(0, -1)],
  ['with bytes after its end', Uint8Array.of(...encodePresence(delta), 0)],
  ['a count of a hundred million', Uint8Array.of(0, 128, 194, 215, 47)],
  [
    'a state over the limit',
    encodePresence({
      everybody: false,
      entries: [{ slot: 0, whole: { clientId: 1, state: 'x'.repeat(limits.maxPresenceBytes) } }],
    }),
  ],
  [
    'a cursor outside every board',
    encodePresence({ everybody: false, entries: [{ slot: 0, cursor: { x: limits.maxCoordinate * 2, y: 0 } }] }),
  ],
])('[A6] %s is not a presence delta', (_name, bytes) => {
  expect(decodePresence(bytes)).toBeNull()
})
