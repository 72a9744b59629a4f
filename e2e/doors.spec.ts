import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import {
  connect,
  DocSync,
  type SocketIoAddress,
  socketIoTransport,
  type Transport,
  webSocketTransport,
} from '@inkbridge/sync'
import { encodeFrame } from '@inkbridge/types'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, drag, open, saved, shapes, type TestBoard, wave } from './board.ts'
import { shapesOn } from './drawers.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'
import { rectIn, stock } from './stock.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('two standard y-websocket clients and a browser converge on one board', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [stock(server, board, board.tokens.editor), stock(server, board, board.tokens.editor)]
  const page = await open(browser, server, board)
  rectIn(one.doc, 'from-one')
  rectIn(two.doc, 'from-two')
  await drag(page, wave(300, 300))
  await saved(page)
  const ids = async () => (await shapes(page)).map(({ id }) => id).sort()
  await expect.poll(async () => (await ids()).length).toBe(3)
  const expected = await ids()
  for (const { doc } of [one, two]) await expect.poll(() => [...doc.getMap('shapes').keys()].sort()).toEqual(expected)
  const normalised = [one, two].map(({ doc }) => {
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
    return Buffer.from(Y.encodeStateAsUpdate(fresh)).toString('hex')
  })
  expect(normalised[0]).toBe(normalised[1])
  const me = await page.evaluate(() => inkbridge.sync.peers.length)
  expect(me).toBe(2)
  for (const client of [one, two]) client.dispose()
})

test('[O8] a standard y-websocket client with a viewer’s token receives updates, and is refused when it writes', async () => {
  const board = await createBoard(server)
  const [editor, viewer] = [stock(server, board, board.tokens.editor), stock(server, board, board.tokens.viewer)]
  rectIn(editor.doc, 'seen')
  await expect.poll(() => [...viewer.doc.getMap('shapes').keys()]).toEqual(['seen'])
  rectIn(viewer.doc, 'forbidden')
  await expect.poll(() => viewer.codes).toEqual([4403])
  expect(viewer.closed.length).toBe(1)
  const late = stock(server, board, board.tokens.viewer)
  await expect.poll(() => [...late.doc.getMap('shapes').keys()]).toEqual(['seen'])
  for (const client of [editor, viewer, late]) client.dispose()
})

test('[D5] a standard y-websocket client without a token gets a stop code, emits closed, tries once, and receives no byte', async () => {
  const board = await createBoard(server)
  const editor = stock(server, board, board.tokens.editor)
  rectIn(editor.doc, 'secret')
  const stranger = stock(server, board, null)
  await expect.poll(() => stranger.codes).toEqual([4403])
  expect(stranger.closed.length).toBe(1)
  const again = stock(server, board, 'x'.repeat(32))
  await expect.poll(() => again.codes).toEqual([4403])
  expect([stranger.provider.shouldConnect, again.provider.shouldConnect]).toEqual([false, false])
  await expect.poll(() => editor.doc.getMap('shapes').size).toBe(1)
  expect([stranger.sockets.length, stranger.received.length, again.sockets.length, again.received.length]).toEqual([
    1, 0, 1, 0,
  ])
  for (const client of [editor, stranger, again]) client.dispose()
})

test('a viewer sees edits live, has no drawing tools, and cannot change the board through the page', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [editor, viewer] = [await open(browser, server, board), await open(browser, server, board, 'viewer')]
  await expect(viewer.getByText('View only')).toBeVisible()
  await expect(viewer.getByRole('button', { name: 'Pen (D)' })).toHaveCount(0)
  await drag(editor, wave(200, 200))
  await expect.poll(async () => (await shapes(viewer)).length).toBe(1)
  await viewer.keyboard.press('d')
  await drag(viewer, wave(200, 400))
  await viewer.evaluate(() => inkbridge.board.apply([{ type: 'delete', id: inkbridge.board.shapes()[0]?.id as never }]))
  await drag(editor, wave(200, 500))
  await expect.poll(async () => (await shapes(viewer)).some(({ at }) => at.y > 450)).toBe(true)
  await saved(editor)
  expect((await shapes(editor)).length).toBe(2)
})

