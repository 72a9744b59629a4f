import { type Browser, expect, type Page } from '@playwright/test'
import { createBoard, open, saved, type TestBoard } from '../board.ts'
import { give } from '../given-files.ts'
import { pdf } from '../pdf-file.ts'
import { sample } from './scenes.ts'
import { patternOf, type Tour, untilDrawn } from './texts.ts'

/** The board with everything that opens over it, as its owner and as a viewer; then the pages around it. */
export async function boardPlaces(browser: Browser, tour: Tour): Promise<void> {
  const { server, options } = tour
  const empty = await createBoard(server, { title: title(tour) })
  await visit(tour, await open(browser, server, empty, 'owner', options), 'empty')
  const board = await createBoard(server, { title: 'Hafen' })
  const page = await open(browser, server, board, 'owner', options)
  await page.evaluate((edits) => inkbridge.board.apply(edits as never), sample())
  const guests = [
    await open(browser, server, board, 'editor', options),
    await open(browser, server, board, 'viewer', options),
  ]
  await withOthers(tour, page, guests)
  await library(tour, page)
  await statusAndInspector(tour, page, guests)
  await sharing(tour, page)
  await menus(tour, page)
  await pages(tour, page)
  await visit(tour, guests[1] ?? page, 'viewer')
  await boardsPage(tour, page, board)
}

function title({ texts }: Tour): string {
  return texts.site('boards.untitled')
}

async function visit({ at }: Tour, page: Page, place: string): Promise<void> {
  await untilDrawn(page)
  await at(page, place)
}

async function withOthers(tour: Tour, page: Page, guests: readonly Page[]): Promise<void> {
  const { t } = tour.texts
  for (const [index, guest] of guests.entries()) await guest.mouse.move(560 - index * 260, 330 + index * 260)
  await saved(page)
  await page.keyboard.press('Shift+Digit1')
  await expect.poll(() => page.evaluate(() => inkbridge.sync.peers.length)).toBe(2)
  await visit(tour, page, 'board')
  const face = page.locator(`[data-tip$="${t('people.follow')}"]`).first()
  if ((await face.count()) > 0) await face.click()
  else {
    // On a phone the other people are in a menu.
    await page.locator('.ink-face-more').click()
    await page.getByRole('menuitem').first().click()
  }
  await expect(page.getByText(patternOf(t('people.following', { name: '{name}' })))).toBeVisible()
  await visit(tour, page, 'following')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Digit1')
  await untilDrawn(page)
  await page.keyboard.press('v')
  await page.evaluate(() => {
    inkbridge.editor.selection = inkbridge.board
      .shapes()
      .slice(0, 2)
      .map(({ id }) => id)
  })
  await visit(tour, page, 'selection')
}

async function library(tour: Tour, page: Page): Promise<void> {
  const { t } = tour.texts
  await page.keyboard.press('Alt+b')
  await visit(tour, page, 'empty library')
  const panel = page.getByRole('region', { name: t('library.label') })
  await panel.getByRole('button', { name: t('library.addSelection') }).click()
  const item = panel.getByRole('button', { name: patternOf(t('library.insert', { name: '{name}' })) })
  await expect(item.locator('img')).toBeVisible()
  await visit(tour, page, 'library')
  await item.press('Delete')
  await expect(panel.getByRole('button', { name: t('history.undo') })).toBeFocused()
  await visit(tour, page, 'removed item')
  await page.keyboard.press('Escape')
}

async function statusAndInspector(tour: Tour, page: Page, guests: readonly Page[]): Promise<void> {
  const { t } = tour.texts
  await page.getByRole('button', { name: patternOf(t('status.label', { status: '{status}' })) }).click()
  await visit(tour, page, 'status')
  await page.getByRole('button', { name: t('inspector.title') }).click()
  const inspector = page.getByRole('region', { name: t('inspector.title') })
  await expect(inspector).toBeVisible()
  await guests[0]?.mouse.move(200, 380, { steps: 20 })
  await expect(inspector.getByText('presence')).not.toHaveCount(0)
  await visit(tour, page, 'inspector')
  await page.getByRole('button', { name: t('inspector.close') }).click()
  await page.keyboard.press('Escape')
}

