import type { BoardId } from '@inkbridge/types'
import { assetsDatabaseName, databaseName, libraryDatabaseName } from './databases.ts'
import { announceForgetting } from './forgetting.ts'
import { IdbStore } from './idb-store.ts'
import type { LocalStore } from './local-store.ts'
import { MirroredStore } from './mirrored-store.ts'

/** Storage buckets have databases of their own, in files of their own (https://wicg.github.io/storage-buckets). */
interface StorageBuckets {
  open(name: string, options: { readonly durability: 'strict' }): Promise<{ readonly indexedDB: IDBFactory }>
  delete(name: string): Promise<void>
}

const unsavedBucket = 'inkbridge-unsaved'

/** The store of a board in this browser: IndexedDB, with unsaved edits in a second database where there are buckets. */
export function deviceStore(board: BoardId): LocalStore {
  const main = new IdbStore(board)
  const { storageBuckets } = globalThis.navigator as { readonly storageBuckets?: StorageBuckets }
  if (!storageBuckets) return main
  const factory = async () => (await storageBuckets.open(unsavedBucket, { durability: 'strict' })).indexedDB
  return new MirroredStore(main, new IdbStore(board, { factory, unsavedOnly: true }))
}

/**
 * Deletes everything this browser stores of any board and of the person: boards and their
 * assets, the library, keys, settings, and pages for offline use. Open pages stop storing their boards. Never rejects: what cannot be deleted is left.
 */
export async function forgetDevice(): Promise<void> {
  announceForgetting()
  for (const name of ['localStorage', 'sessionStorage'] as const) removeOwn(name)
  const { storageBuckets, serviceWorker } = globalThis.navigator as Navigator & { storageBuckets?: StorageBuckets }
  await Promise.allSettled([
    deleteDatabase(databaseName),
    deleteDatabase(assetsDatabaseName),
    deleteDatabase(libraryDatabaseName),
    storageBuckets?.delete(unsavedBucket),
    // Missing over plain http.
    globalThis.caches?.keys().then((names) => Promise.all(names.filter(isOwn).map((name) => caches.delete(name)))),
    serviceWorker?.getRegistrations().then((all) => Promise.all(all.map((worker) => worker.unregister()))),
  ])
}

/** Where storage is blocked there is nothing to delete: a browser may refuse access to storage itself. */
function removeOwn(name: 'localStorage' | 'sessionStorage'): void {
  try {
    const storage = globalThis[name]
    for (const key of Object.keys(storage)) if (isOwn(key)) storage.removeItem(key)
  } catch {}
}

function isOwn(name: string): boolean {
  return /^inkbridge\b/.test(name)
}

/** Another page may keep the database open: it is then deleted when that page closes; ms. */
const patienceMs = 3_000

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, patienceMs)
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
  })
}
