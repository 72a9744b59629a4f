import { type BoardId, closeCodes, limits } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { makeBoard, openBrowser } from '../testing/client.ts'
import { doors, enter, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

describe.each(doors)('by %s', (door) => {
  test('a client with an editor link draws, and everybody sees it', async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const others = await Promise.all(doors.map((other) => enter(server, other, id, { token: tokens.viewer })))
    const author = await enter(server, door, id, { token: tokens.editor })
    author.send({ kind: 'update', update: rectUpdate(new Y.Doc(), 'one') })
    for (const other of others) {
      const { update } = await other.until('update')
      const doc = new Y.Doc()
      Y.applyUpdate(doc, update)
      expect([...doc.getMap('shapes').keys()]).toEqual(['one'])
    }
    for (const each of [...others, author]) each.leave()
  })

  test('[D5] a client without a right is sent nothing of the board and closed with 4403', async () => {
    const { id } = await makeBoard(openBrowser(server))
    expect(await visit(server, door, id, { token: 'n'.repeat(32) })).toEqual({ code: closeCodes.forbidden })
    expect(await visit(server, door, 'no-board-at-all', {})).toEqual({ code: closeCodes.forbidden })
  })

  test('[F3] an unreadable message closes the connection with 4422, and the board does not change', async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const client = await enter(server, door, id, { token: tokens.editor })
    client.send({ kind: 'update', update: Uint8Array.of(1, 2, 3) })
    expect(await client.closed).toBe(closeCodes.refused)
  })

  test('[R5] a changed role applies to the next message', async () => {
    const [owner, guest] = [openBrowser(server), openBrowser(server)]
    const { id, tokens } = await makeBoard(owner)
    await guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.viewer } })
    const { json } = await owner.send(`/api/boards/${id}/links`, { method: 'POST', json: { role: 'editor' } })
    const link = json as { id: string; url: string }
    await guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: link.url.split('#k=')[1] } })
    const client = await enter(server, door, id, { cookie: guest.cookie, origin: server.origin })
    await owner.send(`/api/boards/${id}/links/${link.id}/revoke`, { method: 'POST' })
    client.send({ kind: 'update', update: rectUpdate(new Y.Doc(), 'one') })
    // A stock client does not learn its role; from ours, edits that were on their way are ignored.
    if (door === 'yjs, stock') expect(await client.closed).toBe(closeCodes.forbidden)
    else {
      client.send({ kind: 'ping', id: 1 })
      await client.until('pong')
    }
    const row = { id: id as BoardId, title: '' }
    expect(await server.registry.use(row, (room) => room.read((doc) => doc.getMap('shapes').size))).toBe(0)
  })
})

test('[F5] text on the y-websocket door is refused with 4422', async () => {
  const { id, tokens } = await makeBoard(openBrowser(server))
  const client = await enter(server, 'yjs', id, { token: tokens.editor })
  client.sendText('hello')
  expect(await client.closed).toBe(closeCodes.refused)
})

test('[F6] a large edit travels in chunks', async () => {
  const { id, tokens } = await makeBoard(openBrowser(server))
  const [author, reader] = [
    await enter(server, 'yjs', id, { token: tokens.editor }),
    await enter(server, 'socket.io', id, { token: tokens.viewer }),
  ]
  const doc = new Y.Doc()
  const at = [0, 0, 10, 10, 0]
  doc.transact(() => {
    for (let index = 0; index < 4_000; index += 1)
      doc.getMap('shapes').set(`shape${index}`, { kind: 'rect', at, style: { color: 'ink', width: 4 }, order: 'a0' })
  })
  const update = Y.encodeStateAsUpdate(doc)
  expect(update.byteLength).toBeGreaterThan(limits.maxChunkBytes)
  author.send({ kind: 'sync-step-2', update })
  await author.until('saved', ({ saved }) => saved === 1)
  reader.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
  const held = new Y.Doc()
  Y.applyUpdate(held, (await reader.until('sync-step-2')).update)
  for (const frame of reader.frames) if (frame.kind === 'update') Y.applyUpdate(held, frame.update)
  expect(held.getMap('shapes').size).toBe(4_000)
})

test.each([
  ['both', ['inkbridge.1', 'y-websocket'], 'inkbridge.1'],
  ['the stock one', ['y-websocket'], 'y-websocket'],
])(
  '[D4] among offered protocols (%s) ours is selected first, and a token is never echoed',
  async (_, offered, chosen) => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${id}`, [...offered, `bearer.${tokens.viewer}`])
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    expect(socket.protocol).toBe(chosen)
    socket.close()
  },
)

test('[D6] the first packet at the Socket.IO door authenticates the client, or the connection ends', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
  await new Promise((resolve) => socket.once('message', resolve))
  socket.send('4{"not":"a packet"}')
  await new Promise((resolve) => socket.once('close', resolve))
  expect(socket.readyState).toBe(socket.CLOSED)
})