async function sharing(tour: Tour, page: Page): Promise<void> {
  const { t } = tour.texts
  await page.getByRole('button', { name: t('people.share'), exact: true }).click()
  const choose = async (link: string, item: string) => {
    await page.getByRole('button', { name: t('share.more', { link }) }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await page.getByRole('heading', { name: t('share.people') }).waitFor()
  await visit(tour, page, 'share')
  await choose(t('link.role.editor'), t('share.replace'))
  await visit(tour, page, 'share-replace')
  await choose(t('link.role.editor'), t('share.change'))
  await visit(tour, page, 'share-change')
  await choose(t('link.role.viewer'), t('share.code'))
  await expect(page.getByRole('img', { name: t('share.codePicture', { link: t('link.role.viewer') }) })).toBeVisible()
  await visit(tour, page, 'share-code')
  await close(page)
}

/** The dialog for pages of a PDF, with a list that is one, and one that is not. */
async function pages(tour: Tour, page: Page): Promise<void> {
  const { t } = tour.texts
  await give(page, 'drop', [pdf('Hafen.pdf', 12)])
  const list = page.getByRole('textbox', { name: t('pdf.pages') })
  await expect(list).toHaveValue('1-12')
  await visit(tour, page, 'pdf')
  await list.fill('13')
  await visit(tour, page, 'pdf-wrong')
  await close(page)
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

async function menus(tour: Tour, page: Page): Promise<void> {
  const { t } = tour.texts
  await page.getByRole('button', { name: t('more.label'), exact: true }).click()
  await visit(tour, page, 'menu')
  await page.getByRole('menuitem', { name: t('more.export') }).click()
  await expect(page.getByAltText(t('export.preview'))).toBeVisible()
  await visit(tour, page, 'export')
  await page.getByRole('button', { name: t('export.svg'), exact: true }).click()
  await expect(page.getByText(patternOf(t('export.saved', { name: '{name}' })))).toBeVisible()
  await visit(tour, page, 'toast')
  await page.getByRole('button', { name: patternOf(t('people.you', { name: '{name}' })) }).click()
  await visit(tour, page, 'profile')
  await page.getByRole('button', { name: t('profile.devices') }).click()
  await expect(page.getByText(t('devices.current'))).toBeVisible()
  await visit(tour, page, 'devices')
  await page.getByRole('button', { name: t('action.back') }).click()
  await page.getByRole('button', { name: t('profile.signOut') }).click()
  await visit(tour, page, 'sign-out')
  await close(page)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit(tour, page, 'help')
  await close(page)
}

/** The boards page once there is something in the trash. */
async function boardsViews(tour: Tour, page: Page): Promise<void> {
  const { server, texts } = tour
  await page.getByRole('checkbox', { name: texts.site('card.select', { title: 'Hafen' }) }).click()
  const bar = page.getByRole('toolbar', { name: texts.site('selection.label') })
  await visit(tour, page, 'boards-selected')
  await bar.getByRole('button', { name: texts.site('card.move') }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit(tour, page, 'boards-move')
  await page.keyboard.press('Escape')
  await bar.getByRole('button', { name: texts.site('card.delete') }).click()
  await page.goto(`${server.url}/#trash`)
  await expect(page.getByRole('heading', { level: 1, name: texts.site('view.trash') })).toBeVisible()
  await visit(tour, page, 'boards-trash')
  await page.getByRole('button', { name: texts.site('card.moreNamed', { title: 'Hafen' }) }).click()
  await page.getByRole('menuitem', { name: texts.site('card.discard') }).click()
  await visit(tour, page, 'boards-discard')
  await page.getByRole('button', { name: texts.site('discard.keep') }).click()
  for (const view of ['starred', 'recent', 'shared'] as const) {
    await page.goto(`${server.url}/#${view}`)
    await expect(page.getByRole('heading', { level: 1, name: texts.site(`view.${view}`) })).toBeVisible()
    await visit(tour, page, `boards-${view}`)
  }
}

async function boardsPage(tour: Tour, page: Page, board: TestBoard): Promise<void> {
  const { server, texts } = tour
  for (const name of ['Bruchrechnen 5b', 'Retro 41 mit einem Titel, der für seine Karte zu lang ist']) {
    await open(page.context(), server, await createBoard(server, { title: name }), 'owner')
  }
  await page.goto(server.url)
  await expect(page.getByRole('link', { name: 'Hafen' })).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0)))
    .toBe(true)
  await visit(tour, page, 'boards')
  await page.getByRole('button', { name: texts.site('card.moreNamed', { title: 'Hafen' }) }).click()
  await visit(tour, page, 'boards-menu')
  await page.getByRole('menuitem', { name: texts.site('card.delete') }).click()
  const undo = page.getByRole('button', { name: texts.site('boards.undo') })
  await expect(undo).toBeVisible()
  await visit(tour, page, 'boards-deleted')
  await undo.click()
  await boardsViews(tour, page)
  await page.goto(`${server.url}/b/AAAAAAAAAAAAAAAA`)
  await expect(page.getByText(texts.t('stopped.title'))).toBeVisible()
  await visit(tour, page, 'stopped')
  await page.goto(`${server.url}/b/${board.id}?cut#k=abcdefghi`)
  await expect(page.getByText(texts.t('error.cut-key'))).toBeVisible()
  await visit(tour, page, 'cut-link')
  await page.goto(`${server.url}/nothing`)
  await expect(page.getByText(texts.site('notFound.title'))).toBeVisible()
  await visit(tour, page, 'not-found')
}
