import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Successor } from '@inkbridge/sync'
import { encodeFrame, FrameReader } from '@inkbridge/types'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, drag, facts, keptToTheEnd, open, saved, shapes, synced, type TestBoard, wave } from './board.ts'
import { shapesOn } from './drawers.ts'
import { full, inFull, test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'
import { rectIn, shapesIn, stock } from './stock.ts'

/** Every honest client that reconnects with edits is admitted with them, in every situation. */

let server: TestServer
let proxy: TestProxy
test.beforeEach(async () => {
  server = await TestServer.start({ preload: './sabotage/full-disk.ts' })
  proxy = await TestProxy.start(server.port)
})
test.afterEach(async () => {
  proxy.dispose()
  await server.dispose()
})

async function expectShapes(board: TestBoard, expected: readonly string[]): Promise<void> {
  await expect.poll(async () => [...(await shapesOn(server, board))].sort()).toEqual(expected)
}

/** How many connections the server has on a board. */
async function connectionsOn({ id, tokens }: TestBoard): Promise<number> {
  const headers = { Authorization: `Bearer ${tokens.viewer}` }
  const response = await fetch(`${server.url}/api/boards/${id}`, { headers })
  return ((await response.json()) as { readonly here: number }).here
}

/** The text of the shape `a`, as a new client reads it. */
async function textOf(board: TestBoard): Promise<string> {
  const doc = new Y.Doc()
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.viewer })
  await sync.settled()
  sync.dispose()
  const text = doc.getMap('text').get('a')
  return text instanceof Y.XmlFragment ? text.toString().replace(/<[^>]*>/g, '') : ''
}

async function offline(...pages: readonly Page[]): Promise<void> {
  proxy.cut()
  for (const page of pages)
    await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
}

async function online(...pages: readonly Page[]): Promise<void> {
  proxy.mend()
  for (const page of pages) await page.evaluate(() => window.dispatchEvent(new Event('online')))
}

