import type { BoardId, PrincipalId } from '@inkbridge/types'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, wrap } from 'idb'
import { databaseName } from './databases.ts'
import { byGeneration, generationOf, isLaterGeneration } from './generations.ts'
import type { BoardFace, Carried, KeptBeside, KeptBoard, LocalStore, Replacement } from './local-store.ts'

/** Absent generation: that of the board's entry. */
interface UpdateEntry {
  readonly owner: string
  readonly bytes: Uint8Array
  readonly generation?: number | undefined
}

/**
 * `owner` is `<board>/<principal>`: the data of one person and one board in this browser. Under `<owner>/carried` are
 * the carried-over parts of other generations: state vectors in `bytes`.
 */
interface Schema extends DBSchema {
  updates: {
    key: number
    value: UpdateEntry & { readonly deletions?: Uint8Array }
    indexes: { owner: string }
  }
  /** The number of edits of an update that are not known to be saved, under the update's key. */
  unsaved: { key: number; value: { owner: string; count: number }; indexes: { owner: string } }
  boards: {
    key: string
    value: { owner: string; board: BoardId; face: BoardFace | null; usedAt: number }
    indexes: { board: string }
  }
}

interface Keys {
  readonly all: readonly number[]
  readonly unsaved: readonly number[]
}

type Transaction = IDBPTransaction<Schema, ('boards' | 'updates' | 'unsaved')[], 'readwrite'>

/** Before the server has identified the user. */
const nobody = 'nobody'
/** A board in more pieces than this is compacted when it is opened. */
const maxPieces = 64
/** The number of carried-over records per board: pages older than these are gone. */
const maxCarried = 8

export interface IdbStoreOptions {
  /** Where the database is. */
  readonly factory?: () => Promise<IDBFactory>
  /** Stores edits only until the server has saved them, and nothing else of the board. */
  readonly unsavedOnly?: boolean
  readonly now?: () => number
}

