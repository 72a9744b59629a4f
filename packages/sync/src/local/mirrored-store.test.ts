import type { BoardId, PrincipalId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { IdbStore } from './idb-store.ts'
import { MirroredStore } from './mirrored-store.ts'

const board = 'AAAAAAAAAAAAAAAA' as BoardId
const principal = 'g:mara' as PrincipalId
const face = { role: 'editor', title: 'Harbour', you: { id: principal, name: 'Mara', color: '#b33a80' } } as const

/** A browser with two databases, either of which can be lost. */
function browser() {
  const databases = { main: new IDBFactory(), mirror: new IDBFactory() }
  const open = () =>
    new MirroredStore(
      new IdbStore(board, { factory: async () => databases.main }),
      new IdbStore(board, { factory: async () => databases.mirror, unsavedOnly: true }),
    )
  return { databases, open }
}

/** Nothing is replaced, so that the document is never requested. */
function unasked(): Uint8Array {
  throw new Error('the document is not requested')
}

function updateOf(doc: Y.Doc, key: string): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.getMap('shapes').set(key, 1)
  return Y.encodeStateAsUpdate(doc, before)
}

async function found(store: MirroredStore) {
  const { updates, unsaved, face: kept } = await store.load()
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return { keys: [...doc.getMap('shapes').keys()].sort(), unsaved, title: kept?.title ?? null }
}

async function drawn(store: MirroredStore) {
  const doc = new Y.Doc()
  await store.load()
  await store.append(updateOf(doc, 'before'), 1, true, unasked)
  await store.own(principal, face, Y.encodeStateAsUpdate(doc))
  await store.append(updateOf(doc, 'a'), 1, true, unasked)
  await store.append(updateOf(doc, 'b'), 1, true, unasked)
  // Nothing waits for the mirror; a request to it runs after all earlier ones.
  await store.load()
}

test('with both databases there is one board', async () => {
  const { open } = browser()
  await drawn(open())
  expect(await found(open())).toEqual({ keys: ['a', 'b', 'before'], unsaved: 3, title: 'Harbour' })
})

test('when the browser has lost the main database, unsaved edits are restored from the mirror into it', async () => {
  const { databases, open } = browser()
  await drawn(open())
  databases.main = new IDBFactory()
  expect(await found(open())).toEqual({ keys: ['a', 'b', 'before'], unsaved: 3, title: 'Harbour' })
  databases.mirror = new IDBFactory()
  expect(await found(open())).toMatchObject({ keys: ['a', 'b', 'before'], unsaved: 3 })
})

test('when the browser has lost the mirror, or has none, nothing is missing', async () => {
  const { databases, open } = browser()
  await drawn(open())
  databases.mirror = new IDBFactory()
  expect(await found(open())).toEqual({ keys: ['a', 'b', 'before'], unsaved: 3, title: 'Harbour' })
  const failing = new MirroredStore(
    new IdbStore(board, { factory: async () => databases.main }),
    new IdbStore(board, { factory: () => Promise.reject(new Error('no buckets')), unsavedOnly: true }),
  )
  await failing.load()
  await failing.append(updateOf(new Y.Doc(), 'c'), 1, true, unasked)
  expect(await found(failing)).toMatchObject({ unsaved: 4 })
})

test('edits saved by the server are removed from the mirror', async () => {
  const { databases, open } = browser()
  const store = open()
  await drawn(store)
  await store.saved()
  await store.load()
  databases.main = new IDBFactory()
  expect(await found(open())).toMatchObject({ keys: [], unsaved: 0 })
})
