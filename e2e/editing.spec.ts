import { type BoxedKind, boxedKinds, type NewShape } from '@inkbridge/types'
import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, synced } from './board.ts'
import { inFull, test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

/** Each tool and each way to edit, used by a hand and read from the board. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** Rectangles of 100 by 100 with these names, 200 apart from (200, 200) on. */
function rects(page: Page, ...ids: readonly string[]): Promise<void> {
  const made = ids.map((id, index): NewShape => {
    const at = { x: 200 + index * 200, y: 200, w: 100, h: 100, rotation: 0 }
    return { id: id as never, kind: 'rect', at, style: { color: 'ink', width: 4 } }
  })
  return page.evaluate((all) => {
    inkbridge.board.apply(all.map((shape) => ({ type: 'create', shape })))
  }, made)
}

/** What is read of a shape from the board; numbers as whole ones. */
function read(page: Page, id: string) {
  return page.evaluate((name) => {
    const shape = inkbridge.board.get(name as never)
    if (!shape) return null
    const { x, y, w, h, rotation } = shape.at
    const { kind, style, locked, hidden, link } = shape
    return {
      kind,
      at: [x, y, w, h].map(Math.round),
      degrees: Math.round((rotation * 180) / Math.PI),
      style,
      ...(locked ? { locked } : {}),
      ...(hidden ? { hidden } : {}),
      ...(link ? { link } : {}),
    }
  }, id)
}

const at = async (page: Page, id: string) => (await read(page, id))?.at
const selection = (page: Page) => page.evaluate(() => [...inkbridge.editor.selection])
const state = (page: Page) => page.evaluate(() => ({ ...inkbridge.editor.state() }))

async function select(page: Page, ...ids: readonly string[]): Promise<void> {
  await page.keyboard.press('v')
  await page.evaluate((names) => {
    ;(inkbridge.editor as { selection: readonly string[] }).selection = names
  }, ids)
}

/** Chooses a tool as a person does: by its button, or behind the one it shares a place with. */
async function chooseFigure(page: Page, kind: BoxedKind): Promise<void> {
  const label = new RegExp(`^${labels[kind]}( \\(|$)`)
  const direct = page.getByRole('toolbar', { name: 'Tools', exact: true }).getByRole('button', { name: label })
  if (kind === 'rect' || kind === 'ellipse') return direct.click()
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  const popover = figures(page)
  // A press takes the one that is seen, a second shows the others; where a page is slow the first was a long one.
  const shown = () => popover.isVisible()
  const taken = async () => (await family.getAttribute('aria-pressed')) === 'true'
  await family.click()
  await expect.poll(async () => (await shown()) || (await taken())).toBe(true)
  if (!(await shown())) await family.click()
  await popover.getByRole('button', { name: label }).click()
  // It fades, and is not to be taken for the next.
  await expect(popover).toHaveCount(0)
}

/** What shares the place of the diamond. */
function figures(page: Page) {
  return page.getByRole('toolbar', { name: 'Diamond tools' })
}

const labels: { readonly [Kind in BoxedKind]: string } = {
  rect: 'Rectangle',
  ellipse: 'Ellipse',
  diamond: 'Diamond',
  triangle: 'Triangle',
  pentagon: 'Pentagon',
  hexagon: 'Hexagon',
  octagon: 'Octagon',
  star: 'Star',
  cloud: 'Cloud',
  heart: 'Heart',
  oval: 'Oval',
  trapezoid: 'Trapezoid',
  parallelogram: 'Parallelogram',
  'parallelogram-left': 'Parallelogram to the left',
  'arrow-right': 'Block arrow right',
  'arrow-left': 'Block arrow left',
  'arrow-up': 'Block arrow up',
  'arrow-down': 'Block arrow down',
  'x-box': 'Crossed box',
  'check-box': 'Checked box',
}

test(
  'every figure is drawn with its tool, and one becomes another in place, for everybody',
  inFull,
  async ({ browser }) => {
    const board = await createBoard(server)
    const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
    for (const [index, kind] of boxedKinds.entries()) {
      await chooseFigure(page, kind)
      const [x, y] = [100 + (index % 7) * 130, 120 + Math.floor(index / 7) * 140]
      await drag(page, [
        [x, y],
        [x + 90, y + 80],
      ])
    }
    await expect.poll(async () => (await shapes(other)).map(({ kind }) => kind)).toEqual(boxedKinds)
    const [first] = await shapes(page)
    await select(page, first?.id ?? '')
    await page.mouse.click(100, 160, { button: 'right' })
    await page.getByRole('menuitem', { name: 'Change shape' }).click()
    await page.getByRole('menuitem', { name: 'Change to star' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect.poll(async () => (await read(other, first?.id ?? ''))?.kind).toBe('star')
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await read(other, first?.id ?? ''))?.kind).toBe('rect')
    // The one drawn last, by its key; a click makes one of a handy size.
    await page.keyboard.press('g')
    await page.mouse.click(1000, 650)
    await expect.poll(async () => (await shapes(page)).at(-1)?.kind).toBe('check-box')
  },
)

test('a long press shows what shares a place, also where a page is slow; a second press shows and hides it', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  const client = await page.context().newCDPSession(page)
  await client.send('Emulation.setCPUThrottlingRate', { rate: 8 })
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  await family.hover()
  await page.mouse.down()
  await expect(figures(page)).toBeVisible()
  await page.mouse.up()
  await figures(page).getByRole('button', { name: 'Heart' }).click()
  await expect(figures(page)).toHaveCount(0)
  expect((await state(page)).tool).toBe('heart')
  await family.click()
  await expect(figures(page)).toBeVisible()
  await family.click()
  await expect(figures(page)).toHaveCount(0)
})

