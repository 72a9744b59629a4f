import { expect, test } from 'vitest'
import { decodeAwareness, encodeAwareness } from './awareness.ts'
import { limits } from './limits.ts'
import { cleanName, parsePeer } from './presence.ts'

test('[A1] awareness states are encoded and decoded unchanged', () => {
  const states = [
    { clientId: 4_000_000_000, clock: 2 ** 41, state: { cursor: { x: 1.5, y: -2 } } },
    { clientId: 2, clock: 1, state: null },
  ]
  expect(decodeAwareness(encodeAwareness(states))).toEqual(states)
})

test.each([
  ['cut short', encodeAwareness([{ clientId: 1, clock: 1, state: { a: 1 } }]).subarray(0, 4)],
  ['a count of a hundred million', Uint8Array.of(128, 194, 215, 47)],
  ['a state over the limit', encodeAwareness([{ clientId: 1, clock: 1, state: 'x'.repeat(limits.maxPresenceBytes) }])],
])('[A2] %s is not an awareness message', (_name, bytes) => {
  expect(decodeAwareness(bytes)).toBeNull()
})

test('only the fields of a peer that can be shown are read', () => {
  const state = {
    user: { id: 'g:1', name: ' Mara\u0000\u202e ', color: 'url(x)' },
    cursor: { x: Number.NaN, y: 1 },
    selection: ['a', 3],
  }
  expect(parsePeer(7, state)).toEqual({
    clientId: 7,
    user: { id: 'g:1', name: 'Mara', color: '#6c7280' },
    cursor: null,
    selection: ['a'],
    box: null,
    shift: null,
    following: null,
    caret: null,
    laser: false,
    view: null,
    away: false,
  })
})

test.each([null, 3, 'x', {}, { user: 'Mara' }])('%j is not a peer', (state) => {
  expect(parsePeer(7, state)).toBeNull()
})

test.each([
  ['', null],
  ['\u0007 \u200b', null],
  ['a'.repeat(50), 'a'.repeat(40)],
  [`${'a'.repeat(39)}\u{20000}b`, 'a'.repeat(39)],
  [`${'a'.repeat(38)}\u{20000}b`, `${'a'.repeat(38)}\u{20000}`],
  ['\ud840a', '\ufffda'],
  [3, null],
])('a name %j becomes %j', (input, name) => {
  expect(cleanName(input)).toBe(name)
})
