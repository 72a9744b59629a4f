import { type BrowserContext, expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, synced, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** The data a browser stores of a person and of boards, and how it is deleted. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** Everything a browser stores of boards, by name; runs in the page. */
async function keptHere(): Promise<readonly string[]> {
  const databases = await indexedDB.databases()
  const buckets = (navigator as unknown as { storageBuckets?: { keys(): Promise<string[]> } }).storageBuckets
  return [
    ...databases.map(({ name }) => `database ${name}`),
    ...((await buckets?.keys()) ?? []).map((name) => `bucket ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...(await navigator.serviceWorker.getRegistrations()).map(() => 'worker'),
    ...Object.keys(localStorage).filter((name) => name !== 'inkbridge-boards'),
    ...Object.keys(sessionStorage),
  ]
}

async function guestOf(page: Page): Promise<string> {
  return page.evaluate(async () => (await (await fetch('/api/me')).json()).you.id)
}

test('the secret of a link is removed from the address bar before the server is asked, and survives an offline reload', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const context = await browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  await page.route('**/join', async (route) => {
    asked.push(page.url())
    await route.abort('internetdisconnected')
  })
  const address = `${server.url}/b/${board.id}?debug`
  await page.goto(`${address}#k=${board.tokens.editor}`)
  await expect(page.getByText('Your link is kept in this tab')).toBeVisible()
  expect(page.url()).toBe(address)
  await page.reload()
  await expect(page.getByText('Your link is kept in this tab')).toBeVisible()
  expect(new Set(asked)).toEqual(new Set([address]))
  await page.unroute('**/join')
  await synced(page)
  expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({})
})

test('a link that does not open a board is not stored', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.url}/b/${board.id}#k=${'x'.repeat(32)}`)
  await expect(page.getByRole('heading', { name: 'This board can’t be opened' })).toBeVisible()
  expect(await page.evaluate(() => [location.hash, Object.keys(sessionStorage)])).toEqual(['', []])
})

test('after a link was revoked the local copy of its board can be deleted', async ({ browser }) => {
  const board = await createBoard(server)
  const [owner, guest] = [await open(browser, server, board, 'owner'), await open(browser, server, board)]
  await drag(guest, wave(300, 300))
  await saved(guest)
  await expect.poll(() => guest.evaluate(() => inkbridge.sync.status.keeping)).toBe('kept')
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  await owner.getByRole('button', { name: 'More: Can edit' }).click()
  await owner.getByRole('menuitem', { name: 'Reset link' }).click()
  await owner.getByRole('button', { name: 'Reset link' }).click()
  await expect(guest.getByText('A local copy is still on this device.')).toBeVisible()
  await guest.getByRole('button', { name: 'Remove local copy' }).click()
  await expect(guest.getByText('The local copy was removed from this device.')).toBeVisible()
  await guest.reload()
  await expect(guest.getByRole('heading', { name: 'This board can’t be opened' })).toBeVisible()
  expect(await guest.evaluate(() => inkbridge.board.shapes().length)).toBe(0)
  await expect(guest.getByRole('button', { name: 'Remove local copy' })).toHaveCount(0)
})

/** A person with an open board of their own. */
async function atHome(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'New board' }).first().click()
  await page.waitForURL(/\/b\//)
  await page.goto(`${page.url()}?debug`)
  await synced(page)
  return page
}

test('signing out deletes the session, its connections and everything stored in this browser', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await atHome(context)
  await drag(page, wave(300, 300))
  await saved(page)
  const [other, before] = [await context.newPage(), await guestOf(page)]
  await other.goto(page.url())
  await synced(other)
  const cookies = await context.cookies()
  await page.getByRole('button', { name: '(you)' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out of this device' }).click()
  await page.waitForURL(`${server.url}/`)
  await expect(page.getByText('No boards yet.')).toBeVisible()
  expect(await guestOf(page)).not.toBe(before)
  await expect(other.getByText('This device was signed out.')).toBeVisible()
  await other.close()
  await page.goto(`${server.url}/healthz`)
  const kept = await page.evaluate(keptHere)
  expect(kept.filter((name) => /database|bucket|participant/.test(name))).toEqual([])
  // A copy of the old cookie opens nothing.
  const thief = await browser.newContext()
  await thief.addCookies(cookies)
  const stolen = await thief.newPage()
  await stolen.goto(server.url)
  await expect(stolen.getByText('No boards yet.')).toBeVisible()
})

test('signing out all other devices ends a stolen cookie, and this browser keeps drawing', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await atHome(context)
  const thief = await browser.newContext()
  await thief.addCookies(await context.cookies())
  const stolen = await thief.newPage()
  await stolen.goto(page.url())
  await synced(stolen)
  await page.getByRole('button', { name: '(you)' }).click()
  await page.getByRole('button', { name: 'Devices' }).click()
  await expect(page.getByText('This device')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out all other devices' }).click()
  await expect(stolen.getByRole('heading', { name: 'This board can’t be opened' })).toBeVisible()
  await page.keyboard.press('Escape')
  await synced(page)
  await drag(page, wave(300, 400))
  await saved(page)
})

test('no policy is violated while drawing over WebSocket and long polling, and nothing is reported', async ({
  browser,
}) => {
  const board = await createBoard(server)
  for (const polls of [false, true]) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
    })
    if (polls) await page.routeWebSocket('**/socket.io/**', (socket) => socket.close())
    await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
    await synced(page)
    expect(await page.evaluate(() => inkbridge.sync.status.transport)).toBe(polls ? 'polling' : 'websocket')
    await drag(page, wave(300, 300 + (polls ? 100 : 0)))
    await saved(page)
    expect(said.filter((text) => !/WebSocket connection/.test(text))).toEqual([])
  }
})
