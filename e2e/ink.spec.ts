import { partId, type ShapeId } from '@inkbridge/types'
import { type CDPSession, expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** The remaining intervals of each stroke. */
function visible(page: Page) {
  return page.evaluate(() =>
    inkbridge.board.shapes().map((shape) => (shape.kind === 'ink' ? (shape.visible ?? 'all') : shape.kind)),
  )
}

function camera(page: Page) {
  return page.evaluate(() => inkbridge.editor.camera)
}

/** The lightness of the darkest pixel near a position of the board's picture, 0 to 255. */
function darkest(page: Page, x: number, y: number): Promise<number> {
  return page
    .locator('.ink-canvas canvas')
    .first()
    .evaluate(
      (canvas: HTMLCanvasElement, [left, top]) => {
        const { data } = canvas.getContext('2d')?.getImageData(left - 3, top - 3, 7, 7) ?? { data: [255] }
        let least = 255
        for (let at = 0; at < data.length; at += 4) least = Math.min(least, ...Array.from(data.slice(at, at + 3)))
        return least
      },
      [x, y] as const,
    )
}

test('the partial eraser cuts a stroke in two for everybody, and undo joins it again', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await drag(one, [
    [200, 300],
    [400, 300],
    [600, 300],
  ])
  await expect.poll(() => darkest(two, 400, 300)).toBeLessThan(120)
  await one.keyboard.press('Shift+E')
  await drag(one, [
    [400, 200],
    [400, 300],
    [400, 400],
  ])
  await saved(one)
  await expect.poll(async () => (await visible(two))[0]).toHaveLength(2)
  await two.evaluate(() => inkbridge.editor.settled())
  expect(await darkest(two, 400, 300)).toBeGreaterThan(200)
  expect(await darkest(two, 300, 300)).toBeLessThan(120)
  await one.keyboard.press('Control+z')
  await expect.poll(() => visible(two)).toEqual(['all'])
})

test('a double click selects one part of a cut stroke, and dragging it moves only that part, for everybody', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, [
    [200, 300],
    [400, 300],
    [600, 300],
  ])
  await page.keyboard.press('Shift+E')
  await drag(page, [
    [400, 200],
    [400, 400],
  ])
  await page.keyboard.press('v')
  await page.mouse.click(550, 300)
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.move(550, 350, { steps: 3 })
  await page.mouse.move(550, 400, { steps: 3 })
  await page.mouse.up()
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  const ids = (await shapes(page)).map(({ id }) => id)
  expect(ids.some((id) => ids.some((other) => other !== id && id.startsWith(`${other}.`)))).toBe(true)
  expect(partId('a' as ShapeId, [1, 2])).toBe('a.g.w')
  await page.evaluate(() => {
    inkbridge.editor.selection = []
    return inkbridge.editor.settled()
  })
  expect(await darkest(page, 550, 400)).toBeLessThan(120)
  expect(await darkest(page, 550, 300)).toBeGreaterThan(200)
  expect(await darkest(page, 250, 300)).toBeLessThan(120)
})

test('a rectangle drawn by hand and held becomes a rectangle shape, and undo restores the ink', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const kinds = async () => (await shapes(page)).map(({ kind }) => kind)
  const corners = [
    [300, 300],
    [500, 302],
    [498, 420],
    [302, 418],
    [301, 306],
  ] as const
  await page.mouse.move(300, 300)
  await page.mouse.down()
  for (const [x, y] of corners.slice(1)) await page.mouse.move(x, y, { steps: 20 })
  await expect.poll(kinds).toEqual(['rect'])
  await page.mouse.up()
  await page.keyboard.press('Control+z')
  await expect.poll(kinds).toEqual(['ink'])
  await page.keyboard.press('Control+z')
  await expect.poll(kinds).toEqual([])
})

test('slow frames and late pointer events are not mistaken for a held pen', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo')
  const drawing = processInfo.find(({ type }) => type === 'GPU')
  if (!drawing) throw new Error('This browser has no separate process for drawing, which this test stops.')
  await page.mouse.move(300, 300)
  await page.mouse.down()
  await page.mouse.move(400, 300, { steps: 5 })
  process.kill(drawing.id, 'SIGSTOP')
  try {
    const moved = page.mouse.move(400, 400)
    // Longer than a pointer has to rest to count as held.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
    process.kill(drawing.id, 'SIGCONT')
    await moved
  } finally {
    process.kill(drawing.id, 'SIGCONT')
  }
  await page.mouse.up()
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['ink'])
})

