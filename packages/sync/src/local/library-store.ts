import type { AssetId } from '@inkbridge/types'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, wrap } from 'idb'
import { openChannel } from './channel.ts'
import { libraryDatabaseName } from './databases.ts'
import { onForgetting } from './forgetting.ts'

/** An item of the library: content that can be added to any board. */
export interface KeptItem {
  readonly id: string
  /** Empty: it has no name. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  /** Its place in the library, ascending. */
  readonly order: number
  /** The shapes, as a text that this store does not read. */
  readonly content: string
  /** Its images, by the ids that the content has for them. Not blobs: some browsers do not store those in private windows. */
  readonly images: readonly { readonly id: AssetId; readonly type: string; readonly bytes: ArrayBuffer }[]
}

interface Schema extends DBSchema {
  items: { key: string; value: KeptItem }
}

type Transaction = IDBPTransaction<Schema, ['items'], 'readwrite'>

/** The person's library, shared by all boards and pages of this browser. Every method rejects when the device fails. */
export interface LibraryStore {
  /** Returns all items in their order. */
  list(): Promise<readonly KeptItem[]>
  /** Stores items, all or none, replacing those with the same ids. Resolves once they are stored. */
  put(items: readonly KeptItem[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Calls the listener after each change of this page or of another one. */
  observe(listener: () => void): () => void
  dispose(): void
}

/** Opens the library in IndexedDB, in a database of its own. */
export function openLibrary(factory: () => IDBFactory = () => indexedDB): LibraryStore {
  return new IdbLibrary(factory)
}

class IdbLibrary implements LibraryStore {
  readonly #factory: () => IDBFactory
  readonly #listeners = new Set<() => void>()
  readonly #channel = openChannel(libraryDatabaseName)
  readonly #stop: () => void
  #database: Promise<IDBPDatabase<Schema>> | null = null
  #isClosed = false

  constructor(factory: () => IDBFactory) {
    this.#factory = factory
    this.#channel?.addEventListener('message', () => this.#notify())
    this.#stop = onForgetting(() => this.#close())
  }

  async list(): Promise<readonly KeptItem[]> {
    const transaction = (await this.#open()).transaction('items')
    const items = await transaction.store.getAll()
    return items.sort((a, b) => a.order - b.order)
  }

  put(items: readonly KeptItem[]): Promise<void> {
    return this.#write(items, ({ store }, item) => store.put(item))
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#write(ids, ({ store }, id) => store.delete(id))
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispose(): void {
    this.#listeners.clear()
    this.#stop()
    this.#channel?.close()
    this.#close()
  }

  async #write<Value>(
    values: readonly Value[],
    request: (transaction: Transaction, value: Value) => Promise<unknown>,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction('items', 'readwrite', { durability: 'strict' })
    // An error of a request is also that of the transaction.
    const isDone = transaction.done
    isDone.catch(() => {})
    try {
      for (const value of values) request(transaction, value).catch(() => {})
    } catch (error) {
      // Browsers throw at once for values that are too large.
      transaction.abort()
      throw error
    }
    await isDone
    this.#channel?.postMessage(null)
    this.#notify()
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }

  /** For good: all data on this device is being deleted, or nobody needs the library. */
  #close(): void {
    this.#isClosed = true
    this.#database?.then((database) => database.close()).catch(() => {})
    this.#database = null
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#isClosed) return Promise.reject(new Error('the library is closed'))
    if (this.#database) return this.#database
    const forget = () => {
      if (this.#database === opening) this.#database = null
    }
    const opening = openDatabase(this.#factory, forget)
    this.#database = opening
    opening.catch(forget)
    return opening
  }
}

/** @param lost is called when the database is closed by the browser or by another page: it can be opened again */
async function openDatabase(factory: () => IDBFactory, lost: () => void): Promise<IDBPDatabase<Schema>> {
  const request = factory().open(libraryDatabaseName, 1)
  request.onupgradeneeded = () => request.result.createObjectStore('items', { keyPath: 'id' })
  const database = (await wrap(request)) as unknown as IDBPDatabase<Schema>
  database.addEventListener('close', lost)
  // A newer version in another page wants to upgrade the database, or this browser is being cleared: it must not wait.
  database.addEventListener('versionchange', () => {
    database.close()
    lost()
  })
  return database
}
