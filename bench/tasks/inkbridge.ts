import type { TestBoard } from '@inkbridge/e2e/board'
import type { Locator } from '@playwright/test'
import { inkbridgeFacts } from './facts.ts'
import type { Hand } from './hand.ts'
import { errors, firstMinute, parting, zoomBox } from './peers.ts'
import { ideas, letters, row, steps, type Walked } from './task.ts'

export function inkbridgeWalked(server: { readonly url: string }, board: () => Promise<TestBoard>): Walked {
  return {
    name: 'Inkbridge',
    async open(page) {
      const { id, tokens } = await board()
      await page.goto(`${server.url}/b/${id}?debug#k=${tokens.owner}`)
      await page.waitForFunction(() => globalThis.inkbridge?.sync.status.synced)
      await page.getByRole('toolbar', { name: 'Tools', exact: true }).waitFor()
    },
    facts: inkbridgeFacts,
    zoom: (page) => page.evaluate(() => inkbridge.editor.camera.zoom),
    isDark: (page) => page.evaluate(() => document.querySelector('[data-theme="dark"]') !== null),
    walks: inkbridgeWalks,
  }
}

const inkbridgeWalks: Walked['walks'] = {
  'First minute': (hand) => firstMinute(hand, 'd'),
  async Flowchart(hand) {
    await hand.key('r')
    await hand.drag([120, 300], [220, 360])
    for (const [index, step] of steps.entries()) {
      if (index > 0) {
        await hand.key('Escape')
        await hand.key('Control+ArrowRight')
      } else await hand.key('Enter')
      await hand.type(step)
    }
  },
  async Brainstorm(hand) {
    await hand.key('n')
    await hand.click([200, 200])
    for (const [index, idea] of ideas.entries()) {
      if (index > 0) await hand.key('Tab')
      await hand.type(idea)
    }
  },
  async Handwriting(hand) {
    await hand.key('p')
    for (const letter of letters) await hand.drag(...letter)
    await hand.key('e')
    await hand.click([619, 368])
    await hand.key('p')
    await hand.drag(...(letters[11] ?? []))
    await hand.click(choice(hand, 'Colour', 'Blue'))
    await hand.click(choice(hand, 'Width', 'Width 8'))
    for (const y of [450, 490, 530]) await hand.drag([320, y], [600, y])
  },
  async Text(hand) {
    await hand.key('t')
    await hand.click([500, 300])
    await hand.type('Quarterly plan\nfor Berlin')
    await hand.click(choice(hand, 'Size', 'XL'))
    await hand.click(choice(hand, 'Colour', 'Red'))
    await hand.type(' today')
  },
  async 'Style panel'(hand) {
    for (const box of row) {
      await hand.key('r')
      await hand.drag(...box)
    }
    await hand.key('Control+a')
    await hand.click(choice(hand, 'Colour', 'Red'))
    await hand.click(choice(hand, 'Fill', 'Solid'))
    await hand.click(choice(hand, 'Line style', 'Dashed'))
    await hand.key('r')
    await hand.drag([500, 480], [620, 560])
  },
  async Phone(hand) {
    const { page } = hand
    const tool = (name: string) =>
      page.getByRole('toolbar', { name: 'Tools', exact: true }).getByRole('button', { name, exact: true })
    // A new board starts with the pen.
    await hand.swipe([
      [100, 250],
      [250, 300],
    ])
    await hand.tap(page.getByRole('button', { name: 'Undo' }))
    await hand.tap(tool('Rectangle'))
    await hand.swipe([
      [100, 250],
      [250, 350],
    ])
    await hand.doubleTap([175, 300])
    await hand.type('Plan')
    await hand.tap([300, 600])
    await hand.swipe([
      [100, 300],
      [100, 400],
    ])
    await hand.swipe(...parting)
  },
  async 'Keyboard only'(hand) {
    await hand.key('r')
    await hand.key('Enter')
    await hand.key('Enter')
    await hand.type('Left')
    await hand.key('Escape')
    await hand.key('Control+ArrowRight')
    await hand.type('Right')
    await hand.key('Escape')
  },
  async 'Dark and zoomed'(hand, at) {
    await hand.key('Alt+Shift+D')
    await zoomBox(hand, at)
    await hand.key('Shift+1')
    await hand.key('Alt+Shift+D')
  },
  Errors: (hand) => errors(hand, [529, 340]),
}

/** A value of a field of the style panel. */
function choice({ page }: Hand, field: string, name: string): Locator {
  const group = page.getByRole('region', { name: 'Style' }).getByRole('group', { name: field, exact: true })
  return group.getByRole('button', { name, exact: true })
}
