import { type BoardId, closeCodes } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { httpAssetServer } from './assets/asset-server.ts'
import { MemoryAssetStore } from './assets/memory-asset-store.ts'
import { BoardAssets } from './assets.ts'
import type { Successor } from './successor.ts'
import { DocSync } from './sync.ts'
import { BoardServer } from './testing/board-server.ts'
import { failure, MemoryAssetServer } from './testing/memory-asset-server.ts'

const board = 'AAAAAAAAAAAAAAAA' as BoardId
const none = { pending: 0, failed: 0, unkept: 0, problem: null }
const file = new Blob(['a picture'])

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A document with its assets in memory, and both its servers. */
function page(server = new BoardServer()) {
  const assetServer = new MemoryAssetServer()
  const assets = new BoardAssets({
    board,
    store: new MemoryAssetStore(),
    server: httpAssetServer({ board }, assetServer.fetch),
    random: () => 0,
  })
  const open = (doc: Y.Doc, continues?: Successor): DocSync =>
    new DocSync(doc, server.transport, {
      random: () => 0,
      loadSnapshot: server.loadSnapshot,
      loadRetired: server.loadRetired,
      assets,
      continues,
      remade: (successor) => {
        const next = new Y.Doc()
        Y.applyUpdate(next, successor.update)
        const before = current.sync
        current.sync = open(next, successor)
        before.dispose()
        current.remade += 1
      },
    })
  const doc = new Y.Doc()
  const current = { doc, server, assetServer, assets, sync: open(doc), remade: 0 }
  stops.push(() => current.sync.dispose())
  return current
}

test('[I7] a board is saved only when its assets are on the server’s disk', async () => {
  const { sync, assetServer } = page()
  await sync.settled()
  let release = () => {}
  assetServer.intercept = async (_, answer) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return answer()
  }
  await sync.assets.add(file)
  const order: string[] = []
  const saving = sync.settled().then(() => order.push('saved'))
  await vi.waitFor(() => expect(assetServer.log).toEqual(['PUT 0+9/9']))
  expect(sync.status.uploads).toEqual({ pending: 1, failed: 0, unkept: 1, problem: null })
  order.push('released')
  release()
  await saving
  expect([order, sync.status.uploads]).toEqual([['released', 'saved'], none])
})

test('[I7] a refused asset is counted as failed, and a board with one is not saved', async () => {
  const { sync, assetServer } = page()
  await sync.settled()
  assetServer.intercept = async () => failure(413, 'board-full')
  await sync.assets.add(file)
  await expect(sync.settled()).rejects.toThrow('board-full')
  expect(sync.status.uploads).toEqual({ pending: 0, failed: 1, unkept: 1, problem: 'board-full' })
})

test('[I5] a viewer uploads nothing, and an editor from then on', async () => {
  const server = new BoardServer()
  server.role = 'viewer'
  const { sync, assetServer } = page(server)
  await sync.settled()
  await sync.assets.add(file)
  expect([sync.status.uploads.pending, assetServer.log]).toEqual([1, []])
  server.changeRole('editor')
  await sync.settled()
  expect([sync.status.uploads, assetServer.complete.size]).toEqual([none, 1])
})

test('[I5] on a board that is closed to this person an upload waits', async () => {
  const { sync, server, assetServer } = page()
  await sync.settled()
  server.close({ code: closeCodes.forbidden, message: 'This link was revoked.' })
  await sync.assets.add(file)
  expect([sync.status.connection, sync.status.uploads.pending, assetServer.log]).toEqual(['stopped', 1, []])
})

test('[I5] assets in memory continue with the document that replaces another', async () => {
  const current = page()
  current.doc.getMap('shapes').set('a', 1)
  await current.sync.settled()
  current.assetServer.isOnline = false
  const asset = await current.sync.assets.add(file)
  current.server.renew()
  await vi.waitFor(() => expect(current.remade).toBe(1))
  expect(current.sync.assets.uploads).toMatchObject([{ asset }])
  current.assetServer.isOnline = true
  await current.sync.settled()
  expect([current.assetServer.complete.has(asset), current.sync.status.uploads]).toEqual([true, none])
})

test('[I5] forgetting a board forgets its assets', async () => {
  const server = new BoardServer()
  server.role = 'viewer'
  const { sync } = page(server)
  await sync.settled()
  const asset = await sync.assets.add(file)
  await sync.forget()
  expect([sync.status.uploads, await sync.assets.get(asset)]).toEqual([none, null])
})

test('disposed, a document takes no more assets', async () => {
  const { sync } = page()
  sync.dispose()
  await expect(sync.assets.add(file)).rejects.toThrow('an open board')
})