test('a finger’s long press shows them, and what follows when it is lifted leaves them there', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { hasTouch: true })
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  // As browsers tell it: a finger that is lifted leaves, and is a click only then.
  await family.dispatchEvent('pointerdown', { pointerType: 'touch', buttons: 1 })
  await expect(figures(page)).toBeVisible()
  await family.dispatchEvent('pointerup', { pointerType: 'touch', buttons: 0 })
  await family.dispatchEvent('pointerout', { pointerType: 'touch', buttons: 0 })
  await family.dispatchEvent('click')
  await figures(page).getByRole('button', { name: 'Heart' }).tap()
  await expect(figures(page)).toHaveCount(0)
  expect((await state(page)).tool).toBe('heart')
})

test('the page is as dark as the system, until another theme is chosen, and then stays so', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { colorScheme: 'light' })
  const theme = () => page.locator('.ink-root').getAttribute('data-theme')
  expect(await theme()).toBe('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(theme).toBe('dark')
  await page.keyboard.press('Alt+Shift+d')
  await expect.poll(theme).toBe('light')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.reload()
  await synced(page)
  expect(await theme()).toBe('light')
})

test('a style is chosen in the panel, drawn with, seen by others, and copied to another shape', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b')
  await page.keyboard.press('3')
  const panel = page.getByRole('region', { name: 'Style' })
  await panel.getByRole('button', { name: 'Sketchy' }).click()
  await panel.getByRole('button', { name: 'Hachure' }).click()
  await panel.getByRole('button', { name: 'Dashed' }).click()
  await panel.getByRole('button', { name: 'Round' }).click()
  await panel.getByRole('button', { name: 'Amber fill' }).click()
  await panel.getByRole('slider', { name: 'Opacity' }).fill('60')
  await panel.getByLabel('Another colour', { exact: true }).fill('#123456')
  await drag(page, [
    [600, 200],
    [700, 300],
  ])
  const style = {
    color: '#123456',
    width: 4,
    fill: 'amber',
    opacity: 0.6,
    dash: 'dashed',
    pattern: 'hachure',
    corners: 'round',
    look: 'sketchy',
  }
  await expect.poll(async () => (await shapes(other)).length).toBe(3)
  const id = (await shapes(other)).at(-1)?.id ?? ''
  expect(await read(other, id)).toMatchObject({ kind: 'diamond', style })
  await page.keyboard.press('Control+Alt+c')
  await select(page, 'a')
  await page.keyboard.press('Control+Alt+v')
  await expect.poll(async () => (await read(other, 'a'))?.style).toEqual(style)
  await select(page, 'a', 'b')
  await expect(panel.getByRole('heading', { name: 'Look · mixed' })).toBeVisible()
  await panel.getByRole('button', { name: 'Clean' }).click()
  await expect.poll(async () => (await read(other, 'a'))?.style.look).toBe(undefined)
})

