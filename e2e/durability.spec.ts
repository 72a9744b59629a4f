import { type Browser, expect, type Page } from '@playwright/test'
import { createBoard, drag, facts, open, saved, shapes, wave } from './board.ts'
import { full, inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

const kills = full ? 20 : 2

let server: TestServer
test.beforeEach(async () => {
  server = await TestServer.start()
})
test.afterEach(() => server.dispose())

test('a board is there after the server was restarted, and the page reconnects automatically', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, wave(200, 200))
  await saved(page)
  await expect(page.getByRole('status').first()).toHaveText('Saved')
  const before = await facts(page)
  expect(await server.stop()).toBe(0)
  await expect(page.getByRole('status').first()).toHaveText('Offline')
  await drag(page, wave(200, 400))
  await expect(page.getByRole('status').first()).toHaveText('On this device')
  await server.run()
  await expect(page.getByRole('status').first()).toHaveText('Saved', { timeout: 30_000 })
  const fresh = await open(browser, server, board)
  expect(await facts(fresh)).toBe(await facts(page))
  expect((await shapes(fresh)).length).toBe(2)
  expect(before).not.toBe(await facts(fresh))
})

test(`killed ${kills} times while two people draw: a new visitor finds every acknowledged edit`, async ({
  browser,
}) => {
  test.setTimeout(60_000 + kills * 60_000)
  const { missing, inFlight } = await killRounds(browser, server, kills)
  test.info().annotations.push({ type: 'edits in flight at the kills', description: String(inFlight) })
  expect(missing).toEqual([])
})

test('a server that acknowledges before it commits loses edits in the same test', inFull, async ({ browser }) => {
  const careless = await TestServer.start({ without: 'an entry is written before it is acknowledged' })
  const { missing } = await killRounds(browser, careless, 1)
  await careless.dispose()
  expect(missing.length).toBeGreaterThan(0)
})

test('when the server’s disk is full everybody gets a message, unsaved edits are not shown as saved, and all are saved once there is room', async ({
  browser,
}) => {
  const full = await TestServer.start({ preload: './sabotage/full-disk.ts' })
  try {
    const board = await createBoard(full)
    const [page, other] = [await open(browser, full, board), await open(browser, full, board)]
    full.fillDisk()
    await drag(page, wave(200, 200))
    for (const each of [page, other]) await expect(each.getByRole('status').first()).toHaveText('Not saving')
    await drag(page, wave(200, 400))
    expect(await shapes(other)).toEqual([])
    expect((await page.evaluate(() => inkbridge.sync.status.edits)).saved).toBe(0)
    full.makeRoom()
    for (const each of [page, other]) await expect(each.getByRole('status').first()).toHaveText('Saved')
    await expect.poll(async () => (await shapes(other)).length).toBe(2)
    await full.kill()
    await full.run()
    expect((await shapes(await open(browser, full, board, 'viewer'))).length).toBe(2)
  } finally {
    await full.dispose()
  }
})

/** Kills the server repeatedly while two people draw; returns the acknowledged edits that are missing afterwards. */
async function killRounds(browser: Browser, killed: TestServer, rounds: number) {
  const board = await createBoard(killed)
  const missing: string[] = []
  let inFlight = 0
  for (let round = 0; round < rounds; round += 1) {
    const pages = [await open(browser, killed, board), await open(browser, killed, board)]
    const { ids, unsaved } = await drawUntilKilled(killed, pages, round)
    inFlight += unsaved
    // No client that still has the edits may send them again.
    for (const page of pages) await page.context().close()
    await killed.run()
    missing.push(...(await missingFrom(await open(browser, killed, board, 'viewer'), ids)))
  }
  return { missing, inFlight }
}

/** Rectangles are made as fast as the page can; this process records what the server acknowledged. */
async function drawUntilKilled(
  killed: TestServer,
  pages: readonly Page[],
  round: number,
): Promise<{ readonly ids: readonly string[]; readonly unsaved: number }> {
  for (const [index, page] of pages.entries()) await page.evaluate(startDrawing, `k${round}-${index}`)
  await expect
    .poll(() => Promise.all(pages.map((page) => page.evaluate(() => inkbridge.sync.status.edits.saved))))
    .toEqual([expect.any(Number), expect.any(Number)])
  await expect
    .poll(async () => (await ledgers(pages)).every(({ saved }) => saved >= 40), { intervals: [20], timeout: 60_000 })
    .toBe(true)
  const before = await ledgers(pages)
  await killed.kill()
  const ids = before.flatMap(({ made, saved }) => made.slice(0, saved))
  return { ids, unsaved: before.reduce((sum, { made, saved }) => sum + made.length - saved, 0) }
}

interface Ledger {
  readonly made: readonly string[]
  readonly saved: number
}

/** In each page one edit makes one shape, so that a count of saved edits identifies the saved shapes. */
function ledgers(pages: readonly Page[]): Promise<readonly Ledger[]> {
  return Promise.all(
    pages.map((page) =>
      page.evaluate(() => ({
        saved: inkbridge.sync.status.edits.saved,
        made: (globalThis as unknown as { made: string[] }).made,
      })),
    ),
  )
}

function startDrawing(prefix: string): void {
  const made: string[] = []
  Object.assign(globalThis, { made })
  const draw = () => {
    for (let burst = 0; burst < 3; burst += 1) {
      const id = `${prefix}-${made.length}`
      made.push(id)
      const at = { x: made.length, y: made.length, w: 10, h: 10, rotation: 0 }
      inkbridge.board.apply([
        { type: 'create', shape: { id: id as never, kind: 'rect', at, style: { color: 'ink', width: 2 } } },
      ])
    }
  }
  setInterval(draw, 10)
}

async function missingFrom(page: Page, ids: readonly string[]): Promise<readonly string[]> {
  expect(ids.length).toBeGreaterThan(40)
  const there = new Set((await shapes(page)).map(({ id }) => id))
  await page.context().close()
  return ids.filter((id) => !there.has(id))
}
