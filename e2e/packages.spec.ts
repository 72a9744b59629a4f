import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page } from '@playwright/test'
import { createBoard, drag, open, shapes, type TestBoard, wave } from './board.ts'
import { content, exported } from './downloads.ts'
import { inFull, test } from './journey.ts'
import { freePort, TestServer } from './server.ts'

/** The packages as others get them: packed, installed in an empty folder outside this repository, and used. */

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'inkbridge-packages-'))
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program to its end; what it said is in the error when it fails. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
  const [code] = (await once(child, 'exit')) as [number | null]
  expect(code, `${program} ${args.join(' ')}\n${said}`).toBe(0)
  return said
}

const packed = new Map<string, Promise<string>>()

/** The tarball of a package, made once. */
function pack(name: string): Promise<string> {
  const known = packed.get(name) ?? packAnew(name)
  packed.set(name, known)
  return known
}

async function packAnew(name: string): Promise<string> {
  const into = join(folder, 'tarballs', name)
  const pnpm = join(root, 'node_modules/.bin/pnpm')
  await run(pnpm, ['pack', '--pack-destination', into], join(root, 'packages', name))
  const [tarball] = readdirSync(into)
  return join(into, tarball ?? '')
}

/** An example in a folder of its own, with the packages it needs installed from tarballs. */
async function install(example: string, names: readonly string[]): Promise<string> {
  const tarballs: string[] = []
  for (const name of names) tarballs.push(await pack(name))
  const into = join(folder, example)
  cpSync(join(root, 'examples', example), into, { recursive: true })
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], into)
  return into
}

/** An example as a site of its own: built with Vite, and served until `end`. */
async function built(app: string) {
  await run(join(app, 'node_modules/.bin/vite'), ['build'], app)
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const vite = ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort']
  const preview = spawn(process.execPath, [join(app, 'node_modules/vite/bin/vite.js'), ...vite], {
    cwd: app,
    stdio: 'ignore',
  })
  const status = () =>
    fetch(origin).then(
      (response) => response.status,
      () => 0,
    )
  await expect.poll(status).toBe(200)
  return {
    origin,
    async open(browser: Browser, server: TestServer, { id, tokens }: TestBoard): Promise<Page> {
      const page = await (await browser.newContext()).newPage()
      await page.goto(`${origin}/?link=${encodeURIComponent(`${server.url}/b/${id}#k=${tokens.owner}`)}`)
      await expect(page.getByRole('button', { name: 'Select' })).toBeVisible()
      return page
    },
    end: () => preview.kill(),
  }
}

test('a bot of twenty lines in plain JavaScript joins a board, draws and is seen with its name', async ({
  browser,
}) => {
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
})

test(
  'a page of another origin, made with Vite in under twenty lines, has the whole board',
  inFull,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const app = await install('react-embed', ['types', 'board', 'sync', 'canvas', 'react'])
    const site = await built(app)
    const server = await TestServer.start({ env: { ALLOWED_ORIGINS: site.origin } })
    try {
      const board = await createBoard(server, { title: 'Embedded' })
      const other = await open(browser, server, board, 'viewer')
      const page = await site.open(browser, server, board)
      await expect(page.getByRole('button', { name: 'Embedded' })).toBeVisible()
      await drag(page, wave(300, 300))
      await expect.poll(() => shapes(other)).toMatchObject([{ kind: 'ink' }])
      await expect(page.getByRole('button', { name: 'Saved. Connection' })).toBeVisible()
      await page.getByRole('button', { name: 'Embedded' }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill('Renamed from outside')
      await page.keyboard.press('Enter')
      await expect(other.getByText('Renamed from outside')).toBeVisible()
      await page.getByRole('button', { name: 'Share' }).click()
      await page.getByRole('button', { name: 'QR code: Can edit' }).click()
      await expect(page.getByLabel('Link: Can edit', { exact: true })).toHaveValue(
        new RegExp(`^${server.url}/b/${board.id}#k=`),
      )
    } finally {
      site.end()
      await server.dispose()
    }
  },
)

test(
  'a kind of shape of a host is drawn with its own tool, edited, seen by others with and without it, exported, undone',
  inFull,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const app = await install('custom-shape', ['types', 'board', 'sync', 'canvas', 'react'])
    const site = await built(app)
    const env = { ALLOWED_ORIGINS: site.origin, KINDS: join(app, 'gauge.ts') }
    const server = await TestServer.start({ env })
    try {
      const board = await createBoard(server)
      const [page, other] = [await site.open(browser, server, board), await site.open(browser, server, board)]
      const without = await open(browser, server, board)
      const level = (at: Page, name: string) => at.getByRole('region', { name: 'Style' }).getByRole('button', { name })

      await page.getByRole('button', { name: 'Gauge' }).click()
      await page.mouse.click(400, 300)
      await expect(level(page, 'Half')).toHaveAttribute('aria-pressed', 'true')
      await level(page, 'High').click()
      await expect.poll(() => shapes(without)).toMatchObject([{ kind: 'unknown', at: { w: 160, h: 80 } }])

      // The corner of its place is no part of the dial.
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
      site.end()
      await server.dispose()
    }
  },
)

test('[D1] an origin that was not allowed gets no preflight, no answer to read, and no connection', async ({
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
