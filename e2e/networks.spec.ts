import { expect } from '@playwright/test'
import { createBoard, open, saved, shapes } from './board.ts'
import { full, inFull, test } from './journey.ts'
import { drawMuch, drawnSteadily, drawSteadily } from './networks.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

let server: TestServer
let proxy: TestProxy
test.beforeEach(async () => {
  server = await TestServer.start()
  proxy = await TestProxy.start(server.port)
})
test.afterEach(async () => {
  proxy.dispose()
  await server.dispose()
})

test('when WebSocket is no longer blocked, the page moves to it automatically and loses nothing', async ({
  browser,
}) => {
  proxy.upgrades = 'swallow'
  const board = await createBoard(server)
  const watching = await open(browser, server, board)
  const page = await open(browser, proxy, board)
  expect(await page.evaluate(() => inkbridge.sync.status.transport)).toBe('polling')
  await page.evaluate(drawSteadily)
  proxy.upgrades = 'pass'
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status.transport)).toBe('websocket')
  const made = await page.evaluate(drawnSteadily)
  await saved(page)
  await expect.poll(async () => (await shapes(watching)).length).toBe(made)
})

const cutMs = full ? 60_000 : 4_000

test(
  `behind a proxy that cuts a WebSocket after ${cutMs / 1_000} s, drawing continues within five seconds of each cut, by long polling after the second, and nothing is lost`,
  inFull,
  async ({ browser }) => {
    test.setTimeout(3 * cutMs + 60_000)
    proxy.upgrades = 'cut'
    proxy.cutMs = cutMs
    const board = await createBoard(server)
    const watching = await open(browser, server, board)
    const page = await open(browser, proxy, board)
    await page.evaluate(drawSteadily)
    const status = () => page.evaluate(() => inkbridge.sync.status)
    for (const transport of ['websocket', 'polling']) {
      const patience = { timeout: cutMs + 10_000, intervals: [20] }
      await expect.poll(async () => (await status()).connection, patience).toBe('offline')
      await expect.poll(status, { timeout: 5_000, intervals: [20] }).toMatchObject({ connection: 'live', transport })
    }
    const made = await page.evaluate(drawnSteadily)
    await saved(page)
    await expect.poll(async () => (await shapes(watching)).length).toBe(made)
  },
)

for (const upgrades of full ? (['pass', 'refuse'] as const) : (['refuse'] as const)) {
  test(
    `[P5] content larger than one message is sent both ways, where a proxy ${upgrades === 'pass' ? 'allows' : 'blocks'} WebSocket`,
    inFull,
    async ({ browser }) => {
      proxy.upgrades = upgrades
      const board = await createBoard(server)
      const page = await open(browser, proxy, board)
      proxy.cut()
      await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
      await page.evaluate(drawMuch, 12_000)
      proxy.mend()
      await page.evaluate(() => window.dispatchEvent(new Event('online')))
      await saved(page)
      const watching = await open(browser, proxy, board, 'viewer')
      await expect.poll(async () => (await shapes(watching)).length).toBe(12_000)
      const transport = upgrades === 'pass' ? 'websocket' : 'polling'
      expect(await watching.evaluate(() => inkbridge.sync.status.transport)).toBe(transport)
      // P5: more than one message holds was sent in that direction, in requests no larger than common proxies accept.
      expect(proxy.seen.largest).toBeLessThan(1_000_000)
      if (upgrades === 'refuse') expect(proxy.seen.posted).toBeGreaterThan(1_000_000)
    },
  )
}
