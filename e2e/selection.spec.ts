import { expect } from '@playwright/test'
import { PNG } from 'pngjs'
import { createBoard, drag, open, saved, shapes, synced } from './board.ts'
import { at, read, rects, select, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** What the pointer does to the selection: rotating, resizing, dragging, snapping. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('the selection box rotates, resizes rotated shapes, flips, and copies what is dragged with Alt', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a')
  await select(page, 'a')
  // The rotation handle above the selection box, moved to its right: a quarter turn.
  await page.keyboard.down('Shift')
  await drag(page, [
    [250, 168],
    [320, 190],
    [332, 250],
  ])
  await page.keyboard.up('Shift')
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [200, 200, 100, 100], degrees: 90 })
  // Its former right side is at the bottom now.
  await drag(page, [
    [250, 308],
    [250, 340],
    [250, 358],
  ])
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [175, 225, 150, 100], degrees: 90 })
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await drag(page, [
    [308, 250],
    [150, 250],
    [92, 250],
  ])
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [84, 200, 116, 100] })
  expect(await other.evaluate(() => inkbridge.board.get('a' as never)?.at.mirrored)).toBe(true)
  await page.keyboard.press('Control+z')
  await page.keyboard.down('Alt')
  await drag(page, [
    [200, 250],
    [210, 400],
    [203, 452],
  ])
  await page.keyboard.up('Alt')
  await expect
    .poll(async () => (await shapes(other)).map((shape) => [shape.at.x, shape.at.y]))
    .toEqual([
      [200, 200],
      // Aligned with the shape it was copied from.
      [200, 402],
    ])
})

test('shapes snap to the grid, to other shapes, or move freely, as set; the setting is kept', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await rects(page, 'a', 'b')
  await select(page, 'b')
  const pull = async (x: number, y: number) => {
    await drag(page, [
      [400, 250],
      [420, 300],
      [x, y],
    ])
    await expect.poll(async () => at(page, 'b')).not.toEqual([400, 200, 100, 100])
    const found = await at(page, 'b')
    await page.keyboard.press('Control+z')
    return found
  }
  expect(await pull(205, 450)).toEqual([200, 400, 100, 100])
  await page.keyboard.press('Alt+s')
  expect(await pull(205, 450)).toEqual([205, 400, 100, 100])
  await page.keyboard.press("Control+'")
  expect(await pull(205, 450)).toEqual([216, 408, 100, 100])
  // The board's background, as shown, exported, and set for oneself only.
  const ground = () =>
    page.evaluate(() => {
      const [canvas] = document.querySelectorAll<HTMLCanvasElement>('.ink-canvas canvas')
      return [...(canvas?.getContext('2d')?.getImageData(3, 90, 1, 1).data ?? [])].slice(0, 3)
    })
  const plain = await ground()
  await page.mouse.click(900, 600, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Background colour' }).click()
  await page.getByRole('menuitem', { name: 'Background: blue' }).click()
  await expect.poll(ground).not.toEqual(plain)
  await saved(page)
  await page.reload()
  await synced(page)
  await expect
    .poll(async () => (await state(page)).settings)
    .toEqual({
      snaps: false,
      grid: true,
      wholly: false,
      jumps: false,
      paper: 'blue',
    })
})

test('dragging a shape to the edge of the view scrolls the board', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('v')
  await drag(
    page,
    [
      [200, 250],
      [600, 400],
      [1274, 400],
    ],
    false,
  )
  await expect.poll(async () => (await at(page, 'a'))?.[0]).toBeGreaterThan(1_600)
  await page.mouse.up()
  expect((await page.evaluate(() => inkbridge.editor.camera)).x).toBeGreaterThan(300)
})

test('each of several selected shapes has an outline that is visible beside its border', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b', 'c')
  // Beside the left border of the second, which is four pixels wide.
  const beside = async () => {
    const picture = PNG.sync.read(await page.screenshot({ clip: { x: 397, y: 250, width: 1, height: 1 } }))
    return [...picture.data.subarray(0, 3)]
  }
  await select(page, 'a')
  const [red = 0, , blue = 0] = await beside()
  expect(blue - red).toBeLessThan(10)
  await select(page, 'a', 'b', 'c')
  await expect
    .poll(async () => {
      const [r = 0, , b = 0] = await beside()
      return b - r
    })
    .toBeGreaterThan(40)
})
