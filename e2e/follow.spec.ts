import { expect, type Page } from '@playwright/test'
import { createBoard, drag, open, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** The visible area, whole world units. */
function seen(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const { x, y, zoom } = inkbridge.editor.camera
    return [x, y, x + innerWidth / zoom, y + innerHeight / zoom].map(Math.round)
  })
}

async function look(page: Page, x: number, y: number, zoom: number): Promise<void> {
  await page.evaluate(
    (to) => {
      inkbridge.editor.camera = to
    },
    { x, y, zoom },
  )
}

function others(page: Page) {
  return page.getByRole('list', { name: 'People on this board' }).locator('[data-tip$="Click to follow"]')
}

test('a click on an avatar follows that person until the user moves the view', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board, 'viewer')]
  await look(one, 500, -300, 0.5)
  await others(two).click()
  await expect.poll(() => seen(two)).toEqual(await seen(one))
  await expect(two.getByText(/^Following (?!you)/)).toBeVisible()
  await expect(one.getByRole('list', { name: 'People on this board' })).toContainText('(following you)')
  await expect(one.getByText(/^Following you: \S/)).toBeVisible()
  await look(one, -2_000, 700, 2)
  await expect.poll(() => seen(two)).toEqual(await seen(one))
  // What the followed person draws is shown where it is drawn.
  await one.keyboard.press('d')
  await drag(one, wave(300, 300))
  await expect.poll(() => two.evaluate(() => inkbridge.board.shapes().length)).toBe(1)
  await two.mouse.move(640, 400)
  await two.mouse.wheel(0, 120)
  await expect(two.getByText(/^Following (?!you)/)).toBeHidden()
  await expect(one.getByRole('list', { name: 'People on this board' })).not.toContainText('(following you)')
  const own = await seen(two)
  await look(one, 0, 0, 1)
  await drag(one, wave(400, 400))
  await expect.poll(() => two.evaluate(() => inkbridge.board.shapes().length)).toBe(2)
  expect(await seen(two)).toEqual(own)
})

test('two people who follow each other do not move, and Escape ends it', async ({ browser }) => {
  const board = await createBoard(server)
  const [one, two] = [await open(browser, server, board), await open(browser, server, board)]
  await look(one, 100, 100, 1)
  await others(two).click()
  await expect.poll(() => seen(two)).toEqual(await seen(one))
  await others(one).click()
  await expect(one.getByText(/^Following (?!you)/)).toBeVisible()
  const both = [await seen(one), await seen(two)]
  expect(both[0]).toEqual(both[1])
  await two.evaluate(async () => {
    for (let frames = 0; frames < 30; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  })
  expect([await seen(one), await seen(two)]).toEqual(both)
  await one.keyboard.press('Escape')
  await expect(one.getByText(/^Following (?!you)/)).toBeHidden()
})

test('with reduced motion the view jumps to the followed person’s without intermediate positions', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const one = await open(browser, server, board)
  const two = await open(browser, server, board, 'editor', { reducedMotion: 'reduce' })
  await others(two).click()
  await expect(one.getByRole('list', { name: 'People on this board' })).toContainText('(following you)')
  await expect.poll(() => seen(two)).toEqual(await seen(one))
  await two.evaluate(() => {
    const views: number[] = []
    Object.assign(globalThis, { views })
    const watch = () => {
      const { x } = inkbridge.editor.camera
      if (views.at(-1) !== x) views.push(x)
      requestAnimationFrame(watch)
    }
    watch()
  })
  for (let x = 0; x <= 300; x += 30) {
    await look(one, x, 0, 1)
    await one.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  await expect.poll(() => seen(two)).toEqual(await seen(one))
  const views = await two.evaluate(() => (globalThis as unknown as { views: readonly number[] }).views)
  // `follow.test.ts` tests how long it waits for the other to rest.
  expect([views[0], views.at(-1), views.filter((x) => x % 30 !== 0)]).toEqual([0, 300, []])
})
