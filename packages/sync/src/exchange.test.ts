import type { BoardId } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { DocSync } from './sync.ts'
import { BoardServer, keysOf } from './testing/board-server.ts'
import { memoryStore } from './testing/memory-store.ts'
import type { Transport, TransportEvents } from './transport.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

function page(server: BoardServer) {
  const doc = new Y.Doc()
  const sync = new DocSync(doc, server.transport, { random: () => 0 })
  stops.push(() => sync.dispose())
  return { doc, sync, draw: (key: string) => doc.getMap('shapes').set(key, 1) }
}

const updates = (server: BoardServer) =>
  server.received.flatMap(({ kind }) => (kind === 'update' || kind === 'sync-step-2' ? [kind] : []))

test('edits made before the server asks are sent with the answer, and later ones as updates', async () => {
  const server = new BoardServer()
  const { sync, draw } = page(server)
  draw('early')
  draw('also early')
  await sync.settled()
  expect(sync.status.edits).toEqual({ device: 0, received: 0, saved: 2 })
  draw('later')
  await sync.settled()
  expect([updates(server), server.keys()]).toEqual([
    ['sync-step-2', 'update'],
    ['also early', 'early', 'later'],
  ])
  expect(sync.status.edits).toEqual({ device: 0, received: 0, saved: 3 })
})

test('edits in flight when the connection broke, and edits made offline, are sent with the next answer', async () => {
  const server = new BoardServer()
  const { sync, draw } = page(server)
  await sync.settled()
  server.close({ code: null, message: 'cut' })
  draw('sent into a dead connection')
  const unobserve = sync.observe(() => {
    if (sync.status.connection !== 'offline') return
    unobserve()
    draw('offline')
    expect(sync.status.edits).toEqual({ device: 2, received: 0, saved: 0 })
  })
  await vi.waitFor(() => expect(sync.status.edits).toEqual({ device: 0, received: 0, saved: 2 }))
  expect(server.keys()).toEqual(['offline', 'sent into a dead connection'])
  expect(updates(server)).toEqual(['sync-step-2', 'sync-step-2'])
})

test('edits made while the permission to edit returns are sent with the answer, and not ahead of earlier ones', async () => {
  const server = new BoardServer()
  const { doc, sync, draw } = page(server)
  await sync.settled()
  server.changeRole('viewer')
  await vi.waitFor(() => expect(sync.status.role).toBe('viewer'))
  draw('as a viewer')
  server.changeRole('editor', { asks: false })
  await vi.waitFor(() => expect(sync.status.role).toBe('editor'))
  draw('before the server asks')
  expect(sync.status.edits.device).toBe(2)
  server.ask()
  await sync.settled()
  expect(updates(server)).toEqual(['sync-step-2', 'sync-step-2'])
  expect([server.keys(), keysOf(doc)]).toEqual(Array(2).fill(['as a viewer', 'before the server asks']))
})

test('a viewer sends nothing, and is in sync when the board has arrived', async () => {
  const server = new BoardServer()
  server.role = 'viewer'
  server.doc.getMap('shapes').set('theirs', 1)
  const { doc, sync } = page(server)
  await sync.settled()
  expect([keysOf(doc), updates(server)]).toEqual([['theirs'], []])
})

test('after a client is disposed the server has no connection', async () => {
  const server = new BoardServer()
  const { sync } = page(server)
  await sync.settled()
  expect(server.connections).toBe(1)
  sync.dispose()
  expect(server.connections).toBe(0)
})

test('after a renewal, until the server asks, edits count as stored on this device, and are written to local storage', async () => {
  const server = new BoardServer()
  let events: TransportEvents | undefined
  const transport: Transport = {
    name: 'memory',
    open(given) {
      events = given
      return server.transport.open(given)
    },
  }
  const { store } = memoryStore()
  const appended = vi.spyOn(store, 'append')
  const waitsForDisk = () => appended.mock.calls.map(([, , strict]) => strict)
  const doc = new Y.Doc()
  const sync = new DocSync(doc, transport, { local: { board: 'AAAAAAAAAAAAAAAA' as BoardId, store } })
  stops.push(() => sync.dispose())
  await sync.settled()
  doc.getMap('shapes').set('sent', 1)
  await vi.waitFor(() => expect(waitsForDisk()).toEqual([false]))
  events?.opened('memory')
  doc.getMap('shapes').set('not sent', 1)
  await vi.waitFor(() => expect(waitsForDisk()).toEqual([false, true]))
  expect(sync.status.edits.device).toBe(1)
  server.ask()
  await sync.settled()
  expect(server.keys()).toEqual(['not sent', 'sent'])
})

test('a promise for everything to be saved rejects when the connection is closed first', async () => {
  const server = new BoardServer()
  server.role = 'viewer'
  const { sync, draw } = page(server)
  draw('never saved')
  const waiting = expect(sync.settled()).rejects.toThrow('closed before everything was saved')
  sync.dispose()
  await waiting
})
