import type { Locator } from '@playwright/test'
import { prove } from '../lib/report.ts'
import { excalidrawFacts, tldrawFacts } from './facts.ts'
import type { Hand, Spot } from './hand.ts'
import { ideas, letters, type Reading, row, steps, type Walked } from './task.ts'

/** Two fingers that move apart in the middle of a phone. */
export const parting = [
  [
    [170, 420],
    [90, 420],
  ],
  [
    [220, 420],
    [300, 420],
  ],
] as const

/** From a corner of a box to the opposite one. */
function boxAt([x, y]: Spot): readonly [Spot, Spot] {
  return [
    [x, y],
    [x + 120, y + 80],
  ]
}

function middleOf([x, y]: Spot): Spot {
  return [x + 60, y + 40]
}

export function excalidrawWalked(url: string): Walked {
  return {
    name: 'Excalidraw 0.18.1',
    async open(page) {
      await page.goto(`${url}/excalidraw/?scene=/empty-excalidraw.json`)
      await page.waitForFunction(() => globalThis.excalidraw?.getAppState().isLoading === false)
    },
    facts: excalidrawFacts,
    zoom: (page) => page.evaluate(() => excalidraw.getAppState().zoom.value),
    isDark: (page) => page.evaluate(() => document.querySelector('.excalidraw.theme--dark') !== null),
    walks: excalidrawWalks,
  }
}

const excalidrawWalks: Walked['walks'] = {
  'First minute': (hand) => firstMinute(hand, 'p'),
  async Flowchart(hand) {
    await hand.key('r')
    await hand.drag([300, 300], [400, 360])
    for (const [index, step] of steps.entries()) {
      if (index > 0) await hand.key('Control+ArrowRight')
      await hand.key('Enter')
      await hand.type(step)
      await hand.key('Escape')
    }
  },
  // No notes in this version: boxes, by a tool that is kept, and then their words.
  async Brainstorm(hand) {
    const place = (index: number) => [300 + (index % 5) * 170, 200 + Math.floor(index / 5) * 150] as const
    await hand.key('q')
    await hand.key('r')
    for (const index of ideas.keys()) await hand.drag(...boxAt(place(index)))
    await hand.key('v')
    for (const [index, idea] of ideas.entries()) {
      await hand.doubleClick(middleOf(place(index)))
      await hand.type(idea)
    }
    await hand.key('Escape')
  },
  async Handwriting(hand) {
    await hand.key('p')
    for (const letter of letters) await hand.drag(...letter)
    await hand.key('e')
    await hand.click([619, 368])
    await hand.key('p')
    await hand.drag(...(letters[11] ?? []))
    await hand.click(button(hand, 'color-top-pick-#1971c2'))
    await hand.click(button(hand, 'strokeWidth-extraBold').locator('..'))
    for (const y of [450, 490, 530]) await hand.drag([320, y], [600, y])
  },
  async Text(hand) {
    await hand.key('t')
    await hand.click([500, 300])
    await hand.type('Quarterly plan\nfor Berlin')
    await hand.key('Escape')
    await hand.click(button(hand, 'fontSize-large').locator('..'))
    await hand.click(button(hand, 'color-top-pick-#e03131'))
    await hand.key('Enter')
    await hand.key('Control+End')
    await hand.type(' today')
    await hand.key('Escape')
  },
  async 'Style panel'(hand) {
    for (const box of row) {
      await hand.key('r')
      await hand.drag(...box)
    }
    await hand.key('Control+a')
    await hand.click(button(hand, 'color-top-pick-#e03131'))
    await hand.click(button(hand, 'color-top-pick-#ffc9c9'))
    await hand.click(hand.page.locator('label:has(input[name="strokeStyle"])').nth(1))
    await hand.key('r')
    await hand.drag([500, 480], [620, 560])
  },
  async Phone(hand) {
    const { page } = hand
    await hand.tap(page.getByTestId('toolbar-freedraw').locator('..'))
    await hand.swipe([
      [100, 250],
      [250, 300],
    ])
    await hand.tap(page.getByRole('button', { name: 'Undo' }))
    await hand.tap(page.getByTestId('toolbar-rectangle').locator('..'))
    await hand.swipe([
      [100, 250],
      [250, 350],
    ])
    await hand.doubleTap([175, 300])
    await hand.type('Plan')
    await hand.tap([300, 600])
    await hand.swipe([
      [110, 260],
      [110, 360],
    ])
    await hand.swipe(...parting)
  },
  'Keyboard only': null,
  async 'Dark and zoomed'(hand, at) {
    await hand.key('Alt+Shift+D')
    await zoomBox(hand, at)
    await hand.key('Shift+1')
    await hand.key('Alt+Shift+D')
  },
  Errors: (hand) => errors(hand, [525, 340]),
}

export function tldrawWalked(url: string): Walked {
  return {
    name: 'tldraw 5.4.2',
    async open(page) {
      await page.goto(`${url}/tldraw/?scene=/empty-tldraw.json`)
      await page.waitForFunction(() => globalThis.tldraw !== undefined)
      await page.locator('.tl-canvas').waitFor()
    },
    facts: tldrawFacts,
    zoom: (page) => page.evaluate(() => tldraw.getCamera().z),
    isDark: (page) => page.evaluate(() => document.querySelector('.tl-theme__dark') !== null),
    walks: tldrawWalks,
  }
}