test('a highlighter lets ink show through: while it is drawn, afterwards, in the other theme, and for others', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await drag(one, [
    [200, 300],
    [400, 300],
    [600, 300],
  ])
  await one.keyboard.press('Shift+D')
  await drag(
    one,
    [
      [400, 200],
      [400, 300],
      [400, 400],
    ],
    false,
  )
  await expect.poll(() => darkest(two, 400, 350)).toBeLessThan(230)
  const wet = await darkest(one, 400, 250)
  expect(await darkest(one, 400, 300)).toBeLessThan(60)
  await one.mouse.up()
  await saved(one)
  for (const page of [one, two]) {
    await page.evaluate(() => inkbridge.editor.settled())
    expect(await darkest(page, 400, 300)).toBeLessThan(60)
    expect(Math.abs((await darkest(page, 400, 250)) - wet)).toBeLessThan(3)
  }
})

test('a uniform, smoother stroke is drawn as set and can be changed afterwards', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await page.getByRole('button', { name: 'Uniform' }).click()
  await page.getByRole('button', { name: 'Strong' }).click()
  await drag(page, wave(200, 200))
  const style = () => page.evaluate(() => inkbridge.board.shapes()[0]?.style)
  expect(await style()).toEqual({ color: 'ink', width: 4, nib: 'even', streamline: 0.8 })
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Pressure' }).click()
  expect(await style()).toEqual({ color: 'ink', width: 4, streamline: 0.8 })
})

test('the lasso selects the shapes it surrounds', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, wave(200, 200))
  await drag(page, wave(200, 500))
  await page.keyboard.press('v')
  await page.getByRole('button', { name: 'Select (V)' }).click()
  await page.getByRole('button', { name: /^Lasso/ }).click()
  await drag(page, [
    [150, 120],
    [400, 120],
    [400, 300],
    [150, 300],
    [150, 130],
  ])
  expect(await page.evaluate(() => inkbridge.editor.selection.length)).toBe(1)
  expect(await page.evaluate(() => inkbridge.editor.state().tool)).toBe('select')
})

/** A pen and fingers, as on a tablet. */
class Tablet {
  readonly #cdp: CDPSession

  constructor(cdp: CDPSession) {
    this.#cdp = cdp
  }

  async pen(type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number, force: number, tilt = 0) {
    const buttons = type === 'mouseReleased' ? 0 : 1
    await this.#cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      force,
      tiltX: tilt,
      buttons,
      button: 'left',
      pointerType: 'pen',
      clickCount: 1,
    })
  }

  async touch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number; id: number }[]) {
    await this.#cdp.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

test('once a pen draws, fingers pan the board, and a resting palm does nothing', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'editor', { hasTouch: true })
  const tablet = new Tablet(await page.context().newCDPSession(page))
  await tablet.touch('touchStart', [{ x: 700, y: 500, id: 1 }])
  await tablet.pen('mousePressed', 300, 300, 0.2)
  await tablet.touch('touchMove', [{ x: 730, y: 540, id: 1 }])
  for (let at = 1; at <= 20; at += 1)
    await tablet.pen('mouseMoved', 300 + at * 8, 300, 0.2 + at * 0.03, at > 10 ? 60 : 0)
  await tablet.touch('touchEnd', [])
  await tablet.pen('mouseReleased', 460, 300, 0)
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['ink'])
  expect(await camera(page)).toEqual({ x: 0, y: 0, zoom: 1 })
  const pressures = await page.evaluate(() => {
    const [shape] = inkbridge.board.shapes()
    return shape?.kind === 'ink' ? Array.from(shape.points.pressure ?? []) : []
  })
  // Harder pressure, and harder still where the pen lies flat.
  expect(pressures[2]).toBeLessThan(pressures[8] ?? 0)
  expect(pressures.at(-2)).toBe(1)
  await expect(page.getByText('The pen draws, and fingers move the board.')).toBeVisible()
  await page.waitForFunction((since) => performance.now() - since > 600, await page.evaluate(() => performance.now()))
  await tablet.touch('touchStart', [{ x: 700, y: 500, id: 2 }])
  for (let at = 1; at <= 5; at += 1) await tablet.touch('touchMove', [{ x: 700 - at * 20, y: 500, id: 2 }])
  await tablet.touch('touchEnd', [])
  await expect.poll(async () => (await camera(page)).x).toBeGreaterThan(60)
  expect(await shapes(page)).toHaveLength(1)
})

