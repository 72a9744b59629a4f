import { expect } from '@playwright/test'
import { createBoard, drag, facts, open, saved, shapes, synced, wave } from './board.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('two people draw at the same time and end with equal documents and equal pictures', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await Promise.all([drag(one, wave(200, 200)), drag(two, wave(500, 300))])
  await one.keyboard.press('r')
  await two.keyboard.press('o')
  await Promise.all([
    drag(one, [
      [200, 400],
      [320, 500],
    ]),
    drag(two, [
      [500, 420],
      [640, 520],
    ]),
  ])
  for (const page of [one, two]) {
    await saved(page)
    await expect
      .poll(async () => (await shapes(page)).map(({ kind }) => kind).sort())
      .toEqual(['ellipse', 'ink', 'ink', 'rect'])
  }
  expect(await facts(one)).toBe(await facts(two))
  const pictures = []
  for (const page of [one, two]) {
    await page.evaluate(() => {
      inkbridge.editor.selection = []
      inkbridge.editor.camera = { x: 0, y: 0, zoom: 1 }
    })
    await page.evaluate(() => inkbridge.editor.settled())
    pictures.push(
      await page
        .locator('.ink-canvas canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()),
    )
  }
  expect(pictures[0]).toBe(pictures[1])
})

test('others see a stroke grow before it ends', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await drag(one, wave(200, 200, 4), false)
  await expect.poll(async () => (await shapes(two)).map(({ kind }) => kind)).toEqual(['wet'])
  const [early] = await shapes(two)
  for (const [x, y] of wave(260, 240, 8)) await one.mouse.move(x, y, { steps: 2 })
  await expect.poll(async () => (await shapes(two))[0]?.points).toBeGreaterThan(early?.points ?? 0)
  expect((await shapes(two))[0]?.kind).toBe('wet')
  await one.mouse.up()
  await expect.poll(async () => (await shapes(two)).map(({ kind }) => kind)).toEqual(['ink'])
  expect(await facts(one)).toBe(await facts(two))
})

test('people on the board are shown with their names, and disappear when they leave', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await two.mouse.move(420, 330)
  const seen = () =>
    one.evaluate(() =>
      inkbridge.sync.peers.map((peer) => ({
        name: peer.user.name,
        ...('cursor' in peer ? { cursor: peer.cursor } : {}),
      })),
    )
  const name = await two.evaluate(
    async () => ((await (await fetch('/api/me')).json()) as { you: { name: string } }).you.name,
  )
  await expect.poll(seen).toEqual([{ name, cursor: { x: 420, y: 330 } }])
  await expect(one.getByRole('list', { name: 'People on this board' }).getByRole('listitem')).toHaveCount(2)
  await two.context().close()
  await expect.poll(seen).toEqual([])
})

test('a person whose page is in the background is shown as away', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  const away = () => other.evaluate(() => inkbridge.sync.peers.map((peer) => peer.away))
  await expect.poll(away).toEqual([false])
  const show = (state: DocumentVisibilityState) =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await show('hidden')
  await expect.poll(away).toEqual([true])
  await expect(other.getByRole('list', { name: 'People on this board' })).toContainText('(away)')
  await show('visible')
  await expect.poll(away).toEqual([false])
})

