import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { retry } from './retry.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a module that fails to load is retried until it loads, and lateness is reported once', async () => {
  const load = vi.fn(async () => 'the part')
  for (let failure = 0; failure < 5; failure += 1) load.mockRejectedValueOnce(new Error('no network'))
  const onLate = vi.fn()
  const loading = retry(load, { isWanted: () => true, onLate })
  await vi.advanceTimersByTimeAsync(0)
  expect([load, onLate].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000 + 8_000 + 10_000)
  expect(await loading).toBe('the part')
  expect([load, onLate].map(({ mock }) => mock.calls.length)).toEqual([6, 1])
})

test('a module that loads immediately is not late, and one no longer needed is not loaded', async () => {
  const onLate = vi.fn()
  expect(await retry(async () => 1, { isWanted: () => true, onLate })).toBe(1)
  let isWanted = true
  const load = vi.fn(async () => {
    throw new Error('no network')
  })
  const loading = retry(load, { isWanted: () => isWanted })
  await vi.advanceTimersByTimeAsync(500)
  isWanted = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect([await loading, load.mock.calls.length, onLate.mock.calls.length]).toEqual([null, 1, 0])
})