/** Stores a board in IndexedDB. A change is visible here only once its transaction is complete. */
export class IdbStore implements LocalStore {
  readonly #board: BoardId
  readonly #factory: () => Promise<IDBFactory>
  readonly #unsavedOnly: boolean
  readonly #now: () => number
  #database: Promise<IDBPDatabase<Schema>> | null = null
  #owner: string
  #face: BoardFace | null = null
  /** Keys of this page's updates, including those it found. */
  #keys: readonly number[] = []
  /** Those of them with edits that are not known to be saved. */
  #unsavedKeys: readonly number[] = []
  /** The whole document at the time another generation replaced it: later updates build on it. */
  #outdatedWhole: number | null = null
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
    const owner = head?.owner ?? this.#owner
    const face = head?.face ?? null
    const current = generationOf(face)
    const found = await readUpdates(transaction, owner, current)
    const isCurrent = ({ generation }: FoundUpdate) => current === null || generation === current
    const own = found.filter(isCurrent)
    const others = found.filter((update) => !isCurrent(update)).filter(isOfKnown)
    this.#owner = owner
    this.#face = face
    this.#keys = own.map(({ key }) => key)
    this.#unsavedKeys = own.filter(({ unsaved }) => unsaved > 0).map(({ key }) => key)
    return {
      updates: own.map(({ bytes }) => bytes),
      unsaved: own.reduce((sum, { unsaved }) => sum + unsaved, 0),
      face,
      earlier: byGeneration(others).filter(({ unsaved }) => unsaved > 0),
    }
  }

  async append(update: Uint8Array, count: number, strict: boolean, whole: () => Uint8Array): Promise<void> {
    const [owner, generation] = [this.#owner, generationOf(this.#face)]
    const transaction = await this.#transaction(strict ? 'strict' : 'relaxed')
    const [updates, boards] = [transaction.objectStore('updates'), transaction.objectStore('boards')]
    const kept = generationOf((await boards.get(owner))?.face)
    const isOutdated = generation !== null && kept !== null && generation !== kept
    const base = this.#outdatedWhole
    const isBased = base !== null && (await updates.getKey(base)) !== undefined
    const bytes = isOutdated && !isBased ? whole() : update
    const key = await updates.add({ owner, bytes, ...(generation !== null && { generation }) })
    if (count > 0) await transaction.objectStore('unsaved').put({ owner, count }, key)
    if (!isOutdated) await boards.put(this.#head(owner, this.#face))
    await transaction.done
    if (isOutdated && !isBased) this.#outdatedWhole = key
    this.#keys = [...this.#keys, key]
    if (count > 0) this.#unsavedKeys = [...this.#unsavedKeys, key]
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
    const generation = generationOf(face) ?? 1
    const transaction = await this.#transaction('relaxed')
    const boards = transaction.objectStore('boards')
    const kept = generationOf((await boards.get(owner))?.face)
    // Another page has a later generation of it: this page is about to be notified.
    if (kept !== null && isLaterGeneration(kept, generation)) return transaction.done
    if (kept !== null && kept !== generation) await nameGeneration(transaction, owner, kept)
    let keys: Keys = { all: this.#keys, unsaved: this.#unsavedKeys }
    if (keys.all.length > 0 && (owner !== before || keys.all.length > maxPieces)) {
      const unsaved = transaction.objectStore('unsaved')
      const counts = await Promise.all(keys.all.map((key) => unsaved.get(key)))
      const count = counts.reduce((sum, entry) => sum + (entry?.count ?? 0), 0)
      keys = await this.#put(transaction, keys.all, { owner, bytes: whole, generation }, count)
    }
    if (owner !== before) await boards.delete(before)
    await boards.put(this.#head(owner, face))
    await transaction.done
    this.#face = face
    this.#owner = owner
    this.#take(keys)
  }

  async replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<void> {
    const owner = this.#owner
    const transaction = await this.#transaction('strict')
    const [updates, boards] = [transaction.objectStore('updates'), transaction.objectStore('boards')]
    const head = await boards.get(owner)
    const face = this.#face ?? head?.face ?? null
    const found = await readUpdates(transaction, owner, generationOf(head?.face))
    const others = found
      .filter(isOfKnown)
      .filter((update) => update.generation !== generation && !this.#keys.includes(update.key))
    const carried = await readCarried(transaction, owner)
    const made = make({ others: byGeneration(others), carried: carried.map(({ value }) => value) })
    if (!made) return transaction.done
    const gone = [...this.#keys, ...others.map(({ key }) => key)]
    const whole = { owner, bytes: made.whole, ...(face && { generation }) }
    const keys = await this.#put(transaction, gone, whole, made.unsaved)
    for (const { key } of carried.slice(0, Math.max(0, carried.length + made.carried.length - maxCarried)))
      await updates.delete(key)
    for (const { stateVector, deletions, generation } of made.carried)
      await updates.add({ owner: carriedOf(owner), bytes: stateVector, deletions, generation })
    await boards.put(this.#head(owner, face && { ...face, generation }))
    await transaction.done
    this.#face = face && { ...face, generation }
    this.#outdatedWhole = null
    this.#take(keys)
  }

  async forget(whose: 'person' | 'everybody'): Promise<void> {
    const transaction = await this.#transaction('relaxed')
    const boards = transaction.objectStore('boards')
    const everybody = whose === 'everybody' ? await boards.index('board').getAllKeys(this.#board) : []
    for (const owner of new Set([this.#owner, ...everybody])) {
      for (const name of ['updates', 'unsaved'] as const) {
        const store = transaction.objectStore(name)
        for (const each of [owner, carriedOf(owner)])
          for (const key of await store.index('owner').getAllKeys(each)) await store.delete(key)
      }
      await boards.delete(owner)
    }
    await transaction.done
    this.#take({ all: [], unsaved: [] })
  }

  close(): void {
    this.#closed = true
    this.#database?.then((database) => database.close()).catch(() => {})
    this.#database = null
  }

  /** Replaces the entries with these keys. */
  async #put(transaction: Transaction, gone: readonly number[], whole: UpdateEntry, count: number): Promise<Keys> {
    const [updates, unsaved] = [transaction.objectStore('updates'), transaction.objectStore('unsaved')]
    await Promise.all(gone.flatMap((key) => [updates.delete(key), unsaved.delete(key)]))
    if (count === 0 && this.#unsavedOnly) return { all: [], unsaved: [] }
    const key = await updates.add(whole)
    if (count > 0) await unsaved.put({ owner: whole.owner, count }, key)
    return { all: [key], unsaved: count > 0 ? [key] : [] }
  }

  #take({ all, unsaved }: Keys): void {
    this.#keys = all
    this.#unsavedKeys = unsaved
  }

  #head(owner: string, face: BoardFace | null) {
    return { owner, board: this.#board, face, usedAt: this.#now() }
  }

  async #transaction(durability: 'relaxed' | 'strict') {
    const opening = this.#open()
    try {
      const transaction = (await opening).transaction(['boards', 'updates', 'unsaved'], 'readwrite', { durability })
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
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    this.#database ??= this.#factory().then(openDatabase)
    return this.#database
  }
}

interface FoundUpdate {
  readonly key: number
  readonly bytes: Uint8Array
  readonly unsaved: number
  /** Null before the server's first answer. */
  readonly generation: number | null
}

/** All updates of one person's board; `current` is the generation of those without one. */
async function readUpdates(
  transaction: Transaction,
  owner: string,
  current: number | null,
): Promise<readonly FoundUpdate[]> {
  const [updates, unsaved] = [transaction.objectStore('updates'), transaction.objectStore('unsaved')]
  const [keys, entries, unsavedKeys, counts] = await Promise.all([
    updates.index('owner').getAllKeys(owner),
    updates.index('owner').getAll(owner),
    unsaved.index('owner').getAllKeys(owner),
    unsaved.index('owner').getAll(owner),
  ])
  const countOf = new Map(unsavedKeys.map((key, index) => [key, counts[index]?.count ?? 0]))
  return entries.flatMap(({ bytes, generation = current }, index) => {
    const key = keys[index]
    return key === undefined ? [] : [{ key, bytes, generation, unsaved: countOf.get(key) ?? 0 }]
  })
}

function isOfKnown(update: FoundUpdate): update is FoundUpdate & { readonly generation: number } {
  return update.generation !== null
}

/** Oldest first. */
async function readCarried(transaction: Transaction, owner: string) {
  const index = transaction.objectStore('updates').index('owner')
  const [keys, entries] = await Promise.all([index.getAllKeys(carriedOf(owner)), index.getAll(carriedOf(owner))])
  return entries.flatMap(({ bytes, deletions = Uint8Array.of(), generation = 1 }, at) => {
    const key = keys[at]
    const value: Carried = { generation, stateVector: bytes, deletions }
    return key === undefined ? [] : [{ key, value }]
  })
}

/** Updates without a generation are of this one, even when the board's entry gets another from now on. */
async function nameGeneration(transaction: Transaction, owner: string, generation: number): Promise<void> {
  const updates = transaction.objectStore('updates')
  for (const key of await updates.index('owner').getAllKeys(owner)) {
    const entry = await updates.get(key)
    if (entry && entry.generation === undefined) await updates.put({ ...entry, generation }, key)
  }
}

function carriedOf(owner: string): string {
  return `${owner}/carried`
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
  // A newer version in another page wants to upgrade the database: it must not wait.
  database.addEventListener('versionchange', () => database.close())
  return database
}
