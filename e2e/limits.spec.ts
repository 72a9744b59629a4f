import { once } from 'node:events'
import { openBoard } from '@inkbridge/board'
import { DocSync, socketIoTransport } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, open, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/** Rate limits of one client, and how permissions end. */

let server: TestServer
test.beforeEach(async () => {
  server = await TestServer.start()
})
test.afterEach(() => server.dispose())

type By = 'websocket' | 'polling'

function program(board: TestBoard, token: string, by: By = 'websocket') {
  const doc = new Y.Doc()
  const transport = socketIoTransport(by, { url: server.url, board: board.id, token })
  const sync = new DocSync(doc, transport, {})
  const drawing = openBoard(doc)
  const draw = (id: string) => {
    const at = { x: 0, y: 0, w: 5, h: 5, rotation: 0 }
    const shape = { id: id as ShapeId, kind: 'rect', at, style: { color: 'ink', width: 2 } } as NewShape
    drawing.apply([{ type: 'create', shape }])
  }
  return { sync, draw, shapes: () => drawing.shapes().map(({ id }) => String(id)), leave: () => sync.dispose() }
}

function stock(board: TestBoard): WebSocket {
  const protocols = ['y-websocket', `bearer.${board.tokens.editor}`]
  return new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, protocols)
}

async function ask(method: string, path: string, token: string): Promise<{ status: number; body: Answered }> {
  const response = await fetch(`${server.url}${path}`, { method, headers: { Authorization: `Bearer ${token}` } })
  return { status: response.status, body: (await response.json()) as Answered }
}

interface Answered {
  readonly links: readonly { readonly id: string; readonly role: string }[]
  readonly url: string
  readonly error: { readonly code: string }
}

async function linkOf(board: TestBoard, role: string): Promise<string> {
  const { body } = await ask('GET', `/api/boards/${board.id}/links`, board.tokens.owner)
  return body.links.find((link) => link.role === role)?.id ?? ''
}

test('[L6] two thousand edits at once are all accepted, a little later', inFull, async () => {
  const board = await createBoard(server)
  const bot = program(board, board.tokens.editor)
  await bot.sync.settled()
  for (let index = 0; index < 2_000; index += 1) bot.draw(`b${index}`)
  await bot.sync.settled()
  const witness = program(board, board.tokens.viewer)
  await witness.sync.settled()
  expect(witness.shapes()).toHaveLength(2_000)
  for (const each of [bot, witness]) each.leave()
})

test('[L6] a flood is closed with 4529, and others on the board keep drawing', async () => {
  const board = await createBoard(server)
  const witness = program(board, board.tokens.editor)
  await witness.sync.settled()
  const flood = stock(board)
  await once(flood, 'open')
  for (let index = 0; index < 5_000; index += 1) flood.send(Buffer.from([3]))
  const [code] = (await once(flood, 'close')) as [number]
  expect(code).toBe(4529)
  witness.draw('after')
  await witness.sync.settled()
  witness.leave()
})

