import { expect } from '@playwright/test'
import { createBoard, drag, open } from './board.ts'
import { read, rects, select, selection } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('locked shapes stay until they are unlocked, and hidden shapes are invisible until they are shown, for everybody', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b')
  await select(page, 'a')
  await page.keyboard.press('Shift+L')
  await expect.poll(async () => (await read(other, 'a'))?.locked).toBe(true)
  await page.keyboard.press('Escape')
  await drag(page, [
    [200, 250],
    [260, 400],
  ])
  await page.keyboard.press('Control+a')
  expect(await selection(page)).toEqual(['b'])
  await page.keyboard.press('Escape')
  await page.mouse.click(200, 250, { button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0)
  await page.getByRole('menuitem', { name: /^Unlock Ctrl/ }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [200, 200, 100, 100] })
  expect((await read(other, 'a'))?.locked).toBe(undefined)
  await page.keyboard.press('Control+Shift+H')
  await expect.poll(async () => (await read(other, 'a'))?.hidden).toBe(true)
  await other.keyboard.press('v')
  await other.mouse.click(200, 250)
  expect(await selection(other)).toEqual([])
  await page.keyboard.press('Control+Alt+h')
  await expect.poll(async () => (await read(other, 'a'))?.hidden).toBe(undefined)
})
