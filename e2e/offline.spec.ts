import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeded } from '@inkbridge/types/testing'
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import {
  createBoard,
  drag,
  facts,
  keptToTheEnd,
  open,
  partsNotKept,
  saved,
  shapes,
  synced,
  type TestBoard,
  wave,
} from './board.ts'
import { browserArgs, findBrowser } from './browser.ts'
import { full, inFull, test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

const rounds = full ? 10 : 2

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

/** A browser process with a profile on disk that can be killed at any moment. */
class MortalBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'inkbridge-profile-'))
  #process: ChildProcess | null = null

  async start(): Promise<BrowserContext> {
    const { executablePath, env } = await findBrowser()
    const args = [...browserArgs, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`]
    const child = spawn(executablePath, [...args, 'about:blank'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    this.#process = child
    const endpoint = await devtoolsOf(child)
    const browser = await chromium.connectOverCDP(endpoint)
    const [context] = browser.contexts()
    if (!context) throw new Error('the browser has no window')
    return context
  }

  async quit(context: BrowserContext): Promise<void> {
    const child = this.#process
    this.#process = null
    const exited = child && once(child, 'exit')
    const session = await context.browser()?.newBrowserCDPSession()
    await session?.send('Browser.close').catch(() => {})
    await exited
  }

  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child?.pid || child.exitCode !== null) return
    const exited = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await exited
  }

  async dispose(): Promise<void> {
    await this.kill()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

async function devtoolsOf(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const part of child.stderr ?? []) {
    said += String(part)
    const endpoint = /DevTools listening on (\S+)/.exec(said)?.[1]
    if (endpoint) {
      child.stderr?.resume()
      return endpoint
    }
  }
  throw new Error(`the browser did not start:\n${said}`)
}

test(
  `a browser is killed while offline and opened again, ${rounds} times: all edits older than 250 ms are there, and are saved once the network is back`,
  inFull,
  async () => {
    test.setTimeout(180_000)
    const board = await createBoard(server)
    const mortal = new MortalBrowser()
    const { page, missing, kept } = await killRounds(mortal, board, rounds)
    expect(missing).toEqual([])
    proxy.mend()
    await expect(page.getByRole('status').first()).toHaveText('Saved', { timeout: 35_000 })
    const all = await facts(page)
    await mortal.dispose()
    const fresh = await chromium.launch(await launchOptions())
    const witness = await open(fresh, server, board, 'viewer')
    expect(await facts(witness)).toBe(all)
    expect((await shapes(witness)).length).toBeGreaterThanOrEqual(kept)
    await fresh.close()
  },
)

test('a browser whose database is empty after it was killed restores unsaved edits from the mirror', async () => {
  const mortal = new MortalBrowser()
  const forget = () => void indexedDB.deleteDatabase('inkbridge')
  const { missing, kept } = await killRounds(mortal, await createBoard(server), 1, forget)
  await mortal.dispose()
  expect(kept).toBeGreaterThan(20)
  expect(missing).toEqual([])
})

test('a browser that loses both loses edits in the same test', inFull, async () => {
  const mortal = new MortalBrowser()
  const forget = () => {
    indexedDB.deleteDatabase('inkbridge')
    const { storageBuckets } = navigator as unknown as {
      readonly storageBuckets?: { open(name: string): Promise<{ readonly indexedDB: IDBFactory }> }
    }
    void storageBuckets?.open('inkbridge-unsaved').then((bucket) => bucket.indexedDB.deleteDatabase('inkbridge'))
  }
  const { missing } = await killRounds(mortal, await createBoard(server), 1, forget)
  await mortal.dispose()
  expect(missing.length).toBeGreaterThan(20)
})

/** Draws offline and kills the browser, repeatedly; `sabotage` runs in each page before anything else. */
async function killRounds(mortal: MortalBrowser, board: TestBoard, count: number, sabotage?: () => void) {
  const start = async () => {
    const context = await mortal.start()
    if (sabotage) await context.addInitScript(sabotage)
    return context
  }
  let page = await visit(await start(), board)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect(page.getByRole('status').first()).toHaveText('Saved')
  await expect.poll(() => page.evaluate(partsNotKept)).toEqual([])
  // Browsers write a new cookie half a minute late, or when they are closed: this one was here before.
  await mortal.quit(page.context())
  page = await reopen(await start(), board)
  await synced(page)
  await expect(page.getByRole('status').first()).toHaveText('Saved')
  const kept: string[] = []
  const missing: string[] = []
  for (let round = 0; round < count; round += 1) {
    proxy.cut()
    await expect(page.getByRole('status').first()).toHaveText(round === 0 ? 'Offline' : 'On this device')
    kept.push(...(await drawUntilKilled(page, `r${round}`, mortal)))
    page = await reopen(await start(), board)
    await expect(page.getByRole('status').first()).toHaveText(/Offline|On this device/)
    const there = new Set((await shapes(page)).map(({ id }) => id))
    missing.push(...kept.filter((id) => !there.has(id)))
  }
  return { page, missing, kept: kept.length }
}

async function launchOptions() {
  const { executablePath, env } = await findBrowser()
  return { executablePath, args: [...browserArgs], env: { ...process.env, ...env } as Record<string, string> }
}

async function visit(context: BrowserContext, board: TestBoard): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${proxy.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  return page
}

/** Online or offline: the page loads, and the local copy is shown. */
async function reopen(context: BrowserContext, board: TestBoard): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${proxy.url}/b/${board.id}?debug`)
  await page.waitForFunction(() => (globalThis.inkbridge?.sync.status.keeping ?? 'opening') !== 'opening')
  return page
}