test('dragging more shapes than can be sent live shows others a moving selection box, and is one edit when it ends', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.evaluate(() => {
    const shape = (index: number) => {
      const at = { x: 300 + (index % 25) * 16, y: 200 + Math.floor(index / 25) * 16, w: 10, h: 10, rotation: 0 }
      return { id: `m${index}`, kind: 'rect', at, style: { color: 'ink', width: 2 } }
    }
    const edits = Array.from({ length: 250 }, (_, index) => ({ type: 'create', shape: shape(index) }))
    inkbridge.board.apply(edits as never)
    inkbridge.editor.camera = { x: 0, y: 0, zoom: 1 }
  })
  await saved(page)
  await page.keyboard.press('v')
  await page.keyboard.press('ControlOrMeta+a')
  const counts = () => page.evaluate(() => inkbridge.sync.status.edits)
  const before = (await counts()).saved
  await drag(
    page,
    [
      [305, 200],
      [400, 300],
      [405, 340],
    ],
    false,
  )
  const peer = () => other.evaluate(() => inkbridge.sync.peers[0])
  await expect.poll(peer).toMatchObject({ selection: [], box: { minX: 300, minY: 200 }, shift: { x: 100, y: 140 } })
  expect((await counts()).saved).toBe(before)
  await page.mouse.up()
  await saved(page)
  expect((await counts()).saved).toBe(before + 1)
  await expect
    .poll(async () => (await shapes(other)).find(({ id }) => id === 'm0')?.at)
    .toMatchObject({ x: 400, y: 340 })
  await expect.poll(peer).toMatchObject({ shift: null, box: { minX: 400, minY: 340 } })
})

test('undo reverts only the user’s own edits, one gesture at a time', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await drag(one, wave(200, 200))
  await drag(two, wave(200, 300))
  await one.keyboard.press('r')
  await drag(one, [
    [500, 200],
    [600, 300],
  ])
  await drag(one, [
    [500, 250],
    [560, 310],
    [580, 340],
  ])
  const kinds = async () => (await shapes(one)).map(({ kind }) => kind)
  await expect.poll(kinds).toEqual(['ink', 'ink', 'rect'])
  const x = async () => (await shapes(one)).find(({ kind }) => kind === 'rect')?.at.x
  expect(await x()).toBe(580)
  await one.keyboard.press('Control+z')
  expect(await x()).toBe(500)
  await one.keyboard.press('Control+z')
  await one.keyboard.press('Control+z')
  await one.keyboard.press('Control+z')
  const [theirs] = (await shapes(two)).filter(({ kind }) => kind === 'ink')
  await expect.poll(async () => (await shapes(two)).length).toBe(1)
  expect(theirs).toBeDefined()
  await one.keyboard.press('Control+Shift+z')
  await one.keyboard.press('Control+y')
  await one.keyboard.press('Control+y')
  await expect.poll(kinds).toEqual(['ink', 'ink', 'rect'])
  expect(await x()).toBe(580)
})

test('every tool makes its shape, and the shape can be selected, moved, resized, duplicated and deleted', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const kinds = async () => (await shapes(page)).map(({ kind }) => kind)
  for (const [key, y] of [
    ['r', 100],
    ['o', 220],
    ['l', 340],
    ['d', 460],
  ] as const) {
    await page.keyboard.press(key)
    await drag(page, [
      [200, y],
      [320, y + 80],
    ])
  }
  await expect.poll(kinds).toEqual(['rect', 'ellipse', 'line', 'ink'])
  await page.keyboard.press('v')
  await page.mouse.click(200, 140)
  await drag(page, [
    [200, 140],
    [250, 160],
    [300, 150],
  ])
  const rect = async () => (await shapes(page)).find(({ kind }) => kind === 'rect')?.at
  expect(await rect()).toEqual({ x: 300, y: 110, w: 120, h: 80, rotation: 0 })
  await drag(page, [
    [428, 198],
    [468, 238],
  ])
  expect(await rect()).toEqual({ x: 300, y: 110, w: 160, h: 120, rotation: 0 })
  await page.keyboard.press('Shift+ArrowRight')
  expect((await rect())?.x).toBe(310)
  await page.keyboard.press('Control+d')
  await expect.poll(kinds).toEqual(['rect', 'ellipse', 'line', 'ink', 'rect'])
  await page.keyboard.press('Delete')
  await expect.poll(kinds).toEqual(['rect', 'ellipse', 'line', 'ink'])
  await page.keyboard.press('e')
  await drag(page, [
    [260, 320],
    [260, 440],
  ])
  await expect.poll(kinds).toEqual(['rect', 'ellipse', 'ink'])
  await page.keyboard.press('v')
  await drag(page, [
    [150, 80],
    [600, 700],
  ])
  expect(await page.evaluate(() => inkbridge.editor.selection.length)).toBe(3)
})