test('the minimap shows the board, and a click in it moves the view there', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, wave(300, 300))
  await page.evaluate(() => {
    inkbridge.editor.camera = { x: 3_000, y: 2_000, zoom: 1 }
  })
  await page.getByRole('button', { name: 'Minimap' }).click()
  const map = page.getByRole('img', { name: 'Minimap' })
  await expect(map).toBeVisible()
  await page.evaluate(() => inkbridge.editor.settled())
  const { x, y } = (await map.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.click(x + 12, y + 12)
  await expect.poll(async () => (await camera(page)).x).toBeLessThan(300)
  await page.reload()
  await expect(map).toBeVisible()
})

test('far from the origin ink follows the pen as exactly and smoothly as near it', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await page.keyboard.press('d')
  // The width of natural ink depends on the speed of drawing.
  await page.getByRole('button', { name: 'Uniform' }).click()
  const pictures = []
  for (const far of [0, 1e7, -1e7]) {
    await page.evaluate((x) => {
      inkbridge.editor.camera = { x, y: -x, zoom: 8 }
    }, far)
    await drag(page, wave(400, 300))
    await page.mouse.move(100, 700)
    await page.evaluate(() => inkbridge.editor.settled())
    pictures.push(
      await page
        .locator('.ink-canvas canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')?.getImageData(350, 230, 250, 140) ?? { data: [] }
          return Array.from(data).filter((_value, at) => at % 4 === 0 && (_value ?? 255) < 128).length
        }),
    )
  }
  const [middle = 0, ...others] = pictures
  expect(middle).toBeGreaterThan(500)
  for (const other of others) expect(Math.abs(other - middle)).toBeLessThan(middle * 0.01)
})

test('dragging all shapes shows all of them moving and none left behind, and cancelling puts them back', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await page.evaluate(() => {
    const at = (index: number) => ({ x: 200 + (index % 20) * 30, y: 200 + Math.floor(index / 20) * 20, w: 20, h: 10 })
    inkbridge.board.apply(
      Array.from({ length: 300 }, (_, index) => ({
        type: 'create',
        shape: {
          id: `r${index}` as never,
          kind: 'rect',
          at: { ...at(index), rotation: 0 },
          style: { color: 'ink', width: 2, fill: 'ink' },
        },
      })),
    )
    return inkbridge.editor.settled()
  })
  await page.keyboard.press('Control+a')
  for (const leaveOut of [false, true]) {
    // Some stay in place: dragged shapes are drawn apart from them.
    if (leaveOut)
      await page.evaluate(() => {
        inkbridge.editor.selection = inkbridge.editor.selection.slice(0, 280)
      })
    await page.mouse.move(210, 205)
    await page.mouse.down()
    await page.mouse.move(215, 505, { steps: 4 })
    await expect.poll(() => darkest(page, 215, 500)).toBeLessThan(100)
    await expect.poll(() => darkest(page, 208, 200)).toBeGreaterThan(200)
    if (leaveOut) expect(await darkest(page, 210, 480)).toBeLessThan(100)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await page.evaluate(() => inkbridge.editor.settled())
    expect(await darkest(page, 208, 200)).toBeLessThan(100)
  }
  await page.mouse.move(210, 205)
  await page.mouse.down()
  await page.mouse.move(215, 505, { steps: 4 })
  await page.mouse.up()
  await page.evaluate(() => inkbridge.editor.settled())
  expect(await darkest(page, 215, 500)).toBeLessThan(100)
  expect(await darkest(page, 208, 200)).toBeGreaterThan(200)
  expect((await shapes(page))[0]?.at).toMatchObject({ y: 500 })
})

