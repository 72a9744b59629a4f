import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { build, type PreviewServer, preview } from 'vite'
import { createBoard, drag, wave } from './board.ts'
import type {} from './host/main.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Two boards on a page that has its own field, button, text and shortcuts. */

const root = fileURLToPath(new URL('host', import.meta.url))
const outDir = fileURLToPath(new URL('out/host', import.meta.url))
let host: PreviewServer
let server: TestServer
test.beforeAll(async () => {
  const options = { root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } } as const
  await build(options)
  host = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } })
  server = await TestServer.start({ env: { ALLOWED_ORIGINS: originOf(host) } })
})
test.afterAll(async () => {
  await host.close()
  await server.dispose()
})

function originOf({ resolvedUrls }: PreviewServer): string {
  return new URL(resolvedUrls?.local[0] ?? '').origin
}

/** Centres of the boards in the window. */
const [left, right] = [
  { x: 310, y: 450 },
  { x: 950, y: 450 },
]

const tools = (page: Page) => page.evaluate(() => boards.map((open) => open?.editor.state().tool))
const counts = (page: Page) => page.evaluate(() => boards.map((open) => open?.editor.shapes().length))
/** The keys that the page has received since the last call. */
const pageKeys = (page: Page) => page.evaluate(() => heard.splice(0))

test('two boards on one page, and the page itself, handle their events independently', async ({ browser }) => {
  const context = await browser.newContext()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  const made = [await createBoard(server), await createBoard(server)]
  const links = made.map(({ id, tokens }) => ['link', `${server.url}/b/${id}#k=${tokens.editor}`])
  await page.goto(`${originOf(host)}/?${new URLSearchParams(links)}`)
  await expect(page.getByRole('button', { name: 'More', exact: true })).toHaveCount(2)
  const field = page.getByLabel('Search the host')

  await test.step('before a board is clicked, keys go to the page', async () => {
    await page.keyboard.press('r')
    expect([await tools(page), await pageKeys(page)]).toEqual([['pen', 'pen'], ['r']])
  })

  await test.step('keys go to the board that was clicked, and keys it does not use go to the page', async () => {
    await page.mouse.click(left.x, left.y)
    await page.keyboard.press('r')
    await page.keyboard.press('j')
    expect([await tools(page), await pageKeys(page)]).toEqual([['rect', 'pen'], ['j']])
    await page.mouse.click(right.x, right.y)
    await page.keyboard.press('o')
    expect([await tools(page), await pageKeys(page)]).toEqual([['rect', 'ellipse'], []])
    await page.keyboard.press('Alt+r')
    await page.keyboard.press('r')
    expect([await tools(page), await pageKeys(page)]).toEqual([['rect', 'hand'], ['r']])
    await page.keyboard.press('Alt+r')
  })

  await test.step('fields and buttons of the page keep their keys', async () => {
    await field.click()
    await page.keyboard.type('rd v')
    await expect(field).toHaveValue('rd v')
    await page.getByRole('button', { name: 'Host button' }).focus()
    await page.keyboard.press('d')
    await page.keyboard.press(' ')
    expect([await tools(page), await pageKeys(page)]).toEqual([
      ['rect', 'pen'],
      ['d', ' '],
    ])
  })

  await test.step('a pressed space bar is released when the focus leaves', async () => {
    const canvas = page.getByRole('application', { name: 'Board' }).first()
    await page.mouse.click(left.x, left.y)
    await page.keyboard.press('d')
    await page.keyboard.down(' ')
    await expect(canvas).toHaveAttribute('data-cursor', 'grab')
    await field.focus()
    await expect(canvas).toHaveAttribute('data-cursor', 'crosshair')
    await page.keyboard.up(' ')
  })

  await test.step('shapes copied on one board are pasted on the other, and undone there alone', async () => {
    await page.mouse.click(right.x, right.y)
    await drag(page, wave(right.x - 60, right.y))
    const [here = 0, there = 0] = await counts(page)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+c')
    await page.mouse.click(left.x, left.y, { button: 'right' })
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+v')
    await expect.poll(() => counts(page)).toEqual([here + there, there])
    await page.keyboard.press('Control+z')
    await expect.poll(() => counts(page)).toEqual([here, there])
  })

  await test.step('text of the page is copied and pasted as text', async () => {
    const before = await counts(page)
    await page.locator('#words').click({ clickCount: 3 })
    await page.keyboard.press('Control+c')
    await field.fill('')
    await page.keyboard.press('Control+v')
    await expect(field).toHaveValue('words of the host')
    expect(await counts(page)).toEqual(before)
  })

  await test.step('after typing, and after a focused bar has closed, keys go to the board', async () => {
    await page.mouse.click(right.x, right.y)
    await page.keyboard.press('t')
    await page.mouse.click(right.x - 100, right.y - 200)
    await page.keyboard.type('rove')
    await page.keyboard.press('Escape')
    await page.keyboard.press('d')
    expect((await tools(page))[1]).toBe('pen')
    await page.keyboard.press('Control+f')
    await page.getByRole('textbox', { name: 'Find on board' }).fill('rove')
    await page.keyboard.press('Escape')
    await page.keyboard.press('v')
    expect([(await tools(page))[1], await pageKeys(page)]).toEqual(['select', []])
  })

  await test.step('a dialog opens inside its board, traps the focus, and returns it', async () => {
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    const box = await dialog.boundingBox()
    expect(box && box.x > 640 && box.x + box.width < 1260).toBe(true)
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('Tab')
      await expect(dialog.locator(':focus')).toHaveCount(1)
    }
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('visible')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('h')
    expect((await tools(page))[1]).toBe('hand')
  })

  await test.step('the layout of each board depends on its own width and not on that of the window', async () => {
    const names = page.getByRole('toolbar', { name: 'Tools' }).first().getByRole('button')
    expect(await names.count()).toBe(7)
    await page.evaluate(() => {
      for (const each of document.querySelectorAll<HTMLElement>('.board')) each.style.width = '1000px'
    })
    await expect.poll(() => names.count()).toBeGreaterThan(7)
  })
})

test('each board is in the language that its host sets, not in that of the browser', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'de-DE' })).newPage()
  const made = [await createBoard(server), await createBoard(server)]
  const links = made.map(({ id, tokens }) => ['link', `${server.url}/b/${id}#k=${tokens.editor}`])
  const languages = ['en', 'de-AT'].map((locale) => ['locale', locale])
  await page.goto(`${originOf(host)}/?${new URLSearchParams([...links, ...languages])}`)
  const toolsOf = (index: number) => page.locator('.board').nth(index).locator('.ink-toolbar:not(.ink-waiting *)')
  await expect(toolsOf(0)).toHaveAccessibleName('Tools')
  await expect(toolsOf(1)).toHaveAccessibleName('Werkzeuge')
})
