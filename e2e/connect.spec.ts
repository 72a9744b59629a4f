import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, synced } from './board.ts'
import { swiftDrag } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Bound arrows, notes, frames and search, used by mouse and keyboard and read from the board. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const style = { color: 'ink', width: 2 }
const boxAt = (id: string, kind: string, x: number, y: number, words = '') => ({
  id,
  kind,
  at: { x, y, w: 160, h: 100, rotation: 0 },
  style,
  ...(words ? { text: [{ runs: [{ text: words }] }] } : {}),
})

async function make(page: Page, ...made: readonly object[]): Promise<void> {
  await page.evaluate((all) => {
    inkbridge.board.apply(all.map((shape) => ({ type: 'create', shape: shape as never })))
  }, made)
}

/** The first line on the board as shown: its points, rounded, and its bindings. */
function arrow(page: Page) {
  return page.evaluate(() => {
    const line = inkbridge.editor.shapes().find((shape) => shape.kind === 'line')
    if (line?.kind !== 'line') return null
    const { x, y, w, h } = line.at
    const points = line.points.map((part, index) => Math.round(index % 2 === 0 ? x + part * w : y + part * h))
    const { start, end } = line
    return { points, ...(start ? { start } : {}), ...(end ? { end } : {}) }
  })
}

async function select(page: Page, ...ids: readonly string[]): Promise<void> {
  await page.keyboard.press('v')
  await page.evaluate((names) => {
    ;(inkbridge.editor as { selection: readonly string[] }).selection = names
  }, ids)
}

const writing = (page: Page) => expect(page.locator('.ink-words .ProseMirror-focused')).toBeAttached()
const kinds = (page: Page) => page.evaluate(() => inkbridge.board.shapes().map(({ kind }) => kind))

test('an arrow binds to the shapes it is drawn between, follows when anybody moves them, and stays when they are deleted', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, boxAt('a', 'rect', 200, 200), boxAt('b', 'rect', 600, 200))
  await page.keyboard.press('a')
  await swiftDrag(page, [280, 250], [680, 250])
  await expect.poll(() => arrow(page)).toEqual({ points: [365, 250, 595, 250], start: { to: 'a' }, end: { to: 'b' } })
  await expect.poll(() => arrow(other)).toEqual(await arrow(page))
  await select(other, 'b')
  for (let step = 0; step < 20; step += 1) await other.keyboard.press('Shift+ArrowDown')
  const after = { points: [364, 292, 596, 408], start: { to: 'a' }, end: { to: 'b' } }
  await expect.poll(() => arrow(page)).toEqual(after)
  await other.keyboard.press('Delete')
  await expect.poll(() => arrow(page)).toEqual({ points: after.points, start: { to: 'a' } })
  await other.keyboard.press('Control+z')
  await expect.poll(() => arrow(page)).toEqual(after)
})

test('with Alt an arrow binds to a point, with Mod to nothing; an end can be unbound and bound elsewhere', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 'rect', 200, 200), boxAt('b', 'ellipse', 600, 200))
  await page.keyboard.press('a')
  await page.keyboard.down('Alt')
  await drag(page, [
    [240, 225],
    [640, 275],
  ])
  await page.keyboard.up('Alt')
  expect(await arrow(page)).toMatchObject({
    points: [280, 250, 640, 275].map(() => expect.any(Number)),
    end: { to: 'b', at: [0.25, 0.75] },
  })
  expect((await arrow(page))?.points.slice(-2)).toEqual([640, 275])
  // Its end is dragged off, and to the other shape.
  await drag(page, [
    [640, 275],
    [520, 500],
  ])
  expect(await arrow(page)).toMatchObject({ points: expect.arrayContaining([520, 500]) })
  expect(await arrow(page)).not.toHaveProperty('end')
  await page.keyboard.press('Delete')
  await expect.poll(() => arrow(page)).toBeNull()
  await page.keyboard.press('a')
  await page.keyboard.down('Control')
  await drag(page, [
    [280, 250],
    [680, 250],
  ])
  await page.keyboard.up('Control')
  const free = await arrow(page)
  expect(free?.points).toEqual([280, 250, 680, 250])
  expect([free?.start, free?.end]).toEqual([undefined, undefined])
})

