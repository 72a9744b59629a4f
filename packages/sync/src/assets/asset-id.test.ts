import { afterEach, expect, test, vi } from 'vitest'
import { assetIdOf } from './asset-id.ts'

afterEach(() => vi.useRealTimers())

const ways = [
  ['by the browser', globalThis.crypto.subtle],
  ['by JavaScript, as over plain HTTP', null],
] as const

test.each(ways)('[I1] an id is the SHA-256 of the bytes in base64url, %s', async (_, subtle) => {
  // FIPS 180-4: the digest of nothing, and of "abc".
  const ids = [await assetIdOf(new Uint8Array(), subtle), await assetIdOf(Uint8Array.of(97, 98, 99), subtle)]
  expect(ids).toEqual(['47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'])
})

test('[I1] both ways agree on several slices and a rest', async () => {
  const bytes = Uint8Array.from({ length: 3 * 1_048_576 + 17 }, (_, at) => (at * 31) % 251)
  expect(await assetIdOf(bytes, null)).toBe(await assetIdOf(bytes))
})

test('JavaScript hashes in slices, between which the page goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  let isDone = false
  const hashing = assetIdOf(new Uint8Array(3 * 1_048_576), null).then(() => {
    isDone = true
  })
  const done: boolean[] = []
  for (let slice = 0; slice < 2; slice += 1) {
    done.push(isDone)
    await vi.advanceTimersToNextTimerAsync()
  }
  await hashing
  expect(done).toEqual([false, false])
})
