import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes, synced } from './board.ts'
import { selection, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** The theme and the settings of the editor. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('the page follows the system’s theme until another is chosen, and keeps the chosen one', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { colorScheme: 'light' })
  const theme = () => page.locator('.ink-root').getAttribute('data-theme')
  expect(await theme()).toBe('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(theme).toBe('dark')
  await page.keyboard.press('Alt+Shift+d')
  await expect.poll(theme).toBe('light')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.reload()
  await synced(page)
  expect(await theme()).toBe('light')
})

test('each setting works: keep tool active, select only enclosed shapes, view mode, unlocking', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const command = async (words: string) => {
    await page.keyboard.press('Control+/')
    await page.getByRole('combobox', { name: 'Command' }).fill(words)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.keyboard.press('q')
  await page.keyboard.press('o')
  for (const x of [200, 400])
    await drag(page, [
      [x, 200],
      [x + 100, 300],
    ])
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['ellipse', 'ellipse'])
  expect((await state(page)).tool).toBe('ellipse')
  await page.keyboard.press('v')
  const sweep = async () => {
    await drag(page, [
      [150, 150],
      [420, 320],
    ])
    return (await selection(page)).length
  }
  expect(await sweep()).toBe(2)
  await command('Select only fully')
  expect(await sweep()).toBe(1)
  await page.keyboard.press('Shift+L')
  await expect.poll(() => page.evaluate(() => inkbridge.board.shapes().filter(({ locked }) => locked).length)).toBe(1)
  await command('Unlock all')
  await expect.poll(() => page.evaluate(() => inkbridge.board.shapes().filter(({ locked }) => locked).length)).toBe(0)
  await page.keyboard.press('PageDown')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).y).toBeCloseTo(680, 0)
  await page.keyboard.press('Shift+PageDown')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).x).toBeCloseTo(1088, 0)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Shift+PageUp')
  await page.keyboard.press('Shift+Digit2')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).y).toBeLessThan(0)
})

test('a setting that is changed before the interface is there stays changed, and is stored', async ({ browser }) => {
  const context = await browser.newContext()
  await context.addInitScript(() => {
    localStorage.setItem('inkbridge.settings', '{"grid":false,"snaps":true}')
    let opened: typeof globalThis.inkbridge | undefined
    Object.defineProperty(globalThis, 'inkbridge', {
      get: () => opened,
      set(board: typeof globalThis.inkbridge | undefined) {
        if (board && !opened) board.editor.act('grid')
        opened = board
      },
    })
  })
  const page = await open(context, server, await createBoard(server))
  await expect(page.getByRole('toolbar', { name: 'Tools' })).toBeVisible()
  const { settings } = await state(page)
  expect(settings).toMatchObject({ grid: true, snaps: true })
  const stored = await page.evaluate(() => localStorage.getItem('inkbridge.settings') ?? '')
  expect(JSON.parse(stored)).toMatchObject({ grid: true, snaps: true })
})
