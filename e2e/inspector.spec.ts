import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, type TestBoard, wave } from './board.ts'
import { full, test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

let server: TestServer
let proxy: TestProxy
test.beforeAll(async () => {
  server = await TestServer.start()
  proxy = await TestProxy.start(server.port)
})
test.afterAll(async () => {
  proxy.dispose()
  await server.dispose()
})

async function inspect(page: Page) {
  await page.getByRole('button', { name: /Connection/ }).click()
  await page.getByRole('button', { name: 'Connection inspector' }).click()
  return page.getByRole('region', { name: 'Connection inspector' })
}

test('the inspector shows each message with its sender, its size and what it changes', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board, 'owner'), await open(browser, server, board)]
  const name = await other.evaluate(() => (inkbridge.sync.status as unknown as { you: { name: string } }).you.name)
  const panel = await inspect(page)
  await expect(panel.getByRole('definition').first()).toHaveText('WebSocket')
  await drag(other, wave(500, 300))
  const updates = panel.getByRole('listitem').filter({ hasText: 'update' })
  await expect(updates.filter({ hasText: name }).filter({ hasText: 'shapes' })).not.toHaveCount(0)
  await page.keyboard.press('d')
  await drag(page, wave(700, 500))
  await expect(updates.filter({ hasText: 'you' })).not.toHaveCount(0)
  await expect(panel.getByRole('listitem').filter({ hasText: /\d+ received, \d+ saved/ })).not.toHaveCount(0)
  const signs = panel.getByRole('listitem').filter({ hasText: /ping|pong/ })
  await expect
    .poll(() => signs.allInnerTexts().then((all) => new Set(all.map((text) => /ping|pong/.exec(text)?.[0])).size))
    .toBe(2)
  await panel.getByRole('button', { name: 'People' }).click()
  await expect(updates).toHaveCount(0)
  await panel.getByRole('button', { name: 'Close inspector' }).click()
  await expect(panel).toHaveCount(0)
})

test('where WebSocket is blocked the inspector says why, and the copied log contains no secret', async ({
  browser,
}) => {
  proxy.upgrades = 'refuse'
  const board = await createBoard(server)
  const page = await open(browser, proxy, board, 'owner', { permissions: ['clipboard-read', 'clipboard-write'] })
  await drag(page, wave(700, 500))
  await saved(page)
  const panel = await inspect(page)
  await expect(panel.getByText('Fallback reason')).toBeVisible()
  await expect(panel.getByText('websocket error')).not.toHaveCount(0)
  await panel.getByRole('button', { name: 'Copy log' }).click()
  await expect(panel.getByRole('button', { name: 'Copied' })).toBeVisible()
  const trace = await page.evaluate(() => navigator.clipboard.readText())
  expect(trace).toContain('live, polling (WebSocket: websocket error), round trip')
  expect(trace).toContain('failed')
  for (const secret of secretsOf(board, await page.context().cookies())) expect(trace).not.toContain(secret)
})

function secretsOf(board: TestBoard, cookies: readonly { readonly value: string }[]): readonly string[] {
  return [...Object.values(board.tokens), ...cookies.map(({ value }) => value)]
}

const cli = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))

function command(...args: readonly string[]) {
  return promisify(execFile)(process.execPath, [cli, ...args]).catch(
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  )
}

for (const by of full ? (['websocket', 'polling'] as const) : (['polling'] as const)) {
  test(`inkbridge inspect prints messages, by ${by}, and a summary`, async ({ browser }) => {
    const board = await createBoard(server)
    const page = await open(browser, server, board)
    const link = `${server.url}/b/${board.id}#k=${board.tokens.viewer}`
    const inspecting = promisify(execFile)(process.execPath, [cli, 'inspect', link, '--by', by])
    let printed = ''
    inspecting.child.stdout?.on('data', (text) => {
      printed += text
    })
    await expect.poll(() => page.evaluate(() => inkbridge.sync.peers.length)).toBe(1)
    await drag(page, wave(500, 300))
    await expect.poll(() => printed).toMatch(/ < update +\d+ B \[.+\] .*shapes /)
    inspecting.child.kill('SIGINT')
    const { stdout, stderr } = await inspecting
    expect(stdout).toMatch(/ < hello +\d+ B \[.+\] viewer of “Untitled board”/)
    expect(stderr).toContain(`live by ${by}`)
    for (const secret of secretsOf(board, [])) expect(stdout + stderr).not.toContain(secret)
  })
}

test('inkbridge inspect explains what a link looks like when given something else, and that a wrong one does not open a board', async () => {
  const wrong = await command('inspect', 'https://example.org/')
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Expected https://host/b/<board>#k=<secret>'),
  })
  const board = await createBoard(server)
  const refused = await command('inspect', `${server.url}/b/${board.id}#k=${'x'.repeat(32)}`)
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Ask its owner') })
})
