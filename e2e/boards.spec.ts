import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, expect, type Locator, type Page } from '@playwright/test'
import { createBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { find, RealProxy } from './real-proxies.ts'
import { freePort, TestServer } from './server.ts'

/** The boards page: views, folders, search, selection, the trash, and its updates. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start({ env: { LIMITS: 'off' } })
})
test.afterAll(() => server.dispose())

/** Opens the page of a new person, who owns boards with these titles, the first one changed last. */
async function visit(browser: Browser, titles: readonly string[], options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(server.url)
  for (const title of titles.toReversed()) await create(page, { title })
  await page.reload()
  await expect(cards(page)).toHaveCount(titles.length)
  return page
}

/** Creates a board as the person of a page; resolves with its id. */
async function create(page: Page, data: unknown): Promise<string> {
  const made = await page.request.post(`${server.url}/api/boards`, { data, headers: { Origin: server.url } })
  expect(made.status()).toBe(201)
  return ((await made.json()) as { id: string }).id
}

/** A board file with one sticky note. */
function noteWith(text: string) {
  const note = { kind: 'note', at: [0, 0, 200, 200, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
  return {
    type: 'inkbridge',
    version: 1,
    title: '',
    document: { shapes: { note }, text: { note: [{ runs: [{ text }] }] } },
  }
}

function cards(page: Page): Locator {
  return page.getByRole('main').getByRole('listitem')
}

function card(page: Page, title: string): Locator {
  return cards(page).filter({ hasText: title })
}

function view(page: Page, name: string): Locator {
  return page.getByRole('navigation').getByRole('link', { name, exact: true })
}

async function choose(page: Page, title: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More: ${title}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

const few = ['Harbour', 'Quay', 'Pier', 'Dock', 'Jetty']

test('with few boards there is nothing but boards; with four there are views, a search and folders', async ({
  browser,
}) => {
  const page = await visit(browser, few.slice(0, 3))
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('searchbox')).toHaveCount(0)
  await create(page, { title: 'Fourth' })
  await expect(cards(page)).toHaveCount(4)
  await expect(page.getByRole('navigation')).toBeVisible()
  await expect(page.getByRole('searchbox')).toBeVisible()
})

test('a starred board is in the list of starred boards, on every machine of the person', async ({ browser }) => {
  const page = await visit(browser, few)
  await choose(page, 'Pier', 'Star')
  await expect(card(page, 'Pier').getByRole('img', { name: 'Starred' })).toBeVisible()
  await view(page, 'Starred').click()
  await expect(cards(page)).toHaveText([/^Pier/])
  await page.reload()
  await expect(cards(page)).toHaveText([/^Pier/])
  await choose(page, 'Pier', 'Remove star')
  await expect(page.getByText('Star the boards that you need often')).toBeVisible()
})

test('boards are moved into folders by their menu and by dragging, and out again when the folder is deleted', async ({
  browser,
}) => {
  const page = await visit(browser, few)
  const nav = page.getByRole('navigation')
  await nav.getByRole('button', { name: 'New folder' }).click()
  await nav.getByRole('textbox', { name: 'Folder name' }).fill('Lessons')
  await page.keyboard.press('Enter')
  await expect(view(page, 'Lessons')).toBeVisible()
  await card(page, 'Pier').dragTo(view(page, 'Lessons'))
  await choose(page, 'Dock', 'Move to folder')
  await page.getByRole('dialog').getByRole('button', { name: 'Lessons' }).click()
  await view(page, 'Lessons').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Lessons' })).toBeVisible()
  await expect(cards(page)).toHaveText([/^Pier/, /^Dock/])
  await nav.getByRole('button', { name: 'More: Lessons' }).click()
  await page.getByRole('menuitem', { name: 'New folder inside' }).click()
  await nav.getByRole('textbox', { name: 'Folder name' }).fill('Year 5')
  await page.keyboard.press('Enter')
  await card(page, 'Pier').dragTo(view(page, 'Year 5'))
  await expect(cards(page)).toHaveText([/^Dock/])
  await nav.getByRole('button', { name: 'More: Lessons' }).click()
  await page.getByRole('menuitem', { name: 'Delete folder' }).click()
  await expect(view(page, 'Lessons')).toHaveCount(0)
  await expect(view(page, 'Year 5')).toBeVisible()
  await expect(cards(page)).toHaveCount(few.length)
  await view(page, 'Year 5').click()
  await expect(cards(page)).toHaveText([/^Pier/])
})

test('several boards are selected by click, Shift and keyboard, moved to the trash, restored, and deleted for good', async ({
  browser,
}) => {
  const page = await visit(browser, few)
  await card(page, 'Quay')
    .getByRole('link')
    .click({ modifiers: ['ControlOrMeta'] })
  await card(page, 'Dock')
    .getByRole('link')
    .click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: 'Selected boards' })
  await expect(bar.getByText('3 selected')).toBeVisible()
  await card(page, 'Pier').getByRole('link').focus()
  await page.keyboard.press('Space')
  await expect(bar.getByText('2 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Move to trash' }).click()
  await expect(cards(page)).toHaveText([/^Harbour/, /^Pier/, /^Jetty/])
  await view(page, 'Trash').click()
  await expect(cards(page)).toHaveCount(2)
  await choose(page, 'Dock', 'Restore')
  await expect(cards(page)).toHaveText([/^Quay/])
  await choose(page, 'Quay', 'Delete permanently')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete permanently' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()
  await view(page, 'All boards').click()
  await expect(cards(page)).toHaveCount(few.length - 1)
})

test('a search finds boards by what is written on them, and shows the place', async ({ browser }) => {
  const page = await visit(browser, few)
  const text = 'We meet at the old lighthouse'
  await create(page, { title: 'Festival', document: noteWith(text) })
  await create(page, { title: '会议', document: noteWith('我们明天讨论白板设计') })
  const search = page.getByRole('searchbox')
  await expect(async () => {
    await search.fill('')
    await search.fill('lighth')
    await expect(cards(page)).toHaveText([/^Festival.*old lighthouse/], { timeout: 1_000 })
  }).toPass()
  await expect(card(page, 'Festival').locator('mark')).toHaveText(['lighthouse'])
  await search.fill('白板')
  await expect(cards(page)).toHaveText([/^会议/])
  await search.fill('zebra')
  await expect(page.getByText('No board contains “zebra”')).toBeVisible()
  await search.fill('')
  await expect(cards(page)).toHaveCount(few.length + 2)
})

test('a board that somebody shares appears without a reload, is renamed, and goes when the link is revoked', async ({
  browser,
}) => {
  const page = await visit(browser, few)
  const board = await createBoard(server, { title: 'Festival' })
  const own = { Origin: server.url }
  // Another tab of the same browser opens the link.
  const joined = await page.request.post(`${server.url}/api/boards/${board.id}/join`, {
    data: { secret: board.tokens.editor },
    headers: own,
  })
  expect(joined.status()).toBe(200)
  await expect(card(page, 'Festival')).toBeVisible()
  const owner = { Authorization: `Bearer ${board.tokens.owner}` }
  await fetch(`${server.url}/api/boards/${board.id}`, {
    method: 'PATCH',
    headers: { ...owner, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Harbour festival' }),
  })
  await expect(card(page, 'Harbour festival')).toBeVisible()
  const { links } = (await (await fetch(`${server.url}/api/boards/${board.id}/links`, { headers: owner })).json()) as {
    links: { id: string; role: string }[]
  }
  const link = links.find(({ role }) => role === 'editor')?.id
  await fetch(`${server.url}/api/boards/${board.id}/links/${link}/revoke`, { method: 'POST', headers: owner })
  await expect(card(page, 'Harbour festival')).toHaveCount(0)
})

test('where events are held back by a proxy, the page polls', async ({ browser }) => {
  const page = await visit(browser, few)
  await page.clock.install()
  // The answer never comes.
  await page.route('**/api/events', () => {})
  await page.reload()
  await expect(cards(page)).toHaveCount(few.length)
  await create(page, { title: 'Festival' })
  await page.clock.fastForward(40_000)
  await expect(cards(page)).toHaveCount(few.length)
  await page.clock.fastForward(10_000)
  await expect(card(page, 'Festival')).toBeVisible()
})

for (const name of ['nginx', 'haproxy'] as const)
  test(
    `behind ${name} with its default settings, a new board appears at once, also after a minute without events`,
    inFull,
    async ({ browser }) => {
      test.skip(!find(name) || !find('openssl'), `${name} and openssl have to be installed`)
      test.setTimeout(180_000)
      const port = await freePort()
      const behind = await TestServer.start({
        env: { PUBLIC_URL: `https://127.0.0.1:${port}`, TRUSTED_PROXIES: '127.0.0.1' },
      })
      const proxy = await RealProxy.start(name, 'defaults', port, behind.port)
      try {
        const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
        const streams: string[] = []
        page.on('request', (request) => request.url().endsWith('/api/events') && streams.push(request.url()))
        await page.goto(proxy.url)
        for (const title of ['Harbour', 'Quay']) {
          const made = await page.request.post(`${proxy.url}/api/boards`, {
            data: { title },
            headers: { Origin: proxy.url },
          })
          expect(made.status()).toBe(201)
          // Sooner than the page would poll.
          await expect(card(page, title)).toBeVisible({ timeout: 5_000 })
          if (title === 'Harbour') await new Promise((resolve) => setTimeout(resolve, 70_000))
        }
        expect(streams).toHaveLength(1)
      } finally {
        await proxy.dispose()
        await behind.dispose()
      }
    },
  )

test('of 2,000 boards only the visible ones are on the page, and the keyboard reaches the last one', async ({
  browser,
}) => {
  test.slow()
  const page = await visit(browser, few)
  const titles = Array.from({ length: 2_000 - few.length }, (_, index) => `Board ${index + 1}`)
  for (let at = 0; at < titles.length; at += 50)
    await Promise.all(titles.slice(at, at + 50).map((title) => create(page, { title })))
  await page.evaluate(() => localStorage.setItem('inkbridge-boards-sort', 'title'))
  await page.reload()
  await expect(cards(page).first()).toHaveText(/^Board 1/)
  expect(await cards(page).count()).toBeLessThan(80)
  await expect(cards(page).first()).toHaveAttribute('aria-setsize', '2000')
  await cards(page).first().getByRole('link').focus()
  await page.keyboard.press('End')
  await expect(card(page, 'Quay').getByRole('link')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(card(page, 'Pier').getByRole('link')).toBeFocused()
  expect(await cards(page).count()).toBeLessThan(80)
})

test('on a phone the views are in a menu', async ({ browser }) => {
  const page = await visit(browser, few, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.getByRole('button', { name: 'Boards and folders' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Trash' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: 'Trash' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the page with boards, folders and a selection has no accessibility violations: ${colorScheme}`, async ({
    browser,
  }) => {
    const page = await visit(browser, few, { colorScheme })
    await page.request.post(`${server.url}/api/me/folders`, {
      data: { name: 'Lessons' },
      headers: { Origin: server.url },
    })
    await page.reload()
    await expect(view(page, 'Lessons')).toBeVisible()
    const found: string[] = []
    const look = async (state: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html}`))
    }
    await look('boards')
    await card(page, 'Quay').getByRole('checkbox').click()
    await look('a selection')
    await page.getByRole('toolbar').getByRole('button', { name: 'Move to folder' }).click()
    await look('a dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show as list' }).click()
    await look('a list')
    await view(page, 'Trash').click()
    await look('the trash')
    expect(found).toEqual([])
  })
