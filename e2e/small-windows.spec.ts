import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { createBoard, open, type TestBoard } from './board.ts'
import { rects, select } from './hand.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/**
 * Bars in windows of every size and zoom: none overlaps another, each is inside the window, and every tool is in one.
 */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

interface Window {
  readonly width: number
  readonly height: number
  /** A zoomed page has fewer CSS pixels, and more device pixels for each. */
  readonly zoom?: number
  readonly hasTouch?: boolean
}

/** Common window sizes, one for each layout of the bars. */
const few: readonly Window[] = [
  { width: 320, height: 568, hasTouch: true },
  { width: 390, height: 844, hasTouch: true },
  { width: 820, height: 1_180, hasTouch: true },
  { width: 844, height: 390, hasTouch: true },
  { width: 1_366, height: 768 },
  { width: 1_440, height: 900, zoom: 2 },
  { width: 1_280, height: 1_024, zoom: 4 },
]

const many: readonly Window[] = [
  ...[320, 360, 390, 480, 600, 639, 640, 700, 768, 820, 912, 1_024, 1_079, 1_080, 1_280].flatMap((width) => [
    { width, height: 900 },
    { width, height: 900, hasTouch: true },
  ]),
  ...[1_366, 1_440, 1_920, 2_560].map((width) => ({ width, height: width * 0.5625 })),
  ...[568, 667, 740, 915].map((width) => ({ width, height: 360, hasTouch: true })),
  ...[1.5, 2, 3, 4].flatMap((zoom) => [
    { width: 1_280, height: 1_024, zoom },
    { width: 1_440, height: 900, zoom },
    { width: 1_920, height: 1_080, zoom },
  ]),
]

for (const [name, windows, options] of [
  ['in common window sizes', few, {}],
  ['from 320 to 2560 pixels, and zoomed to four times', many, inFull],
] as const) {
  test(`${name} no bar overlaps another, and every tool is in one of them`, options, async ({ browser }) => {
    test.setTimeout(1_200_000)
    const board = await createBoard(server)
    for (const [density, group] of Map.groupBy(windows, ({ zoom = 1, hasTouch = false }) => `${zoom} ${hasTouch}`)) {
      const [zoom = 1] = density.split(' ').map(Number)
      const options = { deviceScaleFactor: zoom, hasTouch: density.endsWith('true') }
      const [page, warned] = [await openIn(browser, board, options), await openIn(browser, board, options, false)]
      await expect(warned.getByRole('alert').filter({ hasText: 'is not storing' })).toBeVisible()
      const tools = await page.evaluate(() => inkbridge.editor.tools.length)
      for (const { width, height } of group) {
        const size = { width: Math.floor(width / zoom), height: Math.floor(height / zoom) }
        await test.step(`${width} x ${Math.round(height)}, ${density}`, async () => {
          await warned.setViewportSize(size)
          await apart(warned)
          await page.setViewportSize(size)
          await everything(page, tools)
        })
      }
      for (const each of [page, warned]) await each.context().close()
    }
  })
}

/** Opens everything that can be open, one after the other and finally all at once. */
async function everything(page: Page, tools: number): Promise<void> {
  await apart(page)
  await expect(async () => expect([...(await toolsIn(page))]).toHaveLength(tools)).toPass()
  await select(page, 'a')
  await apart(page)
  const chip = page.locator('.ink-style-chip')
  if (await chip.isVisible()) {
    await chip.click()
    await apart(page)
    await chip.click()
  }
  await page.getByRole('button', { name: /Connection/ }).click()
  await page.getByRole('button', { name: 'Connection inspector' }).click()
  await expect(page.getByRole('region', { name: 'Connection inspector' })).toBeVisible()
  await apart(page)
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('search')).toBeVisible()
  await apart(page)
  await page.evaluate(() => inkbridge.editor.write('a' as never))
  await page.keyboard.type('Words')
  await apart(page)
  await page.evaluate(() => inkbridge.editor.endWriting())
  await page.getByRole('button', { name: 'Close inspector' }).click()
  await page.getByRole('search').getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('Escape')
}

/** Where `keeps` is false the browser stores nothing, and a warning is shown. */
async function openIn(browser: Browser, board: TestBoard, options: BrowserContextOptions, keeps = true): Promise<Page> {
  const context = await browser.newContext(options)
  if (!keeps)
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', 'SecurityError')
      }
    })
  const page = await open(context, server, board, 'owner')
  await rects(page, 'a')
  await page.evaluate(() => {
    inkbridge.editor.camera = { x: 140, y: 80, zoom: 1 }
  })
  return page
}

/** All bars and other open elements are inside the window, and none overlaps another. */
async function apart(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(overlaps)).toEqual([])
}

function overlaps(): readonly string[] {
  const seen = [...document.querySelectorAll('.ink-bar, .ink-notices > *, .ink-toast')].flatMap((element) => {
    const box = element.getBoundingClientRect()
    // In the lowest windows these scroll.
    const bottom = Math.min(box.bottom, element.closest('.ink-notices')?.getBoundingClientRect().bottom ?? Infinity)
    const isSeen = box.width > 0 && bottom > box.top && element.checkVisibility({ visibilityProperty: true })
    const { left, top, right } = box
    return isSeen ? [{ name: element.className, box: { left, top, right, bottom } }] : []
  })
  const outside = seen.flatMap(({ name, box: { left, top, right, bottom } }) =>
    left < 0 || top < 0 || right > innerWidth || bottom > innerHeight
      ? [`${name} is not completely in the window`]
      : [],
  )
  const over = seen.flatMap(({ name, box: a }, index) =>
    seen.slice(index + 1).flatMap(({ name: other, box: b }) => {
      const areApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
      return areApart ? [] : [`${name} and ${other}`]
    }),
  )
  return [...outside, ...over]
}

/** The tools of the toolbar and of what opens from it. */
async function toolsIn(page: Page): Promise<ReadonlySet<string>> {
  const toolbar = page.getByRole('toolbar', { name: 'Tools', exact: true })
  const names = new Set<string>()
  const popup = page.locator('.ink-sub-tools')
  for (const button of await toolbar.getByRole('button').all()) {
    if ((await button.getAttribute('aria-haspopup')) === null) {
      names.add((await button.getAttribute('aria-label')) ?? '')
      continue
    }
    // The first press chooses the visible tool, the next shows all that share its button.
    await expect(async () => {
      if (!(await popup.isVisible())) await button.click()
      await expect(popup).toBeVisible({ timeout: 400 })
    }).toPass()
    for (const tool of await popup.getByRole('button').all()) names.add((await tool.getAttribute('aria-label')) ?? '')
    await page.keyboard.press('Escape')
    await expect(popup).toHaveCount(0)
  }
  return names
}
