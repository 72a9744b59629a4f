import { expect, test } from '@playwright/test'
import { createBoard, drag, shapes, synced, wave } from './board.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('where the network fails while the page is loading its last part, one draws, and the rest comes when it can', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const context = await browser.newContext({ serviceWorkers: 'block' })
  let failing = true
  let failed = 0
  await context.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch()
    if (!failing || !(await response.text()).includes('ink-people-bar')) return route.fulfill({ response })
    failed += 1
    await route.abort()
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  await expect.poll(() => failed).toBeGreaterThan(1)
  await drag(page, wave(300, 300))
  expect(await shapes(page)).toMatchObject([{ kind: 'ink' }])
  const more = page.getByRole('button', { name: 'More', exact: true })
  await expect(more).toBeHidden()
  failing = false
  await expect(more).toBeVisible({ timeout: 15_000 })
  // What the page loads later finds nobody who answers for the server.
  await context.unrouteAll({ behavior: 'ignoreErrors' })
})
