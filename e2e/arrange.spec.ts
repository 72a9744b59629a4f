import { expect, type Page } from '@playwright/test'
import { createBoard, open, saved } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** Three rectangles, side by side and one over the other. */
async function threeRects(page: Page): Promise<void> {
  await page.evaluate(() => {
    const places = [
      [200, 200, 120, 80],
      [280, 240, 120, 80],
      [520, 300, 60, 60],
    ] as const
    inkbridge.board.apply(
      places.map(([x, y, w, h], index) => ({
        type: 'create' as const,
        shape: {
          id: 'abc'[index] as never,
          kind: 'rect' as const,
          at: { x, y, w, h, rotation: 0 },
          style: { color: 'ink' as const, width: 4, fill: 'blue' as const },
        },
      })),
    )
    inkbridge.editor.camera = { x: 0, y: 0, zoom: 1 }
  })
}

/** From bottom to top, each at its position. */
function placed(page: Page): Promise<readonly (readonly [string, number, number])[]> {
  return page.evaluate(() =>
    inkbridge.board.shapes().map(({ id, at }) => [id as string, Math.round(at.x), Math.round(at.y)] as const),
  )
}

test('the context menu brings a shape to the front, for everybody, and this can be undone', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await threeRects(one)
  await one.mouse.click(210, 210, { button: 'right' })
  await expect(one.getByRole('menu')).toBeVisible()
  await expect(one.getByRole('menuitem', { name: 'Align' })).toBeHidden()
  await one.getByRole('menuitem', { name: 'Order' }).click()
  await one.getByRole('menuitem', { name: /Bring to front/ }).click()
  await expect(one.getByRole('menu')).toHaveCount(0)
  await saved(one)
  await expect.poll(async () => (await placed(two)).map(([id]) => id)).toEqual(['b', 'c', 'a'])
  await one.keyboard.press('Control+z')
  await expect.poll(async () => (await placed(two)).map(([id]) => id)).toEqual(['a', 'b', 'c'])
})

test('shortcuts align, distribute, rotate, flip and send back the selection', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await threeRects(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+Shift+ArrowUp')
  expect(await placed(page)).toEqual([
    ['a', 200, 200],
    ['b', 280, 200],
    ['c', 520, 200],
  ])
  await page.keyboard.press('Alt+h')
  expect(await placed(page)).toEqual([
    ['a', 200, 200],
    ['b', 360, 200],
    ['c', 520, 200],
  ])
  await page.keyboard.press('Shift+h')
  expect(await placed(page)).toEqual([
    ['a', 460, 200],
    ['b', 300, 200],
    ['c', 200, 200],
  ])
  await page.evaluate(() => {
    inkbridge.editor.selection = ['c']
  })
  await page.keyboard.press('[')
  expect((await placed(page)).map(([id]) => id)).toEqual(['c', 'a', 'b'])
  for (let time = 0; time < 6; time += 1) await page.keyboard.press('Shift+Period')
  const angle = await page.evaluate(() => inkbridge.board.shapes().find(({ id }) => id === ('c' as never))?.at.rotation)
  expect(angle).toBeCloseTo(Math.PI / 2, 3)
})

test('the context menu of an empty place is the board’s, and offers a viewer no command that changes the board', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, viewer] = [await open(browser, server, board), await open(browser, server, board, 'viewer')]
  await threeRects(page)
  await page.mouse.click(900, 600, { button: 'right' })
  await expect(page.getByRole('menuitem', { name: /Select all/ })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /Delete/ })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect.poll(() => viewer.evaluate(() => inkbridge.board.shapes().length)).toBe(3)
  await viewer.mouse.click(210, 210, { button: 'right' })
  await expect(viewer.getByRole('menuitem', { name: /Bring to front/ })).toBeHidden()
})

test('every command is found by a few letters and run by Enter', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await threeRects(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+/')
  await page.getByRole('combobox', { name: 'Command' }).fill('align right')
  await expect(page.getByRole('option').first()).toHaveText(/^Align right/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox')).toBeHidden()
  expect((await placed(page)).map(([, x]) => x)).toEqual([460, 460, 520])
  await page.keyboard.press('Control+/')
  await page.keyboard.type('xyzzy')
  await expect(page.getByText('No matching commands')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox')).toBeHidden()
  expect(await page.evaluate(() => inkbridge.editor.selection.length)).toBe(3)
})