/** A client of the y-websocket door that speaks our messages. */
async function raw(board: TestBoard) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board.id}`, [
    'inkbridge.1',
    `bearer.${board.tokens.editor}`,
  ])
  const kinds: string[] = []
  const reader = new FrameReader()
  socket.on('message', (bytes: Buffer) => {
    const read = reader.read(bytes)
    if (read.ok && read.value) kinds.push(read.value.kind)
  })
  await once(socket, 'open')
  const send = (kind: 'sync-step-2' | 'update', update: Uint8Array) => socket.send(encodeFrame({ kind, update }))
  return { socket, kinds, send, asked: () => kinds.filter((kind) => kind === 'have').length }
}

test('[O10] a standard client’s offline edits, its whole state, and an update that is half known are all accepted', async () => {
  const board = await createBoard(server)
  const client = stock(server, board, board.tokens.editor)
  rectIn(client.doc, 'a')
  await expectShapes(board, ['a'])
  const known = Y.encodeStateVector(client.doc)
  client.provider.disconnect()
  rectIn(client.doc, 'b')
  client.provider.connect()
  await expectShapes(board, ['a', 'b'])
  // Text typed at the end of existing text becomes one struct with it, of which the server knows the first half.
  const [paragraph, typed] = [new Y.XmlElement('paragraph'), new Y.XmlText('half')]
  paragraph.insert(0, [typed])
  const text = new Y.XmlFragment()
  text.insert(0, [paragraph])
  client.doc.getMap('text').set('a', text)
  await expect.poll(() => textOf(board)).toBe('half')
  client.provider.disconnect()
  await expect.poll(() => connectionsOn(board)).toBe(0)
  typed.insert(4, ' and half')
  rectIn(client.doc, 'c')
  const { socket, send } = await raw(board)
  send('sync-step-2', new Uint8Array([0, 0]))
  send('update', Y.encodeStateAsUpdate(client.doc, known))
  send('update', Y.encodeStateAsUpdate(client.doc))
  await expectShapes(board, ['a', 'b', 'c'])
  expect(await textOf(board)).toBe('half and half')
  expect([socket.readyState, client.codes.filter((code) => (code ?? 0) >= 4000)]).toEqual([WebSocket.OPEN, []])
  socket.terminate()
  client.dispose()
})

test('[O10] standard clients that also sync with each other directly are all admitted with each other’s edits', async () => {
  const board = await createBoard(server)
  const clients = [1, 2, 3].map(() => stock(server, board, board.tokens.editor, { broadcasts: true }))
  for (const [index, { doc }] of clients.entries()) rectIn(doc, `first-${index}`)
  await expect.poll(() => clients.map(({ doc }) => doc.getMap('shapes').size)).toEqual([3, 3, 3])
  for (const { sockets } of clients) sockets.at(-1)?.terminate()
  for (const [index, { doc }] of clients.entries()) rectIn(doc, `then-${index}`)
  await expectShapes(board, ['first-0', 'first-1', 'first-2', 'then-0', 'then-1', 'then-2'])
  expect(clients.flatMap(({ closed }) => closed)).toEqual([])
  for (const client of clients) client.dispose()
})

test('[O10] [O2] when an update depends on a missing one, the server asks for it and has both', async () => {
  const board = await createBoard(server)
  const doc = new Y.Doc()
  rectIn(doc, 'a')
  const known = Y.encodeStateVector(doc)
  rectIn(doc, 'b')
  const client = await raw(board)
  await expect.poll(client.asked).toBe(1)
  client.send('sync-step-2', new Uint8Array([0, 0]))
  client.send('update', Y.encodeStateAsUpdate(doc, known))
  await expect.poll(client.asked).toBe(2)
  client.send('sync-step-2', Y.encodeStateAsUpdate(doc))
  await expectShapes(board, ['a', 'b'])
  client.socket.terminate()
})

test('[O10] a copy that was restored from an older state continues under its own client id', async () => {
  const board = await createBoard(server)
  const client = stock(server, board, board.tokens.editor)
  rectIn(client.doc, 'a')
  await expectShapes(board, ['a'])
  const copy = Y.encodeStateAsUpdate(client.doc)
  rectIn(client.doc, 'b')
  await expectShapes(board, ['a', 'b'])
  client.dispose()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, copy)
  rectIn(doc, 'c')
  const restored = stock(server, board, board.tokens.editor, { doc })
  await expectShapes(board, ['a', 'b', 'c'])
  expect(restored.codes).toEqual([])
  restored.dispose()
})

test('[O10] a bot with only a token reconnects under the same client id as soon as its old connection is closed', async () => {
  const board = await createBoard(server)
  const bot = stock(server, board, board.tokens.editor)
  rectIn(bot.doc, 'a')
  await expectShapes(board, ['a'])
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(bot.doc))
  doc.clientID = bot.doc.clientID
  rectIn(doc, 'b')
  const again = stock(server, board, board.tokens.editor, { doc })
  await expect.poll(() => again.codes).toContain(4509)
  bot.sockets.at(-1)?.terminate()
  bot.provider.shouldConnect = false
  await expectShapes(board, ['a', 'b'])
  for (const client of [bot, again]) client.dispose()
})

test('[O10] [O7] an update reverted by a failed commit is sent again by a standard client and saved', async () => {
  const board = await createBoard(server)
  const client = stock(server, board, board.tokens.editor)
  rectIn(client.doc, 'a')
  await expectShapes(board, ['a'])
  server.fillDisk()
  rectIn(client.doc, 'b')
  await expect.poll(() => server.output).toContain('a commit failed')
  rectIn(client.doc, 'c')
  server.makeRoom()
  await expectShapes(board, ['a', 'b', 'c'])
  expect(client.codes).toEqual([])
  client.dispose()
})

test(
  '[O10] two windows of one person draw, undo and redo offline, and all of it is saved',
  inFull,
  async ({ browser }) => {
    const board = await createBoard(server)
    const context = await browser.newContext()
    const pages = [await open(context, proxy, board), await open(context, proxy, board)] as const
    await drag(pages[0], wave(200, 200))
    await saved(pages[0])
    await expect.poll(async () => (await shapes(pages[1])).length).toBe(1)
    await offline(...pages)
    for (const [index, page] of pages.entries()) {
      await page.bringToFront()
      await drag(page, wave(200, 300 + index * 100))
      await drag(page, wave(500, 300 + index * 100))
      for (const keys of ['Control+z', 'Control+z', 'Control+Shift+z']) await page.keyboard.press(keys)
    }
    await online(...pages)
    for (const page of pages) await saved(page)
    await expect.poll(async () => (await shapes(pages[0])).length).toBe(3)
    const witness = await open(browser, server, board, 'viewer')
    for (const page of pages) expect(await facts(page)).toBe(await facts(witness))
  },
)

/** Draws online and then offline, and closes with two strokes stored only on this device. */
async function leaveWithUnsaved(context: BrowserContext, board: TestBoard): Promise<void> {
  const page = await open(context, proxy, board)
  await drag(page, wave(200, 200))
  await saved(page)
  await offline(page)
  await drag(page, wave(200, 350))
  await drag(page, wave(500, 350))
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status.edits.device)).toBeGreaterThan(2)
  await page.evaluate(keptToTheEnd)
  await page.close()
  proxy.mend()
}

const changes: readonly (readonly [string, (context: BrowserContext) => Promise<void>])[] = [
  ['is signed in as somebody else', becomeSomebodyElse],
  ['has lost its cookie', (context) => context.clearCookies()],
]

for (const [what, happens] of full ? changes : changes.slice(0, 1)) {
  test(`[O10] [R6] a browser that ${what} while it was offline sends its edits as its own, and drawing continues`, async ({
    browser,
  }) => {
    const board = await createBoard(server)
    const context = await browser.newContext()
    await leaveWithUnsaved(context, board)
    await happens(context)
    const page = await open(context, proxy, board)
    await saved(page)
    await drag(page, wave(500, 500))
    await saved(page)
    const witness = await open(browser, server, board, 'viewer')
    expect((await shapes(witness)).map(({ kind }) => kind)).toEqual(['ink', 'ink', 'ink', 'ink'])
    expect(await facts(page)).toBe(await facts(witness))
    await page.reload()
    await synced(page)
    expect(await facts(page)).toBe(await facts(witness))
  })
}

/** The browser's cookie is that of a guest who has never been on the board. */
async function becomeSomebodyElse(context: BrowserContext): Promise<void> {
  await context.clearCookies()
  const page = await context.newPage()
  await page.goto(proxy.url)
  await page.close()
}

test(
  '[O10] [R6] after a backup was restored, clients send back what is newer: their own edits, and those they have of others',
  inFull,
  async ({ browser }) => {
    const board = await createBoard(server)
    const other = new Y.Doc()
    const gone = connect({ doc: other, board: board.id, url: server.url, token: board.tokens.editor })
    rectIn(other, 'other-before')
    await gone.settled()
    const page = await open(browser, proxy, board)
    await drag(page, wave(200, 200))
    await saved(page)
    await server.stop()
    const backup = mkdtempSync(join(tmpdir(), 'inkbridge-backup-'))
    cpSync(server.dataDir, backup, { recursive: true })
    await server.run()
    await expect.poll(() => gone.status.connection).toBe('live')
    rectIn(other, 'other-after')
    await gone.settled()
    await fetch(`${server.url}/api/boards/${board.id}/import`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${board.tokens.editor}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'inkbridge',
        version: 1,
        title: 'a file',
        document: { shapes: { imported: rect } },
      }),
    })
    await expect.poll(async () => (await shapes(page)).length).toBe(4)
    await drag(page, wave(200, 400))
    await saved(page)
    gone.dispose()
    await server.stop()
    rmSync(server.dataDir, { recursive: true })
    cpSync(backup, server.dataDir, { recursive: true })
    rmSync(backup, { recursive: true })
    await server.run()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(async () => (await shapesOn(server, board)).size).toBe(5)
    await saved(page)
    await drag(page, wave(500, 400))
    await saved(page)
    // The other reconnects, too, with its edits.
    const back = stock(server, board, board.tokens.editor, { doc: other })
    await expect.poll(() => shapesIn(other).length).toBe(6)
    expect(await facts(page)).toBe(await facts(await open(browser, server, board, 'viewer')))
    back.dispose()
  },
)

const rect = { kind: 'rect', at: [10, 10, 80, 60, 0], style: { color: 'green', width: 4 }, order: 'a5' }

test('[R6] edits that are made again under a new client id on a large board do not revert what others have changed meanwhile', async () => {
  const board = await createBoard(server)
  const [doc, theirs] = [new Y.Doc(), new Y.Doc()]
  const address = { board: board.id, url: server.url, token: board.tokens.editor }
  const other = connect({ ...address, doc: theirs })
  for (let index = 0; index < 300; index += 1) {
    const note = `${index}`.padStart(1_500, '.')
    const shape = { kind: 'note', at: [0, 0, 9, 9, 0], style: { color: 'ink' }, order: 'a0', note }
    theirs.getMap('shapes').set(`s${index}`, shape)
  }
  await other.settled()
  const before = connect({ ...address, doc })
  await before.settled()
  doc.getMap('at').set('s1', [1, 0])
  await before.settled()
  theirs.getMap('at').set('s0', [1, 0])
  await expect.poll(() => doc.getMap('at').get('s0')).toEqual([1, 0])
  before.dispose()
  theirs.getMap('at').set('s0', [2, 0])
  theirs.getMap('shapes').delete('s2')
  await other.settled()
  doc.getMap('at').set('s1', [2, 0])
  // As another participant: the key of the first is gone.
  const successor = await new Promise<Successor>((resolve) => {
    const after = connect({
      ...address,
      doc,
      remade: (successor) => {
        after.dispose()
        resolve(successor)
      },
    })
  })
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, successor.update)
  const last = connect({ ...address, doc: fresh, continues: successor })
  await last.settled()
  await expect.poll(() => theirs.getMap('at').toJSON()).toEqual({ s0: [2, 0], s1: [2, 0] })
  expect(fresh.getMap('at').toJSON()).toEqual({ s0: [2, 0], s1: [2, 0] })
  expect([fresh.getMap('shapes').size, fresh.getMap('shapes').has('s2')]).toEqual([299, false])
  for (const sync of [other, last]) sync.dispose()
})

test('[O10] a program that cannot start a new document stops with a reason and keeps its edits', inFull, async () => {
  const board = await createBoard(server)
  const [theirs, doc] = [new Y.Doc(), new Y.Doc()]
  const other = connect({ doc: theirs, board: board.id, url: server.url, token: board.tokens.editor })
  rectIn(theirs, 'a')
  await other.settled()
  other.dispose()
  rectIn(theirs, 'b')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs))
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
  await expect.poll(() => sync.status.problem?.code).toBe(4423)
  expect(sync.status.problem?.message).toContain('made by another client')
  expect(shapesIn(doc)).toEqual(['a', 'b'])
  sync.dispose()
})
