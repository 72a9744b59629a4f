import type { Sync } from '@inkbridge/sync'
import { expect, type Page } from '@playwright/test'
import { open, saved, shapes, type TestBoard } from './board.ts'
import { full, inFull, test } from './journey.ts'
import { Networks, whyNot } from './namespaces.ts'
import { drawMuch } from './networks.ts'

/**
 * Real packets over bad networks, between two network namespaces: no edit is lost, and the page shows the right status.
 * A few of these run by default, for seconds; `--full` runs all of them for as long as such networks last.
 */

const reason = whyNot()

let networks: Networks
test.beforeEach(async () => {
  test.skip(reason !== null, reason ?? '')
  networks = await Networks.start()
})
test.afterEach(async () => {
  if (!reason) await networks.dispose()
})

/** Two people on a board, one of them behind the faulty link. */
async function twoPeople(): Promise<{ board: TestBoard; page: Page; watching: Page }> {
  const board = await networks.createBoard()
  const watching = await open(networks.witness, networks.server, board)
  const page = await open(networks.browser, networks.server, board)
  await watching.evaluate(noteArrivals)
  await page.evaluate(noteConnection)
  return { board, page, watching }
}

/** Every edit is there, once, for both and for a new client. Returns how long each edit took, ms. */
async function nothingLost(board: TestBoard, page: Page, watching: Page, withinMs: number): Promise<readonly number[]> {
  const sent = await page.evaluate(stopDrawing)
  const ids = Object.keys(sent).sort()
  expect(ids.length).toBeGreaterThan(5)
  await expect.poll(async () => (await shapes(watching)).map(({ id }) => id).sort(), { timeout: withinMs }).toEqual(ids)
  await saved(page)
  const fresh = await open(networks.witness, networks.server, board, 'viewer')
  expect((await shapes(fresh)).map(({ id }) => id).sort()).toEqual(ids)
  const seen = await watching.evaluate(() => (globalThis as unknown as Noted).arrivals)
  return ids.map((id) => (seen[id] ?? Number.NaN) - (sent[id] ?? Number.NaN)).sort((a, b) => a - b)
}

function connectionOf(page: Page): Promise<Noted['connection']> {
  return page.evaluate(() => (globalThis as unknown as Noted).connection)
}

