import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes, wave } from './board.ts'
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

async function pack(name: string): Promise<string> {
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
    await run(join(app, 'node_modules/.bin/vite'), ['build'], app)
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const server = await TestServer.start({ env: { ALLOWED_ORIGINS: origin } })
    const vite = ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort']
    const preview = spawn(process.execPath, [join(app, 'node_modules/vite/bin/vite.js'), ...vite], {
      cwd: app,
      stdio: 'ignore',
    })
    try {
      await expect
        .poll(() =>
          fetch(origin).then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200)
      const board = await createBoard(server, { title: 'Embedded' })
      const other = await open(browser, server, board, 'viewer')
      const page = await (await browser.newContext()).newPage()
      const link = `${server.url}/b/${board.id}#k=${board.tokens.owner}`
      await page.goto(`${origin}/?link=${encodeURIComponent(link)}`)
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
      preview.kill()
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
