import 'fake-indexeddb/auto'
import type { BoardId, PrincipalId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { IdbStore } from './idb-store.ts'
import { type Admittance, LocalPersistence } from './local-persistence.ts'
import type { LocalStore } from './local-store.ts'

const board = 'AAAAAAAAAAAAAAAA' as BoardId
const mara = {
  principal: 'g:mara' as PrincipalId,
  face: { role: 'editor', title: 'Harbour', you: { id: 'g:mara' as PrincipalId, name: 'Mara', color: '#b33a80' } },
} as const
const server = Symbol('server')

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const pages: LocalPersistence[] = []
afterEach(() => {
  for (const persistence of pages.splice(0)) persistence.dispose()
})

/** A page with the board open. */
async function page(store: LocalStore = new IdbStore(board), admit: () => Admittance = () => 'merged') {
  const doc = new Y.Doc()
  const keeping: string[] = []
  const unsent: string[] = []
  const persistence: LocalPersistence = new LocalPersistence(doc, board, store, {
    isRemote: (origin) => origin === server,
    admit,
    changed: () => keeping.push(persistence.keeping),
    late: () => keeping.push('late'),
    supersede: () => {
      throw new Error('nothing is superseded')
    },
    unsent: (update) => unsent.push(...keysIn(update)),
  })
  pages.push(persistence)
  const kept = await persistence.ready
  return { doc, persistence, kept, keeping, unsent, draw: (key: string) => doc.getMap('shapes').set(key, 1) }
}

/** The shapes that an update creates. */
function keysIn(update: Uint8Array): readonly string[] {
  const { structs } = Y.decodeUpdate(update)
  return structs.flatMap((struct) => (struct instanceof Y.Item && struct.parentSub ? [struct.parentSub] : []))
}

async function replace(persistence: LocalPersistence, whole: Uint8Array, unsaved: number, generation: number) {
  await persistence.replace(generation, () => ({ whole, unsaved, carried: [] }))
  persistence.end()
}

const drawn = (doc: Y.Doc) => [...doc.getMap('shapes').keys()].sort()

/** The data a page that opens the board now finds. */
async function found(): Promise<{ readonly keys: readonly string[]; readonly unsaved: number }> {
  const doc = new Y.Doc()
  const store = new IdbStore(board)
  const { updates, unsaved } = await store.load()
  store.close()
  for (const update of updates) Y.applyUpdate(doc, update)
  expect(doc.store.pendingStructs).toBe(null)
  return { keys: drawn(doc), unsaved }
}

test('edits are there for the next page, with the part that the server has not saved', async () => {
  const first = await page()
  first.persistence.own(mara.principal, mara.face)
  first.draw('a')
  first.draw('b')
  Y.applyUpdate(first.doc, remote('theirs'), server)
  await expect.poll(found).toEqual({ keys: ['a', 'b', 'theirs'], unsaved: 2 })
  const second = await page()
  expect(second.kept).toMatchObject({ unsaved: 2, face: mara.face })
  expect(drawn(second.doc)).toEqual(['a', 'b', 'theirs'])
})

test('edits saved by the server count as saved, also when that is known before they are stored here', async () => {
  const { persistence, draw } = await page()
  persistence.own(mara.principal, mara.face)
  draw('a')
  persistence.saved()
  await expect.poll(found).toEqual({ keys: ['a'], unsaved: 0 })
  draw('b')
  await expect.poll(found).toEqual({ keys: ['a', 'b'], unsaved: 1 })
  persistence.saved()
  await expect.poll(found).toEqual({ keys: ['a', 'b'], unsaved: 0 })
})

test('edits made before the server identified the user belong to that user from then on', async () => {
  const { persistence, draw } = await page()
  draw('early')
  await expect.poll(found).toEqual({ keys: ['early'], unsaved: 1 })
  persistence.own(mara.principal, mara.face)
  draw('late')
  await expect.poll(found).toEqual({ keys: ['early', 'late'], unsaved: 2 })
})

test('two pages of one browser store the same board without overwriting each other, and each sees the other’s edits', async () => {
  const one = await page()
  one.persistence.own(mara.principal, mara.face)
  one.draw('one')
  await expect.poll(found).toEqual({ keys: ['one'], unsaved: 1 })
  const two = await page()
  two.draw('two')
  one.draw('three')
  await expect
    .poll(() => [drawn(one.doc), drawn(two.doc)])
    .toEqual([
      ['one', 'three', 'two'],
      ['one', 'three', 'two'],
    ])
  await expect.poll(found).toEqual({ keys: ['one', 'three', 'two'], unsaved: 3 })
})

test('a board stored in many pieces is compacted when it is opened again, and stays the same', async () => {
  const first = new IdbStore(board)
  await first.load()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  for (let index = 0; index < 80; index += 1) doc.getMap('shapes').set(`k${index}`, 1)
  for (const update of updates) await first.append(update, 1, false, () => update)
  const { persistence } = await page()
  persistence.own(mara.principal, mara.face)
  const pieces = async () => {
    const store = new IdbStore(board)
    const kept = await store.load()
    store.close()
    return [kept.updates.length, kept.unsaved]
  }
  await expect.poll(pieces).toEqual([1, 80])
  expect((await found()).keys.length).toBe(80)
  first.close()
})

test('a stored board can be deleted', async () => {
  const { persistence, draw } = await page()
  draw('a')
  await expect.poll(found).toEqual({ keys: ['a'], unsaved: 1 })
  await persistence.forget('person')
  expect(await found()).toEqual({ keys: [], unsaved: 0 })
})

test('a stored and deleted board stays deleted, regardless of pending writes and later messages of the server', async () => {
  const store = new IdbStore(board)
  const own = store.own.bind(store)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  store.own = async (...face) => {
    await held
    await own(...face)
  }
  const { persistence, draw } = await page(store)
  const [appended, owned] = [vi.spyOn(store, 'append'), vi.spyOn(store, 'own')]
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  persistence.own(mara.principal, mara.face)
  draw('waits behind that')
  await vi.advanceTimersByTimeAsync(1_000)
  const forgetting = persistence.forget('person')
  release()
  await forgetting
  persistence.own(mara.principal, mara.face)
  draw('after')
  persistence.dispose()
  await vi.waitFor(() =>
    expect([appended.mock.settledResults.length, owned.mock.settledResults.length]).toEqual([1, 1]),
  )
  const next = new IdbStore(board)
  expect(await next.load()).toEqual({ updates: [], unsaved: 0, face: null, earlier: [] })
  next.close()
})

test('updates that wait are stored together, large ones one after the other', async () => {
  const store = new IdbStore(board)
  const appended = vi.spyOn(store, 'append')
  const { doc, draw } = await page(store)
  draw('a')
  draw('b')
  for (const key of ['c', 'd']) doc.getMap('shapes').set(key, 'x'.repeat(400_000))
  await expect.poll(found).toEqual({ keys: ['a', 'b', 'c', 'd'], unsaved: 4 })
  expect(appended.mock.calls.map(([update]) => keysIn(update))).toEqual([['a', 'b', 'c'], ['d']])
})

test('a copy that could not be read is not overwritten by another document', async () => {
  const before = await page()
  before.draw('kept')
  await expect.poll(found).toEqual({ keys: ['kept'], unsaved: 1 })
  const device = faulty()
  device.fail = true
  const { persistence } = await page(device.store)
  device.fail = false
  await replace(persistence, remote('another'), 1, 2)
  expect(await found()).toEqual({ keys: ['kept'], unsaved: 1 })
})

test('a write of the previous document that fails during its replacement is not retried after it', async () => {
  const store = new IdbStore(board)
  const { persistence, draw } = await page(store)
  let reject = () => {}
  const held = new Promise<void>((_, fail) => {
    reject = () => fail(new Error('QuotaExceededError'))
  })
  const appended = vi.spyOn(store, 'append').mockReturnValue(held)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  draw('a')
  await vi.advanceTimersByTimeAsync(1_000)
  const replacing = replace(persistence, remote('another'), 1, 2)
  reject()
  await replacing
  appended.mockRestore()
  await vi.advanceTimersByTimeAsync(10_000)
  persistence.dispose()
  expect(await found()).toEqual({ keys: ['another'], unsaved: 1 })
})

test('a copy of another generation is neither merged nor marked as saved nor overwritten before it is replaced', async () => {
  const first = await page()
  first.persistence.own(mara.principal, mara.face)
  first.draw('old')
  await expect.poll(found).toEqual({ keys: ['old'], unsaved: 1 })
  const { doc, kept, persistence, draw } = await page(new IdbStore(board), () => 'refused')
  persistence.own(mara.principal, { ...mara.face, generation: 2 })
  draw('new')
  persistence.saved()
  persistence.dispose()
  expect([kept, drawn(doc)]).toEqual([null, ['new']])
  const next = new IdbStore(board)
  expect(await next.load()).toMatchObject({ unsaved: 1, face: mara.face })
  next.close()
  expect(await found()).toEqual({ keys: ['old'], unsaved: 1 })
})

test('a replacement document takes the place of the stored one, with its count, and nothing of the old one is stored after that', async () => {
  const { persistence, draw } = await page()
  draw('a')
  await expect.poll(found).toEqual({ keys: ['a'], unsaved: 1 })
  await replace(persistence, remote('again'), 3, 2)
  draw('b')
  persistence.dispose()
  expect(await found()).toEqual({ keys: ['again'], unsaved: 3 })
})

/** A store that fails on request. */
function faulty(): { readonly store: LocalStore; fail: boolean; hang: boolean } {
  const inner = new IdbStore(board)
  const faults = { fail: false, hang: false }
  const through = <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (faults.hang) return new Promise(() => {})
    return faults.fail ? Promise.reject(new Error('QuotaExceededError')) : run()
  }
  const store: LocalStore = {
    load: () => through(() => inner.load()),
    append: (...given) => through(() => inner.append(...given)),
    saved: () => through(() => inner.saved()),
    own: (principal, face, whole) => through(() => inner.own(principal, face, whole)),
    replace: (...given) => through(() => inner.replace(...given)),
    forget: (whose) => through(() => inner.forget(whose)),
    close: () => inner.close(),
  }
  return Object.assign(faults, { store })
}