test('an elbow arrow goes around the shapes it is bound to, and a dragged segment stays where it was put', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 'rect', 200, 200), boxAt('b', 'rect', 600, 400), {
    id: 'line',
    kind: 'line',
    at: { x: 280, y: 250, w: 400, h: 200, rotation: 0 },
    points: [0, 0, 1, 1],
    style: { ...style, endHead: 'arrow', route: 'elbow' },
    start: { to: 'a' },
    end: { to: 'b' },
  })
  const points = (await arrow(page))?.points ?? []
  // Every segment is horizontal or vertical, and none crosses the bound shapes.
  for (let at = 0; at + 3 < points.length; at += 2)
    expect([points[at] === points[at + 2] || points[at + 1] === points[at + 3], at]).toEqual([true, at])
  await page.evaluate(() =>
    inkbridge.board.apply([{ type: 'props', id: 'line' as never, props: { pins: [{ axis: 'x', at: 500 }] } }]),
  )
  expect((await arrow(page))?.points).toEqual([364, 250, 500, 250, 500, 450, 596, 450])
  await select(page, 'line')
  await drag(page, [
    [500, 350],
    [440, 350],
  ])
  expect((await arrow(page))?.points).toEqual([364, 250, 440, 250, 440, 450, 596, 450])
  // A label in its middle.
  await page.mouse.dblclick(440, 350)
  await writing(page)
  await page.keyboard.type('yes')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => inkbridge.editor.lines('line' as never))).toEqual(['yes'])
})

test('Mod and an arrow key adds a connected shape, Alt and an arrow key selects the next one', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 'diamond', 400, 300, 'permit?'))
  await select(page, 'a')
  await page.keyboard.press('Control+ArrowRight')
  await writing(page)
  await page.keyboard.type('yes')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+ArrowLeft')
  expect(await page.evaluate(() => inkbridge.editor.selection)).toEqual(['a'])
  await page.keyboard.press('Control+ArrowDown')
  await writing(page)
  await page.keyboard.type('no')
  await page.keyboard.press('Escape')
  expect((await kinds(page)).sort()).toEqual(['diamond', 'diamond', 'diamond', 'line', 'line'])
  await page.keyboard.press('Alt+ArrowUp')
  expect(await page.evaluate(() => inkbridge.editor.selection)).toEqual(['a'])
  await page.keyboard.press('Alt+ArrowRight')
  const [chosen] = await page.evaluate(() => inkbridge.editor.selection)
  await expect.poll(() => page.evaluate((id) => inkbridge.editor.lines(id as never), chosen ?? '')).toEqual(['yes'])
})

test('after a click on a button of the panel keys go to the board; a button focused by keyboard keeps them', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 'rect', 300, 300))
  await select(page, 'a')
  const violet = page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Violet', exact: true })
  await violet.click()
  await page.keyboard.press('Enter')
  await writing(page)
  await page.keyboard.type('buoy')
  await page.keyboard.press('Escape')
  const a = () => page.evaluate(() => inkbridge.board.get('a' as never))
  expect(await a()).toMatchObject({ style: { color: 'violet' }, text: [{ runs: [{ text: 'buoy' }] }] })
  await violet.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  expect(await a()).toMatchObject({ style: { color: 'blue' } })
  await expect(page.locator('.ink-words')).toBeHidden()
})

test('a connected shape added in a frame is in the frame, and one added out of view or under the panel is scrolled into view', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { reducedMotion: 'reduce' })
  await make(page, {
    id: 'f',
    kind: 'frame',
    at: { x: 600, y: 200, w: 1_600, h: 300, rotation: 0 },
    style,
    name: '',
  })
  await make(page, boxAt('a', 'rect', 700, 300))
  await select(page, 'a')
  const panel = await page.getByRole('region', { name: 'Style' }).boundingBox()
  for (const words of ['one', 'two', 'three']) {
    await page.keyboard.press('Control+ArrowRight')
    await writing(page)
    await page.keyboard.type(words)
    const box = await page.evaluate(() => inkbridge.editor.writtenBox())
    expect(box?.maxX).toBeLessThanOrEqual(panel?.x ?? 0)
    await page.keyboard.press('Escape')
  }
  expect(await page.evaluate(() => inkbridge.editor.camera.zoom)).toBe(1)
  const places = await page.evaluate(() =>
    inkbridge.board.shapes().flatMap(({ kind, at, frame }) => (kind === 'rect' && frame ? [[at.x, at.y, frame]] : [])),
  )
  expect(places).toEqual([956, 1_212, 1_468].map((x) => [x, 300, 'f']))
})

