import { expect, test } from 'vitest'
import { Buckets } from './bucket.ts'

const rate = { perSecond: 1, burst: 1 }

test('an idle key is dropped before one that is in debt', () => {
  const buckets = new Buckets<string>(rate, 2)
  buckets.of('idle', 0)
  buckets.of('waiting', 0).take(1, 0)
  buckets.of('new', 10)
  expect(buckets.has('waiting', 10)).toBe(false)
})

test('a million keys take little memory, and lookups stay fast', () => {
  const buckets = new Buckets<number>(rate, 10_000)
  const started = performance.now()
  for (let key = 0; key < 1_000_000; key += 1) buckets.of(key, key / 1_000).take(1, key / 1_000)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect([buckets.has(0, 1_000), buckets.has(999_999, 1_000)]).toEqual([true, false])
})
