import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { read, rects, select, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** How shapes look: the style panel, the bucket and the eyedropper. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('a style is chosen in the panel, drawn with, seen by others, and copied to another shape', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b')
  await page.keyboard.press('3')
  const panel = page.getByRole('region', { name: 'Style' })
  await panel.getByRole('button', { name: 'Sketchy' }).click()
  await panel.getByRole('button', { name: 'Hatched', exact: true }).click()
  await panel.getByRole('button', { name: 'Dashed' }).click()
  await panel.getByRole('button', { name: 'Round' }).click()
  await panel.getByRole('button', { name: 'Amber fill' }).click()
  await panel.getByRole('slider', { name: 'Opacity' }).fill('60')
  await panel.getByLabel('Custom colour', { exact: true }).fill('#123456')
  await drag(page, [
    [600, 200],
    [700, 300],
  ])
  const style = {
    color: '#123456',
    width: 4,
    fill: 'amber',
    opacity: 0.6,
    dash: 'dashed',
    pattern: 'hachure',
    corners: 'round',
    look: 'sketchy',
  }
  await expect.poll(async () => (await shapes(other)).length).toBe(3)
  const id = (await shapes(other)).at(-1)?.id ?? ''
  expect(await read(other, id)).toMatchObject({ kind: 'diamond', style })
  await page.keyboard.press('Control+Alt+c')
  await select(page, 'a')
  await page.keyboard.press('Control+Alt+v')
  await expect.poll(async () => (await read(other, 'a'))?.style).toEqual(style)
  await select(page, 'a', 'b')
  await expect(panel.getByRole('heading', { name: 'Look · mixed' })).toBeVisible()
  await panel.getByRole('button', { name: 'Clean' }).click()
  await expect.poll(async () => (await read(other, 'a'))?.style.look).toBe(undefined)
})

test('on a phone the style panel is opened, chosen in, and goes when one draws on', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await page.keyboard.press('r')
  const panel = page.getByRole('region', { name: 'Style' })
  await expect(panel).toBeHidden()
  await page.getByRole('button', { name: 'Style' }).tap()
  await panel.getByRole('button', { name: 'Violet', exact: true }).tap()
  await expect(panel).toBeVisible()
  await drag(page, [
    [40, 200],
    [120, 300],
  ])
  await expect(panel).toBeHidden()
  const made = await page.evaluate(() => inkbridge.board.shapes().map(({ kind, style }) => [kind, style.color]))
  expect(made).toEqual([['rect', 'violet']])
})

test('the bucket fills and empties, the eyedropper takes a style, a drawn shape becomes one', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await page.keyboard.press('b')
  const panel = page.getByRole('region', { name: 'Style' })
  await panel.getByRole('button', { name: 'Green', exact: true }).click()
  await panel.getByRole('button', { name: 'Cross-hatched' }).click()
  await page.mouse.click(250, 250)
  await expect.poll(async () => (await read(page, 'a'))?.style).toMatchObject({ fill: 'green', pattern: 'cross-hatch' })
  await page.keyboard.press('r')
  await page.keyboard.press('i')
  await page.mouse.click(200, 250)
  expect((await state(page)).tool).toBe('rect')
  await drag(page, [
    [600, 400],
    [700, 460],
  ])
  expect((await read(page, (await shapes(page)).at(-1)?.id ?? ''))?.style).toMatchObject({ fill: 'green' })
  await page.keyboard.press('b')
  await page.keyboard.down('Alt')
  await page.mouse.click(250, 250)
  await page.keyboard.up('Alt')
  await expect.poll(async () => (await read(page, 'a'))?.style.fill).toBe(undefined)
  await page.keyboard.press('Shift+X')
  await drag(page, [
    [300, 500],
    [450, 501],
    [600, 500],
  ])
  await expect.poll(async () => (await shapes(page)).at(-1)?.kind).toBe('line')
})