test('a storage that rejects writes is reported within two seconds, and has everything once it accepts them again', async () => {
  const device = faulty()
  const { keeping, draw } = await page(device.store)
  device.fail = true
  draw('a')
  draw('b')
  await expect.poll(() => keeping, { timeout: 2_000 }).toEqual(['kept', 'failing'])
  device.fail = false
  await expect.poll(found, { timeout: 5_000 }).toEqual({ keys: ['a', 'b'], unsaved: 2 })
  expect(keeping).toEqual(['kept', 'failing', 'kept'])
})

test('a storage that does not answer delays nobody by more than three seconds', async () => {
  const device = faulty()
  device.hang = true
  const started = performance.now()
  const { kept, keeping } = await page(device.store)
  expect([kept, keeping]).toEqual([null, ['failing']])
  expect(performance.now() - started).toBeLessThan(3_500)
})

test('a storage that fails to open is retried, and its copy arrives late', async () => {
  const before = await page()
  before.draw('kept')
  await expect.poll(found).toEqual({ keys: ['kept'], unsaved: 1 })
  const device = faulty()
  device.fail = true
  const { doc, keeping, draw } = await page(device.store)
  draw('new')
  expect(keeping).toEqual(['failing'])
  device.fail = false
  await expect.poll(() => keeping, { timeout: 5_000 }).toEqual(['failing', 'kept', 'late'])
  expect(drawn(doc)).toEqual(['kept', 'new'])
  await expect.poll(found).toEqual({ keys: ['kept', 'new'], unsaved: 2 })
})

