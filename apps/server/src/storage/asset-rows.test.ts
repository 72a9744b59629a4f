import { type AssetId, newBoardId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshSecrets, openMemoryStorage, type TestStorage } from '../testing/test-storage.ts'
import type { AssetRow } from './asset-rows.ts'
import { createDirectory, type Directory } from './directory.ts'

let storage: TestStorage
let directory: Directory
let clock = 1_000
beforeEach(() => {
  clock = 1_000
  storage = openMemoryStorage()
  directory = createDirectory(storage.tables, freshSecrets(), () => clock)
})
afterEach(() => storage.close())

const [first, second] = ['A', 'E'].map((letter) => letter.repeat(43) as AssetId) as [AssetId, AssetId]

async function boardWith(...assets: readonly AssetId[]): Promise<readonly AssetRow[]> {
  const { id: board } = await directory.create('Harbour', null)
  const rows = assets.map((asset, index): AssetRow => {
    const size = { width: 40, height: 30, bytes: 100 * (index + 1), uploaded: 90 }
    return { board, asset, type: 'image/png', animated: index === 1, ...size }
  })
  for (const row of rows) await directory.addAsset(row)
  return rows
}

test('assets are found on their own board, listed there, and their bytes are added up', async () => {
  const [a, b] = (await boardWith(first, second)) as [AssetRow, AssetRow]
  const { id: other } = await directory.create('Quay', null)
  expect(await directory.asset(a.board, first)).toEqual(a)
  expect(await directory.asset(other, first)).toBeNull()
  expect(await directory.assetsOf(a.board)).toEqual([a, b].map((row) => ({ ...row, unreferencedSince: null })))
  expect([await directory.assetBytes(a.board), await directory.assetBytes(other)]).toEqual([300, 0])
})

test('an asset that is added again stays as it was', async () => {
  const [row] = (await boardWith(first)) as [AssetRow]
  await directory.addAsset({ ...row, bytes: 1 })
  expect(await directory.assetsOf(row.board)).toEqual([{ ...row, unreferencedSince: null }])
})

test('a board that does not exist gets no assets', async () => {
  const [row] = (await boardWith(first)) as [AssetRow]
  await expect(directory.addAsset({ ...row, board: newBoardId() })).rejects.toThrow('FOREIGN KEY')
})

test('an asset is removed from its own board only', async () => {
  const [a] = (await boardWith(first)) as [AssetRow]
  const [b] = (await boardWith(first)) as [AssetRow]
  await directory.removeAsset(a.board, first)
  expect([await directory.asset(a.board, first), await directory.asset(b.board, first)]).toEqual([null, b])
})

test('an asset is unreferenced since the first of the checks in a row that found no reference', async () => {
  const [{ board }] = (await boardWith(first, second)) as [AssetRow, AssetRow]
  const since = async () => (await directory.assetsOf(board)).map((row) => row.unreferencedSince)
  await directory.assetsChecked(board, [first])
  expect(await since()).toEqual([1_000, null])
  clock = 2_000
  await directory.assetsChecked(board, [first, second])
  expect(await since()).toEqual([1_000, 2_000])
  clock = 3_000
  await directory.assetsChecked(board, [second])
  await directory.assetsChecked(board, [first])
  expect(await since()).toEqual([3_000, null])
})

test('boards with assets are listed while they are not in the trash, and purged with their assets', async () => {
  const [kept, gone] = [(await boardWith(first))[0], (await boardWith(first, second))[0]]
  if (!kept || !gone) return expect.unreachable()
  await directory.remove(gone.board)
  expect(await directory.boardsWithAssets()).toEqual([kept.board])
  await directory.purge(kept.board)
  await directory.purge(gone.board)
  expect([await directory.assetBytes(kept.board), await directory.assetBytes(gone.board)]).toEqual([100, 0])
})
