import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { at, read, rects, select } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** The bar over the selection. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const barOf = (page: Page) => page.getByRole('toolbar', { name: 'Selection', exact: true })

test('several shapes are aligned by one click', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await page.keyboard.press('v')
  await drag(page, [
    [450, 250],
    [450, 320],
    [450, 350],
  ])
  await drag(page, [
    [150, 180],
    [550, 500],
  ])
  await barOf(page).getByRole('button', { name: 'Align bottom' }).click()
  await expect
    .poll(async () => [await at(page, 'a'), await at(page, 'b')])
    .toEqual([
      [200, 300, 100, 100],
      [400, 300, 100, 100],
    ])
})

test('the bar has colour, fill, text, connections, lock and the menu', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await page.keyboard.press('v')
  await page.mouse.click(250, 201)
  const bar = barOf(page)
  await bar.getByRole('button', { name: 'Colour' }).click()
  await page.getByRole('dialog', { name: 'Colour' }).getByRole('button', { name: 'Red', exact: true }).click()
  await bar.getByRole('button', { name: 'Fill' }).click()
  await page.getByRole('dialog', { name: 'Fill' }).getByRole('button', { name: 'Solid' }).click()
  await expect
    .poll(async () => (await read(page, 'a'))?.style)
    .toMatchObject({ color: 'red', fill: 'red', pattern: 'solid' })
  await page.keyboard.press('Escape')
  await bar.getByRole('button', { name: 'Edit text' }).click()
  await expect(bar).toHaveCount(0)
  await page.keyboard.type('Hello')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => inkbridge.editor.lines('a' as never))).toEqual(['Hello'])
  await page.keyboard.down('Shift')
  await page.mouse.click(450, 201)
  await page.keyboard.up('Shift')
  await bar.getByRole('button', { name: 'Connect with an arrow' }).click()
  const bound = () =>
    page.evaluate(() =>
      inkbridge.board.shapes().flatMap((shape) => ('start' in shape ? [[shape.start?.to, shape.end?.to]] : [])),
    )
  await expect.poll(bound).toEqual([['a', 'b']])
  await bar.getByRole('button', { name: 'Lock' }).click()
  await expect.poll(async () => (await read(page, 'b'))?.locked).toBe(true)
  await bar.getByRole('button', { name: 'Unlock' }).click()
  await expect.poll(async () => (await read(page, 'b'))?.locked).toBe(undefined)
  await bar.getByRole('button', { name: 'More actions for the selection' }).click()
  await page.getByRole('menuitem', { name: /^Duplicate/ }).click()
  await expect.poll(async () => (await shapes(page)).length).toBe(5)
})

test('on a phone the bar has duplicate and delete, and alignment is behind a button', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await rects(page, 'a')
  await page.getByRole('button', { name: /^Select/ }).tap()
  await page.touchscreen.tap(250, 201)
  const bar = barOf(page)
  await bar.getByRole('button', { name: 'Duplicate' }).tap()
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  await select(page, ...(await shapes(page)).map(({ id }) => id))
  await bar.getByRole('button', { name: 'Align' }).tap()
  await page.getByRole('dialog', { name: 'Align' }).getByRole('button', { name: 'Align left' }).tap()
  await expect.poll(async () => (await shapes(page)).map((shape) => shape.at.x)).toEqual([200, 200])
  // The first touch beside the open dialog only closes it.
  await page.touchscreen.tap(60, 620)
  await expect(page.getByRole('dialog', { name: 'Align' })).toBeHidden()
  await page.touchscreen.tap(60, 620)
  await page.touchscreen.tap(250, 201)
  await bar.getByRole('button', { name: 'Delete' }).tap()
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
})

test('the bar covers neither the selection, nor its handles, nor another bar, wherever the selection is', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server), 'owner', {
    viewport: { width: 1366, height: 768 },
  })
  await rects(page, 'a')
  await select(page, 'a')
  const overlaps = () =>
    page.evaluate(() => {
      const bar = document.querySelector('.ink-selection-bar')?.getBoundingClientRect()
      const at = inkbridge.board.get('a' as never)?.at
      if (!bar || !at) return ['no bar']
      const { camera } = inkbridge.editor
      const [x, y] = [(at.x - camera.x) * camera.zoom, (at.y - camera.y) * camera.zoom]
      const others = [...document.querySelectorAll('.ink-bar:not(.ink-selection-bar)')].map((element) => ({
        name: element.className,
        box: element.getBoundingClientRect(),
      }))
      const handles = { name: 'selection', box: new DOMRect(x - 38, y - 38, at.w + 76, at.h + 76) }
      return [handles, ...others].flatMap(({ name, box }) => {
        const apart = bar.right <= box.left || box.right <= bar.left || bar.bottom <= box.top || box.bottom <= bar.top
        return apart || box.width === 0 ? [] : [name]
      })
    })
  let from: readonly [number, number] = [250, 250]
  for (const to of [
    [400, 130],
    [70, 400],
    [640, 640],
    [1000, 200],
    [1000, 640],
    [640, 400],
  ] as const) {
    await drag(page, [from, to])
    await expect.poll(overlaps, { message: to.join() }).toEqual([])
    from = to
  }
})

test('a bar that is too wide to fit beside the style panel is above or below it', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'owner', {
    viewport: { width: 820, height: 1180 },
    hasTouch: true,
    isMobile: true,
  })
  await rects(page, 'a', 'b')
  await page.keyboard.press('Control+a')
  const overlaps = () =>
    page.evaluate(() => {
      const [bar, panel] = ['.ink-selection-bar', '.ink-style-panel'].map((each) =>
        document.querySelector(each)?.getBoundingClientRect(),
      )
      if (!bar || !panel || panel.width === 0) return null
      return bar.right > panel.left && bar.left < panel.right && bar.bottom > panel.top && bar.top < panel.bottom
    })
  await expect.poll(overlaps).toBe(false)
})
