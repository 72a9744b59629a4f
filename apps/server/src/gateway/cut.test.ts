import { encodeFrame } from '@inkbridge/types'
import { afterAll, afterEach, beforeAll, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { type MadeBoard, makeBoard, openBrowser } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
/** Of a megabyte. */
let board: MadeBoard
beforeAll(async () => {
  // Without limits only the total is bounded, and nothing waits for its turn.
  server = await startServer({ env: { LIMITS: 'off' }, waiting: { total: 500_000, share: 500_000 } })
  board = await makeBoard(openBrowser(server))
  const author = await enter(server, 'yjs', board.id, { token: board.tokens.editor })
  const doc = new Y.Doc()
  for (let index = 0; index < 20; index += 1) {
    const before = Y.encodeStateVector(doc)
    const filler = (index % 10).toString().repeat(50_000)
    doc.getMap('shapes').set(`s${index}`, { kind: 'large', at: [0, 0, 9, 9, 0], order: 'a0', filler })
    author.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc, before) })
    await author.until('saved', ({ saved }) => saved > index)
  }
  author.leave()
  await until(() => server.webSockets() === 0)
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => server.dispose())

test.each([
  ['the y-websocket door', comeByYjs],
  ['the Socket.IO door', comeBySocketIo],
])('[L13] by %s a reader that is cut is destroyed immediately, with its unsent data', async (_, come) => {
  const reader = await come()
  reader.pause()
  // Nobody waits for the answer to a close from now on.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  for (let asked = 0; asked < 30; asked += 1)
    reader.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(1, 1, 0) }))
  await until(() => server.webSockets() === 0)
  reader.terminate()
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves when it is on the board. */
function comeByYjs(): Promise<WebSocket> {
  const protocols = ['y-websocket', `bearer.${board.tokens.viewer}`]
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, protocols)
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('open', () => socket.send(encodeFrame({ kind: 'query-awareness' })))
    socket.once('message', () => resolve(socket))
  })
}

/** The same. */
function comeBySocketIo(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) return resolve(socket)
      if (message.toString().startsWith('0'))
        socket.send(`4${JSON.stringify([0, { board: board.id, token: board.tokens.viewer }])}`)
    })
  })
}