test('[O8] an update crafted by a viewer over Socket.IO is refused, disconnects the sender, and changes nothing', async () => {
  const board = await createBoard(server)
  const editor = stock(server, board, board.tokens.editor)
  rectIn(editor.doc, 'seen')
  const codes: (number | null)[] = []
  const forger = socketIoTransport('websocket', {
    url: server.url,
    board: board.id,
    token: board.tokens.viewer,
  })
  const connection = forger.open({
    opened: () => connection.send(updateFrame((doc) => rectIn(doc, 'forged'))),
    received: () => {},
    closed: ({ code }) => codes.push(code),
  })
  await expect.poll(() => codes).toEqual([4403])
  const late = stock(server, board, board.tokens.viewer)
  await expect.poll(() => [...late.doc.getMap('shapes').keys()]).toEqual(['seen'])
  for (const client of [editor, late]) client.dispose()
})

test('[S1] a program that has only long polling joins, draws and is acknowledged', async () => {
  const board = await createBoard(server)
  const doc = new Y.Doc()
  const sync = new DocSync(
    doc,
    socketIoTransport('polling', { url: server.url, board: board.id, token: board.tokens.editor }),
  )
  const other = new Y.Doc()
  const watching = connect({ doc: other, board: board.id, url: server.url, token: board.tokens.viewer })
  rectIn(doc, 'polled')
  await expect
    .poll(() => [sync.status.transport, sync.status.edits])
    .toEqual(['polling', { device: 0, received: 0, saved: 1 }])
  await expect.poll(() => [...other.getMap('shapes').keys()]).toEqual(['polled'])
  expect(watching.status.transport).toBe('websocket')
  sync.dispose()
  watching.dispose()
})

const foreign = ['http://evil.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1', 'HTTP://127.0.0.1']

/** The status of the answer to a plain HTTP request with these headers. */
async function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers })
  request.end()
  const [response] = (await once(request, 'response')) as [{ statusCode?: number; resume(): void }]
  response.resume()
  return response.statusCode
}

/** The status of the answer to an upgrade; 101 when it is accepted. */
async function upgradeStatus(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const request = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  })
  request.end()
  return new Promise((resolve, reject) => {
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode)
    })
    request.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
  })
}

test('[D1] foreign origins are refused on both doors, on long polling and on the API', async () => {
  const board = await createBoard(server)
  const own = `http://127.0.0.1:${server.port}`
  const polling = '/socket.io/?EIO=4&transport=polling'
  for (const Origin of foreign) {
    expect([Origin, await upgradeStatus(`/yjs/${board.id}`, { Origin })]).toEqual([Origin, 403])
    expect([Origin, await upgradeStatus('/socket.io/?EIO=4&transport=websocket', { Origin })]).toEqual([Origin, 403])
    expect([Origin, await status(polling, { Origin })]).toEqual([Origin, 403])
    expect([Origin, await status('/api/boards', { Origin })]).toEqual([Origin, 403])
  }
  expect(await upgradeStatus(`/yjs/${board.id}`, { Origin: own })).toBe(101)
  expect(await upgradeStatus('/socket.io/?EIO=4&transport=websocket', { Origin: own })).toBe(101)
  expect(await status(polling, { Origin: own })).toBe(200)
})

test('[D2] a cookie without an origin opens no socket', async () => {
  const board = await createBoard(server)
  const headers = { Cookie: 'inkbridge=abc.def' }
  expect(await upgradeStatus(`/yjs/${board.id}`, headers)).toBe(403)
  expect(await upgradeStatus('/socket.io/?EIO=4&transport=websocket', headers)).toBe(403)
  expect(await status('/socket.io/?EIO=4&transport=polling', headers, 'POST')).toBe(403)
})

