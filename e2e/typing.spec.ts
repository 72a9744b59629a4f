import { type CDPSession, expect, type Page } from '@playwright/test'
import { createBoard, open, saved } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** What one types, from the first letter on: with an input method, together with others, by keys. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

async function writing(page: Page): Promise<void> {
  await expect(page.locator('.ink-words .ProseMirror-focused')).toBeAttached()
}

/** All words of a board, a shape each, its paragraphs as lines. */
const words = (page: Page) =>
  page.evaluate(() =>
    inkbridge.board
      .shapes()
      .map(({ text }) => text?.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n') ?? null),
  )

async function noteWith(page: Page, text: string): Promise<void> {
  await page.keyboard.press('n')
  await page.mouse.click(400, 300)
  await writing(page)
  await page.keyboard.type(text)
}

async function compose(client: CDPSession, text: string, from = text.length, to = from): Promise<void> {
  await client.send('Input.imeSetComposition', { text, selectionStart: from, selectionEnd: to })
}

test('two whose carets are in one place type at once: the words of each stay whole', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await noteWith(page, 'alpha')
  await saved(page)
  await expect.poll(() => words(other)).toEqual(['alpha'])
  await other.keyboard.press('v')
  await other.mouse.dblclick(380, 280)
  await writing(other)
  await other.keyboard.press('Control+End')
  await Promise.all([
    page.keyboard.type(' one onion too', { delay: 15 }),
    other.keyboard.type(' two noons now', { delay: 15 }),
  ])
  await Promise.all([saved(page), saved(other)])
  await expect.poll(async () => (await words(page))[0]).toHaveLength('alpha one onion too two noons now'.length)
  const [together = ''] = await words(page)
  expect(['alpha one onion too two noons now', 'alpha two noons now one onion too']).toContain(together)
  expect(await words(other)).toEqual([together])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`letters that are being composed are seen, with a line under them, when it is ${colorScheme}`, async ({
    browser,
  }) => {
    const page = await open(browser, server, await createBoard(server), 'editor', {
      colorScheme,
      reducedMotion: 'reduce',
    })
    await noteWith(page, '')
    const client = await page.context().newCDPSession(page)
    /** The upper part of the first letters, and what is under them, without the caret. */
    const picture = async (y: number, height: number) => {
      await page.evaluate(() => inkbridge.editor.settled())
      const clip = { x: 316, y, width: 60, height }
      return (await page.screenshot({ clip, caret: 'initial' })).toString('base64')
    }
    const seen = async () => [await picture(216, 22), await picture(240, 8)] as const
    const empty = await seen()
    await compose(client, 'Harbour lights')
    await expect.poll(() => words(page)).toEqual(['Harbour lights'])
    const composed = await seen()
    await compose(client, 'Harbour lights', 0, 7)
    const [, clause] = await seen()
    await client.send('Input.insertText', { text: 'Harbour lights' })
    await expect.poll(() => words(page)).toEqual(['Harbour lights'])
    const committed = await seen()
    expect(composed[0]).toBe(committed[0])
    expect(composed[0]).not.toBe(empty[0])
    expect(new Set([composed[1], clause, committed[1]]).size).toBe(3)
  })
