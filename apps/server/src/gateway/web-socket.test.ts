import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { HandshakeServer, unfinishedBytes } from './web-socket.ts'

/** The memory of an incomplete message on one connection. */

let server: Server
const connections: WebSocket[] = []
beforeAll(async () => {
  const webSockets = new HandshakeServer({ noServer: true })
  server = createServer()
  server.on('upgrade', (request, socket, head) =>
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => {})
      connections.push(webSocket)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const connection of connections) connection.terminate()
  server.close()
})

/** A connection, as the client's bytes and the server's end of it. */
async function open(): Promise<{ readonly socket: Socket; readonly webSocket: WebSocket }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const lines = [
    'GET / HTTP/1.1',
    'Host: a',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  const webSocket = connections.at(-1)
  if (!webSocket) throw new Error('nothing was opened')
  return { socket, webSocket }
}

/** A frame of RFC 6455 whose mask is 0. */
function frame(opcode: number, payload: Buffer, final: boolean): Buffer {
  return Buffer.concat([Buffer.of((final ? 0x80 : 0) | opcode, 0x80 | payload.length, 0, 0, 0, 0), payload])
}

const binary = 2
const continuation = 0
const pong = 10

test('a message may come in a thousand fragments, but not in many more', async () => {
  const { socket, webSocket } = await open()
  const piece = frame(continuation, Buffer.of(1), false)
  const pieces = (count: number) => Buffer.concat(Array.from({ length: count }, () => piece))
  const message = once(webSocket, 'message')
  socket.write(
    Buffer.concat([frame(binary, Buffer.of(1), false), pieces(1_000), frame(continuation, Buffer.of(1), true)]),
  )
  const [bytes] = (await message) as [Buffer]
  expect(bytes.byteLength).toBe(1_002)
  const ended = new Promise<Error>((resolve) => webSocket.once('error', resolve))
  socket.write(Buffer.concat([frame(binary, Buffer.of(1), false), pieces(1_024)]))
  expect((await ended).message).toBe('Too many message fragments')
})

test('a fragment of a message counts with the memory it keeps alive: the packet that it arrived in', async () => {
  const { socket, webSocket } = await open()
  const rest = Buffer.concat(Array.from({ length: 8_000 }, () => frame(pong, Buffer.alloc(0), true)))
  const pongs = new Promise<void>((resolve) => {
    let count = 0
    webSocket.on('pong', () => {
      count += 1
      if (count === 32_000) resolve()
    })
  })
  socket.write(Buffer.concat([frame(binary, Buffer.of(1), false), rest]))
  for (let more = 0; more < 3; more += 1) socket.write(Buffer.concat([frame(continuation, Buffer.of(1), false), rest]))
  await pongs
  expect(unfinishedBytes(webSocket)).toBeGreaterThan(4_000)
  socket.destroy()
})
