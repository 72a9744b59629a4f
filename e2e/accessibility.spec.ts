import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { createBoard, open } from './board.ts'
import { give } from './given-files.ts'
import { rects, select } from './hand.ts'
import { inFull, test } from './journey.ts'
import { pdf } from './pdf-file.ts'
import { TestServer } from './server.ts'

/** Runs axe in every state of the pages, and expects no violations. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const looks: { readonly [name: string]: BrowserContextOptions } = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
  'a phone': { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
}

/** Something that can be open on a board: how it is opened; Escape closes it, unless stated otherwise. */
interface State {
  readonly name: string
  open(page: Page): Promise<unknown>
  close?(page: Page): Promise<unknown>
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()

const states: readonly State[] = [
  { name: 'a selection', open: (page) => select(page, 'a') },
  {
    name: 'a text being edited',
    async open(page) {
      await page.evaluate(() => inkbridge.editor.write('a' as never))
      await page.keyboard.type('Words')
      await button(page, 'Text colour')
    },
    close: (page) => page.evaluate(() => inkbridge.editor.endWriting()),
  },
  { name: 'similar tools', open: (page) => button(page, /^Pen/).then(() => button(page, /^Pen/)) },
  { name: 'the menu', open: (page) => button(page, 'More') },
  { name: 'the connection', open: (page) => button(page, /Connection/) },
  { name: 'the profile', open: (page) => button(page, /\(you\)/) },
  { name: 'the context menu', open: (page) => page.mouse.click(300, 500, { button: 'right' }) },
  {
    name: 'the context menu of a shape',
    async open(page) {
      await select(page, 'a')
      await page.keyboard.press('Shift+F10')
    },
  },
  { name: 'all commands', open: (page) => page.keyboard.press('Control+/') },
  { name: 'help', open: (page) => page.keyboard.press('?') },
  { name: 'sharing', open: (page) => button(page, 'Share') },
  {
    name: 'sharing, a new link',
    open: async (page) => {
      await button(page, 'Share')
      await button(page, 'New link')
    },
  },
  {
    name: 'export',
    async open(page) {
      await button(page, 'More')
      await page.getByRole('menuitem', { name: /^Export/ }).click()
    },
  },
  {
    name: 'pages of a PDF',
    async open(page) {
      await give(page, 'drop', [pdf('Report.pdf', 3)])
      await page.getByRole('textbox', { name: 'Pages' }).fill('4')
    },
  },
  { name: 'search', open: (page) => page.keyboard.press('Control+f') },
  {
    name: 'the library',
    async open(page) {
      await select(page, 'a')
      await page.keyboard.press('Alt+b')
      await button(page, 'Add selection')
      await expect(page.getByRole('button', { name: 'Insert Words' }).locator('img')).toBeVisible()
    },
    close: (page) => page.getByRole('button', { name: 'Insert Words' }).press('Escape'),
  },
  {
    name: 'the inspector',
    async open(page) {
      await button(page, /Connection/)
      await button(page, 'Connection inspector')
    },
    close: (page) => button(page, 'Close inspector'),
  },
]

for (const [look, options] of Object.entries(looks))
  test(`a board has no accessibility violations (axe): ${look}`, look === 'dark' ? {} : inFull, async ({ browser }) => {
    test.setTimeout(600_000)
    const page = await open(browser, server, await createBoard(server, { title: 'Harbour' }), 'owner', options)
    const found: string[] = await problems(page, 'an empty board')
    await rects(page, 'a', 'b')
    for (const state of states) {
      await test.step(state.name, async () => {
        await state.open(page)
        found.push(...(await problems(page, state.name)))
        await (state.close ?? ((it) => it.keyboard.press('Escape')))(page)
      })
    }
    expect(found).toEqual([])
  })

test('the pages around the boards have no accessibility violations', async ({ browser }) => {
  test.slow()
  const found: string[] = []
  for (const [look, options] of Object.entries(looks)) {
    const page = await site(browser, options)
    found.push(...(await problems(page, `no boards, ${look}`)))
    await page.getByRole('button', { name: 'New board' }).first().click()
    await page.waitForURL(/\/b\//)
    await page.goto(server.url)
    await page.getByRole('button', { name: /^More/ }).click()
    found.push(...(await problems(page, `the menu of a board, ${look}`)))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /\(you\)/ }).click()
    found.push(...(await problems(page, `the profile, ${look}`)))
    await page.goto(`${server.url}/nothing`)
    found.push(...(await problems(page, `a page that does not exist, ${look}`)))
    await page.context().close()
  }
  expect(found).toEqual([])
})

async function site(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(server.url)
  await expect(page.getByText(/No boards yet/)).toBeVisible()
  return page
}

/** The violations axe reports once nothing on the page moves. */
async function problems(page: Page, state: string): Promise<string[]> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect === null),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${state}: ${id}: ${html.slice(0, 140)}`))
}
