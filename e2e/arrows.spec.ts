import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open } from './board.ts'
import { select } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Bindings of arrows by where they are dropped, and their routes; each step saves a picture in `out/`. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const boxAt = (id: string, x: number, y: number, w = 160, h = 120) => ({
  id,
  kind: 'rect',
  at: { x, y, w, h, rotation: 0 },
  style: { color: 'blue', width: 4 },
})

async function make(page: Page, ...made: readonly object[]): Promise<void> {
  await page.evaluate((all) => {
    inkbridge.board.apply(all.map((shape) => ({ type: 'create', shape: shape as never })))
  }, made)
}

/** The arrows as shown, oldest first: their bindings and points. */
function arrows(page: Page) {
  return page.evaluate(() =>
    inkbridge.editor.shapes().flatMap((shape) => {
      if (shape.kind !== 'line') return []
      const { x, y, w, h } = shape.at
      const points = shape.points.map((part, index) => Math.round(index % 2 === 0 ? x + part * w : y + part * h))
      return [{ points, start: shape.start ?? null, end: shape.end ?? null }]
    }),
  )
}

async function arrow(page: Page, from: readonly [number, number], to: readonly [number, number], release = true) {
  await page.keyboard.press('a')
  await drag(page, [from, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], to], release)
}

const film = (page: Page, name: string) => page.screenshot({ path: `out/arrows-${name}.png`, animations: 'disabled' })

test('an arrow binds to the point of the outline it is dropped near, and to the centre when dropped deep inside', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, boxAt('a', 240, 200), boxAt('b', 640, 200))
  await arrow(page, [396, 230], [632, 290], false)
  await film(page, 'outline-dragged')
  await page.mouse.up()
  const outline = {
    points: [400, 230, 640, 290],
    start: { to: 'a', at: [1, 0.25], outline: true },
    end: { to: 'b', at: [0, 0.75], outline: true },
  }
  expect(await arrows(page)).toEqual([outline])
  await film(page, 'outline-dropped')
  await arrow(page, [320, 260], [720, 240], false)
  await film(page, 'center-dragged')
  await page.mouse.up()
  const center = { points: [405, 260, 635, 260], start: { to: 'a' }, end: { to: 'b' } }
  expect(await arrows(page)).toEqual([outline, center])
  await film(page, 'center-dropped')
  // Others see the same bindings and points, also after one of the shapes has moved.
  await select(other, 'b')
  for (let step = 0; step < 5; step += 1) await other.keyboard.press('Shift+ArrowDown')
  await expect
    .poll(async () => (await arrows(page)).map(({ points }) => points))
    .toEqual([[400, 230, 640, 340], (await arrows(other))[1]?.points])
  expect((await arrows(page))[0]).toEqual((await arrows(other))[0])
})

test('three arrows dropped at three heights stay apart, and three from centre to centre fan out', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, boxAt('a', 240, 160), boxAt('b', 640, 160), boxAt('c', 240, 400), boxAt('d', 640, 400))
  for (const y of [180, 220, 260]) await arrow(page, [400, y], [640, y])
  for (let time = 0; time < 2; time += 1) await arrow(page, [320, 460], [720, 460])
  await arrow(page, [720, 460], [320, 460])
  const points = (await arrows(page)).map((each) => each.points)
  expect(points).toEqual([
    [400, 180, 640, 180],
    [400, 220, 640, 220],
    [400, 260, 640, 260],
    [405, 436, 635, 436],
    [405, 460, 635, 460],
    [635, 484, 405, 484],
  ])
  await expect.poll(async () => (await arrows(other)).map((each) => each.points)).toEqual(points)
  await film(page, 'three-parallel')
})

test('an elbow arrow leaves and enters by the sides it was dropped on, avoids obstacles, and has no selection box', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 220, 240), boxAt('b', 760, 240), boxAt('c', 500, 220, 120, 200))
  await page.keyboard.press('a')
  await page.getByRole('button', { name: 'Elbow' }).click()
  await arrow(page, [380, 300], [760, 300], false)
  await film(page, 'elbow-dragged')
  await page.mouse.up()
  const around = [380, 300, 484, 300, 484, 204, 728, 204, 728, 300, 760, 300]
  expect((await arrows(page))[0]?.points).toEqual(around)
  await film(page, 'elbow-around')
  // The box is dragged out of the way, and back into it.
  await page.keyboard.press('v')
  await drag(page, [
    [500, 380],
    [500, 620],
  ])
  expect((await arrows(page))[0]?.points).toEqual([380, 300, 760, 300])
  await film(page, 'elbow-straight')
  await page.keyboard.press('Control+z')
  expect((await arrows(page))[0]?.points).toEqual(around)
  // From a side to the same side, it keeps away from the box.
  await arrow(page, [920, 270], [920, 330])
  expect((await arrows(page))[1]?.points).toEqual([920, 270, 952, 270, 952, 330, 920, 330])
  await film(page, 'elbow-loop')
})

test('an arrow between overlapping shapes is drawn as it was dragged', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, boxAt('a', 300, 240, 240, 200), boxAt('b', 460, 300, 240, 200))
  await arrow(page, [380, 320], [620, 420])
  expect((await arrows(page)).map(({ points }) => points)).toEqual([[420, 340, 580, 400]])
  await film(page, 'overlapping')
})
