import 'fake-indexeddb/auto'
import type { AssetId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { forgetDevice } from '../local.ts'
import { AssetBrowser, board, picture, shown, uploaded } from '../testing/asset-browser.ts'
import { IdbAssetStore } from './idb-asset-store.ts'
import { MemoryAssetStore } from './memory-asset-store.ts'

/** Several pages of one browser, and devices that fail. */

const browsers: AssetBrowser[] = []
afterEach(() => {
  for (const browser of browsers.splice(0)) browser.kill()
  vi.unstubAllGlobals()
})

function opened(): AssetBrowser {
  const browser = new AssetBrowser()
  browsers.push(browser)
  return browser
}

test('[I6] two pages that show the board upload an asset once', async () => {
  const browser = opened()
  const { server } = browser
  const [first, second] = [browser.page(true), browser.page(true)]
  await first.add(picture(2_000_000))
  await uploaded(first, second)
  expect(server.log).toEqual([
    'HEAD',
    'PUT 0+900000/2000000',
    'PUT 900000+900000/2000000',
    'PUT 1800000+200000/2000000',
  ])
})

test.each([
  ['over plain HTTP', {}],
  ['in a program', undefined],
  ['in a sandboxed iframe', { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } }],
])('[I6] without Web Locks, %s, two pages may both upload it, which does no harm', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  const browser = opened()
  const { server } = browser
  const [first, second] = [browser.page(false), browser.page(false)]
  const asset = await first.add(picture(2_000_000))
  await shown(second, { asset })
  for (const assets of [first, second]) assets.setReady(true)
  await uploaded(first, second)
  expect(server.complete.has(asset)).toBe(true)
})

test('[I6] what a page without a connection has added is uploaded by another page', async () => {
  const browser = opened()
  const [offline, online] = [browser.page(false), browser.page(true)]
  await offline.add(picture(5))
  await uploaded(online, offline)
})

test('[I6] what one page cancels, the others do not upload', async () => {
  const browser = opened()
  const { server } = browser
  const [first, second] = [browser.page(false), browser.page(false)]
  const asset = await first.add(picture(5))
  await shown(second, { asset })
  first.cancel(asset)
  await uploaded(second)
  second.setReady(true)
  expect(server.log).toEqual([])
})

/** A device that has no space until `free` is called. */
class FullStore extends IdbAssetStore {
  isFull = true
  override async add(asset: AssetId, file: Blob): Promise<void> {
    if (this.isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    await super.add(asset, file)
  }
}

test('[I5] what the device refuses stays in memory and says so, is uploaded, and is stored when there is space', async () => {
  const browser = opened()
  const { server } = browser
  const factory = new IDBFactory()
  const store = new FullStore(board, { factory: () => factory })
  const assets = browser.page(false, store)
  const [first, second] = [await assets.add(picture(5)), await assets.add(picture(6))]
  expect(assets.uploads).toMatchObject([{ isKept: false }, { isKept: false }])
  expect(await (await assets.get(first))?.text()).toBe(await picture(5).text())
  store.isFull = false
  assets.retry()
  await shown(assets, { asset: first, isKept: true }, { asset: second, isKept: true })
  assets.setReady(true)
  await uploaded(assets)
  expect([server.complete.size, await browser.stored()]).toEqual([2, []])
})

test('a browser without IndexedDB keeps assets in memory', async () => {
  const browser = opened()
  const { server } = browser
  const refused = new IdbAssetStore(board, {
    factory: () => {
      throw new DOMException('Access is denied.', 'SecurityError')
    },
  })
  const assets = browser.page(true, refused)
  const asset = await assets.add(picture(5))
  expect(assets.uploads).toMatchObject([{ asset, isKept: false }])
  await uploaded(assets)
  expect(server.complete.has(asset)).toBe(true)
})

test('a program without a device uploads from memory', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(true, new MemoryAssetStore())
  const asset = await assets.add(picture(5))
  await uploaded(assets)
  expect(server.complete.has(asset)).toBe(true)
})

test('[I5] bytes that the browser has deleted while they waited are reported, not counted as uploaded', async () => {
  const browser = opened()
  const store = new MemoryAssetStore()
  const assets = browser.page(false, store)
  const asset = await assets.add(picture(5))
  await store.remove(asset)
  assets.setReady(true)
  await shown(assets, { asset, state: 'failed', problem: 'missing' })
})

test('a device that fails when the board is opened is asked again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const browser = opened()
  const store = new MemoryAssetStore()
  await store.add('a'.repeat(43) as AssetId, picture(5))
  const list = vi.spyOn(store, 'list')
  for (let failures = 0; failures < 2; failures += 1) list.mockRejectedValueOnce(new Error('the disk fails'))
  const assets = browser.page(false, store)
  try {
    await vi.advanceTimersByTimeAsync(1_999)
    expect([assets.isLoaded, assets.uploads.length]).toEqual([false, 0])
    await vi.advanceTimersByTimeAsync(1)
    expect([assets.isLoaded, assets.uploads.length]).toEqual([true, 1])
  } finally {
    vi.useRealTimers()
  }
})

test('[I5] forgotten, a board’s assets are neither here nor uploaded, and later ones are not stored', async () => {
  const browser = opened()
  const { server } = browser
  const [assets, other] = [browser.page(false), browser.page(false)]
  const asset = await assets.add(picture(5))
  await shown(other, { asset })
  await assets.forget()
  await uploaded(assets, other)
  expect([await assets.get(asset), await browser.stored()]).toEqual([null, []])
  await assets.add(picture(6))
  expect([assets.uploads.map(({ isKept }) => isKept), await browser.stored(), server.log]).toEqual([[false], [], []])
})

test('[I5] clearing the device deletes the assets of all boards, and open pages stop storing', async () => {
  const factory = new IDBFactory()
  vi.stubGlobal('indexedDB', factory)
  vi.stubGlobal('navigator', {})
  const browser = opened()
  const assets = browser.page(false, new IdbAssetStore(board))
  await assets.add(picture(5))
  await forgetDevice()
  await uploaded(assets)
  await assets.add(picture(6))
  expect([assets.uploads.map(({ isKept }) => isKept), await factory.databases()]).toEqual([[false], []])
})
