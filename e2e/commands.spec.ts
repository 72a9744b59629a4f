import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { rects, select } from './hand.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const arranged: readonly (readonly [command: string, places: readonly (readonly number[])[]])[] = [
  [
    'Align horizontal centres',
    [
      [400, 200],
      [400, 240],
      [400, 330],
    ],
  ],
  [
    'Align top',
    [
      [200, 200],
      [400, 200],
      [600, 200],
    ],
  ],
  [
    'Align vertical centres',
    [
      [200, 265],
      [400, 265],
      [600, 265],
    ],
  ],
  [
    'Align bottom',
    [
      [200, 330],
      [400, 330],
      [600, 330],
    ],
  ],
  [
    'Align left',
    [
      [200, 200],
      [200, 240],
      [200, 330],
    ],
  ],
  [
    'Align right',
    [
      [600, 200],
      [600, 240],
      [600, 330],
    ],
  ],
  [
    'Distribute vert',
    [
      [200, 200],
      [400, 265],
      [600, 330],
    ],
  ],
  [
    'Stack hor',
    [
      [200, 200],
      [316, 240],
      [432, 330],
    ],
  ],
  [
    'Stack vert',
    [
      [200, 200],
      [400, 316],
      [600, 432],
    ],
  ],
  [
    'Flip hor',
    [
      [600, 200],
      [400, 240],
      [200, 330],
    ],
  ],
  [
    'Flip vert',
    [
      [200, 330],
      [400, 290],
      [600, 200],
    ],
  ],
  [
    'Move right',
    [
      [201, 200],
      [401, 240],
      [601, 330],
    ],
  ],
]

test('each arrange command works from the command palette, and is one undo step', inFull, async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b', 'c')
  await page.evaluate(() =>
    inkbridge.board.apply(
      [240, 330].map((y, index) => {
        const id = (index === 0 ? 'b' : 'c') as never
        return { type: 'place', id, at: { x: 400 + index * 200, y, w: 100, h: 100, rotation: 0 } }
      }),
    ),
  )
  const places = async () => (await shapes(page)).map((shape) => [Math.round(shape.at.x), Math.round(shape.at.y)])
  const before = await places()
  await select(page, 'a', 'b', 'c')
  for (const [command, expected] of arranged) {
    if (command === 'Move right') await page.keyboard.press('ArrowRight')
    else {
      await page.keyboard.press('Control+/')
      await page.getByRole('combobox', { name: 'Command' }).fill(command)
      await page.keyboard.press('Enter')
    }
    await expect.poll(async () => ({ command, places: await places() })).toEqual({ command, places: expected })
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect.poll(places).toEqual(before)
  }
})

test('the command palette finds commands by other words for them, and runs them', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'owner')
  await rects(page, 'a', 'b')
  const run = async (typed: string) => {
    await page.keyboard.press('Control+/')
    await page.getByRole('combobox', { name: 'Command' }).fill(typed)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Command' })).toHaveCount(0)
  }
  const dialog = async (typed: string, name: string) => {
    await run(typed)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await dialog('download', 'Export')
  await dialog('invite', 'Share this board')
  await run('rename board')
  await page.getByRole('textbox', { name: 'Title' }).fill('Harbour')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Harbour' })).toBeVisible()
  await run('sticky')
  expect(await page.evaluate(() => inkbridge.editor.state().tool)).toBe('note')
  await select(page, 'a')
  await run('colour red')
  await expect.poll(() => page.evaluate(() => inkbridge.board.get('a' as never)?.style.color)).toBe('red')
  await run('find')
  await expect(page.getByRole('search')).toBeVisible()
  await page.keyboard.press('Escape')
  const choosing = page.waitForEvent('filechooser')
  await run('open file')
  await choosing
  await run('focus')
  await expect(page.getByRole('button', { name: 'Exit zen mode' })).toBeVisible()
})

test('the command palette shows where else a command is, and the menu has search, commands, grid, snapping and zen mode', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'All commands' }).click()
  await page.getByRole('combobox', { name: 'Command' }).fill('snap')
  await expect(page.getByRole('option').first()).toHaveText(/Snap to grid.*More menu/)
  await page.keyboard.press('Escape')
  const grid = () => page.evaluate(() => inkbridge.editor.state().settings)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Snap to grid/ }).click()
  await expect.poll(grid).toMatchObject({ grid: true })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await expect(page.getByRole('menuitemcheckbox', { name: /^Snap to grid/ })).toBeChecked()
  await expect(page.getByRole('menuitemcheckbox', { name: /^Snap to objects/ })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /^Find on board/ })).toBeVisible()
  await page.getByRole('menuitem', { name: /^Zen mode/ }).click()
  await expect(page.getByRole('button', { name: 'Exit zen mode' })).toBeVisible()
})

test('the selection is copied as a PNG by a shortcut and as an SVG from the menu', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await rects(page, 'a', 'b')
  await select(page, 'a')
  await page.keyboard.press('Alt+Shift+C')
  await expect(page.getByText('Image copied.')).toBeVisible()
  const types = () => page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => [...types]))
  expect(await types()).toEqual(['image/png'])
  await page.mouse.click(250, 201, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy as', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Copy as SVG' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^<svg/)
})

test('the shortcuts are grouped, and a few letters find one', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help.getByRole('searchbox')).toBeFocused()
  const headings = help.getByRole('heading', { level: 3 })
  await expect(headings).toHaveText([
    'Tools',
    'Edit',
    'Arrange',
    'Select',
    'View and board',
    'Pointer',
    'While editing text',
  ])
  await help.getByRole('searchbox').fill('mirror')
  await expect(headings).toHaveText(['Arrange'])
  await expect(help.getByRole('term')).toHaveText(['Flip horizontally', 'Flip vertically'])
})
