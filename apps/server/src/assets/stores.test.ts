import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AssetId, newBoardId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDiskStore } from './disk-store.ts'
import { MemoryStore } from './memory-store.ts'
import { describeAssets } from './testing/store-suite.ts'

describeAssets('assets in memory', async () => ({
  store: new MemoryStore(() => 1_000_000_000),
  now: () => 1_000_000_000,
  reopen: null,
  async dispose() {},
}))

describeAssets('assets on the disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkbridge-'))
  return {
    store: openDiskStore(folder),
    now: Date.now,
    reopen: () => openDiskStore(folder),
    dispose: async () => rmSync(folder, { recursive: true }),
  }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkbridge-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const key = { board: newBoardId(), asset: 'A'.repeat(43) as AssetId }

test('files and folders are readable only by their owner', async () => {
  const store = openDiskStore(folder)
  await store.append(key, 0, Buffer.from('abc'))
  const conversion = await store.convert(key)
  await writeFile(join(conversion.folder, 'full'), 'content', { mode: 0o600 })
  await conversion.keep()
  await store.append(key, 0, Buffer.from('abc'))
  const at = (...names: readonly string[]) => statSync(join(folder, 'assets', ...names)).mode & 0o777
  const { board, asset } = key
  expect([at(), at('.work'), at(board), at(board, asset)]).toEqual([0o700, 0o700, 0o700, 0o700])
  expect([at(board, asset, 'full'), at(board, `${asset}.upload`)]).toEqual([0o600, 0o600])
})

test('an unfinished conversion is removed when the store is opened again', async () => {
  const conversion = await openDiskStore(folder).convert(key)
  await writeFile(join(conversion.folder, 'full'), 'content')
  openDiskStore(folder)
  expect(readdirSync(join(folder, 'assets', '.work'))).toEqual([])
})

test('a copy takes no more space', async () => {
  const store = openDiskStore(folder)
  await store.append(key, 0, Buffer.from('abc'))
  const conversion = await store.convert(key)
  await writeFile(join(conversion.folder, 'full'), 'content')
  await conversion.keep()
  const to = newBoardId()
  await store.copy(key, to)
  const inode = (board: string) => statSync(join(folder, 'assets', board, key.asset, 'full')).ino
  expect(inode(to)).toBe(inode(key.board))
})

test('names in the folder that are not ids are neither listed nor removed', async () => {
  const store = openDiskStore(folder)
  await writeFile(join(folder, 'assets', 'notes.txt'), 'mine')
  await store.append(key, 0, Buffer.from('abc'))
  await writeFile(join(folder, 'assets', key.board, 'notes.upload'), 'mine')
  await store.discardUploads(Date.now() + 1_000)
  expect(readdirSync(join(folder, 'assets', key.board))).toEqual(['notes.upload'])
  for await (const listed of store.storedBefore(Date.now() + 1_000)) expect.unreachable(listed.asset)
})
