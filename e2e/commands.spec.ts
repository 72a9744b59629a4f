import { expect } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { rects, select } from './hand.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

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
