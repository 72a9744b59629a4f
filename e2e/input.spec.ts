import { expect, type Page } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { at, rects, select } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Input by fingers and keys, screens and printing, as a browser reports it. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const counts = (page: Page) =>
  page.evaluate(() => inkbridge.board.shapes().map((shape) => (shape.kind === 'ink' ? shape.points.length : 0)))

test('a second finger keeps what the first has drawn, and a short pinch draws nothing', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { hasTouch: true })
  const touch = await page.context().newCDPSession(page)
  const fingers = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: { x: number; y: number; id: number }[]
  ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints })
  // A scribble: a shape-like stroke would be converted where the finger rests.
  const first = (x: number) => ({ x, y: 300 + 60 * Math.sin(x / 11), id: 0 })
  const second = { x: 800, y: 500, id: 1 }
  await fingers('touchStart', first(300))
  for (let x = 304; x <= 780; x += 4) await fingers('touchMove', first(x))
  await fingers('touchStart', first(780), second)
  await fingers('touchMove', first(780), { ...second, x: 840 })
  await fingers('touchEnd')
  await expect.poll(async () => (await counts(page)).length).toBe(1)
  expect((await counts(page))[0]).toBeGreaterThan(60)
  const before = await page.evaluate(() => inkbridge.editor.camera.zoom)
  await fingers('touchStart', { x: 400, y: 600, id: 0 })
  await fingers('touchStart', { x: 400, y: 600, id: 0 }, { x: 600, y: 600, id: 1 })
  for (const by of [20, 40, 60])
    await fingers('touchMove', { x: 400 - by, y: 600, id: 0 }, { x: 600 + by, y: 600, id: 1 })
  await fingers('touchEnd')
  await expect.poll(() => page.evaluate(() => inkbridge.editor.camera.zoom)).not.toBe(before)
  expect(await counts(page)).toHaveLength(1)
})

test('after the board was panned, others see the pointer where it is, and pasted shapes are in view', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const other = await open(browser, server, board)
  await rects(page, 'a')
  await select(page, 'a')
  await page.mouse.move(500, 400)
  await page.keyboard.press('Control+c')
  await page.mouse.wheel(0, 3_000)
  await expect.poll(() => other.evaluate(() => inkbridge.sync.peers[0]?.cursor)).toEqual({ x: 500, y: 3_400 })
  await page.keyboard.press('Control+v')
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  expect((await shapes(page))[1]?.at).toMatchObject({ x: 450, y: 3_350 })
})

test('paste from the context menu inserts where the menu was opened', async ({ browser }) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await open(context, server, await createBoard(server))
  await rects(page, 'a')
  await select(page, 'a')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Escape')
  await page.mouse.click(700, 250, { button: 'right' })
  await page.getByRole('menuitem', { name: /^Paste Ctrl/ }).click()
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  expect((await shapes(page))[1]?.at).toMatchObject({ x: 650, y: 200 })
  await context.close()
})

test('a held arrow key keeps moving the shape, and is one undo step', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await select(page, 'a')
  for (let repeat = 0; repeat < 30; repeat += 1) await page.keyboard.down('ArrowRight')
  await page.keyboard.up('ArrowRight')
  expect(await at(page, 'a')).toEqual([230, 200, 100, 100])
  await page.keyboard.press('Control+z')
  expect(await at(page, 'a')).toEqual([200, 200, 100, 100])
})

test('a change of the screen’s pixel density is drawn sharp immediately', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const devtools = await page.context().newCDPSession(page)
  const metrics = { width: 1280, height: 800, mobile: false }
  const pixels = () => page.evaluate(() => document.querySelector<HTMLCanvasElement>('.ink-canvas canvas')?.width)
  await expect.poll(pixels).toBe(1280)
  await devtools.send('Emulation.setDeviceMetricsOverride', { ...metrics, deviceScaleFactor: 2 })
  await page.mouse.move(300, 300)
  await expect.poll(pixels).toBe(2560)
})

test('printing puts the board on one page, and each frame on its own page', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await page.evaluate(() => {
    for (const [x, name] of [
      [150, 'One'],
      [350, 'Two'],
    ] as const) {
      const at = { x, y: 150, w: 190, h: 200, rotation: 0 }
      const shape = { id: name as never, kind: 'frame', at, style: { color: 'ink', width: 4 }, name } as const
      inkbridge.board.apply([{ type: 'create', shape }])
    }
  })
  await expect(page.locator('.ink-print')).toBeAttached()
  const sheets = async () => (await page.pdf()).toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length
  expect(await sheets()).toBe(1)
  await select(page, 'One', 'Two')
  expect(await sheets()).toBe(2)
  // It leaves nothing in the page.
  await expect(page.locator('.ink-print canvas')).toHaveCount(0)
})
