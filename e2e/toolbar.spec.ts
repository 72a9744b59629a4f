import { boxedKinds } from '@inkbridge/types'
import { expect } from '@playwright/test'
import { createBoard, drag, open, shapes } from './board.ts'
import { chooseFigure, figures, read, rects, select, state } from './hand.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/** The visible tools of the toolbar, and those behind a button. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test(
  'every box shape is drawn with its tool, and is converted to another in place, for everybody',
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
    // The last used one, by its shortcut; a click makes one of a default size.
    await page.keyboard.press('g')
    await page.mouse.click(1000, 650)
    await expect.poll(async () => (await shapes(page)).at(-1)?.kind).toBe('check-box')
  },
)

test('a long press shows the similar tools, on a slow page too; a second press closes them', async ({ browser }) => {
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

test('a press outside the open tools closes them and draws nothing; the next one draws', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('3')
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  await family.click()
  await expect(figures(page)).toBeVisible()
  await page.mouse.click(300, 300)
  await expect(figures(page)).toHaveCount(0)
  expect(await shapes(page)).toEqual([])
  await page.mouse.click(300, 300)
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['diamond'])
})

test('a button shows its name and shortcut on hover and on keyboard focus', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.hover()
  await expect(page.getByRole('tooltip')).toHaveText('UndoCtrl + Z')
  await page.mouse.move(400, 400)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.keyboard.press('Shift')
  await undo.focus()
  await expect(page.getByRole('tooltip')).toHaveText('UndoCtrl + Z')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toHaveCount(0)
})
