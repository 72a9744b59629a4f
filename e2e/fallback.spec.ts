import { expect } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, wave } from './board.ts'
import { test } from './journey.ts'
import { TestProxy, type Upgrades } from './proxy.ts'
import { TestServer } from './server.ts'

/** How long it takes until drawing starts where WebSocket is blocked: nothing else runs meanwhile. */

let server: TestServer
let proxy: TestProxy
test.beforeEach(async () => {
  server = await TestServer.start()
  proxy = await TestProxy.start(server.port)
})
test.afterEach(async () => {
  proxy.dispose()
  await server.dispose()
})

const broken: readonly (readonly [Upgrades, string])[] = [
  ['refuse', 'refuses WebSocket'],
  ['hang', 'never answers an upgrade'],
  ['swallow', 'accepts the upgrade and drops every frame'],
]

for (const [upgrades, words] of broken) {
  test(`behind a proxy that ${words}, drawing starts within five seconds by long polling, and the page says so`, async ({
    browser,
  }) => {
    const board = await createBoard(server)
    const visited = performance.now()
    const watching = await open(browser, proxy, board)
    const free = performance.now() - visited
    const { polls, upgrades: tried } = proxy.seen
    proxy.upgrades = upgrades
    const started = performance.now()
    const page = await open(browser, proxy, board)
    const took = performance.now() - started
    process.stdout.write(`until drawing starts: ${Math.round(took)} ms, where WebSocket works ${Math.round(free)} ms\n`)
    // Five seconds, of which a first page load takes one and a half; slow machines need longer.
    expect(took - Math.max(0, free - 1_500)).toBeLessThan(5_000)
    expect(await page.evaluate(() => inkbridge.sync.status.transport)).toBe('polling')
    await drag(page, wave(200, 200))
    await saved(page)
    await expect.poll(async () => (await shapes(watching)).map(({ kind }) => kind)).toEqual(['ink'])
    await drag(watching, wave(200, 400))
    await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['ink', 'ink'])
    expect(proxy.seen.polls).toBeGreaterThan(polls + 4)
    expect(proxy.seen.upgrades).toBeGreaterThan(tried)
    await page.getByRole('button', { name: /Connection/ }).click()
    await expect(page.getByText('Live by long polling')).toBeVisible()
    await expect(page.getByText('This network blocks WebSocket.')).toBeVisible()
  })
}
