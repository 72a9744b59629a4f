import { expect, test } from 'vitest'
import { Quota } from './quota.ts'

test('[L14] what is counted too high is measured before something is refused', () => {
  const clock = { now: 0 }
  const quota = new Quota(1_000, 900, () => clock.now)
  expect(quota.take(200, () => 300)).toBe(true)
  expect(quota.take(500, () => 0)).toBe(true)
  // Just measured: estimated until it may be measured again.
  expect(quota.take(1, () => 0)).toBe(false)
  clock.now += 1_000
  expect(quota.take(1, () => 1_000)).toBe(false)
  clock.now += 1_000
  expect(quota.take(1, () => 400)).toBe(true)
})

test('[L14] a large document is measured seldom', () => {
  const clock = { now: 0 }
  const megabyte = 1_048_576
  const quota = new Quota(100 * megabyte, 100 * megabyte, () => clock.now)
  let measured = 0
  for (let second = 0; second < 1_000; second += 1) {
    clock.now += 1_000
    quota.take(10, () => {
      measured += 1
      return 100 * megabyte
    })
  }
  expect(measured).toBe(10)
})
