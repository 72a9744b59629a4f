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

test('with the keyboard alone a shape is made, found, selected, moved to exact values, and deselected', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await expect(page.getByRole('button', { name: /^Select/ })).toBeVisible()
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
  // After the last of them Tab moves to the buttons.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
  await expect(page.getByRole('application', { name: 'Board' })).not.toBeFocused()
})

test('a group of buttons is one Tab stop whose arrow keys move between buttons and do not move shapes', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await select(page, 'a')
  // The board accepts drawing before the interface has loaded.
  const tools = page.getByRole('toolbar', { name: 'Tools', exact: true })
  await expect(tools.getByRole('button', { name: /^Select/ })).toBeVisible()
  await page.getByRole('application', { name: 'Board' }).focus()
  await page.keyboard.press('Escape')
  const place = await read(page, 'a')
  const stops: string[] = []
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const { activeElement: focused } = document
      return focused?.closest('[role=toolbar], [role=group], ul')?.getAttribute('aria-label') ?? focused?.tagName ?? ''
    })
    if (stop === 'BODY') break
    stops.push(stop)
  }
  // Each group once, however many buttons it has.
  const groups = stops.filter((stop) => !/^[A-Z]+$/.test(stop))
  expect(groups).toEqual([...new Set(groups)])
  for (const name of ['Tools', 'History', 'Zoom']) expect(groups).toContain(name)
  expect(stops.length).toBeLessThan(24)

  await select(page, 'a')
  await tools.getByRole('button', { name: /^Select/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(tools.getByRole('button', { name: /^Hand/ })).toBeFocused()
  await page.keyboard.press('End')
  await expect(tools.getByRole('button', { name: /^Frame/ })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(tools.getByRole('button', { name: /^Select/ })).toBeFocused()
  await page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Red', exact: true }).first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  expect(await read(page, 'a')).toEqual(place)
})

test('the focus returns to the board when search, help, the command palette and the outline close', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  const board = page.getByRole('application', { name: 'Board' })
  for (const [key, opened] of [
    ['Control+f', page.getByRole('search')],
    ['?', page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
    ['Control+/', page.getByRole('dialog', { name: 'All commands' })],
    ['Alt+o', page.getByRole('region', { name: 'Outline' })],
  ] as const) {
    await page.keyboard.press(key)
    await expect(opened).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(opened).toHaveCount(0)
    await expect(board).toBeFocused()
  }
  // A dialog opened with the keyboard returns the focus to its button.
  await page.getByRole('button', { name: 'Share', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Share this board' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused()
})

test('the outline lists the board in reading order and leads to its shapes; the selection is announced', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.evaluate(() => {
    const style = { color: 'ink', width: 4 } as const
    const text = (words: string) => [{ runs: [{ text: words }] }]
    const box = (id: string, x: number, y: number) => ({
      id,
      kind: 'rect',
      at: { x, y, w: 120, h: 80, rotation: 0 },
      style,
    })
    const line = {
      id: 'l',
      kind: 'line',
      at: { x: 320, y: 240, w: 80, h: 0, rotation: 0 },
      style,
      points: [0, 0, 1, 0],
    }
    const shapes = [
      { ...box('b', 400, 200), text: text('Done') },
      { ...box('a', 200, 200), text: text('To do') },
      { ...line, start: { to: 'a' }, end: { to: 'b' } },
    ]
    inkbridge.board.apply(shapes.map((shape) => ({ type: 'create', shape })) as never)
  })
  await page.keyboard.press('Alt+o')
  const entries = page.getByRole('region', { name: 'Outline' }).getByRole('listitem')
  await expect(entries).toHaveText([
    'Rectangle: To do',
    'Line, from Rectangle: To do to Rectangle: Done',
    'Rectangle: Done',
  ])
  await expect(entries.first().getByRole('button')).toBeFocused()
  await page.keyboard.press('Enter')
  expect(await selection(page)).toEqual(['a'])
  await expect(page.locator('[aria-live]', { hasText: 'Rectangle: To do' })).toHaveCount(1)
  await rects(other, 'c', 'd')
  await expect(entries).toHaveCount(5)
  await expect(page.locator('[aria-live]', { hasText: 'Others added 2 shapes.' })).toHaveCount(1)
})
