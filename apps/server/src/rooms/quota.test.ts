import { expect, test } from 'vitest'
import { Quota } from './quota.ts'

test('[L15] counted bytes beyond the limit are refused, and a measurement replaces the count', async () => {
  const clock = { now: 0 }
  const quota = new Quota(1_000, 700, () => clock.now)
  expect([quota.isDue(0), quota.isDue(100), quota.take(200), quota.isDue(0), quota.take(200)]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  await quota.measure(async () => 300)
  expect([quota.take(600), quota.take(200)]).toEqual([true, false])
})

test('[L15] bytes added during a measurement are counted on top', async () => {
  const quota = new Quota(1_000, 900, () => 0)
  const size = Promise.withResolvers<number>()
  const measured = quota.measure(() => size.promise)
  expect([quota.isDue(0), quota.take(100)]).toEqual([false, true])
  size.resolve(500)
  await measured
  expect([quota.take(400), quota.take(1)]).toEqual([true, false])
})

test('[L15] a document is measured again after a while, a large one later', async () => {
  const clock = { now: 0 }
  const due = async (bytes: number) => {
    const quota = new Quota(bytes, bytes, () => clock.now)
    await quota.measure(async () => bytes)
    const begun = clock.now
    while (!quota.isDue(0)) clock.now += 100
    return clock.now - begun
  }
  expect([await due(1_000), await due(64 * 1_048_576)]).toEqual([1_000, 6_400])
})
