import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeFrame, limits } from '@inkbridge/types'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { memoryOf } from './memory-of.ts'
import { TestServer, type TestServerOptions } from './server.ts'
import { stalls } from './stalls.ts'
import { rectIn, shapesIn, stock } from './stock.ts'

/** What strangers may use of a server's memory, disk and time, and what a class behind one address never notices. */

const megabyte = 1_048_576
/** The most that may be queued for one address (`apps/server/src/admission/memory.ts`). */
const shareBytes = 48 * megabyte
/** The same, and what varies after a garbage collection. */
const mostKept = shareBytes + 24 * megabyte

let server: TestServer
const sockets: Socket[] = []
test.beforeEach(async () => {
  server = await TestServer.start({ env: { INKBRIDGE_LOG: 'warn' } })
})
test.afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.dispose()
})

function inMb(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

/** A raw connection, and everything it received. */
async function dial(): Promise<{ socket: Socket; answer: () => string; ended: Promise<void> }> {
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  sockets.push(socket)
  let text = ''
  socket.on('data', (part) => {
    text += part.toString('latin1')
  })
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, answer: () => text, ended }
}

function written(socket: Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

function door(path: string, protocols: string[] = [], { port } = server): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols)
  socket.on('error', () => {})
  return socket
}

/** A shape of this many bytes: of a kind no version knows. */
function largeIn(doc: Y.Doc, id: string, bytes: number): void {
  doc.getMap('shapes').set(id, { kind: 'large', at: [0, 0, 9, 9, 0], order: 'a1', filler: id[0]?.repeat(bytes) })
}

/** Draws, and waits until it is saved. */
async function drawsOn(board: TestBoard, id: string, on = server): Promise<void> {
  const client = stock(on, board, board.tokens.editor)
  await expect.poll(() => client.provider.synced, { timeout: 60_000 }).toBe(true)
  rectIn(client.doc, id)
  const witness = stock(on, board, board.tokens.viewer)
  await expect.poll(() => shapesIn(witness.doc)).toContain(id)
  for (const each of [client, witness]) each.dispose()
}

test('[L13] twenty bodies of 20 MB without their last byte keep no memory, and only an address’s share of the disk', async () => {
  const board = await createBoard(server)
  const before = memoryOf(server.pid)
  const body = Buffer.alloc(20 * megabyte - 1, ' ')
  const head = `POST /api/boards HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length + 1}\r\n\r\n`
  const all = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const line = await dial()
      await written(line.socket, head)
      void written(line.socket, body)
      return line
    }),
  )
  await expect.poll(() => all.filter(({ answer }) => answer().startsWith('HTTP/1.1 429 ')).length).toBeGreaterThan(6)
  const [refused] = all.filter(({ answer }) => answer() !== '')
  expect(refused?.answer()).toMatch(/\r\nRetry-After: \d+\r\n/i)
  expect(refused?.answer()).toMatch(/\r\nConnection: close\r\n/i)
  await refused?.ended
  // The twelve that were admitted sent 240 MB; buffers that were just read wait for a garbage collection.
  expect(memoryOf(server.pid) - before).toBeLessThan(170 * megabyte)
  await drawsOn(board, 'meanwhile')
  // Bodies still waiting for their last byte are eventually too slow.
  await expect
    .poll(() => all.filter(({ answer }) => /^HTTP\/1.1 4(08|29) /.test(answer())).length, { timeout: 60_000 })
    .toBe(20)
})

test('[L16] a body that arrives at one byte a second gets 408 and its connection is closed', inFull, async () => {
  const { socket, answer, ended } = await dial()
  await written(
    socket,
    'POST /api/boards HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n',
  )
  const drip = setInterval(() => socket.write(' '), 1_000)
  await ended
  clearInterval(drip)
  expect(answer()).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"too-slow"/)
})

test('[L11] after thirty boards created in a loop the next get 429 and a time to wait', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => post('/api/boards', {})))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(30)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(30)
  for (const { headers } of refused) expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await refused[0]?.json()).toMatchObject({ error: { code: 'too-many-boards' } })
})

