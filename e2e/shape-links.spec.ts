import { expect } from '@playwright/test'
import { createBoard, open, saved } from './board.ts'
import { read, rects, select, selection } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('shapes have links, and a link leads to a shape or to a view', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await rects(page, 'a', 'b')
  await select(page, 'a')
  await page.keyboard.press('Control+k')
  await page.getByLabel('Address').fill('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Enter a web')).toBeVisible()
  await page.getByLabel('Address').fill('#s=b')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await read(page, 'a'))?.link).toBe('#s=b')
  await page.keyboard.press('Escape')
  await expect(page.locator('.ink-backdrop')).toHaveCount(0)
  await page.mouse.click(310, 190)
  await expect.poll(() => selection(page)).toEqual(['b'])
  await saved(page)
  const again = await page.context().newPage()
  await again.goto(`${server.url}/b/${board.id}?debug#v=1000,2000,0.5`)
  await expect
    .poll(() => again.evaluate(() => globalThis.inkbridge?.editor.camera))
    .toEqual({ x: 1000, y: 2000, zoom: 0.5 })
  await again.goto('about:blank')
  await again.goto(`${server.url}/b/${board.id}?debug#s=a`)
  await expect.poll(() => again.evaluate(() => globalThis.inkbridge?.editor.selection)).toEqual(['a'])
})
