import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { figures, rects, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** What a finger does that rests. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

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
