import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { drag, saved, synced, wave } from './board.ts'
import { inkbridge } from './command.ts'
import { test } from './journey.ts'
import { foreignIn } from './places/foreign.ts'
import { textsOf } from './places/texts.ts'
import { TestServer } from './server.ts'

/** Signing in, and what people do with their accounts. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const password = 'correct horse'

/** Creates an account by the command; resolves with the path of its link for this server. */
async function invite(name: string, on = server): Promise<string> {
  const said = await inkbridge(on.dataDir, 'user', 'add', `${name}@example.org`)
  const link = /http\S+/.exec(said)?.[0] ?? ''
  return `${on.url}${new URL(link).pathname}${new URL(link).hash}`
}

/** Sets the password of a new account, which signs in. */
async function accept(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Boards' })).toBeVisible()
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Creates the first board on the boards page, and waits until it is open. */
async function newBoard(page: Page, name = 'New board', none = 'No boards yet.'): Promise<void> {
  await expect(page.getByText(none)).toBeVisible()
  await page.getByRole('button', { name }).first().click()
  await page.waitForURL('**/b/*')
  await page.goto(`${page.url()}?debug`)
  await synced(page)
}

async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  return (await browser.newContext(options)).newPage()
}

test('a guest draws, signs in from the board, and continues there as the account; another machine has the board too', async ({
  browser,
}) => {
  const admin = await openPage(browser)
  await accept(admin, await invite('ann'), 'Ann')
  const page = await openPage(browser)
  await page.goto(server.url)
  await newBoard(page)
  await drag(page, wave(200, 300))
  await saved(page)
  const address = page.url()
  await page.getByRole('button', { name: /\(you\)/ }).click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signIn(page, 'ann@example.org')
  await expect(page).toHaveURL(address)
  await synced(page)
  await drag(page, wave(200, 300))
  await saved(page)
  await expect(page.getByRole('button', { name: 'Ann (you)' })).toBeVisible()
  await admin.reload()
  await expect(admin.getByText('Untitled board')).toBeVisible()
})

test('a wrong password is refused, and what was typed stays', async ({ browser }) => {
  const page = await openPage(browser)
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('E-mail').fill('nobody@example.org')
  await page.getByLabel('Password').fill('wrong horse')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.locator('.site-note')).toContainText('The e-mail address or the password is wrong.')
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.org')
})

test('a password that is sent before the scripts of the page have loaded gets into no address', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('E-mail').fill('ann@example.org')
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Password').press('Enter')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled()
  expect(page.url()).toBe(`${server.url}/sign-in`)
})

test('signing in never leads to another site', async ({ browser }) => {
  const page = await openPage(browser)
  await accept(page, await invite('bob'), 'Bob')
  await page.context().clearCookies()
  await page.goto(`${server.url}/sign-in?next=${encodeURIComponent('//evil.example/')}`)
  await signIn(page, 'bob@example.org')
  await expect(page).toHaveURL(`${server.url}/`)
})

test('a used link says so, and does nothing', async ({ browser }) => {
  const link = await invite('carol')
  await accept(await openPage(browser), link, 'Carol')
  const page = await openPage(browser)
  await page.goto(link)
  await expect(page.locator('.site-note')).toContainText('was used already')
})

test('a person renames themselves, changes the password and deletes the account', async ({ browser }) => {
  const page = await openPage(browser)
  await accept(page, await invite('dora'), 'Dora')
  await newBoard(page)
  await page.goto(`${server.url}/account`)
  await page.getByLabel('Your name').fill('Dora D.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password').fill('another horse')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The password was changed.')).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()])
  expect(download.suggestedFilename()).toBe('inkbridge-account.json')
  await page.getByRole('button', { name: 'Delete account…' }).click()
  await expect(page.getByText('You alone own this board.')).toBeVisible()
  await page.getByLabel('Current password').last().fill('another horse')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByText('No boards yet.')).toBeVisible()
})

