import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { rects, select } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('copied shapes are pasted at the pointer, in place, and on another board; cut shapes disappear', async ({
  browser,
}) => {
  const [one, two] = [await createBoard(server), await createBoard(server)]
  const page = await open(browser, server, one)
  const elsewhere = await open(page.context(), server, two)
  await page.bringToFront()
  await rects(page, 'a', 'b')
  await select(page, 'a', 'b')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Control+c')
  await page.mouse.move(700, 600)
  await page.keyboard.press('Control+v')
  await expect.poll(async () => (await shapes(page)).length).toBe(4)
  expect((await shapes(page)).slice(2).map(({ at: { x, y } }) => [x, y])).toEqual([
    [550, 550],
    [750, 550],
  ])
  await page.keyboard.press('Control+Shift+v')
  await expect.poll(async () => (await shapes(page)).length).toBe(6)
  expect((await shapes(page)).slice(4).map(({ at: { x, y } }) => [x, y])).toEqual([
    [200, 200],
    [400, 200],
  ])
  await page.keyboard.press('Control+x')
  await expect.poll(async () => (await shapes(page)).length).toBe(4)
  await elsewhere.bringToFront()
  await elsewhere.keyboard.press('Control+Shift+v')
  await expect.poll(async () => (await shapes(elsewhere)).length).toBe(2)
  const grouped = await elsewhere.evaluate(() =>
    inkbridge.board.shapes().map(({ id }) => inkbridge.board.groupsOf(id).length),
  )
  expect(grouped).toEqual([1, 1])
  await elsewhere.keyboard.press('Control+z')
  await expect.poll(async () => (await shapes(elsewhere)).length).toBe(0)
})
