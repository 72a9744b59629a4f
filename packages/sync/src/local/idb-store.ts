import type { BoardId, PrincipalId } from '@inkbridge/types'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, wrap } from 'idb'
import type { BoardFace, KeptBoard, LocalStore } from './local-store.ts'

/** `owner` is `<board>/<principal>`: what one person keeps of one board in this browser. */
interface Schema extends DBSchema {
  updates: { key: number; value: { owner: string; bytes: Uint8Array }; indexes: { owner: string } }
  /** How many edits of an update are not known to be saved, under the update's key. */
  unsaved: { key: number; value: { owner: string; count: number }; indexes: { owner: string } }
  boards: {
    key: string
    value: { owner: string; board: BoardId; face: BoardFace | null; usedAt: number }
    indexes: { board: string }
  }
}

type Transaction = IDBPTransaction<Schema, ('boards' | 'updates' | 'unsaved')[], 'readwrite'>

export const databaseName = 'inkbridge'
/** Before the server has ever said who this is. */
const nobody = 'nobody'
/** A board in more pieces than this is put together when it is opened. */
const maxPieces = 64

export interface IdbStoreOptions {
  /** Where the database is. */
  readonly factory?: () => Promise<IDBFactory>
  /** Keeps edits only for as long as the server has not saved them, and nothing else of the board. */
  readonly unsavedOnly?: boolean
  readonly now?: () => number
}

/** Keeps a board in IndexedDB. */
export class IdbStore implements LocalStore {
  readonly #board: BoardId
  readonly #factory: () => Promise<IDBFactory>
  readonly #unsavedOnly: boolean
  readonly #now: () => number
  #database: Promise<IDBPDatabase<Schema>> | null = null
  #owner: string
  #face: BoardFace | null = null
  /** Keys of this page's updates, those it found included. */
  #keys: number[] = []
  /** Those of them that hold edits of which nobody has said that they are saved. */
  #unsavedKeys: number[] = []
  #closed = false

  constructor(
    board: BoardId,
    { factory = async () => indexedDB, unsavedOnly = false, now = Date.now }: IdbStoreOptions = {},
  ) {
    this.#board = board
    this.#factory = factory
    this.#unsavedOnly = unsavedOnly
    this.#now = now
    this.#owner = `${board}/${nobody}`
  }

