import { openBoard } from '@inkbridge/board'
import { connect } from '@inkbridge/sync'
import type { ShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, open, shapes, synced, type TestBoard } from './board.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

/** The cost of reopening a board of ten thousand strokes, drawn as people draw. */

const strokes = 10_000

let server: TestServer
let proxy: TestProxy
let board: TestBoard
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await TestServer.start()
  proxy = await TestProxy.start(server.port)
  board = await createBoard(server)
  await drawAs(Array.from({ length: strokes }, (_, index) => `s${index}`))
})
test.afterAll(async () => {
  proxy.dispose()
  await server.dispose()
})

/** Draws strokes live, point by point, from a program, and resolves when they are saved. */
async function drawAs(ids: readonly string[]): Promise<void> {
  const doc = new Y.Doc()
  const drawing = openBoard(doc)
  const draw = () => {
    for (const [index, id] of (ids as readonly ShapeId[]).entries()) {
      const point = (step: number) => ({
        x: (index % 100) * 30 + step * 5,
        y: Math.floor(index / 100) * 30,
        pressure: null,
        time: step * 16,
      })
      const style = { color: 'blue', width: 2 } as const
      drawing.apply([{ type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points: [point(0)] }])
      for (const step of [1, 2, 3]) drawing.apply([{ type: 'ink-extend', id, points: [point(step)] }])
      drawing.apply([{ type: 'ink-seal', id }])
    }
  }
  // Much is drawn before it is sent: as one update, and not as fifty thousand.
  if (ids.length > 100) draw()
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
  await sync.settled()
  if (ids.length <= 100) draw()
  await sync.settled()
  sync.dispose()
}

test('[R3] a first visit downloads the board as one compressed file; a second, without local storage, only asks whether it has changed', async ({
  browser,
}) => {
  const context = await browser.newContext()
  // Nothing is stored: on the second visit, data comes from the browser's cache, or is sent again.
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
  })
  const visit = async () => {
    const page = await context.newPage()
    const answered = page.waitForResponse((response) => response.url().endsWith('/snapshot'))
    const before = proxy.seen.down
    await page.goto(`${proxy.url}/b/${board.id}?debug#k=${board.tokens.viewer}`)
    const response = await answered
    await synced(page)
    const count = (await shapes(page)).length
    const { responseBodySize, responseHeadersSize } = await response.request().sizes()
    await page.close()
    return {
      count,
      headers: response.headers(),
      bytes: responseBodySize + responseHeadersSize,
      socket: proxy.seen.down - before,
    }
  }
  const [first, second] = [await visit(), await visit()]
  expect(first).toMatchObject({ count: strokes, headers: { 'content-encoding': 'gzip' } })
  expect(first.bytes).toBeGreaterThan(50_000)
  expect(first.socket).toBeLessThan(2_048)
  expect(second.count).toBe(strokes)
  expect(second.bytes + second.socket).toBeLessThan(2_048)
})

test('[R1] after ten seconds offline, in which twenty strokes were drawn, at most 16 KB are exchanged', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const page = await open(browser, proxy, board)
  expect((await shapes(page)).length).toBe(strokes)
  proxy.cut()
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
  await drawAs(Array.from({ length: 20 }, (_, index) => `away${index}`))
  const before = { ...proxy.seen }
  proxy.mend()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  // On a busy machine an attempt may take its ten seconds, and the next waits for up to thirty (C2).
  await expect.poll(async () => (await shapes(page)).length, { timeout: 90_000 }).toBe(strokes + 20)
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status.edits.device)).toBe(0)
  const bytes = proxy.seen.up + proxy.seen.down - before.up - before.down
  test.info().annotations.push({ type: 'bytes', description: String(bytes) })
  expect(bytes).toBeLessThan(16_384)
})

test('[R1] a second visit to an unchanged board downloads at most 2 KB of it', async ({ browser }) => {
  const first = await open(browser, proxy, board)
  const count = (await shapes(first)).length
  const context = first.context()
  await expect.poll(() => first.evaluate(() => inkbridge.sync.status.keeping)).toBe('kept')
  await first.close()
  const before = proxy.seen.down
  const second = await context.newPage()
  await second.goto(`${proxy.url}/b/${board.id}?debug`)
  await synced(second)
  expect((await shapes(second)).length).toBe(count)
  test.info().annotations.push({ type: 'bytes', description: String(proxy.seen.down - before) })
  expect(proxy.seen.down - before).toBeLessThan(2_048)
})
