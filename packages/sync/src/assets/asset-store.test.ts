import 'fake-indexeddb/auto'
import type { BoardId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { assetNamed, describeAssetStore, fileOf } from '../testing/asset-store-suite.ts'
import { evicted } from './asset-store.ts'
import { IdbAssetStore } from './idb-asset-store.ts'
import { MemoryAssetStore } from './memory-asset-store.ts'

const board = 'AAAAAAAAAAAAAAAA' as BoardId
const other = 'BBBBBBBBBBBBBBBB' as BoardId
const [one, two, three] = [assetNamed('a'), assetNamed('b'), assetNamed('c')]

describeAssetStore('in memory', () => new MemoryAssetStore())
describeAssetStore('in IndexedDB', () => opened())

function opened(factory = new IDBFactory(), options: { readonly maxUploadedBytes?: number } = {}, of = board) {
  return new IdbAssetStore(of, { factory: () => factory, ...options })
}

test('the next page finds what this one has stored, and other boards do not', async () => {
  const factory = new IDBFactory()
  const store = opened(factory)
  await store.add(one, fileOf('bytes'))
  await store.add(two, fileOf('more'))
  store.close()
  expect(await opened(factory).list()).toEqual([
    { asset: one, bytes: 5, isWaiting: true },
    { asset: two, bytes: 4, isWaiting: true },
  ])
  expect(await opened(factory, {}, other).list()).toEqual([])
})

test('forgetting a board leaves the assets of others', async () => {
  const factory = new IDBFactory()
  await opened(factory, {}, other).add(one, fileOf('theirs'))
  const store = opened(factory)
  await store.add(one, fileOf('ours'))
  await store.forget()
  expect(await (await opened(factory, {}, other).read(one))?.text()).toBe('theirs')
})

test('assets keep their order when the clock goes back', async () => {
  const times = [2_000, 1_000, 1_000]
  const store = new IdbAssetStore(board, { factory: factoryOf(), now: () => times.shift() ?? 0 })
  for (const asset of [three, one, two]) await store.add(asset, fileOf('x'))
  expect((await store.list()).map(({ asset }) => asset)).toEqual([three, one, two])
})

test('of all boards the oldest uploaded assets go first, and none that waits', async () => {
  const factory = new IDBFactory()
  const theirs = opened(factory, {}, other)
  await theirs.add(one, fileOf('12345'))
  await theirs.uploaded(one)
  const store = opened(factory, { maxUploadedBytes: 10 })
  await store.add(one, fileOf('123456'))
  await store.add(two, fileOf('123456'))
  await store.add(three, fileOf('1234'))
  await store.uploaded(three)
  await store.uploaded(two)
  expect([await theirs.list(), await store.list()]).toEqual([
    [],
    [
      { asset: one, bytes: 6, isWaiting: true },
      { asset: two, bytes: 6, isWaiting: false },
      { asset: three, bytes: 4, isWaiting: false },
    ],
  ])
})

test.each([
  ['nothing while there is room', 10, []],
  ['the oldest', 9, ['a']],
  ['all', 0, ['a', 'c']],
])('%s is evicted', (_, maxBytes, gone) => {
  const assets = [
    { name: 'a', bytes: 5, isWaiting: false },
    { name: 'b', bytes: 50, isWaiting: true },
    { name: 'c', bytes: 5, isWaiting: false },
  ]
  expect(
    evicted(assets, maxBytes)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(gone)
})

test('when the device is full, uploaded assets make room once; then adding is refused', async () => {
  const factory = new IDBFactory()
  const store = opened(factory)
  await store.add(one, fileOf('uploaded'))
  await store.uploaded(one)
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  const full = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  put.mockImplementationOnce(full)
  await store.add(two, fileOf('new'))
  expect(await store.list()).toEqual([{ asset: two, bytes: 3, isWaiting: true }])
  put.mockImplementation(full)
  await expect(store.add(three, fileOf('more'))).rejects.toThrow('quota')
  put.mockRestore()
  expect(await store.list()).toEqual([{ asset: two, bytes: 3, isWaiting: true }])
})

test('a closed store refuses everything', async () => {
  const store = opened()
  store.close()
  await expect(store.list()).rejects.toThrow('closed')
  await expect(store.add(one, fileOf('late'))).rejects.toThrow('closed')
})

test('a database that the browser has closed is opened again', async () => {
  const factory = new IDBFactory()
  const store = opened(factory)
  await store.add(one, fileOf('bytes'))
  // Deleting it closes it: `versionchange`.
  await new Promise((resolve) => {
    factory.deleteDatabase('inkbridge-assets').onsuccess = resolve
  })
  await store.list().catch(() => {})
  expect(await store.list()).toEqual([])
})

function factoryOf(): () => IDBFactory {
  const factory = new IDBFactory()
  return () => factory
}
