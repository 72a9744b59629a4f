import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { rects } from './hand.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('edits made before the network failed are undone after it is back, for everybody', async ({ browser }) => {
  const proxy = await TestProxy.start(server.port)
  try {
    const board = await createBoard(server)
    const [page, other] = [await open(browser, proxy, board), await open(browser, server, board)]
    await page.keyboard.press('r')
    await drag(page, [
      [200, 200],
      [300, 300],
    ])
    await expect.poll(async () => (await shapes(other)).length).toBe(1)
    await page.keyboard.press('Control+d')
    await expect.poll(async () => (await shapes(other)).length).toBe(2)
    proxy.cut()
    await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
    await rects(other, 'theirs')
    proxy.mend()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(async () => (await shapes(page)).length).toBe(3)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await shapes(other)).map(({ id }) => id)).toEqual(['theirs'])
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(async () => (await shapes(other)).length).toBe(2)
  } finally {
    proxy.dispose()
  }
})
