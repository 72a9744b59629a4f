import type { BoardId } from '@inkbridge/types'
import { IdbStore } from './idb-store.ts'
import type { LocalStore } from './local-store.ts'
import { MirroredStore } from './mirrored-store.ts'

/** Storage buckets have databases of their own, in files of their own (https://wicg.github.io/storage-buckets). */
interface StorageBuckets {
  open(name: string, options: { readonly durability: 'strict' }): Promise<{ readonly indexedDB: IDBFactory }>
}

/** Where this browser keeps a board: in IndexedDB, and what is unsaved in a second one where there are buckets. */
export function deviceStore(board: BoardId): LocalStore {
  const main = new IdbStore(board)
  const { storageBuckets } = globalThis.navigator as { readonly storageBuckets?: StorageBuckets }
  if (!storageBuckets) return main
  const factory = async () => (await storageBuckets.open('inkbridge-unsaved', { durability: 'strict' })).indexedDB
  return new MirroredStore(main, new IdbStore(board, { factory, unsavedOnly: true }))
}
