import { type AssetId, type BoardId, newBoardId } from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AssetRow } from '../storage/asset-rows.ts'
import { createDirectory, type Directory } from '../storage/directory.ts'
import { freshSecrets, openMemoryStorage, type TestStorage } from '../testing/test-storage.ts'
import { AssetSweep, Assets } from './assets.ts'
import { MemoryStore } from './memory-store.ts'

const dayMs = 86_400_000
const asset = 'A'.repeat(43) as AssetId

let storage: TestStorage
let directory: Directory
let assets: Assets
let store: MemoryStore
let board: BoardId
let clock = 0
let references: (board: BoardId) => Promise<ReadonlySet<AssetId> | null>
let sweep: AssetSweep
beforeEach(async () => {
  clock = 1_000 * dayMs
  storage = openMemoryStorage()
  directory = createDirectory(storage.tables, freshSecrets(), () => clock)
  store = new MemoryStore(() => clock)
  const converter = { convert: () => Promise.reject(new Error('nothing is converted')) }
  const limits = { maxAssetBytes: 1_000, maxBoardBytes: 10_000, documentBytes: async () => 0 }
  assets = new Assets(store, directory, converter, limits)
  references = async () => new Set()
  const referencesOf = (id: BoardId) => references(id)
  sweep = new AssetSweep({ assets, rows: directory, referencesOf, logger: pino({ level: 'silent' }), now: () => clock })
  board = (await directory.create('Harbour', null)).id
  await keep()
})
afterEach(() => storage.close())

const row = (): AssetRow => {
  const size = { width: 1, height: 1, bytes: 10, uploaded: 10 }
  return { board, asset, type: 'image/png', animated: false, ...size }
}

async function keep(): Promise<void> {
  await store.append({ board, asset }, 0, Buffer.from('upload'))
  const conversion = await store.convert({ board, asset })
  await conversion.keep()
  await conversion.dispose()
  await directory.addAsset(row())
}

const isStored = async () => (await directory.asset(board, asset)) !== null

async function sweepAfter(days: number) {
  clock += days * dayMs
  return sweep.sweep()
}

test('a picture without a reference is removed thirty days after that was found', async () => {
  expect(await sweepAfter(0)).toEqual({ removed: 0 })
  expect(await sweepAfter(29)).toEqual({ removed: 0 })
  expect(await sweepAfter(1)).toEqual({ removed: 1 })
  expect(await isStored()).toBe(false)
})

test('a reference in between begins the thirty days again', async () => {
  await sweepAfter(0)
  references = async () => new Set([asset])
  await sweepAfter(29)
  references = async () => new Set()
  expect(await sweepAfter(1)).toEqual({ removed: 0 })
  expect(await sweepAfter(29)).toEqual({ removed: 0 })
  expect(await sweepAfter(1)).toEqual({ removed: 1 })
})

test('a picture that a shape refers to stays', async () => {
  references = async () => new Set([asset])
  for (let day = 0; day < 3; day += 1) expect(await sweepAfter(40)).toEqual({ removed: 0 })
  expect(await isStored()).toBe(true)
})

test('a reference that is written while the picture is being removed keeps it', async () => {
  await sweepAfter(0)
  let isWritten = false
  const { removeAsset } = directory
  directory.removeAsset = async (...key) => {
    await removeAsset(...key)
    isWritten = true
  }
  references = async () => new Set(isWritten ? [asset] : [])
  expect(await sweepAfter(30)).toEqual({ removed: 0 })
  expect([isWritten, await isStored()]).toEqual([true, true])
})

test.each([
  ['is damaged', async () => null],
  ['cannot be read', () => Promise.reject(new Error('the disk fails'))],
])('the pictures of a board that %s stay', async (_, answer) => {
  await sweepAfter(0)
  references = answer
  expect(await sweepAfter(60)).toEqual({ removed: 0 })
  expect(await isStored()).toBe(true)
})

test('the pictures of a board in the trash stay until it is purged', async () => {
  await directory.remove(board)
  expect(await sweepAfter(60)).toEqual({ removed: 0 })
  expect(await isStored()).toBe(true)
  await assets.purge(board)
  expect(await store.read({ board, asset }, 'full')).toBeNull()
})

test('uploads that nobody continues, and files without a row, are removed after a day', async () => {
  const other = { board, asset: 'E'.repeat(43) as AssetId }
  await store.append(other, 0, Buffer.from('part'))
  await directory.removeAsset(board, asset)
  const stored = async () => {
    const keys: AssetId[] = []
    for await (const key of store.storedBefore(Number.POSITIVE_INFINITY)) keys.push(key.asset)
    return [keys.length, await store.uploaded(other)]
  }
  await sweepAfter(0.9)
  expect(await stored()).toEqual([1, 4])
  await sweepAfter(0.2)
  expect(await stored()).toEqual([0, 0])
})

test('a copy for another board has its own row, and stays when the first is removed', async () => {
  const to = (await directory.create('Quay', null)).id
  await assets.copy(board, to, [asset, 'I'.repeat(43) as AssetId])
  await assets.copy(newBoardId(), to, [asset])
  await assets.remove({ board, asset }, async () => false)
  expect(await directory.asset(to, asset)).toEqual({ ...row(), board: to })
  expect(await directory.asset(board, asset)).toBeNull()
})
