import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { figures, rects, state } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Long presses by touch. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('a long press by touch opens the similar tools, and lifting the finger leaves them open', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { hasTouch: true })
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  // As browsers report it: a finger that is lifted leaves, and is a click only then.
  await family.dispatchEvent('pointerdown', { pointerType: 'touch', buttons: 1 })
  await expect(figures(page)).toBeVisible()
  await family.dispatchEvent('pointerup', { pointerType: 'touch', buttons: 0 })
  await family.dispatchEvent('pointerout', { pointerType: 'touch', buttons: 0 })
  await family.dispatchEvent('click')
  await figures(page).getByRole('button', { name: 'Heart' }).tap()
  await expect(figures(page)).toHaveCount(0)
  expect((await state(page)).tool).toBe('heart')
})

test('a long press on a shape opens its menu, and a drag moves the shape it selected', async ({ browser }) => {
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
  // A browser waits for a few pixels before it reports that a finger moves.
  await expect.poll(async () => (await shapes(page))[1]?.at.x).toBeGreaterThan(300)
  expect((await shapes(page))[0]?.at.x).toBe(200)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
})

test('on a phone similar tools close with the next touch, which draws nothing; no shortcuts are shown, and all targets are large enough', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const page = await open(browser, server, board, 'owner', options)
  await open(browser, server, board)
  const tools = page.getByRole('toolbar', { name: 'Tools', exact: true })
  const rectangle = tools.getByRole('button', { name: 'Rectangle', exact: true })
  await rectangle.tap()
  await rectangle.tap()
  const similar = page.getByRole('toolbar', { name: 'Rectangle and similar tools' })
  await expect(similar).toBeVisible()
  await page.touchscreen.tap(200, 300)
  await expect(similar).toHaveCount(0)
  expect(await shapes(page)).toEqual([])
  await page.touchscreen.tap(200, 300)
  await expect.poll(async () => (await shapes(page)).length).toBe(1)
  expect(await tools.getByRole('button').evaluateAll((all) => all.map((button) => button.ariaLabel))).toEqual(
    ['Select', 'Pen', 'Eraser', 'Rectangle', 'Arrow', 'Text', 'Sticky note'].map((name) =>
      expect.stringMatching(new RegExp(`^${name}$`)),
    ),
  )
  await page.getByRole('button', { name: 'More', exact: true }).tap()
  await expect(page.getByRole('menuitem', { name: /shortcuts/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('.ink-top button, .ink-bottom button')].flatMap((button) => {
      const { width, height } = button.getBoundingClientRect()
      // The touch target of an avatar is larger than its visible part.
      const around = Number.parseFloat(getComputedStyle(button, '::after').inset) || 0
      const least = Math.min(width, height) - (button.matches('.ink-face') ? 4 + 2 * around : 0)
      return least < 44 && !button.matches('.ink-title-button')
        ? [`${button.ariaLabel ?? button.textContent} ${least}`]
        : []
    }),
  )
  expect(small).toEqual([])
})

test('on a phone the text toolbar is one scrolling row that shows at which end there is more, and ends the editing', async ({
  browser,
}) => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const page = await open(browser, server, await createBoard(server), 'editor', options)
  await page.getByRole('button', { name: 'Text', exact: true }).tap()
  await page.touchscreen.tap(100, 300)
  await page.keyboard.type('Words')
  const row = page.getByRole('toolbar', { name: 'Text', exact: true })
  await expect(row).toHaveAttribute('data-after', '')
  await expect(row).not.toHaveAttribute('data-before', '')
  await row.getByRole('button', { name: 'Link' }).scrollIntoViewIfNeeded()
  await expect(row).toHaveAttribute('data-before', '')
  await expect(row).not.toHaveAttribute('data-after', '')
  await page.getByRole('button', { name: 'Done' }).tap()
  await expect(row).toHaveCount(0)
  await expect(page.getByRole('toolbar', { name: 'Tools', exact: true })).toBeVisible()
})