test('a note shows its author, and the next note is added beside it by a shortcut and by a click', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('n')
  await page.mouse.click(300, 300)
  await writing(page)
  await page.keyboard.type('first')
  await page.keyboard.press('Control+Enter')
  await writing(page)
  await page.keyboard.type('second')
  await page.keyboard.press('Escape')
  // The plus below it: 8 px from the note to its selection box, 20 to the plus.
  await page.mouse.click(524, 428)
  await writing(page)
  await page.keyboard.type('third')
  await page.keyboard.press('Escape')
  const notes = await page.evaluate(() =>
    inkbridge.board
      .shapes()
      .map((shape) => [
        shape.kind,
        shape.at.x,
        shape.at.y,
        shape.text?.[0]?.runs[0]?.text,
        shape.kind === 'note' && (shape.by?.length ?? 0) > 0 && (shape.made ?? 0) > 1e12,
      ]),
  )
  expect(notes).toEqual([
    ['note', 200, 200, 'first', true],
    ['note', 424, 200, 'second', true],
    ['note', 424, 424, 'third', true],
  ])
})

/** Pastes a text as a browser does. */
function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((words) => {
    const data = new DataTransfer()
    data.setData('text/plain', words)
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, text)
}

test('pasted cells and lines become notes, one for each; notes are sorted into a grid', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.mouse.move(640, 360)
  await paste(page, 'one\ttwo\nthree\t\n')
  const notes = () =>
    page.evaluate(() =>
      inkbridge.board.shapes().map(({ kind, at, text }) => [kind, at.x, at.y, text?.[0]?.runs[0]?.text]),
    )
  expect(await notes()).toEqual([
    ['note', 428, 148, 'one'],
    ['note', 652, 148, 'two'],
    ['note', 428, 372, 'three'],
  ])
  await page.keyboard.press('Delete')
  await paste(page, 'alpha\nbeta\ngamma\ndelta')
  expect((await notes()).map(([, , , words]) => words)).toEqual(['alpha', 'beta', 'gamma', 'delta'])
  await page.evaluate(() => {
    const [first] = inkbridge.board.shapes()
    if (first) inkbridge.board.apply([{ type: 'place', id: first.id, at: { ...first.at, x: 900, y: 130 } }])
  })
  await page.keyboard.press('Alt+Shift+t')
  expect((await notes()).map(([, x, y]) => [x, y])).toEqual([
    [652, 130],
    [428, 130],
    [428, 354],
    [652, 354],
  ])
  await page.keyboard.press('Delete')
  await paste(page, 'only one line')
  expect((await notes()).map(([kind, , , words]) => [kind, words])).toEqual([['text', 'only one line']])
})

