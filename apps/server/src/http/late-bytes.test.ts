import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { encodeFrame } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Thumbnails } from '../pictures/thumbnails.ts'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { guestHeaders, send } from '../testing/client.ts'
import { type Door, visit } from '../testing/doors.ts'
import { startServerOnDisk, type TestServer } from '../testing/server.ts'

/** Counts the bytes sent to clients after their right has ended. */

const trials = process.env.INKBRIDGE_FULL === '1' ? 100 : 5
/** How long pending data may still arrive, ms. */
const graceMs = 2_000
const pictureBytes = 24_000_000

let server: TestServer
let owner: Record<string, string>
beforeAll(async () => {
  const draw = async () => Buffer.alloc(pictureBytes)
  const pictures = { draw, write: async () => ({ file: await draw() }), thumbnails: new Thumbnails(), forget() {} }
  server = await startServerOnDisk({ env: { LIMITS: 'off' }, pictures })
  owner = await guestHeaders(server)
})
afterAll(() => server.dispose())

/** A proxy to the server that counts every byte sent back. */
class Relay {
  readonly #listener = createServer((client) => this.#pass(client))
  readonly #chunks: { readonly at: number; readonly bytes: number }[] = []
  readonly #open = new Set<Socket>()
  port = 0

  static async open(): Promise<Relay> {
    const relay = new Relay()
    relay.#listener.listen(0, '127.0.0.1')
    await once(relay.#listener, 'listening')
    relay.port = (relay.#listener.address() as AddressInfo).port
    return relay
  }

  bytesAfter(time: number): number {
    return this.#chunks.filter(({ at }) => at > time).reduce((sum, { bytes }) => sum + bytes, 0)
  }

  close(): void {
    this.#listener.close()
    for (const socket of this.#open) socket.destroy()
  }

  #pass(client: Socket): void {
    const upstream = connect(server.port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      this.#open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.#open.delete(socket))
    }
    upstream.on('data', ({ length }) => this.#chunks.push({ at: performance.now(), bytes: length }))
    client.pipe(upstream).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  }
}

interface Board {
  readonly id: string
  readonly tokens: { readonly owner: string; readonly editor: string; readonly viewer: string }
}

/** Draws through a door, each edit once the previous one is acknowledged; resolves when the server closes the connection. */
async function draws(relay: Relay, door: Door, { id, tokens }: Board): Promise<{ readonly gone: Promise<unknown> }> {
  const outcome = await visit({ ...server, port: relay.port }, door, id, { token: tokens.editor })
  if (!('visit' in outcome)) throw new Error(`${door} let nobody in`)
  const doc = new Y.Doc()
  const draw = async () => {
    for (let drawn = 1; ; drawn += 1) {
      outcome.visit.send({ kind: 'sync-step-2', update: rectUpdate(doc, `${door}${drawn}`) })
      await outcome.visit.until('saved', ({ saved }) => saved >= drawn)
    }
  }
  void draw().catch(() => {})
  return { gone: outcome.visit.closed }
}

/** A frame of RFC 6455 as a client sends it, its mask 0. */
function masked(payload: Uint8Array): Buffer {
  const length = payload.byteLength
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(0x82, ...size, 0, 0, 0, 0), payload])
}

/** Keeps writing to a WebSocket and reading from it, ignoring closes; resolves when the connection is destroyed. */
function insists(
  relay: Relay,
  { id, tokens }: Board,
): { readonly joined: Promise<unknown>; readonly gone: Promise<unknown> } {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  const lines = [
    `GET /yjs/${id} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: inkbridge.1, bearer.${tokens.editor}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const doc = new Y.Doc()
  let drawn = 0
  const timer = setInterval(() => {
    drawn += 1
    socket.write(masked(encodeFrame({ kind: 'update', update: rectUpdate(doc, `i${drawn}`) })))
  }, 10)
  socket.on('close', () => clearInterval(timer))
  return { joined: once(socket, 'data'), gone: once(socket, 'close') }
}

/** Requests a large picture and reads only its beginning until resumed; resolves with the number of bytes received. */
function downloads(relay: Relay, { id, tokens }: Board) {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  const lines = [
    `GET /api/boards/${id}/export?format=png HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Authorization: Bearer ${tokens.viewer}`,
    'Connection: close',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  let got = 0
  const begun = new Promise<void>((resolve) => {
    socket.on('data', ({ length }) => {
      got += length
      if (got > length) return
      socket.pause()
      resolve()
    })
  })
  const ended = once(socket, 'close').then(() => got)
  return { begun, goOn: () => socket.resume(), ended }
}

/** Runs all kinds of requests on one board until the right to it ends. */
async function trial(end: (board: Board) => Promise<number>, random: () => number) {
  const relay = await Relay.open()
  const made = await send(server, '/api/boards', { method: 'POST', headers: owner, json: {} })
  const board = made.json as Board
  const drawers = await Promise.all(
    (['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const).map((door) => draws(relay, door, board)),
  )
  const insisting = insists(relay, board)
  const download = downloads(relay, board)
  await Promise.all([insisting.joined, download.begun])
  for (let turns = Math.floor(random() * 200); turns > 0; turns -= 1)
    await new Promise((resolve) => setImmediate(resolve))
  const status = await end(board)
  const over = performance.now()
  const logged = async () => (await server.log.load(board.id as never)).seq
  const edits = await logged()
  download.goOn()
  return {
    status,
    /** Resolves when all clients have been disconnected. */
    async outcome() {
      const [got] = await Promise.all([download.ended, insisting.gone, ...drawers.map(({ gone }) => gone)])
      const late = relay.bytesAfter(over + graceMs)
      relay.close()
      return { late, edits: (await logged()) - edits, whole: got >= pictureBytes }
    },
  }
}

async function allLinksOf(board: Board): Promise<readonly string[]> {
  const { links } = (await send(server, `/api/boards/${board.id}/links`, { headers: owner })).json as {
    readonly links: readonly { readonly id: string; readonly role: string }[]
  }
  return links.filter(({ role }) => role !== 'owner').map(({ id }) => id)
}

const endings: Readonly<Record<string, (board: Board) => Promise<number>>> = {
  'a board is deleted': async ({ id }) =>
    (await send(server, `/api/boards/${id}`, { method: 'DELETE', headers: owner })).status,
  'its links are revoked': async (board) => {
    const path = `/api/boards/${board.id}/links`
    const revoked = (await allLinksOf(board)).map((link) =>
      send(server, `${path}/${link}/revoke`, { method: 'POST', headers: owner, json: {} }),
    )
    return Math.max(...(await Promise.all(revoked)).map(({ status }) => status))
  },
}

test.each(Object.keys(endings))(
  `[R4] [R7] ${trials} times %s while clients draw by every door, ignore closes and download: two seconds later no byte, after the answer no edit`,
  async (name) => {
    const going = []
    for (let seed = 1; seed <= trials; seed += 1)
      going.push(await trial(endings[name] ?? (async () => 0), seeded(seed)))
    for (const [index, each] of going.entries()) {
      expect(each.status).toBeLessThan(300)
      expect({ seed: index + 1, ...(await each.outcome()) }).toEqual({
        seed: index + 1,
        late: 0,
        edits: 0,
        whole: false,
      })
    }
  },
  60_000 + trials * 5_000,
)
