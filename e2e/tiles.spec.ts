import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** Measurements of one frame: how light its background is, and how many pixels are red. */
interface Seen {
  readonly paper: number
  readonly red: number
}

declare global {
  var seen: Seen[]
}

/** The board's own pixels, and how many of them are not empty. */
async function picture(page: Page): Promise<{ readonly url: string; readonly ink: number }> {
  await page.evaluate(() => inkbridge.editor.settled())
  return page
    .locator('.ink-canvas canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
      let ink = 0
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) ink += 1
      return { url: canvas.toDataURL(), ink }
    })
}

function look(page: Page, zoom: number): Promise<void> {
  return page.evaluate((to) => {
    inkbridge.editor.camera = { x: 100, y: 100, zoom: to }
  }, zoom)
}

test('a complex board is drawn by a worker, and looks the same where workers are unavailable', async ({ browser }) => {
  const board = await createBoard(server)
  const helped = await open(browser, server, board)
  const context = await browser.newContext()
  await context.route(/worker/, (route) => route.abort())
  const alone = await open(context, server, board)
  await helped.evaluate(() => {
    const strokes = Array.from({ length: 1_500 }, (_, index) => ({
      id: `s${index}` as never,
      points: Array.from({ length: 40 }, (_point, at) => ({
        x: (index % 50) * 40 + at * 3,
        y: Math.floor(index / 50) * 40 + 24 * Math.sin(at / 5 + index),
        pressure: null,
        time: at * 16,
      })),
    }))
    inkbridge.board.apply(
      strokes.flatMap(({ id, points }) => [
        { type: 'ink-begin' as const, id, style: { color: 'ink', width: 8 }, pressure: false, quantum: 0.25, points },
        { type: 'ink-seal' as const, id },
      ]),
    )
  })
  await saved(helped)
  await expect.poll(async () => (await shapes(alone)).length).toBe(1_500)
  await expect.poll(() => helped.workers().length).toBe(1)
  for (const zoom of [1, 0.4, 0.1]) {
    for (const page of [helped, alone]) await look(page, zoom)
    const [one, other] = [await picture(helped), await picture(alone)]
    expect(one.ink).toBeGreaterThan(1_000)
    expect(one.url).toBe(other.url)
  }
  // Content drawn from now on reaches the worker too.
  await look(helped, 1)
  await look(alone, 1)
  const before = await picture(alone)
  await helped.keyboard.press('d')
  await drag(helped, wave(300, 300))
  await helped.mouse.move(20, 780)
  await expect.poll(async () => (await picture(alone)).ink).toBeGreaterThan(before.ink)
  await saved(helped)
  await expect.poll(async () => (await picture(helped)).url === (await picture(alone)).url).toBe(true)
  expect(alone.workers()).toEqual([])
})

test('while the board changes to dark mode its shapes are visible in every frame', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'editor', { colorScheme: 'light' })
  await page.evaluate(() => {
    const strokes = Array.from({ length: 600 }, (_, index) =>
      Array.from({ length: 40 }, (_point, at) => ({
        x: 60 + (index % 30) * 38 + at,
        y: 100 + Math.floor(index / 30) * 30 + 12 * Math.sin(at / 5 + index),
        pressure: null,
        time: at * 16,
      })),
    )
    inkbridge.board.apply(
      strokes.flatMap((points, index) => [
        {
          type: 'ink-begin' as const,
          id: `s${index}` as never,
          style: { color: 'red', width: 8 },
          pressure: false,
          quantum: 0.25,
          points,
        },
        { type: 'ink-seal' as const, id: `s${index}` as never },
      ]),
    )
    return inkbridge.editor.settled()
  })
  // From now on every frame is checked, until the background has been dark for a while.
  await page.evaluate(
    () =>
      new Promise<void>((begun) => {
        const canvas = document.querySelector<HTMLCanvasElement>('.ink-canvas canvas')
        const seen: Seen[] = []
        Object.assign(globalThis, { seen })
        const look = () => {
          const { data } = canvas?.getContext('2d')?.getImageData(0, 0, 1280, 720) ?? { data: [] }
          let red = 0
          for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 1.6 * (data[at + 1] ?? 0)) red += 1
          seen.push({ paper: data[0] ?? 0, red })
          if (seen.length === 1) begun()
          requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  )
  await page.keyboard.press('Alt+Shift+D')
  await page.waitForFunction(() => seen.filter(({ paper }) => paper < 60).length > 20)
  const seen = await page.evaluate(() => globalThis.seen)
  expect(seen[0]?.paper).toBeGreaterThan(200)
  expect(seen.at(-1)?.paper).toBeLessThan(60)
  const least = Math.min(...seen.map(({ red }) => red))
  expect(least).toBeGreaterThan(0.8 * (seen[0]?.red ?? 0))
})