function remote(key: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('shapes').set(key, 1)
  return Y.encodeStateAsUpdate(doc)
}

test('a failing storage is not reported as working because there was nothing to mark as saved', async () => {
  indexedDB.open = () => {
    throw new DOMException('no', 'SecurityError')
  }
  const { persistence, keeping } = await page()
  const marked = vi.spyOn(IdbStore.prototype, 'saved')
  persistence.saved()
  await expect.poll(() => marked.mock.settledResults.map(({ type }) => type)).toEqual(['fulfilled'])
  expect([keeping, persistence.keeping]).toEqual([['failing'], 'failing'])
})

/** The browser aborts a transaction after this many written board entries: its disk is full. */
function fullAfter(puts: number): void {
  const put = IDBObjectStore.prototype.put
  let left = puts
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given)
    if (this.name === 'boards' && --left === 0) this.transaction.abort()
    return request
  })
}

test('a browser that aborts writing whose board this is loses nothing stored before', async () => {
  const { persistence, draw } = await page()
  draw('early')
  await expect.poll(found).toEqual({ keys: ['early'], unsaved: 1 })
  fullAfter(1)
  persistence.own(mara.principal, mara.face)
  draw('late')
  await expect.poll(found).toEqual({ keys: ['early', 'late'], unsaved: 2 })
})

test('a browser that aborts a replacement half-way keeps the previous document until it is written', async () => {
  const { persistence, draw } = await page()
  persistence.own(mara.principal, mara.face)
  draw('early')
  await expect.poll(found).toEqual({ keys: ['early'], unsaved: 1 })
  fullAfter(1)
  await replace(persistence, remote('again'), 1, 2)
  expect(await found()).toEqual({ keys: ['again'], unsaved: 1 })
})

test('edits made before the storage has been read are stored, also when the page is closed first', async () => {
  const store = new IdbStore(board)
  const doc = new Y.Doc()
  const persistence = new LocalPersistence(doc, board, store, {
    isRemote: () => false,
    admit: () => 'merged',
    changed: () => {},
    late: () => {},
    supersede: () => {
      throw new Error('nothing is superseded')
    },
    unsent: () => {},
  })
  doc.getMap('shapes').set('at once', 1)
  persistence.dispose()
  await expect.poll(found).toEqual({ keys: ['at once'], unsaved: 1 })
})
