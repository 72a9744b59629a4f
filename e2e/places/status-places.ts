import { type Browser, expect, type Page } from '@playwright/test'
import { createBoard, open, saved } from '../board.ts'
import { TestProxy } from '../proxy.ts'
import { TestServer } from '../server.ts'
import { sample, stroke } from './scenes.ts'
import { patternOf, type Tour, untilDrawn } from './texts.ts'

/** Each state of the connection, with a server whose disk can be filled and a network that can be cut. */
export async function statusPlaces(browser: Browser, tour: Tour): Promise<void> {
  const { options, texts } = tour
  const env = texts.language === 'en' ? {} : { LOCALE: texts.language }
  const failing = await TestServer.start({ preload: './sabotage/full-disk.ts', env })
  const proxy = await TestProxy.start(failing.port)
  try {
    const board = await createBoard(failing, { title: 'Hafen' })
    proxy.upgrades = 'refuse'
    const polling = await open(browser, proxy, board, 'editor', options)
    await polling.evaluate((edits) => inkbridge.board.apply(edits as never), sample())
    await saved(polling)
    await visit(tour, polling, 'status.saved', 'polling')
    proxy.upgrades = 'pass'
    const page = await open(browser, proxy, board, 'editor', options)
    await visit(tour, page, 'status.saved', 'saved')
    // Received and not saved, for as long as the visit takes.
    proxy.hold()
    await draw(page, 'held')
    await visit(tour, page, 'status.saving', 'saving')
    proxy.release()
    await saved(page)
    failing.fillDisk()
    await draw(page, 'refused')
    await visit(tour, page, 'status.failing', 'not-saving')
    failing.makeRoom()
    await saved(page)
    proxy.cut()
    await visit(tour, page, 'status.offline', 'offline')
    await draw(page, 'offline')
    await visit(tour, page, 'status.device', 'on-this-device')
    proxy.mend()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await saved(page)
    const context = await browser.newContext(options)
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', 'SecurityError')
      }
    })
    const forgetful = await open(context, failing, board)
    await expect(forgetful.getByRole('alert').filter({ hasText: texts.t('hint.notKept') })).toBeVisible()
    await tour.at(forgetful, 'status-not-kept')
  } finally {
    proxy.dispose()
    await failing.dispose()
  }
}

type Status = `status.${'saved' | 'saving' | 'failing' | 'offline' | 'device'}`

async function visit({ texts: { t }, at }: Tour, page: Page, key: Status, place: string): Promise<void> {
  const status = page.getByRole('button', { name: patternOf(t('status.label', { status: '{status}' })) })
  await expect(status).toHaveAccessibleName(t('status.label', { status: t(key) }))
  await status.click()
  await untilDrawn(page)
  await at(page, `status-${place}`)
  await page.keyboard.press('Escape')
}

function draw(page: Page, id: string): Promise<void> {
  const points = [
    [300, 300],
    [400, 340],
  ]
  return page.evaluate((edits) => inkbridge.board.apply(edits as never), stroke(id, 'red', 4, points))
}
