import { type Browser, type BrowserContext, type Download, expect, type Page } from '@playwright/test'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { createBoard, drag, open, saved, shapes, synced, wave } from './board.ts'
import { content, exported } from './downloads.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Links, names, the boards page and files, as people use them. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

function pixels(png: Buffer) {
  const { data, width, height } = PNG.sync.read(png)
  return { data: new Uint8ClampedArray(data), width, height }
}

test('a link is copied, and its QR code leads to the same board with the same role', async ({ browser }) => {
  const board = await createBoard(server, { title: 'Harbour' })
  const owner = await open(browser, server, board, 'owner', { permissions: ['clipboard-read', 'clipboard-write'] })
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = owner.getByRole('dialog', { name: 'Share this board' })
  await dialog.getByRole('button', { name: 'Copy link' }).first().click()
  await expect(dialog.getByText('Copied')).toBeVisible()
  const copied = await owner.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(new RegExp(`^${server.url}/b/${board.id}#k=[\\w-]{16,}$`))

  await dialog.getByRole('button', { name: 'More: Can view' }).click()
  await owner.getByRole('menuitem', { name: 'QR code' }).click()
  const code = dialog.getByRole('img', { name: 'QR code of the link: Can view' })
  await expect(code).toBeVisible()
  const { data, width, height } = pixels(await code.screenshot({ animations: 'disabled' }))
  const viewLink = jsQR(data, width, height)?.data ?? ''
  expect(viewLink).toBe(await dialog.getByRole('textbox', { name: 'Link: Can view' }).inputValue())
  expect(viewLink).not.toBe(copied)

  const guest = await (await browser.newContext()).newPage()
  await guest.goto(viewLink.replace('#', '?debug#'))
  await synced(guest)
  await expect(guest.getByText('View only')).toBeVisible()
})

test('where the clipboard is blocked, the link is shown so that it can be copied by hand', async ({ browser }) => {
  const board = await createBoard(server)
  const owner = await open(browser, server, board, 'owner')
  await owner.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  await owner.getByRole('button', { name: 'Copy link' }).first().click()
  await expect(owner.getByRole('textbox', { name: 'Link: Can edit' })).toHaveValue(
    new RegExp(`^${server.url}/b/${board.id}#k=`),
  )
})

/** A browser that stores nothing for a site: neither cookies nor storage. */
async function keepingNothing(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  // A stream of events never ends, and belongs to a cookie.
  await context.route(/\/api\/events$/, (route) => route.abort())
  await context.route(/\/api\/(?!events)|\/b\/|:\d+\/$/, async (route) => {
    const answer = await route.fetch()
    const { 'set-cookie': _cookie, ...headers } = answer.headers()
    await route.fulfill({ response: answer, headers })
  })
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false })
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
  })
  return context.newPage()
}

test('a browser without storage opens a board by its link, again after a reload, and a board it creates itself', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await keepingNothing(browser)
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  await drag(page, wave(300, 300))
  await saved(page)
  await page.reload()
  await synced(page)
  expect(await shapes(page)).toMatchObject([{ kind: 'ink' }])
  const other = await open(browser, server, board)
  const people = (of: Page) => of.getByRole('list', { name: 'People on this board' })
  await expect(people(other).getByRole('button').nth(1)).toHaveAttribute('data-tip', /Click to follow$/)
  await expect(page.getByRole('form', { name: 'What’s your name?' })).toHaveCount(0)
  await page.goto(server.url)
  await expect(page.getByText('This browser blocks cookies, so boards are not listed here.')).toBeVisible()
  await page.getByRole('button', { name: 'New board' }).first().click()
  await expect(page).toHaveURL(/\/b\/[\w-]+#k=/)
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeVisible()
  expect(errors).toEqual([])
})