test('a frame contains what lies in it and what is dragged or drawn into it, moves and clips it, and has a name', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  await make(page, boxAt('in', 'rect', 300, 300), boxAt('out', 'rect', 900, 300))
  await page.keyboard.press('f')
  await drag(page, [
    [260, 240],
    [660, 560],
  ])
  const frame = await page.evaluate(() => inkbridge.board.shapes().find(({ kind }) => kind === 'frame')?.id ?? '')
  const framed = () => page.evaluate(() => inkbridge.board.shapes().map((shape) => [shape.id, shape.frame ?? null]))
  expect(Object.fromEntries(await framed())).toEqual({ [frame]: null, in: frame, out: null })
  // Renamed by the shortcut, by Enter, and by a double click.
  const field = page.getByRole('textbox', { name: 'Frame name' })
  const asks = [
    () => page.keyboard.press('F2'),
    () => page.keyboard.press('Enter'),
    () => page.mouse.dblclick(270, 224),
  ]
  for (const [index, ask] of asks.entries()) {
    await ask()
    await expect(field).toHaveValue(['', 'Pier', 'Quay'][index] ?? '')
    await field.fill(['Pier', 'Quay', 'Harbour'][index] ?? '')
    await page.keyboard.press('Enter')
    await expect(field).toHaveCount(0)
  }
  // Dragged in; half of it is then beyond the frame.
  await select(page, 'out')
  await drag(page, [
    [980, 350],
    [640, 450],
  ])
  expect(Object.fromEntries(await framed())).toMatchObject({ out: frame })
  await page.evaluate(() => inkbridge.editor.settled())
  const ink = (x: number, y: number) =>
    page.evaluate(
      ([left, top]) => {
        const canvas = document.querySelector('.ink-canvas canvas') as HTMLCanvasElement
        const [r = 0] = canvas.getContext('2d')?.getImageData(left ?? 0, top ?? 0, 1, 1).data ?? []
        return r < 128
      },
      [x, y],
    )
  expect([await ink(640, 400), await ink(700, 400)]).toEqual([true, false])
  // An arrow that leaves the frame is clipped, and is in the frame when its bound shapes are.
  await page.keyboard.press('a')
  await drag(page, [
    [400, 350],
    [760, 350],
  ])
  const arrowId = await page.evaluate(() => inkbridge.board.shapes().find(({ kind }) => kind === 'line')?.id ?? '')
  expect(Object.fromEntries(await framed())[arrowId]).toBe(null)
  await page.evaluate(() => inkbridge.editor.settled())
  expect(await ink(710, 350)).toBe(true)
  await select(page, arrowId)
  await page.keyboard.press('Delete')
  // Dragged by its border it moves with its contents.
  await select(page, frame)
  await drag(page, [
    [262, 400],
    [312, 400],
  ])
  const places = await page.evaluate(() => inkbridge.board.shapes().map(({ id, at }) => [id, Math.round(at.x)]))
  expect(Object.fromEntries(places)).toEqual({ [frame]: 310, in: 350, out: 610 })
  // A stroke drawn in it is in it.
  await page.keyboard.press('d')
  await drag(page, [
    [400, 480],
    [500, 500],
  ])
  expect((await framed()).filter(([, of]) => of === frame).length).toBe(3)
  // Deleted with its contents, in one step.
  await select(page, frame)
  await page.keyboard.press('Delete')
  expect(await kinds(page)).toEqual([])
  await page.keyboard.press('Control+z')
  expect((await kinds(page)).length).toBe(4)
  await saved(page)
  await page.reload()
  await synced(page)
  expect(await page.evaluate((id) => inkbridge.board.get(id as never), frame)).toMatchObject({ name: 'Harbour' })
})

test('shapes moved by keys leave and enter frames; a cancelled drag does neither', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 'rect', 300, 300), boxAt('b', 'rect', 700, 300))
  await page.keyboard.press('f')
  await drag(page, [
    [260, 240],
    [560, 560],
  ])
  const frame = await page.evaluate(() => inkbridge.board.shapes().find(({ kind }) => kind === 'frame')?.id ?? '')
  const framed = () =>
    page.evaluate(() => Object.fromEntries(inkbridge.board.shapes().map((shape) => [shape.id, shape.frame ?? null])))
  expect(await framed()).toEqual({ [frame]: null, a: frame, b: null })
  await select(page, 'a')
  await drag(
    page,
    [
      [380, 350],
      [800, 600],
    ],
    false,
  )
  // While a drag goes on, it is written to the document a few times a second.
  await expect
    .poll(async () => {
      await page.mouse.move(800, 600)
      return framed()
    })
    .toEqual({ [frame]: null, a: null, b: null })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  expect(await framed()).toEqual({ [frame]: null, a: frame, b: null })
  // Aligned with the other, to its right.
  await select(page, 'a', 'b')
  await page.keyboard.press('Alt+d')
  expect(await framed()).toEqual({ [frame]: null, a: null, b: null })
  await page.keyboard.press('Control+z')
  expect(await framed()).toEqual({ [frame]: null, a: frame, b: null })
})

test('text is found in every shape; the matches are marked and shown in turn', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { reducedMotion: 'reduce' })
  await make(
    page,
    boxAt('a', 'rect', 200, 200, 'Ask the city'),
    boxAt('b', 'note', 5_000, 4_000, 'who asks the harbour master, and asks again?'),
    { id: 'f', kind: 'frame', at: { x: -900, y: -900, w: 300, h: 200, rotation: 0 }, style, name: 'Asked' },
  )
  await page.keyboard.press('Control+f')
  const bar = page.getByRole('search')
  await bar.getByLabel('Find on board').fill('ASK')
  await expect(bar.getByRole('status')).toHaveText('1 of 4')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(bar.getByRole('status')).toHaveText('3 of 4')
  const { x, y, zoom } = await page.evaluate(() => inkbridge.editor.camera)
  expect(x < 5_000 && y < 4_000 && (5_000 - x) * zoom < 1_280).toBe(true)
  await bar.getByLabel('Find on board').fill('nothing like it')
  await expect(bar.getByRole('status')).toHaveText('No results')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
})
