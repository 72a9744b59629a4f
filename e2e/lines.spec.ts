import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { at, read } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Lines through points, and arrowheads. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('a line passes through each clicked point, and can be curved, closed, bent and filled', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.keyboard.press('l')
  for (const [x, y] of [
    [200, 200],
    [400, 200],
    [400, 350],
  ] as const)
    await page.mouse.click(x, y)
  await page.mouse.move(300, 400)
  await page.keyboard.press('Enter')
  const first = async () => (await shapes(other))[0]?.id ?? ''
  await expect.poll(async () => (await shapes(other)).length).toBe(1)
  expect(await at(other, await first())).toEqual([200, 200, 200, 150])
  // Its last point is dragged, and one between two.
  await drag(page, [
    [400, 350],
    [450, 420],
  ])
  await expect.poll(async () => at(other, await first())).toEqual([200, 200, 250, 220])
  await drag(page, [
    [300, 200],
    [300, 150],
  ])
  await expect.poll(async () => at(other, await first())).toEqual([200, 150, 250, 270])
  await page.getByRole('button', { name: 'Curved' }).click()
  await expect.poll(async () => (await read(other, await first()))?.style.corners).toBe('round')
  await page.keyboard.press('l')
  for (const [x, y] of [
    [600, 200],
    [700, 200],
    [700, 300],
    [600, 201],
  ] as const)
    await page.mouse.click(x, y)
  await expect.poll(async () => (await shapes(other)).length).toBe(2)
  await page.getByRole('button', { name: 'Semi-transparent' }).click()
  await expect.poll(async () => (await read(other, (await shapes(other))[1]?.id ?? ''))?.style.fill).toBe('ink')
})

test('an arrow has the arrowheads that are chosen, while drawing or afterwards', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.keyboard.press('a')
  await drag(page, [
    [300, 300],
    [500, 360],
  ])
  const style = async () => (await read(other, (await shapes(other))[0]?.id ?? ''))?.style
  await expect.poll(style).toEqual({ color: 'ink', width: 4, endHead: 'arrow' })
  await page.getByRole('button', { name: 'Start: None' }).click()
  await page.getByRole('dialog', { name: 'Start' }).getByRole('button', { name: 'Zero or many' }).click()
  await page.getByRole('button', { name: 'End: Arrow' }).click()
  await page.getByRole('dialog', { name: 'End' }).getByRole('button', { name: 'Diamond', exact: true }).click()
  await expect.poll(style).toEqual({ color: 'ink', width: 4, startHead: 'zero-or-many', endHead: 'diamond' })
  await page.keyboard.press('a')
  await drag(page, [
    [300, 500],
    [400, 440],
    [500, 500],
  ])
  await expect.poll(async () => (await shapes(other)).length).toBe(2)
  expect((await read(other, (await shapes(other))[1]?.id ?? ''))?.style.endHead).toBe('diamond')
})
