import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type AssetId, newBoardId } from '@inkbridge/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssetKey, AssetStore, AssetVersion } from '../asset-store.ts'

export interface StoreUnderTest {
  readonly store: AssetStore
  /** The time of the store, ms since 1970. */
  now(): number
  /** Opens what the store keeps once more, as after a crash; null if it is not durable. */
  readonly reopen: (() => AssetStore) | null
  dispose(): Promise<void>
}

const letters = new TextEncoder()
const hour = 3_600_000

/** The contract of all implementations of `AssetStore`. */
export function describeAssets(name: string, setup: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let opened: StoreUnderTest
    let store: AssetStore
    const one: AssetKey = { board: newBoardId(), asset: 'A'.repeat(43) as AssetId }
    const other: AssetKey = { ...one, asset: '-_'.repeat(21).padEnd(43, '4') as AssetId }
    beforeEach(async () => {
      opened = await setup()
      store = opened.store
    })
    afterEach(() => opened.dispose())

    async function keep(key: AssetKey, versions: Readonly<Partial<Record<AssetVersion, string>>>): Promise<void> {
      await store.append(key, 0, letters.encode('upload'))
      const conversion = await store.convert(key)
      for (const [version, content] of Object.entries(versions))
        await writeFile(join(conversion.folder, version), content ?? '')
      await conversion.keep()
      await conversion.dispose()
    }

    async function contentOf(key: AssetKey, version: AssetVersion, from = store): Promise<string | null> {
      const content = await from.read(key, version)
      if (!content) return null
      const read = await text(content.stream)
      expect(content.bytes).toBe(Buffer.byteLength(read))
      return read
    }

    async function stored(time: number): Promise<readonly AssetKey[]> {
      const keys: AssetKey[] = []
      for await (const key of store.storedBefore(time)) keys.push(key)
      return keys
    }

    test('without uploads and assets there is nothing to read, copy or remove', async () => {
      expect(await store.uploaded(one)).toBe(0)
      expect(await store.uploadedTo(one.board)).toBe(0)
      expect(await contentOf(one, 'full')).toBeNull()
      expect(await stored(opened.now() + hour)).toEqual([])
      await store.discard(one)
      await store.discardUploads(opened.now() + hour)
      await store.remove(one)
      await store.removeBoard(one.board)
      await expect(store.copy(one, newBoardId())).rejects.toThrow()
    })

    test('pieces are appended at the end of the upload, from memory and from a file', async () => {
      expect(await store.append(one, 0, letters.encode('abc'))).toBe(3)
      const { folder, dispose } = await store.convert(other)
      await writeFile(join(folder, 'piece'), 'defg')
      expect(await store.append(one, 3, join(folder, 'piece'))).toBe(7)
      await dispose()
      expect(await store.uploaded(one)).toBe(7)
      const { upload, dispose: end } = await store.convert(one)
      expect(await readFile(upload, 'utf8')).toBe('abcdefg')
      await end()
    })

    test.each([0, 2, 4, 1_000_000])(
      'a piece at offset %d of an upload of three bytes changes nothing',
      async (offset) => {
        await store.append(one, 0, letters.encode('abc'))
        expect(await store.append(one, offset, letters.encode('xyz'))).toBeNull()
        expect(await store.uploaded(one)).toBe(3)
      },
    )

    test('uploads are counted by board, and discarded one by one, by board or by age', async () => {
      const elsewhere = { ...one, board: newBoardId() }
      for (const key of [one, other, elsewhere]) await store.append(key, 0, letters.encode('abc'))
      expect(await store.uploadedTo(one.board)).toBe(6)
      await store.discard(other)
      expect(await store.uploadedTo(one.board)).toBe(3)
      await store.discardUploads(opened.now() - hour)
      expect(await store.uploadedTo(one.board)).toBe(3)
      await store.discardUploads(opened.now() + hour, one.board)
      expect([await store.uploadedTo(one.board), await store.uploadedTo(elsewhere.board)]).toEqual([0, 3])
      await store.discardUploads(opened.now() + hour)
      expect(await store.uploadedTo(elsewhere.board)).toBe(0)
    })

    test('a conversion that is not kept stores nothing, and its upload stays', async () => {
      await store.append(one, 0, letters.encode('upload'))
      const conversion = await store.convert(one)
      await writeFile(join(conversion.folder, 'full'), 'content')
      await conversion.dispose()
      await conversion.dispose()
      expect(await contentOf(one, 'full')).toBeNull()
      expect(await store.uploaded(one)).toBe(6)
    })

    test('a conversion that is kept stores all versions, and removes the upload', async () => {
      await keep(one, { full: 'content', w256: 'small' })
      expect(await contentOf(one, 'full')).toBe('content')
      expect(await contentOf(one, 'w256')).toBe('small')
      expect(await contentOf(one, 'w512')).toBeNull()
      expect(await contentOf(other, 'full')).toBeNull()
      expect(await contentOf({ ...one, board: newBoardId() }, 'full')).toBeNull()
      expect(await store.uploaded(one)).toBe(0)
    })

    test('an asset that is stored again replaces all earlier versions', async () => {
      await keep(one, { full: 'first', w256: 'small' })
      await keep(one, { full: 'second' })
      expect(await contentOf(one, 'full')).toBe('second')
      expect(await contentOf(one, 'w256')).toBeNull()
    })

    test('a copy for another board stays when the asset is removed, and the other way round', async () => {
      const [first, second] = [newBoardId(), newBoardId()]
      await keep(one, { full: 'content', w256: 'small' })
      await store.copy(one, first)
      await store.copy(one, second)
      await store.remove({ ...one, board: second })
      expect(await contentOf(one, 'w256')).toBe('small')
      await store.remove(one)
      expect(await contentOf(one, 'full')).toBeNull()
      expect(await contentOf({ ...one, board: first }, 'full')).toBe('content')
    })

    test('a removed board has neither assets nor uploads, and other boards keep theirs', async () => {
      const elsewhere = { ...one, board: newBoardId() }
      await keep(one, { full: 'content' })
      await keep(elsewhere, { full: 'elsewhere' })
      await store.append(other, 0, letters.encode('abc'))
      await store.removeBoard(one.board)
      expect(await contentOf(one, 'full')).toBeNull()
      expect(await store.uploadedTo(one.board)).toBe(0)
      expect(await contentOf(elsewhere, 'full')).toBe('elsewhere')
    })

    test('stored assets are listed by age, uploads are not', async () => {
      await keep(one, { full: 'content' })
      await store.append(other, 0, letters.encode('abc'))
      expect(await stored(opened.now() - hour)).toEqual([])
      expect(await stored(opened.now() + hour)).toEqual([one])
    })

    test('after a crash assets are there, and uploads go on where they were', async () => {
      if (!opened.reopen) return
      await keep(one, { full: 'content' })
      await store.append(other, 0, letters.encode('abc'))
      const conversion = await store.convert(other)
      await writeFile(join(conversion.folder, 'full'), 'never kept')
      const again = opened.reopen()
      expect(await contentOf(one, 'full', again)).toBe('content')
      expect(await contentOf(other, 'full', again)).toBeNull()
      expect(await again.append(other, 3, letters.encode('def'))).toBe(6)
    })
  })
}