  async load(): Promise<KeptBoard> {
    const transaction = await this.#transaction('relaxed')
    const heads = await transaction.objectStore('boards').index('board').getAll(this.#board)
    const [head] = heads.sort((a, b) => b.usedAt - a.usedAt)
    if (head) this.#owner = head.owner
    this.#face = head?.face ?? null
    const [keys, updates, unsavedKeys, unsaved] = await Promise.all([
      transaction.objectStore('updates').index('owner').getAllKeys(this.#owner),
      transaction.objectStore('updates').index('owner').getAll(this.#owner),
      transaction.objectStore('unsaved').index('owner').getAllKeys(this.#owner),
      transaction.objectStore('unsaved').index('owner').getAll(this.#owner),
    ])
    this.#keys = keys
    this.#unsavedKeys = unsavedKeys
    return {
      updates: updates.map(({ bytes }) => bytes),
      unsaved: unsaved.reduce((sum, { count }) => sum + count, 0),
      face: this.#face,
    }
  }

  async append(update: Uint8Array, unsaved: number, strict: boolean): Promise<void> {
    const owner = this.#owner
    const transaction = await this.#transaction(strict ? 'strict' : 'relaxed')
    const key = await transaction.objectStore('updates').add({ owner, bytes: update })
    if (unsaved > 0) await transaction.objectStore('unsaved').put({ owner, count: unsaved }, key)
    await transaction.objectStore('boards').put(this.#head())
    await transaction.done
    this.#keys.push(key)
    if (unsaved > 0) this.#unsavedKeys.push(key)
  }

  async saved(): Promise<void> {
    const keys = this.#unsavedKeys
    if (keys.length === 0) return
    const transaction = await this.#transaction('relaxed')
    const [unsaved, updates] = [transaction.objectStore('unsaved'), transaction.objectStore('updates')]
    await Promise.all(keys.map((key) => unsaved.delete(key)))
    if (this.#unsavedOnly) await Promise.all(keys.map((key) => updates.delete(key)))
    await transaction.done
    this.#unsavedKeys = this.#unsavedKeys.filter((key) => !keys.includes(key))
    if (this.#unsavedOnly) this.#keys = this.#keys.filter((key) => !keys.includes(key))
  }

  async own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void> {
    const owner = `${this.#board}/${principal}`
    const before = this.#owner
    const together = owner !== before || this.#keys.length > maxPieces
    this.#face = face
    this.#owner = owner
    const transaction = await this.#transaction('relaxed')
    if (together && this.#keys.length > 0) {
      const unsaved = transaction.objectStore('unsaved')
      const counts = await Promise.all(this.#keys.map((key) => unsaved.get(key)))
      const count = counts.reduce((sum, entry) => sum + (entry?.count ?? 0), 0)
      await this.#put(transaction, whole, count)
    }
    const boards = transaction.objectStore('boards')
    if (owner !== before) await boards.delete(before)
    await boards.put(this.#head())
    await transaction.done
  }

  async replace(whole: Uint8Array, unsaved: number, generation: number): Promise<void> {
    this.#face = this.#face && { ...this.#face, generation }
    const transaction = await this.#transaction('strict')
    await this.#put(transaction, whole, unsaved)
    await transaction.objectStore('boards').put(this.#head())
    await transaction.done
  }

  async forget(whose: 'person' | 'everybody'): Promise<void> {
    const transaction = await this.#transaction('relaxed')
    const boards = transaction.objectStore('boards')
    const everybody = whose === 'everybody' ? await boards.index('board').getAllKeys(this.#board) : []
    for (const owner of new Set([this.#owner, ...everybody])) {
      for (const name of ['updates', 'unsaved'] as const) {
        const store = transaction.objectStore(name)
        for (const key of await store.index('owner').getAllKeys(owner)) await store.delete(key)
      }
      await boards.delete(owner)
    }
    await transaction.done
    this.#keys = []
    this.#unsavedKeys = []
  }

  close(): void {
    this.#closed = true
    this.#database?.then((database) => database.close()).catch(() => {})
    this.#database = null
  }

  /** In place of this page's pieces. */
  async #put(transaction: Transaction, whole: Uint8Array, count: number): Promise<void> {
    const [updates, unsaved] = [transaction.objectStore('updates'), transaction.objectStore('unsaved')]
    const owner = this.#owner
    await Promise.all(this.#keys.flatMap((key) => [updates.delete(key), unsaved.delete(key)]))
    const key = count > 0 || !this.#unsavedOnly ? await updates.add({ owner, bytes: whole }) : null
    if (key !== null && count > 0) await unsaved.put({ owner, count }, key)
    this.#keys = key === null ? [] : [key]
    this.#unsavedKeys = count > 0 ? this.#keys : []
  }

  #head() {
    return { owner: this.#owner, board: this.#board, face: this.#face, usedAt: this.#now() }
  }

  async #transaction(durability: 'relaxed' | 'strict') {
    const opening = this.#open()
    try {
      return (await opening).transaction(['boards', 'updates', 'unsaved'], 'readwrite', { durability })
    } catch (error) {
      // Browsers end a database when they are short of space, or of patience: the next try opens it again.
      if (this.#database === opening) this.#database = null
      throw error
    }
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    this.#database ??= this.#factory().then(openDatabase)
    return this.#database
  }
}

async function openDatabase(factory: IDBFactory): Promise<IDBPDatabase<Schema>> {
  const request = factory.open(databaseName, 1)
  request.onupgradeneeded = () => {
    const { result } = request
    result.createObjectStore('updates', { autoIncrement: true }).createIndex('owner', 'owner')
    result.createObjectStore('unsaved').createIndex('owner', 'owner')
    result.createObjectStore('boards', { keyPath: 'owner' }).createIndex('board', 'board')
  }
  const database = (await wrap(request)) as unknown as IDBPDatabase<Schema>
  // A newer version in another page wants to change the database: it is not kept waiting.
  database.addEventListener('versionchange', () => database.close())
  return database
}