function p95(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function report(line: string): void {
  process.stdout.write(`${line}\n`)
}

const badMs = 600_000

const blackMs = full ? 90_000 : 12_000

test(
  `a network that drops everything for ${blackMs / 1000} s is noticed within 10 s of drawing, by the server within 60 s, and nothing is lost`,
  inFull,
  async () => {
    test.setTimeout(blackMs + 120_000)
    const { board, page, watching } = await twoPeople()
    await page.evaluate(drawEvery, 100)
    await expect.poll(async () => (await shapes(watching)).length).toBeGreaterThan(3)
    networks.set({ down: true })
    const began = Date.now()
    await expect.poll(async () => (await connectionOf(page))[0]?.state, { intervals: [100] }).toBe('offline')
    const [first] = await connectionOf(page)
    const noticed = (first?.at ?? 0) - began
    expect(noticed).toBeLessThan(10_000)
    let freed = 'not yet'
    if (full) {
      await expect.poll(() => watching.evaluate(() => inkbridge.sync.peers.length), { timeout: 60_000 }).toBe(0)
      freed = `after ${Date.now() - began} ms`
    }
    await rest(Math.max(0, began + blackMs - Date.now()))
    networks.set({})
    await nothingLost(board, page, watching, 40_000)
    report(`dropped everything for ${blackMs / 1000} s: the page noticed after ${noticed} ms, the server ${freed}`)
  },
)

const moves = full ? 20 : 1

test(`the browser’s address changes (${moves}): others see edits within five seconds each time, and nothing is lost`, async () => {
  test.setTimeout(moves * 15_000 + 60_000)
  const { board, page, watching } = await twoPeople()
  networks.set({ delay_ms: 30 })
  await page.evaluate(drawEvery, 100)
  const times: number[] = []
  for (let move = 0; move < moves; move += 1) {
    await rest(3_000)
    networks.move()
    const began = Date.now()
    const seen = () => watching.evaluate(() => Math.max(...Object.values((globalThis as unknown as Noted).sentOf)))
    await expect.poll(seen, { intervals: [50] }).toBeGreaterThan(began)
    times.push(Date.now() - began)
  }
  await nothingLost(board, page, watching, 20_000)
  report(`new addresses: editing again after ${times.join(', ')} ms`)
  expect(Math.max(...times)).toBeLessThan(5_000)
})

if (full) {
  test(`a 400 ms round trip with 5 % packet loss for ${badMs / 1000} s: the page is never shown as offline, and nothing is lost`, async () => {
    test.setTimeout(badMs + 120_000)
    const { board, page, watching } = await twoPeople()
    networks.set({ delay_ms: 200, loss: 0.05 })
    await page.evaluate(drawEvery, 100)
    await rest(badMs)
    expect(await connectionOf(page)).toEqual([])
    const times = await nothingLost(board, page, watching, 30_000)
    report(
      `400 ms, 5 % loss: ${times.length} edits, seen after p50 ${times[times.length >> 1]} ms, p95 ${p95(times)} ms`,
    )
  })

  test('3G: a board of a megabyte loads within 30 s with progress, and 95 of 100 edits are seen within 1.5 s', async () => {
    test.setTimeout(240_000)
    const { board, watching } = await twoPeople()
    await watching.evaluate(drawMuch, 12_000)
    await saved(watching)
    networks.set({ delay_ms: 150, jitter_ms: 30, loss: 0.01, rate_kbit: [250, 750] })
    const context = await networks.browser.newContext()
    const page = await context.newPage()
    await page.addInitScript(noteProgress)
    const began = Date.now()
    await page.goto(`${networks.server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
    await page.waitForFunction(() => globalThis.inkbridge?.sync.status.synced, undefined, { timeout: 60_000 })
    const joined = Date.now() - began
    const progress = await page.evaluate(() => (globalThis as unknown as Noted).progress)
    expect(joined).toBeLessThan(30_000)
    expect(progress.length).toBeGreaterThan(3)
    await page.evaluate(noteConnection)
    await page.evaluate(drawEvery, 200)
    await rest(60_000)
    const sent = await page.evaluate(stopDrawing)
    await saved(page)
    const seen = await watching.evaluate(() => (globalThis as unknown as Noted).arrivals)
    const times = Object.keys(sent)
      .map((id) => (seen[id] ?? Number.NaN) - (sent[id] ?? Number.NaN))
      .sort((a, b) => a - b)
    report(`3G: joined in ${joined} ms, ${progress.length} steps; ${times.length} edits seen, p95 ${p95(times)} ms`)
    expect(times.every(Number.isFinite)).toBe(true)
    expect(p95(times)).toBeLessThan(1_500)
    expect(await connectionOf(page)).toEqual([])
  })

  test('20 % packet loss each way for two minutes: live nine tenths of the time, and nothing is lost', async () => {
    test.setTimeout(300_000)
    const { board, page, watching } = await twoPeople()
    networks.set({ delay_ms: 50, loss: 0.2 })
    await page.evaluate(drawEvery, 200)
    const began = Date.now()
    await rest(120_000)
    const states = [...(await connectionOf(page)), { state: 'end', at: Date.now() }]
    const away = states.reduce((sum, { state, at }, index) => {
      return state === 'live' || state === 'end' ? sum : sum + ((states[index + 1]?.at ?? at) - at)
    }, 0)
    networks.set({})
    const times = await nothingLost(board, page, watching, 30_000)
    const share = 1 - away / (Date.now() - began)
    report(`20 % loss: live ${(share * 100).toFixed(1)} % of the time, ${times.length} edits, p95 ${p95(times)} ms`)
    expect(share).toBeGreaterThan(0.9)
  })

  test('sixty times five seconds online and five offline: at most one new connection each time, and nothing is lost', async () => {
    test.setTimeout(900_000)
    const { board, page, watching } = await twoPeople()
    await page.evaluate(drawEvery, 200)
    for (let flap = 0; flap < 60; flap += 1) {
      networks.set({ delay_ms: 20, down: true })
      await rest(5_000)
      networks.set({ delay_ms: 20 })
      await rest(5_000)
    }
    await nothingLost(board, page, watching, 40_000)
    const back = await page.evaluate(() => (globalThis as unknown as Noted).openings.length)
    report(`60 flaps: ${back} new connections`)
    expect(back).toBeLessThanOrEqual(60)
  })
}

/** What pages record for this test. */
interface Noted {
  /** Every change of the connection; ms since 1970. */
  readonly connection: { readonly state: string; readonly at: number }[]
  /** When the session was started again. */
  readonly openings: readonly number[]
  /** When each shape was made here, and when each arrived; ms since 1970. */
  readonly sent: Record<string, number>
  readonly arrivals: Record<string, number>
  /** When each that arrived was made. */
  readonly sentOf: Record<string, number>
  readonly progress: unknown[]
  timer: ReturnType<typeof setInterval>
}

function noteConnection(): void {
  const connection: { state: string; at: number }[] = []
  const openings: number[] = []
  Object.assign(globalThis, { connection, openings })
  const sync = inkbridge.sync as unknown as Sync
  sync.wire.observe((entry) => {
    if (entry.type === 'connection' && entry.what === 'opened') openings.push(entry.at)
  })
  let last = sync.status.connection
  sync.observe(() => {
    const state = sync.status.connection
    if (state !== last) connection.push({ state, at: Date.now() })
    last = state
  })
}

/** A shape's id contains the time it was made. */
function noteArrivals(): void {
  const arrivals: Record<string, number> = {}
  const sentOf: Record<string, number> = { none: 0 }
  Object.assign(globalThis, { arrivals, sentOf })
  inkbridge.board.observe(({ added }) => {
    for (const { id } of added) {
      arrivals[id] = Date.now()
      sentOf[id] = Number(id.split('-')[1])
    }
  })
}

function drawEvery(ms: number): void {
  const sent: Record<string, number> = {}
  const timer = setInterval(() => {
    const now = Date.now()
    const id = `drawn-${now}-${Object.keys(sent).length}`
    const at = { x: Object.keys(sent).length * 3, y: 300, w: 10, h: 10, rotation: 0 }
    const style = { color: 'ink', width: 2 } as const
    inkbridge.board.apply([{ type: 'create', shape: { id: id as never, kind: 'rect', at, style } }])
    sent[id] = now
  }, ms)
  Object.assign(globalThis, { sent, timer })
}

function stopDrawing(): Record<string, number> {
  const { sent, timer } = globalThis as unknown as Noted
  clearInterval(timer)
  return sent
}

/** How much of the board has arrived, at each change. */
function noteProgress(): void {
  const progress: unknown[] = []
  Object.assign(globalThis, { progress })
  const look = setInterval(() => {
    const status = globalThis.inkbridge?.sync.status as { progress?: { received: number } | null } | undefined
    const received = status?.progress?.received
    if (received !== undefined && received !== progress.at(-1)) progress.push(received)
    if (globalThis.inkbridge?.sync.status.synced) clearInterval(look)
  }, 20)
}
