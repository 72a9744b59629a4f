import 'fake-indexeddb/auto'
import type { BoardId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { IdbStore } from './local/idb-store.ts'
import type { LocalStore } from './local/local-store.ts'
import type { Successor } from './successor.ts'
import { DocSync } from './sync.ts'
import { BoardServer, keysOf } from './testing/board-server.ts'
import type { Transport } from './transport.ts'

/** Pages of one browser that show the same board, where each can fail alone. */

const board = 'AAAAAAAAAAAAAAAA' as BoardId

const stops: (() => void)[] = []
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.unstubAllGlobals()
})

/** Edits in one page reach another only by the local store and by the server. */
function withoutChannels(): void {
  vi.stubGlobal('BroadcastChannel', undefined)
}

/** A page whose own network can fail. */
function page(server: BoardServer, store: () => LocalStore = () => new IdbStore(board)) {
  let isOnline = true
  let cut = () => {}
  const transport: Transport = {
    name: 'memory',
    open: (events) => {
      if (isOnline) {
        const connection = server.transport.open(events)
        cut = () => {
          connection.close()
          events.closed({ code: null, message: 'offline' })
        }
        return connection
      }
      queueMicrotask(() => events.closed({ code: null, message: 'offline' }))
      return { send: () => {}, close: () => {} }
    },
  }
  const connect = (doc: Y.Doc, continues?: Successor): DocSync =>
    new DocSync(doc, transport, {
      random: () => 0.1,
      loadSnapshot: server.loadSnapshot,
      loadRetired: server.loadRetired,
      local: { board, store: store() },
      continues,
      remade: (successor) => {
        current.sync.dispose()
        current.doc = new Y.Doc()
        Y.applyUpdate(current.doc, successor.update)
        current.sync = connect(current.doc, successor)
        current.remade += 1
      },
    })
  const doc = new Y.Doc()
  const current = {
    doc,
    sync: connect(doc),
    remade: 0,
    draw: (key: string) => current.doc.getMap('shapes').set(key, 1),
    leave: () => {
      isOnline = false
      cut()
    },
    back: () => {
      isOnline = true
    },
  }
  stops.push(() => current.sync.dispose())
  return current
}

async function settled(...pages: readonly ReturnType<typeof page>[]): Promise<void> {
  for (const current of pages)
    await vi.waitFor(
      () => {
        const { connection, synced, edits, keeping } = current.sync.status
        expect([connection, synced, edits.device, edits.received, keeping]).toEqual(['live', true, 0, 0, 'kept'])
      },
      { timeout: 10_000 },
    )
}

/** The stored copies, as a page that is opened now finds them. */
async function kept() {
  const store = new IdbStore(board)
  const { updates, unsaved, face, earlier } = await store.load()
  store.close()
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
  return { keys: keysOf(doc), unsaved, generation: face?.generation, earlier: earlier.map(({ unsaved }) => unsaved) }
}

async function keptUnsaved(key: string): Promise<void> {
  await vi.waitFor(async () => expect((await kept()).keys).toContain(key))
}

/** A board that two pages show; the first is offline and has an edit that the server does not have. */
async function oneIsOffline(server: BoardServer, store?: () => LocalStore) {
  const first = page(server, store)
  first.draw('deleted since')
  await settled(first)
  const second = page(server, store)
  await settled(second)
  first.leave()
  first.draw('mine')
  return { first, second }
}

test('[R10] edits that an offline page has stored are carried over by another page that sees the new generation first, and only once', async () => {
  withoutChannels()
  const server = new BoardServer()
  const { first, second } = await oneIsOffline(server)
  await keptUnsaved('mine')
  server.renew()
  server.doc.getMap('shapes').delete('deleted since')
  await vi.waitFor(() => expect(second.remade).toBe(1))
  await settled(second)
  expect([keysOf(second.doc), server.keys()]).toEqual([['mine'], ['mine']])
  await vi.waitFor(async () => expect(await kept()).toEqual({ keys: ['mine'], unsaved: 0, generation: 2, earlier: [] }))
  // Deleted before the first page is back, where it is unsaved.
  second.doc.getMap('shapes').delete('mine')
  await settled(second)
  first.back()
  await vi.waitFor(() => expect(first.remade).toBe(1), { timeout: 5_000 })
  await settled(first, second)
  expect([keysOf(first.doc), keysOf(second.doc), server.keys()]).toEqual([[], [], []])
})

/**
 * A store that knows of no pages but its own: it replaces only what it has found and stored, and reports nothing else.
 */
class Alone extends IdbStore {
  override async replace(...[generation, make]: Parameters<LocalStore['replace']>): Promise<void> {
    await super.replace(generation, () => make({ others: [], carried: [] }))
  }
}

test('storage without the messages between pages loses others’ edits when the generation changes', async () => {
  withoutChannels()
  const server = new BoardServer()
  const { first, second } = await oneIsOffline(server, () => new Alone(board))
  await keptUnsaved('mine')
  first.sync.dispose()
  server.renew()
  await vi.waitFor(() => expect(second.remade).toBe(1))
  await settled(second)
  expect([keysOf(second.doc), server.keys()]).toEqual([['deleted since'], ['deleted since']])
})

test('[R10] edits of a page that does not know of the new generation yet survive it, and do not bring back the old board', async () => {
  withoutChannels()
  const server = new BoardServer()
  const { first, second } = await oneIsOffline(server)
  await keptUnsaved('mine')
  server.renew()
  server.doc.getMap('shapes').delete('deleted since')
  await vi.waitFor(() => expect(second.remade).toBe(1))
  await settled(second)
  first.draw('late')
  await vi.waitFor(async () => expect((await kept()).earlier).toEqual([1]))
  first.draw('later')
  await vi.waitFor(async () => expect((await kept()).earlier).toEqual([2]))
  // Both are closed before the first one's network is back.
  for (const { sync } of [first, second]) sync.dispose()
  expect(await kept()).toEqual({ keys: ['mine'], unsaved: 0, generation: 2, earlier: [2] })
  server.doc.getMap('shapes').delete('mine')
  const next = page(server)
  await vi.waitFor(() => expect(next.remade).toBe(1))
  await settled(next)
  const all = ['late', 'later']
  expect([keysOf(next.doc), server.keys()]).toEqual([all, all])
  await vi.waitFor(async () => expect(await kept()).toEqual({ keys: all, unsaved: 0, generation: 2, earlier: [] }))
})

test('edits of an offline page are sent by another page of the browser, and count there until they are saved', async () => {
  const server = new BoardServer()
  const { first, second } = await oneIsOffline(server)
  await vi.waitFor(() => expect(server.keys()).toEqual(['deleted since', 'mine']))
  await settled(second)
  expect([first.sync.status.edits.device, second.sync.status.edits.saved]).toEqual([1, 1])
  first.back()
  await settled(first)
  expect(server.keys()).toEqual(['deleted since', 'mine'])
})

test('without a channel between pages the edits of an offline page wait for that page', async () => {
  withoutChannels()
  const server = new BoardServer()
  const { second } = await oneIsOffline(server)
  await keptUnsaved('mine')
  await settled(second)
  second.draw('theirs')
  await settled(second)
  expect(server.keys()).toEqual(['deleted since', 'theirs'])
})