test('[L1] the twenty-first connection of one browser waits until another has ended', inFull, async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const results = await page.evaluate(async (id) => {
    const sockets: WebSocket[] = []
    const handshake = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/yjs/${id}`, ['y-websocket'])
        sockets.push(socket)
        socket.onmessage = () => resolve(0)
        socket.onclose = ({ code }) => resolve(code)
      })
    const first: number[] = []
    for (let index = 0; index < 20; index += 1) first.push(await handshake())
    sockets[0]?.close()
    for (;;) {
      const code = await handshake()
      if (code === 0) return first
    }
  }, board.id)
  expect(results).toEqual([...Array(19).fill(0), 4529])
})

test('[L7] a client that sends ten bad messages is blocked for a while, and another client keeps drawing', async () => {
  const board = await createBoard(server)
  const witness = program(board, board.tokens.owner)
  await witness.sync.settled()
  const codes: number[] = []
  for (let offence = 0; offence < 11; offence += 1) {
    const socket = stock(board)
    socket.on('open', () => socket.send(Buffer.from([99, 1, 2, 3])))
    const [code] = (await once(socket, 'close')) as [number]
    codes.push(code)
  }
  expect(codes).toEqual([...Array(10).fill(4422), 4529])
  witness.draw('after')
  await witness.sync.settled()
  witness.leave()
})

test('[L3] after twenty wrong secrets further ones get 429 for a while, and are closed with 4529 on the doors', async () => {
  const board = await createBoard(server)
  const statuses: number[] = []
  for (let guess = 0; guess < 40 && statuses.at(-1) !== 429; guess += 1) {
    const { status } = await ask('GET', `/api/boards/${board.id}`, `wrong-wrong-wrong-${guess}`)
    statuses.push(status)
  }
  // One more is checked every three seconds.
  expect(statuses.filter((status) => status === 404).length).toBeGreaterThanOrEqual(20)
  expect(statuses.at(-1)).toBe(429)
  const late = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, [
    'y-websocket',
    'bearer.wrong-wrong-wrong',
  ])
  const [code] = (await once(late, 'close')) as [number]
  expect(code).toBe(4529)
})

test('[L5] with LIMITS=off there are no rate limits', inFull, async () => {
  const free = await TestServer.start({ env: { LIMITS: 'off' } })
  try {
    const statuses = await Promise.all(
      Array.from({ length: 60 }, (_, guess) =>
        fetch(`${free.url}/api/boards/aaaaaaaaaaaaaaaa`, {
          headers: { Authorization: `Bearer ${'x'.repeat(20)}${guess}` },
        }),
      ),
    )
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([404]))
    expect(free.output).toContain('LIMITS=off')
  } finally {
    await free.dispose()
  }
})

for (const by of ['websocket', 'polling'] as const) {
  test(`[R4] a revoked link disconnects its users at once: no more writes, no more reads (${by})`, async () => {
    const board = await createBoard(server)
    const [writer, reader] = [program(board, board.tokens.editor, by), program(board, board.tokens.viewer, by)]
    const owner = program(board, board.tokens.owner)
    for (const each of [writer, reader, owner]) await each.sync.settled()
    writer.draw('before')
    await writer.sync.settled()
    const revoking = [await linkOf(board, 'editor'), await linkOf(board, 'viewer')].map((link) =>
      ask('POST', `/api/boards/${board.id}/links/${link}/revoke`, board.tokens.owner),
    )
    expect((await Promise.all(revoking)).map(({ status }) => status)).toEqual([200, 200])
    writer.draw('after')
    owner.draw('secret')
    await owner.sync.settled()
    for (const each of [writer, reader]) await expect.poll(() => each.sync.status.connection).toBe('stopped')
    expect(owner.shapes().sort()).toEqual(['before', 'secret'])
    expect(reader.shapes()).toEqual(['before'])
    expect((await ask('GET', `/api/boards/${board.id}`, board.tokens.editor)).status).toBe(404)
    for (const each of [writer, reader, owner]) each.leave()
  })
}

test(
  '[R4] a user of a revoked link is disconnected, in the browser too, and the message says what to do',
  inFull,
  async ({ browser }) => {
    const board = await createBoard(server)
    const page = await open(browser, server, board)
    await ask('POST', `/api/boards/${board.id}/links/${await linkOf(board, 'editor')}/revoke`, board.tokens.owner)
    await expect(page.getByText('Ask its owner for a new one.')).toBeVisible()
  },
)

test('[R4] a replaced link no longer opens the board, and the new one does in the same role', inFull, async () => {
  const board = await createBoard(server)
  const link = await linkOf(board, 'viewer')
  const { status, body } = await ask('POST', `/api/boards/${board.id}/links/${link}/rotate`, board.tokens.owner)
  expect(status).toBe(201)
  const secret = body.url.split('#k=')[1] ?? ''
  expect((await ask('GET', `/api/boards/${board.id}`, board.tokens.viewer)).status).toBe(404)
  expect(await ask('GET', `/api/boards/${board.id}`, secret)).toMatchObject({ status: 200, body: { role: 'viewer' } })
  expect(await ask('POST', `/api/boards/${board.id}/links/none/revoke`, board.tokens.owner)).toMatchObject({
    status: 404,
    body: { error: { code: 'no-link' } },
  })
})

test('[R4] a link disconnects its users when it expires', async () => {
  const board = await createBoard(server)
  const response = await fetch(`${server.url}/api/boards/${board.id}/links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${board.tokens.owner}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ role: 'editor', expiresAt: new Date(Date.now() + 2_500).toISOString() }),
  })
  const { url } = (await response.json()) as Answered
  const visitor = program(board, url.split('#k=')[1] ?? '')
  await visitor.sync.settled()
  visitor.draw('in time')
  await visitor.sync.settled()
  await expect.poll(() => visitor.sync.status.connection).toBe('stopped')
  visitor.draw('too late')
  const witness = program(board, board.tokens.viewer)
  await witness.sync.settled()
  expect(witness.shapes()).toEqual(['in time'])
  for (const each of [visitor, witness]) each.leave()
})

test('[R5] an open window can draw as soon as its browser has opened a link with more permissions', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'viewer')
  expect(await page.evaluate(() => inkbridge.sync.status)).toMatchObject({ role: 'viewer' })
  const second = await page.context().newPage()
  await second.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status)).toMatchObject({ role: 'editor' })
})