test('[L12] an unauthenticated client can send at most 16 KB, on both doors', async () => {
  const board = await createBoard(server)
  const before = memoryOf(server.pid)
  const closings = ['/socket.io/?EIO=4&transport=websocket', `/yjs/${board.id}`].flatMap((path) =>
    Array.from({ length: 30 }, async () => {
      const socket = door(path)
      await once(socket, 'open')
      // All but the last byte of 4 MB.
      socket.send(Buffer.alloc(2 * megabyte), { fin: false })
      socket.send(Buffer.alloc(2 * megabyte - 1), { fin: false })
      const [code] = (await once(socket, 'close')) as [number]
      return code
    }),
  )
  // Too large (RFC 6455, section 7.4.1), not too late; on the other door the missing token is reported first.
  const codes = await Promise.all(closings)
  expect(codes.slice(0, 30)).toEqual(Array(30).fill(1009))
  expect(new Set([1009, 4403, ...codes.slice(30)])).toEqual(new Set([1009, 4403]))
  expect(memoryOf(server.pid) - before).toBeLessThan(160 * megabyte)
})

test('[L12] refused sockets that do not answer the close are destroyed', async () => {
  const board = await createBoard(server)
  const lines = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const line = await dial()
      const begun = performance.now()
      await written(
        line.socket,
        `GET /yjs/${board.id} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
      await line.ended
      return performance.now() - begun
    }),
  )
  // Far below the half minute that ws itself waits.
  expect(Math.max(...lines)).toBeLessThan(15_000)
})

test('[L13] chunked messages that never end are refused with 4529 once the address has used its share', async () => {
  const board = await createBoard(server)
  const before = memoryOf(server.pid)
  const chunk = (rest: number) => encodeFrame({ kind: 'chunk', rest, bytes: new Uint8Array(limits.maxChunkBytes) })
  const codes: number[] = []
  const flooders = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const socket = door(`/yjs/${board.id}`, ['inkbridge.1', `bearer.${board.tokens.editor}`])
      socket.on('close', (code) => codes.push(code))
      await once(socket, 'open')
      for (let rest = limits.maxWholeBytes - limits.maxChunkBytes; rest > 0; rest -= limits.maxChunkBytes) {
        socket.send(chunk(rest))
      }
      return socket
    }),
  )
  await expect.poll(() => codes.length, { timeout: 60_000 }).toBeGreaterThan(7)
  expect(codes.filter((code) => code !== 4529 && code !== 1006)).toEqual([]) // 1006: cut while it was still sending
  expect(memoryOf(server.pid) - before).toBeLessThan(220 * megabyte)
  for (const socket of flooders) socket.terminate()
  await drawsOn(board, 'afterwards')
})

test('[L13] clients that read nothing keep no more memory than their address’s share', async () => {
  const { kept, resident, cut } = await unread()
  process.stdout.write(`of 25 slow readers ${cut} were cut: ${inMb(kept)} MB kept, ${inMb(resident)} MB resident\n`)
  expect(cut).toBeGreaterThan(0)
  expect(kept).toBeLessThan(mostKept)
  expect(resident).toBeLessThan(200 * megabyte)
})

test('a server without a limit for queued data keeps more for clients that read nothing', inFull, async () => {
  const { kept, cut } = await unread({ without: 'queued data of an address is limited' })
  expect(cut).toBe(0)
  expect(kept).toBeGreaterThan(mostKept)
})

/**
 * Twenty-five clients of one address request a board of 8 MB each, of which the network buffers some, and read nothing.
 * Returns how many the server cut, and the additional memory after garbage collections, bytes: at most (`kept`), and of
 * the process at the end (`resident`).
 */
async function unread(options: TestServerOptions = {}) {
  const asked = await TestServer.start({ ...options, preload: './probes/stalls.ts', env: { INKBRIDGE_LOG: 'warn' } })
  try {
    const board = await boardOf(160, asked)
    await drawsOn(board, 'first', asked)
    const before = (await stalls(asked)).memory
    const residentBefore = memoryOf(asked.pid)
    let kept = 0
    const measure = async () => {
      kept = Math.max(kept, (await stalls(asked)).memory - before)
    }
    const readers: WebSocket[] = []
    for (let index = 1; index <= 25; index += 1) {
      const socket = door(`/yjs/${board.id}`, ['y-websocket', `bearer.${board.tokens.viewer}`], asked)
      readers.push(socket)
      await once(socket, 'open')
      socket.pause()
      socket.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(1, 1, 0) }))
      if (index % 5 === 0) await measure()
    }
    await drawsOn(board, 'meanwhile', asked)
    await measure()
    const resident = memoryOf(asked.pid) - residentBefore
    return { kept, resident, cut: await countEnded(readers) }
  } finally {
    await asked.dispose()
  }
}

/** A board with this many shapes of 50 KB each. */
async function boardOf(count: number, on: TestServer): Promise<TestBoard> {
  const shape = { kind: 'large', at: [0, 0, 9, 9, 0], order: 'a1', filler: 'x'.repeat(50_000) }
  const shapes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`e${index}`, shape]))
  return createBoard(on, { document: { type: 'inkbridge', version: 1, title: 'Large', document: { shapes } } })
}

/** How many of them the server had closed: the others read on, and get what they requested. */
async function countEnded(readers: readonly WebSocket[]): Promise<number> {
  const outcomes = readers.map(async (socket) => {
    const ended = once(socket, 'close').then(() => true)
    const answered = new Promise<boolean>((resolve) => {
      socket.on('message', (message: Buffer) => {
        if (message.byteLength > megabyte) resolve(false)
      })
    })
    socket.resume()
    return Promise.race([ended, answered])
  })
  return (await Promise.all(outcomes)).filter(Boolean).length
}

test('[L15] a board at its quota refuses edits and accepts deletions, after which there is room', inFull, async () => {
  const small = await TestServer.start({ env: { MAX_BOARD_BYTES: '65536', LIMITS: 'off' } })
  try {
    const board = await createBoard(small)
    const client = stock(small, board, board.tokens.editor)
    await expect.poll(() => client.provider.synced).toBe(true)
    for (let index = 0; index < 6; index += 1) largeIn(client.doc, `e${index}`, 8_000)
    const late = stock(small, board, board.tokens.editor)
    await expect.poll(() => shapesIn(late.doc)).toHaveLength(6)
    largeIn(late.doc, 'more', 21_000)
    await expect.poll(() => late.codes).toContain(4413)
    expect(late.reasons.join()).toContain('This board is full.')
    for (let index = 0; index < 6; index += 1) client.doc.getMap('shapes').delete(`e${index}`)
    const other = stock(small, board, board.tokens.editor)
    await expect.poll(() => other.provider.synced && shapesIn(other.doc).length === 0).toBe(true)
    // The size of a board may be known a second late.
    await expect
      .poll(async () => {
        const again = stock(small, board, board.tokens.editor)
        await expect.poll(() => again.provider.synced).toBe(true)
        largeIn(again.doc, 'room', 21_000)
        await expect.poll(() => shapesIn(other.doc).includes('room') || again.codes.length > 0).toBe(true)
        again.dispose()
        return shapesIn(other.doc)
      })
      .toEqual(['room'])
    for (const each of [client, late, other]) each.dispose()
    const file = await fetch(`${small.url}/api/boards/${board.id}/export?format=json`, {
      headers: { Authorization: `Bearer ${board.tokens.viewer}` },
    })
    const document = (await file.json()) as { document: { shapes: Record<string, unknown> } }
    document.document.shapes.larger = { kind: 'large', at: [0, 0, 9, 9, 0], order: 'a2', filler: 'x'.repeat(70_000) }
    const answer = await fetch(`${small.url}/api/boards`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ document }),
    })
    expect(file.status).toBe(200)
    expect([answer.status, await answer.json()]).toMatchObject([413, { error: { code: 'board-full' } }])
  } finally {
    await small.dispose()
  }
})

test('[L14] below the minimum of free disk nothing is written, boards can be read, and writing continues when there is room', async () => {
  const low = await TestServer.start({ preload: './sabotage/low-disk.ts' })
  try {
    const board = await createBoard(low)
    const client = stock(low, board, board.tokens.editor)
    await expect.poll(() => client.provider.synced).toBe(true)
    rectIn(client.doc, 'before')
    const reads = async () => {
      const witness = stock(low, board, board.tokens.viewer)
      await expect.poll(() => witness.provider.synced).toBe(true)
      const shapes = shapesIn(witness.doc)
      witness.dispose()
      return shapes
    }
    await expect.poll(reads).toEqual(['before'])
    low.fillDisk()
    await expect
      .poll(async () => {
        const { status } = await fetch(`${low.url}/api/boards`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{}',
        })
        return status
      })
      .toBe(507)
    rectIn(client.doc, 'full')
    await expect.poll(() => low.output).toContain('too little disk space is free')
    expect(await reads()).toEqual(['before'])
    low.makeRoom()
    await expect.poll(reads).toEqual(['before', 'full'])
    client.dispose()
  } finally {
    await low.dispose()
  }
})

test('[L3] after twenty wrong secrets from a school’s address the right one still opens the board', async () => {
  const board = await createBoard(server)
  const ask = (token: string) =>
    fetch(`${server.url}/api/boards/${board.id}`, { headers: { Authorization: `Bearer ${token}` } })
  const wrong = await Promise.all(Array.from({ length: 60 }, (_, guess) => ask(`wrong-wrong-wrong-${guess}`)))
  const statuses = wrong.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([404, 429]))
  for (const { status, headers } of wrong) if (status === 429) expect(headers.get('Retry-After')).not.toBe(null)
  expect((await ask(board.tokens.viewer)).status).toBe(200)
  await drawsOn(board, 'let in')
})

test('[L7] a new key for each attempt does not admit an offender for ever, and others at the address stay', async () => {
  const board = await createBoard(server)
  const member = stock(server, board, board.tokens.editor)
  await expect.poll(() => member.provider.synced).toBe(true)
  const codes: number[] = []
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const key = `key.${String(attempt).padStart(22, 'k')}`
    const socket = door(`/yjs/${board.id}`, ['inkbridge.1', `bearer.${board.tokens.viewer}`, key])
    socket.on('open', () => socket.send(Buffer.from([99, 1, 2, 3])))
    const [code] = (await once(socket, 'close')) as [number]
    codes.push(code)
  }
  expect(codes.filter((code) => code === 4422).length).toBeLessThan(30)
  expect(codes.at(-1)).toBe(4529)
  rectIn(member.doc, 'still here')
  const classmate = stock(server, board, board.tokens.editor)
  await expect.poll(() => shapesIn(classmate.doc)).toEqual(['still here'])
  for (const each of [member, classmate]) each.dispose()
})

test('[L10] a class of thirty behind one address does everything at once and nothing is refused', async () => {
  test.setTimeout(180_000)
  const refused: string[] = []
  const keep = (path: string, { status }: Response) => status >= 400 && refused.push(`${status} ${path}`)
  const get = async (path: string, token?: string) => {
    const response = await fetch(`${server.url}${path}`, token ? { headers: { Authorization: `Bearer ${token}` } } : {})
    keep(path, response)
    await response.arrayBuffer()
  }
  const docs = await Promise.all(
    Array.from({ length: 30 }, async (_, pupil) => {
      const response = await post('/api/boards', { title: `Pupil ${pupil}` })
      keep('/api/boards', response)
      const board = (await response.json()) as TestBoard
      await Promise.all([
        get('/'),
        get(`/b/${board.id}`),
        ...Array.from({ length: 40 }, () => get('/icon.svg')),
        ...Array.from({ length: 20 }, () => get(`/api/boards/${board.id}`, board.tokens.viewer)),
        get(`/api/boards/${board.id}/snapshot`, board.tokens.viewer),
        get(`/api/boards/${board.id}/export?format=json`, board.tokens.viewer),
      ])
      const client = stock(server, board, board.tokens.editor, { doc: new Y.Doc() })
      await expect.poll(() => client.provider.synced, { timeout: 60_000 }).toBe(true)
      rectIn(client.doc, `pupil${pupil}`)
      return client
    }),
  )
  expect(refused).toEqual([])
  expect(docs.flatMap(({ codes }) => codes)).toEqual([])
  for (const client of docs) client.dispose()
})
