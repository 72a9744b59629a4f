import { expect } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, wave } from './board.ts'
import { full, inFull, test } from './journey.ts'
import { drawMuch } from './networks.ts'
import { find, type Manner, type ProxyName, RealProxy } from './real-proxies.ts'
import { freePort, TestServer } from './server.ts'
import { rectIn, shapesIn, stock } from './stock.ts'

/** Behind nginx and haproxy, with TLS: as shipped in `deploy/`, and with default settings. */

const all = ['defaults', 'no-upgrades'] as const
const anyCertificate = { ignoreHTTPSErrors: true }

/** A server that knows its public address, and the proxy in front of it. */
async function behind(name: ProxyName, manner: Manner) {
  const port = await freePort()
  const server = await TestServer.start({
    env: { PUBLIC_URL: `https://127.0.0.1:${port}`, TRUSTED_PROXIES: '127.0.0.1' },
  })
  const proxy = await RealProxy.start(name, manner, port, server.port)
  return {
    server,
    proxy,
    async dispose() {
      await proxy.dispose()
      await server.dispose()
    },
  }
}

/** A few of them by default, all with `--full`. */
const manners = { nginx: full ? all : (['no-upgrades'] as const), haproxy: full ? all : [] }

for (const name of ['nginx', 'haproxy'] as const) {
  test.describe(name, () => {
    test.skip(!find(name) || !find('openssl'), `${name} and openssl have to be installed`)

    if (full || name === 'haproxy') {
      test(`behind ${name} as shipped, browsers and a standard client draw together over wss, and a board of 2 MB is imported`, async ({
        browser,
      }) => {
        const { server, proxy, dispose } = await behind(name, 'shipped')
        try {
          const board = await createBoard(server)
          const pages = [
            await open(browser, proxy, board, 'owner', anyCertificate),
            await open(browser, proxy, board, 'editor', anyCertificate),
          ] as const
          const client = stock(proxy, board, board.tokens.editor)
          await drag(pages[0], wave(200, 200))
          await drag(pages[1], wave(200, 400))
          rectIn(client.doc, 'stock')
          for (const page of pages) {
            await expect.poll(async () => (await shapes(page)).length).toBe(3)
            expect(await page.evaluate(() => inkbridge.sync.status.transport)).toBe('websocket')
          }
          await expect.poll(() => shapesIn(client.doc).length).toBe(3)
          const [cookie] = await pages[0].context().cookies()
          expect(cookie).toMatchObject({ name: expect.stringMatching(/^__Host-/), secure: true, httpOnly: true })
          expect(server.output).not.toContain('TRUSTED_PROXIES')
          const imported = await pages[0].evaluate(importMuch, board.id)
          expect(imported).toBe(200)
          await expect.poll(async () => (await shapes(pages[1])).length, { timeout: 60_000 }).toBeGreaterThan(10_000)
          client.dispose()
        } finally {
          await dispose()
        }
      })
    }

    for (const manner of manners[name]) {
      const how = manner === 'defaults' ? 'with its default settings' : 'without passing WebSocket on'
      test(
        `behind ${name} ${how}, 1.3 MB drawn offline are saved, and others see them`,
        inFull,
        async ({ browser }) => {
          const { server, proxy, dispose } = await behind(name, manner)
          try {
            const board = await createBoard(server)
            const page = await open(browser, proxy, board, 'editor', anyCertificate)
            const transport = manner === 'defaults' ? 'websocket' : 'polling'
            expect(await page.evaluate(() => inkbridge.sync.status.transport)).toBe(transport)
            const stopped = server.stop()
            await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
            await stopped
            await page.evaluate(drawMuch, 12_000)
            await server.run()
            await page.evaluate(() => window.dispatchEvent(new Event('online')))
            await expect
              .poll(() => page.evaluate(() => inkbridge.sync.status.edits), { timeout: 30_000 })
              .toMatchObject({ device: 0, received: 0 })
            const watching = await open(browser, proxy, board, 'viewer', anyCertificate)
            await expect.poll(async () => (await shapes(watching)).length).toBe(12_000)
            await drag(page, wave(200, 200))
            await saved(page)
            await expect.poll(async () => (await shapes(watching)).length).toBe(12_001)
          } finally {
            await dispose()
          }
        },
      )
    }

    if (!full) return

    test(`behind ${name} with its default settings, a connection that is idle for 70 s stays open`, async ({
      browser,
    }) => {
      test.setTimeout(120_000)
      const { server, proxy, dispose } = await behind(name, 'defaults')
      try {
        const board = await createBoard(server)
        const page = await open(browser, proxy, board, 'editor', anyCertificate)
        const client = stock(proxy, board, board.tokens.editor)
        await expect.poll(() => client.provider.synced).toBe(true)
        await page.evaluate(watchConnection)
        await new Promise((resolve) => setTimeout(resolve, 70_000))
        expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([])
        expect([client.codes, client.sockets.length]).toEqual([[], 1])
        client.dispose()
      } finally {
        await dispose()
      }
    })
  })
}

/** Sends a file of about 2 MB, as the page does; returns the status. */
async function importMuch(board: string): Promise<number> {
  const style = { color: 'ink', width: 2, note: 'x'.repeat(60) }
  const made = Array.from({ length: 11_000 }, (_, index) => {
    const at = [(index % 100) * 12, Math.floor(index / 100) * 12, 10, 10, 0]
    return [`file-${index}`, { kind: 'rect', at, style, order: 'a0' }] as const
  })
  const body = JSON.stringify({
    type: 'inkbridge',
    version: 1,
    title: 'much',
    document: { shapes: Object.fromEntries(made) },
  })
  if (body.length < 1_800_000) throw new Error(`only ${body.length} bytes`)
  const headers = { 'Content-Type': 'application/json' }
  return (await fetch(`/api/boards/${board}/import`, { method: 'POST', headers, body })).status
}

/** Records every time the connection is not live. */
function watchConnection(): void {
  const seen: string[] = []
  Object.assign(globalThis, { seen })
  const sync = inkbridge.sync as unknown as { status: { connection: string }; observe(run: () => void): void }
  sync.observe(() => {
    if (sync.status.connection !== 'live') seen.push(sync.status.connection)
  })
}