test('on a phone the style panel is opened, chosen in, and goes when one draws on', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await page.keyboard.press('r')
  const panel = page.getByRole('region', { name: 'Style' })
  await expect(panel).toBeHidden()
  await page.getByRole('button', { name: 'Style' }).tap()
  await panel.getByRole('button', { name: 'Violet', exact: true }).tap()
  await expect(panel).toBeVisible()
  await drag(page, [
    [40, 200],
    [120, 300],
  ])
  await expect(panel).toBeHidden()
  const made = await page.evaluate(() => inkbridge.board.shapes().map(({ kind, style }) => [kind, style.color]))
  expect(made).toEqual([['rect', 'violet']])
})

test('the bucket fills and empties, the eyedropper takes a style, a drawn shape becomes one', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await page.keyboard.press('b')
  const panel = page.getByRole('region', { name: 'Style' })
  await panel.getByRole('button', { name: 'Green', exact: true }).click()
  await panel.getByRole('button', { name: 'Cross-hatch' }).click()
  await page.mouse.click(250, 250)
  await expect.poll(async () => (await read(page, 'a'))?.style).toMatchObject({ fill: 'green', pattern: 'cross-hatch' })
  await page.keyboard.press('r')
  await page.keyboard.press('i')
  await page.mouse.click(200, 250)
  expect((await state(page)).tool).toBe('rect')
  await drag(page, [
    [600, 400],
    [700, 460],
  ])
  expect((await read(page, (await shapes(page)).at(-1)?.id ?? ''))?.style).toMatchObject({ fill: 'green' })
  await page.keyboard.press('b')
  await page.keyboard.down('Alt')
  await page.mouse.click(250, 250)
  await page.keyboard.up('Alt')
  await expect.poll(async () => (await read(page, 'a'))?.style.fill).toBe(undefined)
  await page.keyboard.press('Shift+X')
  await drag(page, [
    [300, 500],
    [450, 501],
    [600, 500],
  ])
  await expect.poll(async () => (await shapes(page)).at(-1)?.kind).toBe('line')
})

test('a line goes through each point that is clicked, is curved, closed, bent and filled', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.keyboard.press('l')
  for (const [x, y] of [
    [200, 200],
    [400, 200],
    [400, 350],
  ] as const)
    await page.mouse.click(x, y)
  await page.mouse.move(300, 400)
  await page.keyboard.press('Enter')
  const first = async () => (await shapes(other))[0]?.id ?? ''
  await expect.poll(async () => (await shapes(other)).length).toBe(1)
  expect(await at(other, await first())).toEqual([200, 200, 200, 150])
  // Its last point is dragged, and one between two.
  await drag(page, [
    [400, 350],
    [450, 420],
  ])
  await expect.poll(async () => at(other, await first())).toEqual([200, 200, 250, 220])
  await drag(page, [
    [300, 200],
    [300, 150],
  ])
  await expect.poll(async () => at(other, await first())).toEqual([200, 150, 250, 270])
  await page.getByRole('button', { name: 'Curved' }).click()
  await expect.poll(async () => (await read(other, await first()))?.style.corners).toBe('round')
  await page.keyboard.press('l')
  for (const [x, y] of [
    [600, 200],
    [700, 200],
    [700, 300],
    [600, 201],
  ] as const)
    await page.mouse.click(x, y)
  await expect.poll(async () => (await shapes(other)).length).toBe(2)
  await page.getByRole('button', { name: 'Tint' }).click()
  await expect.poll(async () => (await read(other, (await shapes(other))[1]?.id ?? ''))?.style.fill).toBe('ink')
})

test('an arrow has the heads that are chosen for its ends, drawn anew or changed', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await page.keyboard.press('a')
  await drag(page, [
    [300, 300],
    [500, 360],
  ])
  const style = async () => (await read(other, (await shapes(other))[0]?.id ?? ''))?.style
  await expect.poll(style).toEqual({ color: 'ink', width: 4, endHead: 'arrow' })
  await page.getByRole('button', { name: 'Start: Nothing' }).click()
  await page.getByRole('dialog', { name: 'Start' }).getByRole('button', { name: 'None or many' }).click()
  await page.getByRole('button', { name: 'End: Arrow' }).click()
  await page.getByRole('dialog', { name: 'End' }).getByRole('button', { name: 'Diamond', exact: true }).click()
  await expect.poll(style).toEqual({ color: 'ink', width: 4, startHead: 'zero-or-many', endHead: 'diamond' })
  await page.keyboard.press('a')
  await drag(page, [
    [300, 500],
    [400, 440],
    [500, 500],
  ])
  await expect.poll(async () => (await shapes(other)).length).toBe(2)
  expect((await read(other, (await shapes(other))[1]?.id ?? ''))?.style.endHead).toBe('arrow')
})

