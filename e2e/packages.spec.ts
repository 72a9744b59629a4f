import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { createBoard, drag, open, shapes, type TestBoard, wave } from './board.ts'
import { content, exported } from './downloads.ts'
import { install, removeInstalled, run, servePage } from './installed.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/** The packages as others get them: packed, installed in an empty folder outside this repository, and used. */

test.afterAll(removeInstalled)

test(
  'a bot of twenty lines in plain JavaScript joins a board, draws and is shown with its name',
  inFull,
  async ({ browser }) => {
    test.setTimeout(120_000)
    const bot = await install('headless-bot', ['types', 'board', 'sync'])
    const server = await TestServer.start()
    try {
      const board = await createBoard(server)
      const page = await open(browser, server, board, 'viewer')
      const working = run(process.execPath, ['bot.js', `${server.url}/b/${board.id}#k=${board.tokens.editor}`], bot)
      await expect
        .poll(() => page.evaluate(() => inkbridge.sync.peers.map(({ user }) => user.name)))
        .toEqual(['Spiral bot'])
      await expect.poll(async () => (await shapes(page))[0]?.kind).toBe('wet')
      await working
      await expect.poll(() => shapes(page)).toMatchObject([{ kind: 'ink', points: 200 }])
      await server.kill()
      await server.run()
      expect(await shapes(await open(browser, server, board, 'viewer'))).toMatchObject([{ kind: 'ink', points: 200 }])
    } finally {
      await server.dispose()
    }
  },
)

test(
  'a page of another origin, made with Vite in under twenty lines, shows the whole board',
  inFull,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const app = await install('react-embed', ['types', 'board', 'sync', 'canvas', 'react'])
    const host = await servePage(app)
    const server = await TestServer.start({ env: { ALLOWED_ORIGINS: host.origin } })
    try {
      const board = await createBoard(server, { title: 'Embedded' })
      const other = await open(browser, server, board, 'viewer')
      const page = await visit(await browser.newContext(), host.origin, server, board, 'owner')
      await expect(page.getByRole('button', { name: 'Embedded' })).toBeVisible()
      await drag(page, wave(300, 300))
      await expect.poll(() => shapes(other)).toMatchObject([{ kind: 'ink' }])
      await expect(page.getByRole('button', { name: 'Connection: Saved' })).toBeVisible()
      await page.getByRole('button', { name: 'Embedded' }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill('Renamed from outside')
      await page.keyboard.press('Enter')
      await expect(other.getByText('Renamed from outside')).toBeVisible()
      await page.getByRole('button', { name: 'Share' }).click()
      await page.getByRole('button', { name: 'More: Can edit' }).click()
      await page.getByRole('menuitem', { name: 'QR code' }).click()
      await expect(page.getByRole('textbox', { name: 'Link: Can edit' })).toHaveValue(
        new RegExp(`^${server.url}/b/${board.id}#k=`),
      )
    } finally {
      host.stop()
      await server.dispose()
    }
  },
)

/** Opens an example's page with the link of a board. */
async function visit(
  context: BrowserContext,
  origin: string,
  server: TestServer,
  board: TestBoard,
  role: keyof TestBoard['tokens'],
): Promise<Page> {
  const page = await context.newPage()
  const link = `${server.url}/b/${board.id}#k=${board.tokens[role]}`
  await page.goto(`${origin}/?link=${encodeURIComponent(link)}`)
  return page
}

test(
  'a host’s tool and command draw and act like built-in ones, are seen by others, exported and undone',
  inFull,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const app = await install('custom-tool', ['types', 'board', 'sync', 'canvas', 'react'])
    const host = await servePage(app)
    const server = await TestServer.start({ env: { ALLOWED_ORIGINS: host.origin } })
    try {
      const board = await createBoard(server)
      const other = await open(browser, server, board, 'viewer')
      const page = await visit(await browser.newContext(), host.origin, server, board, 'editor')
      await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible()
      await page.getByRole('button', { name: /^Table/ }).click()
      await drag(page, [
        [300, 200],
        [450, 260],
        [600, 400],
      ])
      await expect.poll(async () => (await shapes(other)).map(({ kind }) => kind)).toEqual(Array(6).fill('rect'))
      expect((await shapes(other)).map(({ at: { w, h } }) => [w, h])).toEqual(Array(6).fill([100, 100]))
      const fills = () => other.evaluate(() => inkbridge.board.shapes().map(({ style }) => style.fill ?? null))
      await page.keyboard.press('Alt+t')
      await expect(page.getByText('The table was striped.')).toBeVisible()
      await expect.poll(fills).toEqual(['amber', null, 'amber', null, 'amber', null])
      const answer = await fetch(`${server.url}/api/boards/${board.id}/export?format=svg`, {
        headers: { Authorization: `Bearer ${board.tokens.viewer}` },
      })
      expect((await answer.text()).match(/<path/g)?.length).toBeGreaterThanOrEqual(6)
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog').getByText('Stripe', { exact: true })).toBeVisible()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+z')
      await expect.poll(fills).toEqual(Array(6).fill(null))
      await page.keyboard.press('Control+z')
      await expect.poll(() => shapes(other)).toEqual([])
    } finally {
      host.stop()
      await server.dispose()
    }
  },
)

