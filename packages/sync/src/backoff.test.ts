import { expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'

test('the delay is random below a ceiling that doubles up to 30 s, and starts again after a completed sync', () => {
  const backoff = createBackoff(() => 1)
  expect(Array.from({ length: 9 }, () => backoff.next())).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ])
  backoff.reset()
  expect(backoff.next()).toBe(500)
  expect(createBackoff(() => 0).next()).toBe(0)
})