test('groups are moved as one, entered by a double click, left by Escape, and dissolved', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b', 'c')
  await select(page, 'a', 'b')
  await page.keyboard.press('Control+g')
  await select(page, 'a', 'b', 'c')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.mouse.click(200, 250)
  expect((await selection(page)).sort()).toEqual(['a', 'b', 'c'])
  await drag(page, [
    [200, 250],
    [230, 290],
  ])
  await expect
    .poll(async () => Promise.all(['a', 'b', 'c'].map((id) => at(other, id))))
    .toEqual([
      [230, 240, 100, 100],
      [430, 240, 100, 100],
      [630, 240, 100, 100],
    ])
  await page.mouse.dblclick(230, 290)
  expect((await selection(page)).sort()).toEqual(['a', 'b'])
  // Elsewhere on it: a third press at the same place would be a double click, too.
  await page.mouse.dblclick(230, 320)
  expect(await selection(page)).toEqual(['a'])
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => at(other, 'a')).toEqual([231, 240, 100, 100])
  await page.keyboard.press('Escape')
  expect((await selection(page)).sort()).toEqual(['a', 'b'])
  await page.keyboard.press('Escape')
  expect((await selection(page)).sort()).toEqual(['a', 'b', 'c'])
  await page.keyboard.press('Control+Shift+g')
  const groups = (id: string) => other.evaluate((name) => inkbridge.board.groupsOf(name as never).length, id)
  await expect.poll(() => Promise.all(['a', 'b', 'c'].map(groups))).toEqual([1, 1, 0])
})

test('what is locked stays until it is unlocked, what is hidden is gone until it is shown, for everybody', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a', 'b')
  await select(page, 'a')
  await page.keyboard.press('Shift+L')
  await expect.poll(async () => (await read(other, 'a'))?.locked).toBe(true)
  await page.keyboard.press('Escape')
  await drag(page, [
    [200, 250],
    [260, 400],
  ])
  await page.keyboard.press('Control+a')
  expect(await selection(page)).toEqual(['b'])
  await page.keyboard.press('Escape')
  await page.mouse.click(200, 250, { button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0)
  await page.getByRole('menuitem', { name: /^Unlock Ctrl/ }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [200, 200, 100, 100] })
  expect((await read(other, 'a'))?.locked).toBe(undefined)
  await page.keyboard.press('Control+Shift+H')
  await expect.poll(async () => (await read(other, 'a'))?.hidden).toBe(true)
  await other.keyboard.press('v')
  await other.mouse.click(200, 250)
  expect(await selection(other)).toEqual([])
  await page.keyboard.press('Control+Alt+h')
  await expect.poll(async () => (await read(other, 'a'))?.hidden).toBe(undefined)
})

test('what is copied is pasted at the pointer, in place, and on another board; what is cut is gone', async ({
  browser,
}) => {
  const [one, two] = [await createBoard(server), await createBoard(server)]
  const page = await open(browser, server, one)
  const elsewhere = await open(page.context(), server, two)
  await page.bringToFront()
  await rects(page, 'a', 'b')
  await select(page, 'a', 'b')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Control+c')
  await page.mouse.move(700, 600)
  await page.keyboard.press('Control+v')
  await expect.poll(async () => (await shapes(page)).length).toBe(4)
  expect((await shapes(page)).slice(2).map(({ at: { x, y } }) => [x, y])).toEqual([
    [550, 550],
    [750, 550],
  ])
  await page.keyboard.press('Control+Shift+v')
  await expect.poll(async () => (await shapes(page)).length).toBe(6)
  expect((await shapes(page)).slice(4).map(({ at: { x, y } }) => [x, y])).toEqual([
    [200, 200],
    [400, 200],
  ])
  await page.keyboard.press('Control+x')
  await expect.poll(async () => (await shapes(page)).length).toBe(4)
  await elsewhere.bringToFront()
  await elsewhere.keyboard.press('Control+Shift+v')
  await expect.poll(async () => (await shapes(elsewhere)).length).toBe(2)
  const grouped = await elsewhere.evaluate(() =>
    inkbridge.board.shapes().map(({ id }) => inkbridge.board.groupsOf(id).length),
  )
  expect(grouped).toEqual([1, 1])
  await elsewhere.keyboard.press('Control+z')
  await expect.poll(async () => (await shapes(elsewhere)).length).toBe(0)
})

