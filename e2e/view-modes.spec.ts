import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { at, rects, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** The laser, view mode and zen mode. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('a person’s laser is seen by others, and leaves nothing behind', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, viewer] = [await open(browser, server, board), await open(browser, server, board, 'viewer')]
  await page.keyboard.press('k')
  await drag(
    page,
    [
      [300, 300],
      [500, 400],
    ],
    false,
  )
  const shining = () => viewer.evaluate(() => inkbridge.sync.peers.map(({ laser }) => laser))
  await expect.poll(shining).toEqual([true])
  await page.mouse.up()
  await expect.poll(shining).toEqual([false])
  expect(await shapes(viewer)).toEqual([])
  await viewer.keyboard.press('k')
  expect((await state(viewer)).tool).toBe('laser')
})

test('a person turns view mode and zen mode on and off again', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('Alt+r')
  await expect(page.getByText('You’re in view mode.')).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  expect((await shapes(page)).length).toBe(1)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.keyboard.press('Alt+z')
  await expect(page.getByRole('toolbar', { name: 'Tools' })).toBeHidden()
  await page.keyboard.press('v')
  await drag(page, [
    [200, 250],
    [260, 250],
  ])
  await expect.poll(async () => at(page, 'a')).toEqual([260, 200, 100, 100])
  await page.getByRole('button', { name: 'Exit zen mode' }).click()
  await expect(page.getByRole('toolbar', { name: 'Tools' })).toBeVisible()
})