test('[D7] a request that is not for a door gets a complete answer', async () => {
  expect(await upgradeStatus('/elsewhere', {})).toBe(404)
  expect(await upgradeStatus('/yjs/a/b', {})).toBe(404)
  expect(await upgradeStatus('/yjs/abc', { 'Sec-WebSocket-Version': '8' })).toBe(426)
  expect(await status('//socket.io/', {})).toBe(400)
})

test('[D6] a connection that does not authenticate receives nothing of any board, and is closed within five seconds', async () => {
  const silent = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
  const messages: string[] = []
  silent.on('message', (message: Buffer) => messages.push(String(message)))
  const begun = performance.now()
  await once(silent, 'close')
  expect(performance.now() - begun).toBeLessThan(6_000)
  expect(messages).toEqual([expect.stringMatching(/^0\{"sid"/)])
})

for (const [what, early] of [
  ['a frame', Buffer.from([0, 0, 1, 0])],
  ['a packet that is too long', `4[0,{"board":"${'b'.repeat(20_000)}"}]`],
  ['text that is not a packet', 'nonsense'],
] as const) {
  test(`[D6] a connection that sends ${what} before it authenticates is closed for that, and not by the deadline`, async () => {
    const socket = () => new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
    // The silent connection is older: the deadline would end it first.
    const silent = socket()
    await once(silent, 'message')
    const eager = socket()
    await once(eager, 'message')
    eager.send(early)
    const first = await Promise.race([silent, eager].map((each) => once(each, 'close').then(() => each)))
    expect(first).toBe(eager)
    silent.terminate()
  })
}

test('[D6] a long-polling write of any size is refused until its sender is authenticated', async () => {
  const address = `${server.url}/socket.io/?EIO=4&transport=polling`
  const opened = await (await fetch(address)).text()
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
  const answer = await fetch(`${address}&sid=${sid}`, { method: 'POST', body: `4${'x'.repeat(20_000)}` })
  expect(answer.status).toBe(413)
})

test('[P4] a broadcast to WebSockets of the Socket.IO door is encoded once for all of them', async () => {
  const strict = await TestServer.start({ preload: './probes/framed-once.ts' })
  try {
    const board = await createBoard(strict)
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    const address = { board: board.id, url: strict.url, token: board.tokens.editor }
    const syncs = [one, two].map((doc) => connect({ doc, ...address }))
    for (const sync of syncs) await sync.settled()
    rectIn(one, 'a')
    await expect.poll(() => [...two.getMap('shapes').keys()]).toEqual(['a'])
    expect(syncs.map(({ status }) => status.transport)).toEqual(['websocket', 'websocket'])
    for (const sync of syncs) sync.dispose()
  } finally {
    await strict.dispose()
  }
})

/** A raw client of the y-websocket door, and the code it is closed with. */
async function closeCodeAfter(board: TestBoard, message: Buffer | string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, [
    'y-websocket',
    `bearer.${board.tokens.editor}`,
  ])
  await once(socket, 'open')
  socket.send(message)
  const [code] = (await once(socket, 'close')) as [number]
  return code
}

const badMessages: readonly (readonly [string, number, Buffer | string])[] = [
  ['[F3] bytes that are not a message', 4422, Buffer.from([99, 1, 2, 3])],
  ['[F3] an update cut short', 4422, Buffer.from([0, 2, 4, 1, 1, 200, 1])],
  ['[F4] a message over the limit', 4413, Buffer.alloc(1_048_577)],
  ['[F5] a text', 4422, '9999999999'],
  [
    '[O1] a shape at NaN',
    4422,
    updateFrame((doc) => doc.getMap('shapes').set('n', { kind: 'rect', at: [Number.NaN, 0, 1, 1, 0] })),
  ],
  [
    '[O1] a shape at 10^12',
    4422,
    updateFrame((doc) => doc.getMap('shapes').set('f', { kind: 'rect', at: [1e12, 0, 1, 1, 0] })),
  ],
  ['[O1] an unknown root', 4422, updateFrame((doc) => doc.getMap('elsewhere').set('a', 1))],
]