test('on a phone the title of a board has its room in view mode', async ({ browser }) => {
  const board = await createBoard(server, { title: 'Harbour plan' })
  const page = await open(browser, server, board, 'viewer', { viewport: { width: 390, height: 844 }, hasTouch: true })
  const title = page.getByText('Harbour plan')
  await expect(title).toBeVisible()
  expect(await title.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await expect(page.getByText('View only')).toBeAttached()
})

test('an address without its key, or with a part of it, shows a clear message', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.url}/b/${board.id}`)
  await expect(page.getByText('This link is incomplete, or the board was deleted.')).toBeVisible()
  await page.goto(`${server.url}/b/${board.id}?again#k=${board.tokens.editor.slice(0, 9)}`)
  await expect(page.getByText('This link is incomplete. Copy the complete link')).toBeVisible()
})

test('[R4] replacing a link disconnects its users, keeps what they drew, and the new link opens the board', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [owner, guest] = [await open(browser, server, board, 'owner'), await open(browser, server, board)]
  await drag(guest, wave(300, 300))
  await saved(guest)
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  await owner.getByRole('button', { name: 'More: Can edit' }).click()
  await owner.getByRole('menuitem', { name: 'Reset link' }).click()
  await owner.getByRole('button', { name: 'Reset link' }).click()
  await expect(owner.getByRole('button', { name: 'Reset link' })).toBeHidden()
  await owner.getByRole('button', { name: 'More: Can edit' }).click()
  await owner.getByRole('menuitem', { name: 'QR code' }).click()
  const address = owner.getByRole('textbox', { name: 'Link: Can edit' })
  await expect(address).not.toHaveValue(new RegExp(board.tokens.editor))
  const link = await address.inputValue()
  await expect(guest.getByText('Ask its owner for a new one.')).toBeVisible()
  const token = link.split('#k=')[1] ?? ''
  expect(token).not.toBe(board.tokens.editor)
  const back = await open(browser, server, { ...board, tokens: { ...board.tokens, editor: token } })
  expect(await shapes(back)).toMatchObject([{ kind: 'ink' }])
  expect(await back.evaluate(() => inkbridge.sync.status)).toMatchObject({ role: 'editor' })
})

test('a changed name and colour are seen by everybody immediately', async ({ browser }) => {
  const board = await createBoard(server)
  const [ada, other] = [await open(browser, server, board, 'editor'), await open(browser, server, board, 'viewer')]
  await ada.mouse.move(300, 300)
  const seen = () => other.evaluate(() => inkbridge.sync.peers.map(({ user }) => user))
  await expect.poll(async () => (await seen()).length).toBe(1)
  await ada.getByRole('button', { name: '(you)' }).click()
  await ada.getByLabel('Your name').fill('Ada Lovelace')
  await ada.getByRole('button', { name: 'Colour 8' }).click()
  await ada.getByLabel('Your name').press('Enter')
  await expect.poll(seen).toMatchObject([{ name: 'Ada Lovelace', color: '#0b7471' }])
  await expect(other.getByRole('list', { name: 'People on this board' })).toContainText('Ada Lovelace')
  await ada.goto(server.url)
  await expect(ada.getByRole('button', { name: 'Ada Lovelace (you)' })).toBeVisible()
})

test('a board is exported as a PNG of the chosen size, as an SVG like the server’s, and as a file that restores it', async ({
  browser,
}) => {
  const board = await createBoard(server, { title: 'Sea: day 1' })
  const page = await open(browser, server, board, 'editor')
  await drag(page, wave(300, 300))
  await page.keyboard.press('r')
  await drag(page, [
    [600, 300],
    [760, 420],
  ])
  await saved(page)
  await page.keyboard.press('Escape')
  const svg = await exported(page, 'SVG')
  expect(svg.suggestedFilename()).toBe('Sea  day 1.svg')
  const served = await fetch(`${server.url}/api/boards/${board.id}/export?format=svg`, {
    headers: { Authorization: `Bearer ${board.tokens.viewer}` },
  })
  expect((await content(svg)).toString()).toBe(await served.text())

  const size = async (file: Download) => {
    const { data, width, height } = pixels(await content(file))
    return { width, height, alpha: data[3] }
  }
  const plain = await size(await exported(page, 'PNG'))
  const large = await size(
    await exported(page, 'PNG', async () => {
      await page.getByRole('button', { name: '4×' }).click()
      await page.getByRole('button', { name: 'Without' }).click()
    }),
  )
  expect([plain.alpha, large.alpha]).toEqual([255, 0])
  expect(Math.abs(plain.width / 2 - large.width / 4)).toBeLessThan(1)

  await page.keyboard.press('v')
  await page.mouse.click(600, 360)
  const part = await size(await exported(page, 'PNG'))
  expect(part.width).toBeLessThan(plain.width)

  const json = (await content(await exported(page, 'JSON'))).toString()
  const again = await createBoard(server, { document: JSON.parse(json) as unknown })
  const copy = await open(browser, server, again, 'viewer')
  expect(await shapes(copy)).toEqual(await shapes(page))
})

