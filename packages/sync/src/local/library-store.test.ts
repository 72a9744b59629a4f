import type { AssetId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { announceForgetting } from './forgetting.ts'
import { type KeptItem, openLibrary } from './library-store.ts'

function item(id: string, order: number, more: Partial<KeptItem> = {}): KeptItem {
  return { id, name: id, created: 1, order, content: '{}', images: [], ...more }
}

/** Two pages of one browser. */
function pages() {
  const factory = new IDBFactory()
  return [openLibrary(() => factory), openLibrary(() => factory)] as const
}

function changeOf(library: ReturnType<typeof openLibrary>): Promise<void> {
  return new Promise((resolve) => library.observe(resolve))
}

test('items are listed in their order, with the bytes of their images, also in another page', async () => {
  const [page, other] = pages()
  const bytes = Uint8Array.of(1, 2, 3).buffer
  const [first, second] = [
    item('a', 1, { images: [{ id: 'asset' as AssetId, type: 'image/png', bytes }] }),
    item('b', 2),
  ]
  await page.put([second, first])
  expect(await page.list()).toEqual([first, second])
  expect(await other.list()).toEqual([first, second])
})

test('an item is replaced under its id, and removed', async () => {
  const [page] = pages()
  await page.put([item('a', 1), item('b', 2)])
  await page.put([item('a', 3, { name: 'Renamed' })])
  expect((await page.list()).map(({ name }) => name)).toEqual(['b', 'Renamed'])
  await page.remove(['a', 'missing'])
  expect(await page.list()).toEqual([item('b', 2)])
})

test('a change is announced here and to other pages', async () => {
  const [page, other] = pages()
  const [here, there] = [changeOf(page), changeOf(other)]
  await page.put([item('a', 1)])
  await Promise.all([here, there])
  expect(await other.list()).toEqual([item('a', 1)])
})

test('of items that cannot all be stored, none is', async () => {
  const [page] = pages()
  const broken = { ...item('b', 2), content: () => '' } as unknown as KeptItem
  await expect(page.put([item('a', 1), broken])).rejects.toThrow()
  expect(await page.list()).toEqual([])
})

test('a device that failed is asked again', async () => {
  const factory = new IDBFactory()
  let fails = true
  const page = openLibrary(() => {
    if (fails) throw new DOMException('Access is denied for this document.', 'SecurityError')
    return factory
  })
  await expect(page.list()).rejects.toThrow('Access is denied')
  fails = false
  expect(await page.list()).toEqual([])
})

test('nothing is stored once this browser is being cleared', async () => {
  const [page, other] = pages()
  await page.put([item('a', 1)])
  announceForgetting()
  await expect
    .poll(() =>
      other.list().then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
  await expect(page.put([item('b', 2)])).rejects.toThrow('closed')
})