function updateFrame(change: (doc: Y.Doc) => void): Buffer {
  const doc = new Y.Doc()
  change(doc)
  const update = Y.encodeStateAsUpdate(doc)
  return Buffer.from([0, 2, update.byteLength, ...update])
}

for (const [name, code, message] of badMessages) {
  test(`${name} disconnects the sender with ${code}, changes nothing, and the server keeps running`, async () => {
    const board = await createBoard(server)
    const witness = stock(server, board, board.tokens.editor)
    rectIn(witness.doc, 'witness')
    await expect.poll(() => witness.provider.synced).toBe(true)
    expect(await closeCodeAfter(board, message)).toBe(code)
    rectIn(witness.doc, 'after')
    const fresh = stock(server, board, board.tokens.viewer)
    await expect.poll(() => [...fresh.doc.getMap('shapes').keys()].sort()).toEqual(['after', 'witness'])
    for (const client of [witness, fresh]) client.dispose()
  })
}

test('a shape of an unknown kind is kept and shown as a placeholder', async ({ browser }) => {
  const board = await createBoard(server)
  const client = stock(server, board, board.tokens.editor)
  const value = { kind: 'hologram', at: [300, 200, 160, 80, 0], order: 'a1', depth: 7 }
  client.doc.getMap('shapes').set('h', value)
  const page = await open(browser, server, board)
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['unknown'])
  expect(await page.evaluate(() => inkbridge.board.doc.getMap('shapes').get('h'))).toEqual(value)
  client.dispose()
})

test('[F4] a standard y-websocket client with 3 MB drawn offline stops after one attempt with a reason; our own client sends them', async () => {
  const board = await createBoard(server)
  const docs = [new Y.Doc(), new Y.Doc()] as const
  for (const [index, doc] of [...docs, ...docs, ...docs].entries()) {
    const note = 'x'.repeat(1_000_000)
    doc
      .getMap('shapes')
      .set(`s${index}`, { kind: 'note', at: [0, 0, 9, 9, 0], style: { color: 'ink' }, order: 'a0', note })
  }
  const heavy = stock(server, board, board.tokens.editor, { doc: docs[0] })
  await expect.poll(() => heavy.codes).toEqual([4413])
  expect(heavy.reasons[0]).toMatch(/^A message of \d+ bytes is larger than the \d+ allowed/)
  expect([heavy.sockets.length, heavy.provider.shouldConnect, docs[0].getMap('shapes').size]).toEqual([1, false, 3])
  heavy.dispose()
  const sync = connect({ doc: docs[1], board: board.id, url: server.url, token: board.tokens.editor })
  await sync.settled()
  const late = stock(server, board, board.tokens.viewer)
  await expect.poll(() => late.doc.getMap('shapes').size).toBe(3)
  for (const each of [sync, late]) each.dispose()
})

const ways: readonly (readonly [string, (address: Required<SocketIoAddress>) => Transport])[] = [
  ['the y-websocket door', (address) => webSocketTransport(address)],
  ['the Socket.IO door by WebSocket', (address) => socketIoTransport('websocket', address)],
  ['the Socket.IO door by long polling', (address) => socketIoTransport('polling', address)],
]

for (const [by, transportTo] of ways) {
  for (const kind of ['update', 'sync-step-2'] as const) {
    test(`[O8] a viewer’s ${kind} by ${by} is closed with 4403 and changes nothing`, async () => {
      const board = await createBoard(server)
      const doc = new Y.Doc()
      rectIn(doc, 'forbidden')
      const key = `a-viewer-${kind}`.padEnd(22, '-')
      const transport = transportTo({ url: server.url, board: board.id, token: board.tokens.viewer, key })
      const code = await new Promise<number | null>((resolve) => {
        const connection = transport.open({
          opened: () => connection.send(encodeFrame({ kind, update: Y.encodeStateAsUpdate(doc) })),
          received: () => {},
          closed: (reason) => resolve(reason.code),
        })
      })
      expect(code).toBe(4403)
      expect([...(await shapesOn(server, board))]).toEqual([])
    })
  }
}