test('colour and width can be chosen, are kept for the tool, and change the selection', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await page.getByRole('button', { name: 'Red', exact: true }).click()
  await page.getByRole('button', { name: 'Width 8' }).click()
  await drag(page, wave(200, 200))
  const style = () => page.evaluate(() => inkbridge.board.shapes().map((shape) => shape.style))
  await expect.poll(style).toEqual([{ color: 'red', width: 8 }])
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Blue', exact: true }).click()
  await expect.poll(style).toEqual([{ color: 'blue', width: 8 }])
})

test('the board is panned and zoomed by wheel, keys and buttons, and zoomed to fit', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const camera = () => page.evaluate(() => inkbridge.editor.camera)
  await page.mouse.move(400, 400)
  await page.mouse.wheel(30, 60)
  await expect.poll(camera).toEqual({ x: 30, y: 60, zoom: 1 })
  await page.keyboard.down('Space')
  await drag(page, [
    [400, 400],
    [450, 420],
  ])
  await page.keyboard.up('Space')
  await expect.poll(camera).toEqual({ x: -20, y: 40, zoom: 1 })
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await camera()).zoom).toBeCloseTo(1.1)
  await page.getByRole('button', { name: /Zoom to 100%/ }).click()
  await expect.poll(async () => (await camera()).zoom).toBe(1)
  await page.keyboard.press('r')
  await drag(page, [
    [300, 300],
    [700, 600],
  ])
  await page.getByRole('button', { name: 'Zoom to fit' }).click()
  await page.evaluate(() => inkbridge.editor.settled())
  await expect.poll(async () => Math.round((await camera()).x)).not.toBe(-20)
})

test('a board is there after a reload, and in the list with its new name', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'New board' }).first().click()
  await page.waitForURL('**/b/*')
  await page.goto(`${page.url()}?debug`)
  await synced(page)
  await page.getByRole('button', { name: 'Untitled board' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Harbour festival')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Harbour festival' })).toBeVisible()
  await drag(page, wave(200, 200))
  await saved(page)
  const before = await facts(page)
  await page.reload()
  await synced(page)
  expect(await facts(page)).toBe(before)
  await page.getByRole('button', { name: 'All boards' }).click()
  await expect(page.getByRole('link', { name: /Harbour festival/ })).toBeVisible()
})

test('a board is saved as a file and opened from it', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, wave(200, 200))
  await saved(page)
  const authorization = { Authorization: `Bearer ${board.tokens.editor}` }
  const file = await (
    await fetch(`${server.url}/api/boards/${board.id}/export?format=json`, { headers: authorization })
  ).json()
  const copy = await createBoard(server, { document: file })
  expect(await facts(await open(browser, server, copy))).toBe(await facts(page))
})

test('no page violates its content security policy: the list of boards, a board, and a page that does not exist', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404/.test(message.text())) complaints.push(message.text())
  })
  await page.goto(server.url)
  await expect(page.getByRole('button', { name: 'New board' }).first()).toBeVisible()
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.owner}`)
  await synced(page)
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.goto(`${server.url}/nowhere`)
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a person who has panned far away is offered the way back to the content', inFull, async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await drag(page, wave(300, 300))
  await saved(page)
  const back = page.getByRole('button', { name: 'Back to content' })
  await expect(back).toHaveCount(0)
  await page.mouse.move(600, 400)
  for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(0, 600)
  await back.click()
  await expect(back).toHaveCount(0)
  const { camera, drawn } = await page.evaluate(() => ({
    camera: { ...inkbridge.editor.camera },
    drawn: inkbridge.board.shapes()[0]?.at.y ?? Number.NaN,
  }))
  expect(drawn).toBeGreaterThan(camera.y)
})