test('the list shows a picture of each board, and boards are renamed, duplicated, deleted and restored', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'New board' }).first().click()
  await page.waitForURL(/\/b\//)
  await page.goto(`${page.url()}?debug`)
  await synced(page)
  await drag(page, wave(300, 300))
  await saved(page)
  await page.goto(server.url)
  const cards = page.getByRole('main').getByRole('listitem')
  await expect(cards).toHaveCount(1)
  const image = cards.locator('img')
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(712)

  const menu = async (title: string, item: string) => {
    await page.getByRole('button', { name: `More: ${title}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
  }
  await menu('Untitled board', 'Rename')
  await page.getByRole('textbox', { name: 'Title' }).fill('Harbour')
  await page.keyboard.press('Enter')
  await expect(cards).toHaveText([/^Harbour/])

  await menu('Harbour', 'Duplicate')
  await expect(cards).toHaveText([/^Harbour \(copy\)/, /^Harbour/])
  await menu('Harbour (copy)', 'Move to trash')
  await expect(cards).toHaveText([/^Harbour/])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(cards).toHaveCount(2)
  await cards.filter({ hasText: '(copy)' }).getByRole('link').click()
  await page.waitForURL(/\/b\//)
  await page.goto(`${page.url()}?debug`)
  await synced(page)
  expect(await shapes(page)).toMatchObject([{ kind: 'ink' }])
})

test('the list shows this browser’s boards also when the server is down, and reconnects automatically', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'New board' }).first().click()
  await page.waitForURL(/\/b\//)
  await page.goto(server.url)
  await expect(page.getByRole('listitem')).toHaveCount(1)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(async () => Boolean(await caches.match('/')))).toBe(true)
  await server.stop()
  await page.reload()
  await expect(page.getByText('The server can’t be reached right now.')).toBeVisible()
  await expect(page.getByRole('listitem')).toHaveCount(1)
  await server.run()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.getByText('The server can’t be reached right now.')).toHaveCount(0)
})

test('a visitor who opens a link is asked for a name once, and can skip it; the owner is not asked', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const visit = async (context: BrowserContext, role: 'editor' | 'owner') => {
    const page = await context.newPage()
    await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens[role]}`)
    await synced(page)
    await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible()
    return page
  }
  const context = await browser.newContext()
  const page = await visit(context, 'editor')
  const question = page.getByRole('form', { name: 'What’s your name?' })
  await question.getByLabel('Your name').fill('Mara')
  await page.keyboard.press('Enter')
  await expect(question).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Mara (you)' })).toBeVisible()
  const again = await visit(context, 'editor')
  await expect(again.getByRole('button', { name: 'Mara (you)' })).toBeVisible()
  await expect(again.getByRole('form', { name: 'What’s your name?' })).toHaveCount(0)
  const other = await visit(await browser.newContext(), 'editor')
  await other.getByRole('button', { name: 'Skip' }).click()
  await other.reload()
  await synced(other)
  await expect(other.getByRole('button', { name: /\(you\)/ })).toBeVisible()
  await expect(other.getByRole('form', { name: 'What’s your name?' })).toHaveCount(0)
  const owner = await visit(await browser.newContext(), 'owner')
  await expect(owner.getByRole('button', { name: /\(you\)/ })).toBeVisible()
  await expect(owner.getByRole('form', { name: 'What’s your name?' })).toHaveCount(0)
})

test('a page without boards has one button, which creates one', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(server.url)
  await expect(page.getByText('No boards yet.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New board' })).toHaveCount(1)
})