test('where only accounts enter, a link leads through the sign-in to the board', async ({ browser }) => {
  const closed = await TestServer.start({ env: { ACCESS: 'private' } })
  try {
    const [ann, bob] = [await openPage(browser), await openPage(browser)]
    await accept(ann, await invite('ann', closed), 'Ann')
    await newBoard(ann)
    const link = await ann.evaluate(async () => {
      const links = await (await fetch(`/api/boards/${location.pathname.slice(3)}/links`)).json()
      return links.links.find(({ role }: { role: string }) => role === 'editor').url as string
    })
    await accept(bob, await invite('bob', closed), 'Bob')
    await bob.context().clearCookies()
    await bob.goto(`${closed.url}${link.replace('#', '?debug#')}`)
    await expect(bob.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await signIn(bob, 'bob@example.org')
    await synced(bob)
    await expect(bob.getByRole('button', { name: 'Bob (you)' })).toBeVisible()
    expect(new URL(bob.url()).hash).toBe('')
  } finally {
    await closed.dispose()
  }
})

test('an administrator invites, disables and enables people, and takes over a board', async ({ browser }) => {
  const own = await TestServer.start()
  try {
    const [ann, bob] = [await openPage(browser, { locale: 'de-DE' }), await openPage(browser)]
    await ann.goto(await invite('ann', own))
    await ann.getByLabel('Ihr Name').fill('Ann')
    await ann.getByLabel('Neues Passwort').fill(password)
    await ann.getByRole('button', { name: 'Speichern und anmelden' }).click()
    await expect(ann.getByText('Noch keine Boards.')).toBeVisible()
    await ann.goto(`${own.url}/account`)
    await ann.getByRole('link', { name: 'Verwaltung' }).click()
    await ann.getByLabel('E-Mail').fill('bob@example.org')
    await ann.getByRole('button', { name: 'Einladen' }).click()
    await accept(bob, await ann.getByLabel('Schicken Sie').inputValue(), 'Bob')
    await newBoard(bob)
    await ann.reload()
    await ann.getByRole('button', { name: 'Bob sperren' }).click()
    await ann.getByRole('button', { name: 'Untitled board übernehmen' }).click()
    await expect(ann.getByText('Es gibt keine.')).toBeVisible()
    await expect(ann.getByRole('button', { name: 'Bob entsperren' })).toBeVisible()
    expect((await new AxeBuilder({ page: ann }).analyze()).violations.map(({ id }) => id)).toEqual([])
    await ann.screenshot({ path: 'out/administration.png', fullPage: true })
    await ann.setViewportSize({ width: 390, height: 844 })
    await ann.screenshot({ path: 'out/administration-phone.png', fullPage: true })
    await expect(bob.getByText('This device was signed out').first()).toBeVisible()
  } finally {
    await own.dispose()
  }
})

const looks: { readonly [name: string]: BrowserContextOptions } = {
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
}

for (const [look, options] of Object.entries(looks)) {
  test(`the pages about accounts have no accessibility violations, and no English in German: ${look}`, async ({
    browser,
  }) => {
    const page = await openPage(browser, { ...options, locale: 'de-DE' })
    const texts = await textsOf('de')
    const check = async (name: string) => {
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: `out/${name}-${look}.png`, fullPage: true })
      expect([name, (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)]).toEqual([name, []])
      const foreign = (await foreignIn(page, texts)).filter((text) => !text.includes('@'))
      expect([name, foreign]).toEqual([name, []])
    }
    await page.goto(`${server.url}/sign-in`)
    await check('sign-in')
    await page.getByLabel('E-Mail').fill('nobody@example.org')
    await page.getByLabel('Passwort').fill('wrong horse')
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await expect(page.locator('.site-note')).toBeVisible()
    await check('sign-in-refused')
    await page.goto(await invite(`erik-${look}`))
    await page.getByLabel('Ihr Name').fill('Erik')
    await check('new-password')
    await page.getByLabel('Neues Passwort').fill(password)
    await page.getByRole('button', { name: 'Speichern und anmelden' }).click()
    await newBoard(page, 'Neues Board', 'Noch keine Boards.')
    await page.goto(`${server.url}/account`)
    await page.getByRole('button', { name: 'Konto löschen …' }).click()
    await expect(page.getByText('Dieses Gerät')).toBeVisible()
    await check('account')
  })
}
