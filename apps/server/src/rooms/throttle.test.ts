import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paceMs, Throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[A5] the first call runs at once, and calls during the pause run as one after it', () => {
  const runs: number[] = []
  const begun = performance.now()
  const throttle = new Throttle(
    () => runs.push(performance.now() - begun),
    () => 10,
  )
  throttle.schedule()
  for (let ms = 0; ms < 25; ms += 1) {
    throttle.schedule()
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(100)
  throttle.schedule()
  expect(runs).toEqual([0, 10, 20, 30, 125])
})

test('[A5] without a pause every call runs, and after dispose none does', () => {
  let runs = 0
  let pause = 0
  const throttle = new Throttle(
    () => {
      runs += 1
    },
    () => pause,
  )
  throttle.schedule()
  throttle.schedule()
  expect(runs).toBe(2)
  pause = 10
  throttle.schedule()
  throttle.dispose()
  vi.advanceTimersByTime(100)
  expect(runs).toBe(2)
})

test('[O9] a room of two hardly pauses, one of a hundred to three hundred for 16 ms, a larger one a little longer', () => {
  expect([2, 50, 100, 300, 1_200].map(paceMs)).toEqual([0.32, 8, 16, 16, 32])
})
