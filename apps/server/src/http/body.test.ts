import { expect, test } from 'vitest'
import { isTooSlow } from './body.ts'

const megabyte = 1_048_576

test.each([
  ['nothing yet', 0, 9_000, 9_000, false],
  ['nothing for ten seconds', 0, 10_001, 10_001, true],
  ['all but the last byte, and then a rest', 20 * megabyte, 12_000, 10_001, true],
  ['a byte a second', 20, 20_000, 500, true],
  ['a slow phone', 300_000, 20_000, 2_000, false],
  ['32 MB over a line of 1 Mbit/s', 20 * megabyte, 160_000, 100, false],
])('[L16] the server decides whether to wait for %s', (_, bytes, elapsedMs, restMs, expected) => {
  expect(isTooSlow(bytes, elapsedMs, restMs)).toBe(expected)
})