test('a frame turns, resizes what is turned, turns over, and what is dragged with alt is a copy', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await rects(page, 'a')
  await select(page, 'a')
  // The handle above the frame, to the right of it: a quarter.
  await page.keyboard.down('Shift')
  await drag(page, [
    [250, 168],
    [320, 190],
    [332, 250],
  ])
  await page.keyboard.up('Shift')
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [200, 200, 100, 100], degrees: 90 })
  // What was its right side is below now.
  await drag(page, [
    [250, 308],
    [250, 340],
    [250, 358],
  ])
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [175, 225, 150, 100], degrees: 90 })
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await drag(page, [
    [308, 250],
    [150, 250],
    [92, 250],
  ])
  await expect.poll(() => read(other, 'a')).toMatchObject({ at: [84, 200, 116, 100] })
  expect(await other.evaluate(() => inkbridge.board.get('a' as never)?.at.mirrored)).toBe(true)
  await page.keyboard.press('Control+z')
  await page.keyboard.down('Alt')
  await drag(page, [
    [200, 250],
    [210, 400],
    [203, 452],
  ])
  await page.keyboard.up('Alt')
  await expect
    .poll(async () => (await shapes(other)).map((shape) => [shape.at.x, shape.at.y]))
    .toEqual([
      [200, 200],
      // Put in line with the one it was copied from.
      [200, 402],
    ])
})

test('things go from dot to dot, in line with others, or freely, as it is set; the setting is kept', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await rects(page, 'a', 'b')
  await select(page, 'b')
  const pull = async (x: number, y: number) => {
    await drag(page, [
      [400, 250],
      [420, 300],
      [x, y],
    ])
    await expect.poll(async () => at(page, 'b')).not.toEqual([400, 200, 100, 100])
    const found = await at(page, 'b')
    await page.keyboard.press('Control+z')
    return found
  }
  expect(await pull(205, 450)).toEqual([200, 400, 100, 100])
  await page.keyboard.press('Alt+s')
  expect(await pull(205, 450)).toEqual([205, 400, 100, 100])
  await page.keyboard.press("Control+'")
  expect(await pull(205, 450)).toEqual([216, 408, 100, 100])
  // What one draws on, seen and exported, for oneself.
  const ground = () =>
    page.evaluate(() => {
      const [canvas] = document.querySelectorAll<HTMLCanvasElement>('.ink-canvas canvas')
      return [...(canvas?.getContext('2d')?.getImageData(3, 90, 1, 1).data ?? [])].slice(0, 3)
    })
  const plain = await ground()
  await page.mouse.click(900, 600, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Paper' }).click()
  await page.getByRole('menuitem', { name: 'Paper: blue' }).click()
  await expect.poll(ground).not.toEqual(plain)
  await saved(page)
  await page.reload()
  await synced(page)
  await expect
    .poll(async () => (await state(page)).settings)
    .toEqual({
      snaps: false,
      grid: true,
      wholly: false,
      paper: 'blue',
    })
})

test('what is dragged to the edge of the view takes the board along', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('v')
  await drag(
    page,
    [
      [200, 250],
      [600, 400],
      [1274, 400],
    ],
    false,
  )
  await expect.poll(async () => (await at(page, 'a'))?.[0]).toBeGreaterThan(1_600)
  await page.mouse.up()
  expect((await page.evaluate(() => inkbridge.editor.camera)).x).toBeGreaterThan(300)
})

test('by keys alone a shape is made, found, selected, measured and left', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('r')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
  await page.keyboard.press('Alt+/')
  await page.getByLabel('X', { exact: true }).fill('100')
  await page.keyboard.press('Enter')
  await page.getByLabel('Width', { exact: true }).fill('240')
  await page.keyboard.press('Enter')
  await page.getByLabel('Angle', { exact: true }).fill('90')
  await page.keyboard.press('Enter')
  const [made] = await shapes(page)
  await expect.poll(() => read(page, made?.id ?? '')).toMatchObject({ degrees: 90 })
  expect((await read(page, made?.id ?? ''))?.at[2]).toBe(240)
  await page.getByRole('application', { name: 'Board' }).focus()
  await rects(page, 'a', 'b')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  const first = await selection(page)
  await page.keyboard.press('Tab')
  const second = await selection(page)
  expect([first.length, second.length, first[0] === second[0]]).toEqual([1, 1, false])
  await select(page, 'a')
  await page.keyboard.press('Alt+ArrowRight')
  expect(await selection(page)).toEqual(['b'])
  await page.keyboard.press('Shift+Tab')
  expect(await selection(page)).toEqual(['a'])
  // After the last of them Tab goes on to the buttons.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
  await expect(page.getByRole('application', { name: 'Board' })).not.toBeFocused()
})

