import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paceMs, Rhythm } from './rhythm.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[A5] the first is at once, what follows waits for the pause and goes together', () => {
  const runs: number[] = []
  const begun = performance.now()
  const rhythm = new Rhythm(
    () => runs.push(performance.now() - begun),
    () => 10,
  )
  rhythm.beat()
  for (let ms = 0; ms < 25; ms += 1) {
    rhythm.beat()
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(100)
  rhythm.beat()
  expect(runs).toEqual([0, 10, 20, 30, 125])
})

test('[A5] without a pause every beat runs, and after the end none does', () => {
  let runs = 0
  let pause = 0
  const rhythm = new Rhythm(
    () => {
      runs += 1
    },
    () => pause,
  )
  rhythm.beat()
  rhythm.beat()
  expect(runs).toBe(2)
  pause = 10
  rhythm.beat()
  rhythm.dispose()
  vi.advanceTimersByTime(100)
  expect(runs).toBe(2)
})

test('[O9] a room of two hardly rests, one of a hundred to three hundred for 16 ms, a crowd a little longer', () => {
  expect([2, 50, 100, 300, 1_200].map(paceMs)).toEqual([0.32, 8, 16, 16, 32])
})
