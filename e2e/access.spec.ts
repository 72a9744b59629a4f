import { type Browser, expect, type Page } from '@playwright/test'
import { beAskedNothing, createBoard, drag, open, saved, shapes, synced, type TestBoard, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Who may enter a board: links with passwords, people and their roles, the lock, and asking to join. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  await context.addInitScript(beAskedNothing)
  return context.newPage()
}

async function joined(browser: Browser, board: TestBoard, token: string): Promise<Page> {
  const page = await newPage(browser)
  await page.goto(`${server.url}/b/${board.id}?debug#k=${token}`)
  await synced(page)
  return page
}

async function openShare(page: Page) {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share this board' })
  await expect(dialog.getByRole('heading', { name: 'People' })).toBeVisible()
  return dialog
}

test('a link with a password is made in the dialog; its page asks for the password, and opens with the right one', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const owner = await open(browser, server, board, 'owner')
  const dialog = await openShare(owner)
  await dialog.getByRole('button', { name: 'New link' }).click()
  await dialog.getByLabel('Access', { exact: true }).selectOption('viewer')
  await dialog.getByLabel('Name').fill('Parents')
  await dialog.getByLabel('Password').fill('short')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('The password needs at least 6 characters.')
  await dialog.getByLabel('Password').fill('correct horse')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByText('Can view · password')).toBeVisible()
  await dialog.getByRole('button', { name: 'More: Parents' }).click()
  await owner.getByRole('menuitem', { name: 'QR code' }).click()
  const link = await dialog.getByRole('textbox', { name: 'Link: Parents' }).inputValue()

  const guest = await newPage(browser)
  await guest.goto(link.replace('#', '?debug#'))
  await guest.getByLabel('Password').fill('wrong horse')
  await guest.getByRole('button', { name: 'Open the board' }).click()
  await expect(guest.getByRole('alert').filter({ hasText: 'password' })).toHaveText(
    'This password is wrong. Nothing was changed; try again.',
  )
  await guest.getByLabel('Password').fill('correct horse')
  await guest.keyboard.press('Enter')
  await synced(guest)
  await expect(guest.getByText('View only')).toBeVisible()
  await expect(dialog.getByText('Can view · password · 1 person joined')).toBeHidden()
})

test('an owner changes the role of a person, who learns it and can no longer draw, and then removes them', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [owner, guest] = [
    await open(browser, server, board, 'owner'),
    await joined(browser, board, board.tokens.editor),
  ]
  const { name } = await guest.evaluate(() => inkbridge.sync.status.you ?? { name: '' })
  const dialog = await openShare(owner)
  await dialog.getByLabel(`Access of ${name}`).selectOption('viewer')
  await expect(guest.getByText('You can only view this board now.')).toBeVisible()
  await expect(guest.getByText('View only')).toBeVisible()
  await dialog.getByLabel(`Access of ${name}`).selectOption('editor')
  await expect(guest.getByText('You can now edit this board.')).toBeVisible()
  await drag(guest, wave(300, 300))
  await saved(guest)
  await dialog.getByRole('button', { name: `More: ${name}` }).click()
  await owner.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(guest.getByRole('heading', { name: 'This board can’t be opened' })).toBeVisible()
  await dialog.getByText('Activity').click()
  await expect(dialog.getByText(`removed ${name}`)).toBeVisible()
})

test('a locked board is only viewed until it is unlocked, and a stroke from then is kept', async ({ browser }) => {
  const board = await createBoard(server)
  const [owner, guest] = [
    await open(browser, server, board, 'owner'),
    await joined(browser, board, board.tokens.editor),
  ]
  const dialog = await openShare(owner)
  await dialog.getByLabel('Lock this board: only owners can change it').check()
  await expect(guest.getByText('This board is locked. Only its owners can change it now.')).toBeVisible()
  await expect(guest.getByText('View only')).toBeVisible()
  await owner.keyboard.press('Escape')
  await owner.getByRole('button', { name: 'Unlock' }).click()
  await expect(guest.getByText('This board was unlocked. You can edit it again.')).toBeVisible()
  await drag(guest, wave(300, 300))
  await saved(guest)
  await expect.poll(() => shapes(owner)).toMatchObject([{ kind: 'ink' }])
})

test('a person without a right asks to join, is let in by an owner on the board, and their page opens the board', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const owner = await open(browser, server, board, 'owner')
  const guest = await newPage(browser)
  await guest.goto(`${server.url}/b/${board.id}?debug`)
  await guest.getByLabel('Your name').fill('Bob')
  await guest.getByRole('button', { name: 'Ask to join' }).click()
  await expect(guest.getByText('You have asked to join.')).toBeVisible()
  await expect(owner.getByText('Bob asks to join.')).toBeVisible()
  await owner.getByRole('button', { name: 'Let in: Bob' }).click()
  await owner.getByRole('menuitem', { name: 'To edit' }).click()
  await expect(owner.getByText('Bob asks to join.')).toBeHidden()
  await synced(guest)
  await drag(guest, wave(300, 300))
  await saved(guest)
})

test('a board is handed over, and the previous owner edits it', async ({ browser }) => {
  const board = await createBoard(server)
  const ann = await joined(browser, board, board.tokens.owner)
  const bob = await joined(browser, board, board.tokens.viewer)
  const { name } = await bob.evaluate(() => inkbridge.sync.status.you ?? { name: '' })
  const dialog = await openShare(ann)
  await dialog.getByRole('button', { name: `More: ${name}` }).click()
  await ann.getByRole('menuitem', { name: 'Make the owner…' }).click()
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await expect(bob.getByText('You are now an owner of this board.')).toBeVisible()
  await expect(ann.getByText('You can now edit this board.')).toBeVisible()
  await expect.poll(() => ann.evaluate(() => inkbridge.sync.status.role)).toBe('editor')
})
