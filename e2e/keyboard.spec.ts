import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { read, rects, select, selection } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('by keys alone a shape is made, found, selected, measured and left', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('r')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
  await page.keyboard.press('Alt+/')
  await page.getByLabel('X', { exact: true }).fill('100')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Width', exact: true }).fill('240')
  await page.keyboard.press('Enter')
  await page.getByLabel('Angle', { exact: true }).fill('90')
  await page.keyboard.press('Enter')
  const [made] = await shapes(page)
  await expect.poll(() => read(page, made?.id ?? '')).toMatchObject({ degrees: 90 })
  expect((await read(page, made?.id ?? ''))?.at[2]).toBe(240)
  await page.getByRole('application', { name: 'Board' }).focus()
  await rects(page, 'a', 'b')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  const first = await selection(page)
  await page.keyboard.press('Tab')
  const second = await selection(page)
  expect([first.length, second.length, first[0] === second[0]]).toEqual([1, 1, false])
  await select(page, 'a')
  await page.keyboard.press('Alt+ArrowRight')
  expect(await selection(page)).toEqual(['b'])
  await page.keyboard.press('Shift+Tab')
  expect(await selection(page)).toEqual(['a'])
  // After the last of them Tab goes on to the buttons.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
  await expect(page.getByRole('application', { name: 'Board' })).not.toBeFocused()
})