/** A rectangle every 20 ms until the browser is killed; returns those that were older than 250 ms by then. */
async function drawUntilKilled(page: Page, prefix: string, mortal: MortalBrowser): Promise<readonly string[]> {
  await page.evaluate((name) => {
    const made: { readonly id: string; readonly at: number }[] = []
    Object.assign(globalThis, { made })
    setInterval(() => {
      const id = `${name}-${made.length}` as never
      const at = { x: made.length * 4, y: 100, w: 10, h: 10, rotation: 0 }
      inkbridge.board.apply([{ type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } }])
      made.push({ id, at: Date.now() })
    }, 20)
  }, prefix)
  const older = () =>
    page.evaluate(() =>
      (globalThis as unknown as { made: { id: string; at: number }[] }).made
        .filter(({ at }) => at < Date.now() - 250)
        .map(({ id }) => id),
    )
  await expect.poll(async () => (await older()).length, { intervals: [50] }).toBeGreaterThan(20)
  const ids = await older()
  await mortal.kill()
  return ids
}

for (let round = 1; round <= (full ? 10 : 1); round += 1) {
  const seed = round * 7919
  test(`two browsers edit the same board offline and reconnect: equal documents and pictures, no duplicates (seed ${seed})`, async ({
    browser,
  }) => {
    const board = await createBoard(server)
    const pages = [await open(browser, proxy, board), await open(browser, proxy, board)] as const
    await drag(pages[0], wave(200, 200))
    await saved(pages[0])
    await expect.poll(async () => (await shapes(pages[1])).length).toBe(1)
    for (const page of pages) await expect(page.getByRole('status').first()).toHaveText('Saved')
    proxy.cut()
    for (const page of pages) await expect(page.getByRole('status').first()).toHaveText('Offline')
    const random = seeded(seed)
    for (const [index, page] of pages.entries())
      await page.evaluate(editAtRandom, { random: random(), name: `p${index}` })
    proxy.mend()
    for (const page of pages) await page.evaluate(() => window.dispatchEvent(new Event('online')))
    for (const page of pages) await expect(page.getByRole('status').first()).toHaveText('Saved')
    await expect.poll(async () => (await facts(pages[0])) === (await facts(pages[1]))).toBe(true)
    const ids = (await shapes(pages[0])).map(({ id }) => id)
    expect(ids.length).toBe(new Set(ids).size)
    for (const page of pages) {
      await page.evaluate(() => {
        inkbridge.editor.camera = { x: 0, y: 0, zoom: 1 }
        return inkbridge.editor.settled()
      })
    }
    const pictures = await Promise.all(pages.map((page) => page.evaluate(canvasPixels)))
    expect(pictures[0]).toBe(pictures[1])
  })
}