test(
  'a host’s kind of shape is drawn with its own tool, edited, seen by others with and without it, exported and undone',
  inFull,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const app = await install('custom-shape', ['types', 'board', 'sync', 'canvas', 'react'])
    const site = await servePage(app)
    const env = { ALLOWED_ORIGINS: site.origin, KINDS: join(app, 'gauge.ts') }
    const server = await TestServer.start({ env })
    try {
      const board = await createBoard(server)
      const enter = async () => visit(await browser.newContext(), site.origin, server, board, 'owner')
      const [page, other] = [await enter(), await enter()]
      const without = await open(browser, server, board)
      const level = (at: Page, name: string) => at.getByRole('region', { name: 'Style' }).getByRole('button', { name })

      for (const each of [page, other]) await expect(each.getByRole('button', { name: 'Select' })).toBeVisible()
      await page.getByRole('button', { name: 'Gauge' }).click()
      await page.mouse.click(400, 300)
      await expect(level(page, 'Half')).toHaveAttribute('aria-pressed', 'true')
      await level(page, 'High').click()
      await expect.poll(() => shapes(without)).toMatchObject([{ kind: 'unknown', at: { w: 160, h: 80 } }])

      // The corner of its box is outside the dial.
      await other.getByRole('button', { name: 'Select' }).click()
      await other.mouse.click(325, 265)
      await expect(other.getByRole('region', { name: 'Style' })).toHaveCount(0)
      await other.mouse.click(400, 325)
      await expect(level(other, 'High')).toHaveAttribute('aria-pressed', 'true')

      await page.mouse.click(400, 325)
      await page.keyboard.press('Alt+Shift+G')
      await expect(level(other, 'High')).toHaveAttribute('aria-pressed', 'false')
      const answer = await fetch(`${server.url}/api/boards/${board.id}/export?format=svg`, {
        headers: { Authorization: `Bearer ${board.tokens.viewer}` },
      })
      const [here, there, unknown] = [
        String(await content(await exported(page, 'SVG'))),
        await answer.text(),
        String(await content(await exported(without, 'SVG'))),
      ]
      expect(there).toBe(here)
      expect([here, unknown].map((svg) => svg.includes('>Unsupported shape: acme.gauge</text>'))).toEqual([false, true])

      await page.mouse.click(400, 325)
      await page.keyboard.press('Control+z')
      await expect(level(other, 'High')).toHaveAttribute('aria-pressed', 'true')
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await expect.poll(() => shapes(without)).toEqual([])
    } finally {
      site.stop()
      await server.dispose()
    }
  },
)

test('[D1] an origin that is not allowed gets no preflight, no readable answer, and no connection', async ({
  browser,
}) => {
  const stranger = createServer((socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<title>elsewhere</title>')
  }).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const { port } = stranger.address() as { port: number }
  const server = await TestServer.start()
  try {
    const board = await createBoard(server)
    const page = await (await browser.newContext()).newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    const outcome = await page.evaluate(
      async ([address, token]) => {
        const read = fetch(address, { headers: { Authorization: `Bearer ${token}` } })
        const poll = fetch(new URL('/socket.io/?EIO=4&transport=polling', address))
        return [
          await read.then(
            () => 'read',
            () => 'refused',
          ),
          await poll.then(
            () => 'read',
            () => 'refused',
          ),
        ]
      },
      [`${server.url}/api/boards/${board.id}`, board.tokens.editor] as const,
    )
    expect(outcome).toEqual(['refused', 'refused'])
  } finally {
    stranger.close()
    await server.dispose()
  }
})