test('a shape has a link, and a link leads to a shape and to a view', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await rects(page, 'a', 'b')
  await select(page, 'a')
  await page.keyboard.press('Control+k')
  await page.getByLabel('Address').fill('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await expect(page.getByText('That is no address')).toBeVisible()
  await page.getByLabel('Address').fill('#s=b')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await read(page, 'a'))?.link).toBe('#s=b')
  await page.keyboard.press('Escape')
  await page.mouse.click(310, 190)
  await expect.poll(() => selection(page)).toEqual(['b'])
  await saved(page)
  const again = await page.context().newPage()
  await again.goto(`${server.url}/b/${board.id}?debug#v=1000,2000,0.5`)
  await expect
    .poll(() => again.evaluate(() => globalThis.inkbridge?.editor.camera))
    .toEqual({ x: 1000, y: 2000, zoom: 0.5 })
  await again.goto('about:blank')
  await again.goto(`${server.url}/b/${board.id}?debug#s=a`)
  await expect.poll(() => again.evaluate(() => globalThis.inkbridge?.editor.selection)).toEqual(['a'])
})

test('a finger that rests on a shape opens its menu, and one drags what it then selected', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'editor', { hasTouch: true, isMobile: true })
  await rects(page, 'a')
  await page.keyboard.press('v')
  const touch = await page.context().newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints })
  await finger('touchStart', { x: 200, y: 250 })
  await expect(page.getByRole('menuitem', { name: /^Duplicate/ })).toBeVisible()
  await finger('touchEnd')
  await page.getByRole('menuitem', { name: /^Duplicate/ }).tap()
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  await expect(page.getByRole('menu')).toHaveCount(0)
  await finger('touchStart', { x: 216, y: 266 })
  for (const x of [240, 280, 316]) await finger('touchMove', { x, y: 266 })
  await finger('touchEnd')
  // A browser takes a few pixels before it tells that a finger moves.
  await expect.poll(async () => (await shapes(page))[1]?.at.x).toBeGreaterThan(300)
  expect((await shapes(page))[0]?.at.x).toBe(200)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
})

test('the laser of one is seen by others, and leaves nothing', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, viewer] = [await open(browser, server, board), await open(browser, server, board, 'viewer')]
  await page.keyboard.press('k')
  await drag(
    page,
    [
      [300, 300],
      [500, 400],
    ],
    false,
  )
  const shining = () => viewer.evaluate(() => inkbridge.sync.peers.map(({ laser }) => laser))
  await expect.poll(shining).toEqual([true])
  await page.mouse.up()
  await expect.poll(shining).toEqual([false])
  expect(await shapes(viewer)).toEqual([])
  await viewer.keyboard.press('k')
  expect((await state(viewer)).tool).toBe('laser')
})

test('one may only look, or see nothing but the board, and come back', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.keyboard.press('Alt+r')
  await expect(page.getByText('You only look.')).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  expect((await shapes(page)).length).toBe(1)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.keyboard.press('Alt+z')
  await expect(page.getByRole('toolbar', { name: 'Tools' })).toBeHidden()
  await page.keyboard.press('v')
  await drag(page, [
    [200, 250],
    [260, 250],
  ])
  await expect.poll(async () => at(page, 'a')).toEqual([260, 200, 100, 100])
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page.getByRole('toolbar', { name: 'Tools' })).toBeVisible()
})

