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
  /** A person who has joined as an editor. */
  readonly bob: { readonly id: string; readonly headers: Record<string, string> }
}

/** Who draws and downloads: programs with tokens, or Bob's browser. */
type Who = 'programs' | 'bob'

function headersFor(who: Who, { bob, tokens }: Board): Record<string, string> {
  return who === 'bob' ? bob.headers : { Authorization: `Bearer ${tokens.editor}` }
}

async function makeBoard(): Promise<Board> {
  const made = await send(server, '/api/boards', { method: 'POST', headers: owner, json: {} })
  const board = made.json as Omit<Board, 'bob'>
  const headers = await guestHeaders(server)
  await send(server, `/api/boards/${board.id}/join`, { method: 'POST', headers, json: { secret: board.tokens.editor } })
  const { you } = (await send(server, '/api/me', { headers })).json as { you: { id: string } }
  return { ...board, bob: { id: you.id, headers } }
}

/** Draws through a door, each edit once the previous one is acknowledged; resolves when the server closes the connection. */
async function draws(relay: Relay, door: Door, board: Board, who: Who): Promise<{ readonly gone: Promise<unknown> }> {
  const { id, tokens, bob } = board
  const host = `127.0.0.1:${server.port}`
  const shown = who === 'bob' ? { headers: { ...bob.headers, Host: host } } : { token: tokens.editor }
  const outcome = await visit({ ...server, port: relay.port }, door, id, shown)
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

function linesOf(headers: Record<string, string>): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
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
  board: Board,
  who: Who,
): { readonly joined: Promise<unknown>; readonly gone: Promise<unknown> } {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  const lines = [
    `GET /yjs/${board.id} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: inkbridge.1',
    ...linesOf(headersFor(who, board)),
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
function downloads(relay: Relay, board: Board, who: Who) {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  const lines = [
    `GET /api/boards/${board.id}/export?format=png HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    ...linesOf(headersFor(who, board)),
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
async function trial({ who, end }: Ending, random: () => number) {
  const relay = await Relay.open()
  const board = await makeBoard()
  const drawers = await Promise.all(
    (['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const).map((door) => draws(relay, door, board, who)),
  )
  const insisting = insists(relay, board, who)
  const download = downloads(relay, board, who)
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

/** How a right ends, and whose it was. */
interface Ending {
  readonly who: Who
  /** Resolves with the highest status of its answers. */
  end(board: Board): Promise<number>
}

async function changeLinks(board: Board, method: string, action: string, json: object): Promise<number> {
  const path = `/api/boards/${board.id}/links`
  const links = await allLinksOf(board)
  const sent = { method, headers: owner, json }
  const replies = await Promise.all(links.map((link) => send(server, `${path}/${link}${action}`, sent)))
  return Math.max(...replies.map(({ status }) => status))
}

const ofBob = async ({ id, bob }: Board, method: string, json: object) =>
  (await send(server, `/api/boards/${id}/people/${bob.id}`, { method, headers: owner, json })).status

const endings: Readonly<Record<string, Ending>> = {
  'a board is deleted': {
    who: 'programs',
    end: async ({ id }) => (await send(server, `/api/boards/${id}`, { method: 'DELETE', headers: owner })).status,
  },
  'its links are revoked': { who: 'programs', end: (board) => changeLinks(board, 'POST', '/revoke', {}) },
  'the links by which people joined are revoked': {
    who: 'bob',
    end: (board) => changeLinks(board, 'POST', '/revoke', {}),
  },
  'its links get a password': {
    who: 'programs',
    end: (board) => changeLinks(board, 'PATCH', '', { password: 'correct horse' }),
  },
  'a person is removed': { who: 'bob', end: (board) => ofBob(board, 'DELETE', {}) },
  'a person is blocked': { who: 'bob', end: (board) => ofBob(board, 'PATCH', { blocked: true }) },
}

/** Draws through a door as fast as messages arrive, also after the right to edit has ended. */
async function scribbles(door: Door, board: Board, who: Who) {
  const shown = who === 'bob' ? { headers: board.bob.headers } : { token: board.tokens.editor }
  const outcome = await visit(server, door, board.id, shown)
  if (!('visit' in outcome)) throw new Error(`${door} let nobody in`)
  const { visit: client } = outcome
  const doc = new Y.Doc()
  let drawn = 0
  const timer = setInterval(() => {
    drawn += 1
    client.send({ kind: 'update', update: rectUpdate(doc, `${door}${drawn}`) })
  }, 5)
  return () => {
    clearInterval(timer)
    client.leave()
  }
}

const downgrades: Readonly<Record<string, Ending>> = {
  'a link becomes one for viewing': {
    who: 'programs',
    end: (board) => changeLinks(board, 'PATCH', '', { role: 'viewer' }),
  },
  'the link that people joined by becomes one for commenting': {
    who: 'bob',
    end: (board) => changeLinks(board, 'PATCH', '', { role: 'commenter' }),
  },
  'a person becomes a viewer': { who: 'bob', end: (board) => ofBob(board, 'PATCH', { role: 'viewer' }) },
  'a board is locked': {
    who: 'bob',
    end: async ({ id }) =>
      (await send(server, `/api/boards/${id}/lock`, { method: 'PATCH', headers: owner, json: { locked: true } }))
        .status,
  },
}

test.each(Object.keys(downgrades))(
  `[R5] ${trials} times %s while clients draw by every door and go on: after the answer no edit`,
  async (name) => {
    const downgrade = downgrades[name]
    if (!downgrade) return expect.unreachable(`there is no downgrade ${name}`)
    for (let seed = 1; seed <= trials; seed += 1) {
      const [board, random] = [await makeBoard(), seeded(seed)]
      const logged = async () => (await server.log.load(board.id as never)).seq
      const stops = await Promise.all(
        (['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const).map((door) =>
          scribbles(door, board, downgrade.who),
        ),
      )
      while ((await logged()) < 2 + random() * 8) await new Promise((resolve) => setImmediate(resolve))
      const status = await downgrade.end(board)
      const edits = await logged()
      // Every client has sent more meanwhile.
      const later = await visit(server, 'yjs', board.id, { token: board.tokens.viewer })
      for (let round = 0; 'visit' in later && round < 40; round += 1) {
        later.visit.send({ kind: 'ping', id: round })
        await later.visit.until('pong', ({ id }) => id === round)
      }
      expect({ seed, status, edits: (await logged()) - edits }).toEqual({ seed, status: 200, edits: 0 })
      for (const stop of stops) stop()
      if ('visit' in later) later.visit.leave()
    }
  },
  60_000 + trials * 5_000,
)

test.each(Object.keys(endings))(
  `[R4] [R7] ${trials} times %s while clients draw by every door, ignore closes and download: two seconds later no byte, after the answer no edit`,
  async (name) => {
    const ending = endings[name]
    if (!ending) return expect.unreachable(`there is no ending ${name}`)
    const going = []
    for (let seed = 1; seed <= trials; seed += 1) going.push(await trial(ending, seeded(seed)))
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
