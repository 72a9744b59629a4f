import { expect } from '@playwright/test'
import { createBoard, drag, open } from './board.ts'
import { at, rects, select, selection } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('a group moves as one, is entered by a double click, left by Escape, and can be ungrouped', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b', 'c')
  await select(page, 'a', 'b')
  await page.keyboard.press('Control+g')
  await select(page, 'a', 'b', 'c')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.mouse.click(200, 250)
  expect((await selection(page)).sort()).toEqual(['a', 'b', 'c'])
  await drag(page, [
    [200, 250],
    [230, 290],
  ])
  await expect
    .poll(async () => Promise.all(['a', 'b', 'c'].map((id) => at(other, id))))
    .toEqual([
      [230, 240, 100, 100],
      [430, 240, 100, 100],
      [630, 240, 100, 100],
    ])
  await page.mouse.dblclick(230, 290)
  expect((await selection(page)).sort()).toEqual(['a', 'b'])
  // Elsewhere on it: a third press at the same place would count as a double click.
  await page.mouse.dblclick(230, 320)
  expect(await selection(page)).toEqual(['a'])
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => at(other, 'a')).toEqual([231, 240, 100, 100])
  await page.keyboard.press('Escape')
  expect((await selection(page)).sort()).toEqual(['a', 'b'])
  await page.keyboard.press('Escape')
  expect((await selection(page)).sort()).toEqual(['a', 'b', 'c'])
  await page.keyboard.press('Control+Shift+g')
  const groups = (id: string) => other.evaluate((name) => inkbridge.board.groupsOf(name as never).length, id)
  await expect.poll(() => Promise.all(['a', 'b', 'c'].map(groups))).toEqual([1, 1, 0])
})
