import type { AssetId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import type { AssetStore } from '../assets/asset-store.ts'

export function assetNamed(letter: string): AssetId {
  return letter.repeat(43) as AssetId
}

const [one, two] = [assetNamed('a'), assetNamed('b')]

export function fileOf(text: string): Blob {
  return new Blob([text], { type: 'image/png' })
}

/** The contract of every store of assets. `open` returns a new one, in which nothing is stored. */
export function describeAssetStore(title: string, open: () => AssetStore): void {
  describe(`assets ${title}`, () => {
    test('added assets wait, in this order, and can be read', async () => {
      const store = open()
      await store.add(two, fileOf('second letter'))
      await store.add(one, fileOf('first'))
      expect(await store.list()).toEqual([
        { asset: two, bytes: 13, isWaiting: true },
        { asset: one, bytes: 5, isWaiting: true },
      ])
      const read = await store.read(two)
      expect([await read?.text(), read?.type]).toEqual(['second letter', 'image/png'])
    })

    test('an asset that was never added is not here', async () => {
      const store = open()
      expect([await store.read(one), await store.list()]).toEqual([null, []])
      await store.uploaded(one)
      await store.remove(one)
      expect([await store.read(one), await store.list()]).toEqual([null, []])
    })

    test('an uploaded asset stays, waits no more, and waits again when it is added again', async () => {
      const store = open()
      await store.add(one, fileOf('bytes'))
      await store.uploaded(one)
      expect(await store.list()).toEqual([{ asset: one, bytes: 5, isWaiting: false }])
      expect(await (await store.read(one))?.text()).toBe('bytes')
      await store.add(one, fileOf('bytes'))
      expect(await store.list()).toEqual([{ asset: one, bytes: 5, isWaiting: true }])
    })

    test('a removed asset is gone, and nothing else', async () => {
      const store = open()
      await store.add(one, fileOf('bytes'))
      await store.add(two, fileOf('others'))
      await store.remove(one)
      expect([await store.read(one), await store.list()]).toEqual([null, [{ asset: two, bytes: 6, isWaiting: true }]])
    })

    test('forgotten, it has nothing, and takes new assets', async () => {
      const store = open()
      await store.add(one, fileOf('bytes'))
      await store.forget()
      expect([await store.read(one), await store.list()]).toEqual([null, []])
      await store.add(two, fileOf('new'))
      expect(await store.list()).toEqual([{ asset: two, bytes: 3, isWaiting: true }])
    })

    test('an empty file is a file', async () => {
      const store = open()
      await store.add(one, new Blob())
      expect([(await store.read(one))?.size, await store.list()]).toEqual([
        0,
        [{ asset: one, bytes: 0, isWaiting: true }],
      ])
    })
  })
}
