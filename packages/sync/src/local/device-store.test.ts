import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { assetsDatabaseName, databaseName, libraryDatabaseName } from './databases.ts'
import { forgetDevice } from './device-store.ts'

afterEach(() => vi.unstubAllGlobals())

test('a browser that refuses to clear its storage, and has no caches, is cleared as far as possible', async () => {
  const indexedDB = new IDBFactory()
  vi.stubGlobal('indexedDB', indexedDB)
  vi.stubGlobal('navigator', {})
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    })
  }
  for (const name of [databaseName, assetsDatabaseName, libraryDatabaseName]) {
    await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = ({ target }) => {
        ;(target as IDBOpenDBRequest).result.close()
        resolve(null)
      }
    })
  }
  await forgetDevice()
  expect(await indexedDB.databases()).toEqual([])
})
