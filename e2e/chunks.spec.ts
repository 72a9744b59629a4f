import { expect } from '@playwright/test'
import { createBoard, drag, partsNotKept, shapes, synced, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('when the network fails before the last chunk of the page has loaded, drawing works and the rest loads later', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const context = await browser.newContext({ serviceWorkers: 'block' })
  let failing = true
  let failed = 0
  await context.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch()
    if (!failing || !(await response.text()).includes('ink-status-word')) return route.fulfill({ response })
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
  await expect(more).toBeVisible()
  // The page's later requests get no answer from the server.
  await context.unrouteAll({ behavior: 'ignoreErrors' })
})

test('the bars are in the first paint, before the board accepts input, and nothing else is drawn in their place', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const text = await (await fetch(`${server.url}/b/${board.id}`)).text()
  for (const bar of ['ink-title-bar', 'ink-people-bar', 'ink-toolbar', 'ink-zoom']) expect(text).toContain(bar)
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const { promise: waiting, resolve: go } = Promise.withResolvers<void>()
  await context.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch()
    if ((await response.text()).includes('ink-status-word')) await waiting
    await route.fulfill({ response })
  })
  const page = await context.newPage()
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  const placeOfTools = () =>
    page.evaluate(() => document.querySelector('.ink-toolbar')?.getBoundingClientRect().toJSON())
  await expect.poll(placeOfTools).toMatchObject({ y: 742 })
  const tools = await placeOfTools()
  for (const x of [0.2, 0.5, 0.8]) await page.mouse.click(tools.x + tools.width * x, tools.y + 20)
  expect(await shapes(page)).toEqual([])
  go()
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible()
  expect(Math.abs((await placeOfTools()).x - tools.x)).toBeLessThan(4)
  await drag(page, wave(300, 300))
  expect(await shapes(page)).toMatchObject([{ kind: 'ink' }])
})

test('a chunk that was loading when the service worker started is cached, too', async ({ browser }) => {
  const board = await createBoard(server)
  const context = await browser.newContext()
  const page = await context.newPage()
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  await page.exposeFunction('partAsked', () => asked)
  await page.addInitScript(() => {
    const { serviceWorker } = navigator
    const register = serviceWorker.register.bind(serviceWorker)
    const { partAsked } = globalThis as unknown as { readonly partAsked: () => Promise<void> }
    serviceWorker.register = async (...given) => {
      await partAsked()
      return register(...given)
    }
  })
  let held = 0
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch()
    if ((await response.text()).includes('ink-status-word')) {
      held += 1
      isAsked()
      await expect.poll(() => page.evaluate(keepsSome)).toBe(true)
    }
    await route.fulfill({ response })
  })
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible()
  expect(held).toBe(1)
  await expect.poll(() => page.evaluate(partsNotKept)).toEqual([])
  await context.close()
})

async function keepsSome(): Promise<boolean> {
  return (await (await caches.open('inkbridge-parts-1')).keys()).length > 5
}