test('sealed strokes look as a separate program draws the same board', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'editor', { bypassCSP: true })
  await page.evaluate(() => {
    const wave = (index: number) =>
      Array.from({ length: 40 }, (_, at) => ({
        x: 40 + (index % 12) * 95 + at * 2.2,
        y: 60 + Math.floor(index / 12) * 62 + 22 * Math.sin(at / 4 + index),
        pressure: null,
        time: at * 16,
      }))
    const colors = ['ink', 'red', 'blue', 'green', 'violet'] as const
    inkbridge.board.apply(
      Array.from({ length: 132 }, (_, index) => index).flatMap((index) => [
        {
          type: 'ink-begin' as const,
          id: `s${index}` as never,
          style: { color: colors[index % 5] ?? 'ink', width: [2, 4, 8][index % 3] ?? 2 },
          pressure: false,
          quantum: 0.25,
          points: wave(index),
        },
        { type: 'ink-seal' as const, id: `s${index}` as never },
      ]),
    )
    inkbridge.editor.camera = { x: 0, y: 0, zoom: 1 }
    return inkbridge.editor.settled()
  })
  await saved(page)
  const headers = { Authorization: `Bearer ${board.tokens.viewer}` }
  const svg = await (await fetch(`${server.url}/api/boards/${board.id}/export?format=svg`, { headers })).text()
  const differing = await page.evaluate(async (text) => {
    // The visible area, instead of the content and a margin.
    const inView = text
      .replace(/width="[\d.]+" height="[\d.]+" viewBox="[^"]+"/, 'width="1280" height="800" viewBox="0 0 1280 800"')
      .replace(/matrix\([^)]+\)/, 'matrix(1 0 0 1 0 0)')
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(inView)}`
    await image.decode()
    const ours = document.querySelector<HTMLCanvasElement>('.ink-canvas canvas')
    const theirs = Object.assign(document.createElement('canvas'), { width: 1280, height: 800 }).getContext('2d')
    if (!ours || !theirs) return null
    theirs.drawImage(image, 0, 0)
    const [one, other] = [ours.getContext('2d'), theirs].map((each) => each?.getImageData(0, 0, 1200, 780).data)
    let count = 0
    for (let at = 0; one && other && at < one.length; at += 4) {
      // The dots of the background do not count as a difference.
      const off = Math.max(
        ...[0, 1, 2].map((channel) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0))),
      )
      if (off > 48) count += 1
    }
    return count / (1200 * 780)
  }, svg)
  expect(differing).toBeLessThan(0.01)
})

test('a stroke of maximum length does not block the page, and ends as it was drawn', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const { frames, longest } = await page.evaluate(async () => {
    let longest = 0
    const watching = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    })
    watching.observe({ type: 'longtask' })
    const id = 'long' as never
    const point = (at: number) => ({
      x: 640 + (120 + at / 90) * Math.cos(at / 25),
      y: 400 + (90 + at / 120) * Math.sin(at / 24),
      pressure: null,
      time: at * 4,
    })
    const style = { color: 'violet', width: 2, opacity: 0.6 } as const
    inkbridge.board.apply([{ type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points: [point(0)] }])
    const times: number[] = []
    let last = await new Promise<number>(requestAnimationFrame)
    // The points of a 240 Hz pen in a minute and a half, thirty times as fast.
    for (let at = 1; at < 19_900; at += 120) {
      const points = Array.from({ length: 120 }, (_, index) => point(at + index)).slice(0, 19_999 - at)
      inkbridge.board.apply([{ type: 'ink-extend', id, points }], { continues: true })
      const now = await new Promise<number>(requestAnimationFrame)
      times.push(now - last)
      last = now
    }
    inkbridge.board.apply([{ type: 'ink-seal', id }], { continues: true })
    await inkbridge.editor.settled()
    watching.disconnect()
    return { frames: times, longest }
  })
  expect(longest).toBeLessThan(100)
  // Two animation frames, or, where the machine needs longer from the first points on, twice that time.
  const p95 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0
  expect(p95(frames.slice(40))).toBeLessThan(Math.max(34, 2 * p95(frames.slice(0, 40))))
  expect(await shapes(page)).toMatchObject([{ kind: 'ink' }])
})