/** Creates, moves, colours, duplicates and deletes, forty times. */
function editAtRandom({ random: start, name }: { readonly random: number; readonly name: string }): void {
  let state = Math.floor(start * 2 ** 32)
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const { board } = inkbridge
  const anyone = () => board.shapes()[Math.floor(random() * board.shapes().length)]?.id
  const at = () => ({ x: random() * 600, y: random() * 500, w: 20 + random() * 90, h: 20 + random() * 90, rotation: 0 })
  for (let step = 0; step < 40; step += 1) {
    const [chance, id] = [random(), anyone()]
    if (chance < 0.5 || !id) {
      const made = `${name}-${step}` as never
      const style = { color: 'blue', width: 4 } as const
      board.apply([{ type: 'create', shape: { id: made, kind: random() < 0.5 ? 'rect' : 'ellipse', at: at(), style } }])
    } else if (chance < 0.7) board.apply([{ type: 'place', id, at: at() }])
    else if (chance < 0.85) board.apply([{ type: 'style', id, style: { color: 'red' } }])
    else if (chance < 0.93) board.duplicate([id], { x: 8, y: 8 })
    else board.apply([{ type: 'delete', id }])
  }
}

/** The pixels of the board's canvases, as one text. */
function canvasPixels(): string {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.ink-canvas canvas')]
  return canvases
    .slice(0, 1)
    .map((canvas) => canvas.toDataURL())
    .join()
}

test('a page that is closed before its edits are acknowledged still has them when it is opened offline', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, proxy, board)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect(page.getByRole('status').first()).toBeVisible()
  await expect.poll(() => page.evaluate(partsNotKept)).toEqual([])
  proxy.cut()
  await expect(page.getByRole('status').first()).toHaveText('Offline')
  await drag(page, wave(200, 300))
  await expect(page.getByRole('status').first()).toHaveText('On this device')
  const before = await facts(page)
  const context = page.context()
  await page.evaluate(keptToTheEnd)
  await page.close()
  const again = await reopen(context, board)
  expect(await facts(again)).toBe(before)
  await again.getByRole('button', { name: /Connection/ }).click()
  await expect(again.getByText('also when you close this page')).toBeVisible()
})

test('offline, the list of boards has those opened in this browser, including since the list was last open', async ({
  browser,
}) => {
  const board = await createBoard(server, { title: 'Opened since' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${proxy.url}/`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(partsNotKept)).toEqual([])
  await page.goto(`${proxy.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  await expect(page.getByRole('status').first()).toHaveText('Saved')
  proxy.cut()
  await page.goto(`${proxy.url}/`)
  await expect(page.getByText('The server can’t be reached')).toBeVisible()
  await expect(page.getByRole('link', { name: /Opened since/ })).toBeVisible()
  proxy.mend()
})

test('every font of the toolbar is cached for offline use', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${proxy.url}/`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const kept = () =>
    page.evaluate(async () => {
      const cache = await caches.open('inkbridge-parts-1')
      const files = (await cache.keys()).map(({ url }) => url)
      const fonts = ['inter', 'shantell-sans', 'source-serif-4', 'jetbrains-mono']
      return fonts.filter((font) => files.some((file) => file.includes(`${font}-latin`)))
    })
  await expect.poll(kept).toEqual(['inter', 'shantell-sans', 'source-serif-4', 'jetbrains-mono'])
})

test('a browser without storage says so, and drawings are saved on the server', async ({ browser }) => {
  const board = await createBoard(server)
  const context = await browser.newContext()
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
  })
  const page = await context.newPage()
  await page.goto(`${proxy.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
  await synced(page)
  await expect(page.getByRole('alert').filter({ hasText: 'is not storing your drawing' })).toBeVisible()
  await drag(page, wave(200, 300))
  await saved(page)
  expect((await shapes(await open(browser, server, board, 'viewer'))).length).toBe(1)
})
