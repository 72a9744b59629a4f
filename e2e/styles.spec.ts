import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { read, rects, select, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Styles of shapes: the style panel, the paint bucket and the style picker. */

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
  await panel.getByRole('button', { name: 'Hatched', exact: true }).click()
  await panel.getByRole('button', { name: 'Amber fill' }).click()
  await panel.getByLabel('Custom colour', { exact: true }).fill('#123456')
  await panel.getByRole('button', { name: 'Dashed' }).click()
  await panel.getByRole('button', { name: 'Sketchy' }).click()
  await panel.getByRole('button', { name: 'More styles' }).click()
  await panel.getByRole('button', { name: 'Round' }).click()
  await panel.getByRole('slider', { name: 'Opacity' }).fill('60')
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
  await panel.getByRole('button', { name: 'Fewer styles' }).click()
  await expect(panel.getByRole('heading', { name: 'Look mixed' })).toBeVisible()
  await panel.getByRole('button', { name: 'Clean' }).click()
  await expect.poll(async () => (await read(other, 'a'))?.style.look).toBe(undefined)
})

test('on a phone the style panel is opened, used, and closes when drawing continues', async ({ browser }) => {
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

test('the paint bucket fills and empties, the style picker copies a style, the shape pen converts a sketch', async ({
  browser,
}) => {
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

test('the panel of a box shows colour, fill and line in 420 px, with text size and font, and the rest after one click', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server), 'editor', {
    viewport: { width: 1366, height: 768 },
  })
  await rects(page, 'a')
  await page.keyboard.press('v')
  const panel = page.getByRole('region', { name: 'Style' })
  const names = async () => (await panel.getByRole('heading').allInnerTexts()).map((text) => text.trim())
  await page.mouse.click(250, 201)
  await expect.poll(names).toEqual(['Colour', 'Fill', 'Width', 'Line style', 'Look'])
  await page.mouse.dblclick(250, 250)
  await page.keyboard.type('Hello')
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Solid', exact: true }).click()
  const hidden = () => panel.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
  const height = async () => (await panel.boundingBox())?.height
  expect(await names()).toEqual(['Colour', 'Fill', 'Width', 'Size', 'Font'])
  expect(await hidden()).toBe(0)
  expect(await height()).toBeLessThanOrEqual(420)
  await panel.getByRole('button', { name: 'More styles' }).click()
  expect(await names()).toEqual(['Line style', 'Alignment', 'Vertical align', 'Overflow', 'Look', 'Corners', 'Opacity'])
  expect(await hidden()).toBe(0)
  expect(await height()).toBeLessThanOrEqual(420)
  await panel.getByRole('button', { name: 'Fewer styles' }).click()
  await panel.getByRole('button', { name: 'Mono' }).click()
  await expect.poll(async () => (await read(page, 'a'))?.style).toMatchObject({ pattern: 'solid', font: 'mono' })
})

test('the last style set, for a tool or a selection, is used for the next shape of every tool', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const panel = page.getByRole('region', { name: 'Style' })
  const draw = async (key: string, x: number) => {
    await page.keyboard.press(key)
    await drag(page, [
      [x, 300],
      [x + 80, 380],
    ])
  }
  await page.keyboard.press('r')
  await panel.getByRole('button', { name: 'Red', exact: true }).click()
  await draw('r', 100)
  await draw('o', 250)
  await draw('3', 400)
  await draw('a', 550)
  const styles = () =>
    page.evaluate(() => inkbridge.board.shapes().map(({ kind, style }) => [kind, style.color, style.width]))
  await expect.poll(styles).toEqual([
    ['rect', 'red', 4],
    ['ellipse', 'red', 4],
    ['diamond', 'red', 4],
    ['line', 'red', 4],
  ])
  // The shape it was set for is selected: the arrow.
  await panel.getByRole('button', { name: 'Violet', exact: true }).click()
  await panel.getByRole('button', { name: 'Width 8' }).click()
  await draw('o', 700)
  await expect
    .poll(async () => (await styles()).slice(-2))
    .toEqual([
      ['line', 'violet', 8],
      ['ellipse', 'violet', 8],
    ])
})

test('a mixed selection shows the fields of all its kinds, and each shape takes those it has', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('a')
  await drag(page, [
    [500, 300],
    [600, 400],
  ])
  await page.keyboard.press('n')
  await page.mouse.click(500, 600)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+a')
  const panel = page.getByRole('region', { name: 'Style' })
  await expect(panel.getByRole('heading', { name: 'Fill mixed' })).toBeVisible()
  await panel.getByRole('button', { name: 'Elbow' }).click()
  await panel.getByRole('button', { name: 'More styles' }).click()
  await panel.getByRole('button', { name: 'Serif' }).click()
  const said = () =>
    page.evaluate(() => inkbridge.board.shapes().map(({ kind, style }) => [kind, style.font ?? '', style.route ?? '']))
  await expect.poll(said).toEqual([
    ['rect', 'serif', ''],
    ['line', 'serif', 'elbow'],
    ['note', 'serif', ''],
  ])
})

test('the eraser has sizes: a large one erases what a small one misses', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('e')
  const panel = page.getByRole('region', { name: 'Style' })
  const pass = () =>
    drag(page, [
      [178, 200],
      [178, 300],
    ])
  await panel.getByRole('button', { name: 'Width 8' }).click()
  await pass()
  expect(await shapes(page)).toHaveLength(1)
  await panel.getByRole('button', { name: 'Width 64' }).click()
  await pass()
  await expect.poll(() => shapes(page)).toEqual([])
})
