import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { forgetDevice } from './device-store.ts'
import { databaseName } from './idb-store.ts'

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
  await new Promise((resolve) => {
    indexedDB.open(databaseName).onsuccess = ({ target }) => {
      ;(target as IDBOpenDBRequest).result.close()
      resolve(null)
    }
  })
  await forgetDevice()
  expect(await indexedDB.databases()).toEqual([])
})
