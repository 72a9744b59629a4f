import type { AssetId, BoardId } from '@inkbridge/types'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, wrap } from 'idb'
import { assetsDatabaseName } from '../local.ts'
import { type AssetStore, evicted, maxUploadedBytes, type StoredAsset } from './asset-store.ts'

/** Under `<board>/<asset>`; `order` is the time, ms, and later than that of the ones before. */
interface Entry extends StoredAsset {
  readonly board: BoardId
  readonly type: string
  readonly order: number
}

interface Schema extends DBSchema {
  assets: { key: string; value: Entry; indexes: { board: string } }
  /** Under the key of the asset. Not blobs: some browsers do not store those in private windows. */
  bytes: { key: string; value: ArrayBuffer }
}

type Transaction<Mode extends IDBTransactionMode = 'readwrite'> = IDBPTransaction<Schema, ('assets' | 'bytes')[], Mode>

interface IdbAssetStoreOptions {
  readonly factory?: () => IDBFactory
  readonly now?: () => number
  readonly maxUploadedBytes?: number
}

/**
 * Stores a board's assets in IndexedDB, in a database of their own: pages of an earlier version keep the board's open,
 * and could no longer open it if it changed. A change is visible here only once its transaction is complete.
 */
export class IdbAssetStore implements AssetStore {
  readonly isDurable = true
  readonly #board: BoardId
  readonly #factory: () => IDBFactory
  readonly #now: () => number
  readonly #maxUploadedBytes: number
  #database: Promise<IDBPDatabase<Schema>> | null = null
  #isClosed = false

  constructor(board: BoardId, options: IdbAssetStoreOptions = {}) {
    this.#board = board
    this.#factory = options.factory ?? (() => indexedDB)
    this.#now = options.now ?? Date.now
    this.#maxUploadedBytes = options.maxUploadedBytes ?? maxUploadedBytes
  }

  async add(asset: AssetId, file: Blob): Promise<void> {
    const bytes = await file.arrayBuffer()
    try {
      await this.#put(asset, file.type, bytes)
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error
      await this.#evict(0)
      await this.#put(asset, file.type, bytes)
    }
  }

  async list(): Promise<readonly StoredAsset[]> {
    const transaction = await this.#transaction('readonly')
    const entries = await entriesOf(transaction, this.#board)
    return entries.map(({ asset, bytes, isWaiting }) => ({ asset, bytes, isWaiting }))
  }

  async read(asset: AssetId): Promise<Blob | null> {
    const transaction = await this.#transaction('readonly')
    const [entry, bytes] = await Promise.all([
      transaction.objectStore('assets').get(this.#key(asset)),
      transaction.objectStore('bytes').get(this.#key(asset)),
    ])
    return entry && bytes ? new Blob([bytes], { type: entry.type }) : null
  }

  async uploaded(asset: AssetId): Promise<void> {
    const transaction = await this.#transaction('readwrite')
    const assets = transaction.objectStore('assets')
    const entry = await assets.get(this.#key(asset))
    if (entry) await assets.put({ ...entry, isWaiting: false }, this.#key(asset))
    await transaction.done
    await this.#evict(this.#maxUploadedBytes)
  }

  async remove(asset: AssetId): Promise<void> {
    const transaction = await this.#transaction('readwrite')
    await deleteAll(transaction, [this.#key(asset)])
    await transaction.done
  }

  async forget(): Promise<void> {
    const transaction = await this.#transaction('readwrite')
    await deleteAll(transaction, await transaction.objectStore('assets').index('board').getAllKeys(this.#board))
    await transaction.done
  }

  close(): void {
    this.#isClosed = true
    this.#database?.then((database) => database.close()).catch(() => {})
    this.#database = null
  }

  async #put(asset: AssetId, type: string, bytes: ArrayBuffer): Promise<void> {
    const transaction = await this.#transaction('readwrite', 'strict')
    const key = this.#key(asset)
    const last = (await entriesOf(transaction, this.#board)).at(-1)?.order ?? 0
    const order = Math.max(this.#now(), last + 1)
    const entry = { board: this.#board, asset, type, bytes: bytes.byteLength, isWaiting: true, order }
    // Bytes first: browsers throw at once for values that are too large. Other errors are those of the transaction.
    transaction
      .objectStore('bytes')
      .put(bytes, key)
      .catch(() => {})
    transaction
      .objectStore('assets')
      .put(entry, key)
      .catch(() => {})
    await transaction.done
  }

  /** Deletes uploaded assets of all boards, until at most this much is left of them. */
  async #evict(maxBytes: number): Promise<void> {
    const transaction = await this.#transaction('readwrite')
    const entries = inOrder(await transaction.objectStore('assets').getAll())
    const gone = evicted(entries, maxBytes)
    await deleteAll(
      transaction,
      gone.map(({ board, asset }) => keyOf(board, asset)),
    )
    await transaction.done
  }

  #key(asset: AssetId): string {
    return keyOf(this.#board, asset)
  }

  async #transaction<Mode extends 'readonly' | 'readwrite'>(
    mode: Mode,
    durability: 'relaxed' | 'strict' = 'relaxed',
  ): Promise<Transaction<Mode>> {
    const opening = this.#open()
    try {
      const transaction = (await opening).transaction(['assets', 'bytes'], mode, { durability })
      // An error is also reported by the request that caused it.
      transaction.done.catch(() => {})
      return transaction
    } catch (error) {
      // Browsers close a database when they are short of space, or it is unresponsive: the next attempt opens it again.
      if (this.#database === opening) this.#database = null
      throw error
    }
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#isClosed) return Promise.reject(new Error('the store is closed'))
    this.#database ??= openDatabase(this.#factory)
    return this.#database
  }
}

function keyOf(board: BoardId, asset: AssetId): string {
  return `${board}/${asset}`
}

async function entriesOf(
  transaction: Transaction<'readonly'> | Transaction,
  board: BoardId,
): Promise<readonly Entry[]> {
  return inOrder(await transaction.objectStore('assets').index('board').getAll(board))
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => a.order - b.order)
}

async function deleteAll(transaction: Transaction, keys: readonly string[]): Promise<void> {
  const [assets, bytes] = [transaction.objectStore('assets'), transaction.objectStore('bytes')]
  await Promise.all(keys.flatMap((key) => [assets.delete(key), bytes.delete(key)]))
}

/** Older browsers report it as a `DOMException` of this name, newer ones as an error of this class. */
function isQuotaExceeded(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError'
}

async function openDatabase(factory: () => IDBFactory): Promise<IDBPDatabase<Schema>> {
  const request = factory().open(assetsDatabaseName, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('assets').createIndex('board', 'board')
    request.result.createObjectStore('bytes')
  }
  const database = (await wrap(request)) as unknown as IDBPDatabase<Schema>
  // A newer version in another page wants to upgrade the database, or this browser is being cleared: it must not wait.
  database.addEventListener('versionchange', () => database.close())
  return database
}
