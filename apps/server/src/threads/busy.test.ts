import { expect, test } from 'vitest'
import { Busyness } from './busy.ts'

test('a thread is busy when it works most of the time, looked at four times a second', () => {
  let part = 0.7
  const busyness = new Busyness(0, () => part)
  const seen = [busyness.isBusy(249), busyness.isBusy(250)]
  part = 0.5
  expect([...seen, busyness.isBusy(499), busyness.isBusy(500)]).toEqual([false, true, true, false])
})

test('a thread that serves people who draw is busy until a quarter of a second after it did', () => {
  const busyness = new Busyness(0, () => 0)
  const before = busyness.isBusy(300)
  busyness.served(300)
  expect([before, busyness.isBusy(300), busyness.isBusy(549), busyness.isBusy(550)]).toEqual([false, true, true, false])
})