const arranged: readonly (readonly [command: string, places: readonly (readonly number[])[]])[] = [
  [
    'Align centres',
    [
      [400, 200],
      [400, 240],
      [400, 330],
    ],
  ],
  [
    'Align top',
    [
      [200, 200],
      [400, 200],
      [600, 200],
    ],
  ],
  [
    'Align middles',
    [
      [200, 265],
      [400, 265],
      [600, 265],
    ],
  ],
  [
    'Align bottom',
    [
      [200, 330],
      [400, 330],
      [600, 330],
    ],
  ],
  [
    'Align left',
    [
      [200, 200],
      [200, 240],
      [200, 330],
    ],
  ],
  [
    'Align right',
    [
      [600, 200],
      [600, 240],
      [600, 330],
    ],
  ],
  [
    'Distribute vert',
    [
      [200, 200],
      [400, 265],
      [600, 330],
    ],
  ],
  [
    'Stack hor',
    [
      [200, 200],
      [316, 240],
      [432, 330],
    ],
  ],
  [
    'Stack vert',
    [
      [200, 200],
      [400, 316],
      [600, 432],
    ],
  ],
  [
    'Flip hor',
    [
      [600, 200],
      [400, 240],
      [200, 330],
    ],
  ],
  [
    'Flip vert',
    [
      [200, 330],
      [400, 290],
      [600, 200],
    ],
  ],
  [
    'Move right',
    [
      [201, 200],
      [401, 240],
      [601, 330],
    ],
  ],
]

test('each command that arranges does so from the list of commands, and is one step', inFull, async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b', 'c')
  await page.evaluate(() =>
    inkbridge.board.apply(
      [240, 330].map((y, index) => {
        const id = (index === 0 ? 'b' : 'c') as never
        return { type: 'place', id, at: { x: 400 + index * 200, y, w: 100, h: 100, rotation: 0 } }
      }),
    ),
  )
  const places = async () => (await shapes(page)).map((shape) => [Math.round(shape.at.x), Math.round(shape.at.y)])
  const before = await places()
  await select(page, 'a', 'b', 'c')
  for (const [command, expected] of arranged) {
    if (command === 'Move right') await page.keyboard.press('ArrowRight')
    else {
      await page.keyboard.press('Control+/')
      await page.getByRole('combobox', { name: 'Command' }).fill(command)
      await page.keyboard.press('Enter')
    }
    await expect.poll(async () => ({ command, places: await places() })).toEqual({ command, places: expected })
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect.poll(places).toEqual(before)
  }
})

test('each setting does what it says: the tool that is kept, the marquee that takes what lies in it, views, unlocking', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  const command = async (words: string) => {
    await page.keyboard.press('Control+/')
    await page.getByRole('combobox', { name: 'Command' }).fill(words)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.keyboard.press('q')
  await page.keyboard.press('o')
  for (const x of [200, 400])
    await drag(page, [
      [x, 200],
      [x + 100, 300],
    ])
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['ellipse', 'ellipse'])
  expect((await state(page)).tool).toBe('ellipse')
  await page.keyboard.press('v')
  const sweep = async () => {
    await drag(page, [
      [150, 150],
      [420, 320],
    ])
    return (await selection(page)).length
  }
  expect(await sweep()).toBe(2)
  await command('Select only fully')
  expect(await sweep()).toBe(1)
  await page.keyboard.press('Shift+L')
  await expect.poll(() => page.evaluate(() => inkbridge.board.shapes().filter(({ locked }) => locked).length)).toBe(1)
  await command('Unlock all')
  await expect.poll(() => page.evaluate(() => inkbridge.board.shapes().filter(({ locked }) => locked).length)).toBe(0)
  await page.keyboard.press('PageDown')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).y).toBeCloseTo(680, 0)
  await page.keyboard.press('Shift+PageDown')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).x).toBeCloseTo(1088, 0)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Shift+PageUp')
  await page.keyboard.press('Shift+Digit2')
  await expect.poll(async () => (await page.evaluate(() => inkbridge.editor.camera)).y).toBeLessThan(0)
})

test('what was done before the network went is undone after it is back, and undone again for everybody', async ({
  browser,
}) => {
  const proxy = await TestProxy.start(server.port)
  try {
    const board = await createBoard(server)
    const [page, other] = [await open(browser, proxy, board), await open(browser, server, board)]
    await page.keyboard.press('r')
    await drag(page, [
      [200, 200],
      [300, 300],
    ])
    await expect.poll(async () => (await shapes(other)).length).toBe(1)
    await page.keyboard.press('Control+d')
    await expect.poll(async () => (await shapes(other)).length).toBe(2)
    proxy.cut()
    await expect.poll(() => page.evaluate(() => inkbridge.sync.status.connection)).toBe('offline')
    await rects(other, 'theirs')
    proxy.mend()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(async () => (await shapes(page)).length).toBe(3)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await shapes(other)).map(({ id }) => id)).toEqual(['theirs'])
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(async () => (await shapes(other)).length).toBe(2)
  } finally {
    proxy.dispose()
  }
})