const tldrawWalks: Walked['walks'] = {
  'First minute': (hand) => firstMinute(hand, 'd'),
  async Flowchart(hand) {
    const place = (index: number) => [120 + (index % 4) * 240, 220 + Math.floor(index / 4) * 200] as const
    await hand.key('q')
    await hand.key('r')
    for (const index of steps.keys()) await hand.drag(...boxAt(place(index)))
    await hand.key('v')
    for (const [index, step] of steps.entries()) {
      await hand.doubleClick(middleOf(place(index)))
      await hand.type(step)
    }
    await hand.key('Escape')
    await hand.key('a')
    for (const index of steps.slice(1).keys()) await hand.drag(middleOf(place(index)), middleOf(place(index + 1)))
  },
  async Brainstorm(hand) {
    await hand.key('n')
    await hand.click([200, 200])
    for (const [index, idea] of ideas.entries()) {
      if (index > 0) await hand.key(index % 5 === 0 ? 'Control+Enter' : 'Tab')
      await hand.type(idea)
    }
  },
  async Handwriting(hand) {
    await hand.key('d')
    for (const letter of letters) await hand.drag(...letter)
    await hand.key('e')
    await hand.click([619, 368])
    await hand.key('d')
    await hand.drag(...(letters[11] ?? []))
    await hand.click(style(hand, 'color.blue'))
    await hand.click(style(hand, 'size.xl'))
    for (const y of [450, 490, 530]) await hand.drag([320, y], [600, y])
  },
  async Text(hand) {
    await hand.key('t')
    await hand.click([500, 300])
    await hand.type('Quarterly plan\nfor Berlin')
    await hand.click(style(hand, 'size.xl'))
    await hand.click(style(hand, 'color.red'))
    await hand.key('Enter')
    await hand.key('Control+End')
    await hand.type(' today')
  },
  async 'Style panel'(hand) {
    for (const box of row) {
      await hand.key('r')
      await hand.drag(...box)
    }
    await hand.key('Control+a')
    await hand.click(style(hand, 'color.red'))
    await hand.click(style(hand, 'fill.solid'))
    await hand.click(style(hand, 'dash.dashed'))
    await hand.key('r')
    await hand.drag([500, 480], [620, 560])
  },
  async Phone(hand) {
    const { page } = hand
    await hand.tap(page.getByTestId('tools.draw'))
    await hand.swipe([
      [100, 250],
      [250, 300],
    ])
    await hand.tap(page.getByTestId('quick-actions.undo'))
    await hand.tap(page.getByTestId('tools.more-button'))
    await hand.tap(page.getByTestId('tools.more.rectangle'))
    await hand.swipe([
      [100, 250],
      [250, 350],
    ])
    await hand.doubleTap([175, 300])
    await hand.type('Plan')
    await hand.tap([300, 600])
    await hand.swipe([
      [175, 300],
      [175, 400],
    ])
    await hand.swipe(...parting)
  },
  'Keyboard only': null,
  async 'Dark and zoomed'(hand, at) {
    await hand.key('Control+/')
    await zoomBox(hand, at)
    await hand.key('Shift+1')
    await hand.key('Control+/')
  },
  Errors: (hand) => errors(hand, [531, 340]),
}

/** The first minute: the three programs differ in the key of the pen alone. */
export async function firstMinute(hand: Hand, pen: string): Promise<void> {
  await hand.key(pen)
  await hand.drag([300, 250], [360, 200], [420, 280])
  await hand.key('r')
  await hand.drag([500, 200], [640, 290])
  await hand.key('Enter')
  await hand.type('Plan')
  await hand.key('Escape')
  await hand.key('t')
  await hand.click([320, 360])
  await hand.type('Hello')
  await hand.key('Escape')
  await hand.drag([335, 362], [335, 480])
}

/** Draws a box with a word in it at about 200 % in dark mode. */
export async function zoomBox(hand: Hand, at: Reading): Promise<void> {
  prove(await at.isDark(), 'dark mode is on')
  await hand.zoom([640, 400], 'in', async () => (await at.zoom()) > 1.9)
  await hand.key('r')
  await hand.drag([560, 340], [720, 440])
  await hand.key('Enter')
  await hand.type('Plan')
  await hand.key('Escape')
}

/**
 * Makes three boxes with a letter each and an arrow from the first to the second, and then, counted, the errors.
 *
 * @param end where the handle of the arrow's end is
 */
export async function errors(hand: Hand, end: Spot): Promise<void> {
  for (const [index, box] of row.entries()) {
    await hand.key('r')
    await hand.drag(...box)
    await hand.key('Enter')
    await hand.type('ABC'.charAt(index))
    await hand.key('Escape')
  }
  await hand.key('a')
  await hand.drag([437, 340], [534, 340])
  await hand.key('Escape')
  await hand.click([900, 600])
  hand.begin()
  await hand.key('r')
  await hand.drag([300, 500], [420, 560])
  await hand.key('Control+z')
  await hand.click([640, 302])
  await hand.key('Delete')
  await hand.key('Control+z')
  await hand.click([480, 340])
  await hand.drag(end, [745, 340])
  await hand.key('Control+a')
  await hand.key('Delete')
  await hand.key('Control+z')
}

function button(hand: Hand, id: string): Locator {
  return hand.page.getByTestId(id)
}

function style(hand: Hand, name: string): Locator {
  return hand.page.getByTestId(`style.${name}`)
}
