import type { BoxedKind, NewShape } from '@inkbridge/types'
import { expect, type Page } from '@playwright/test'

/** Actions of journeys that edit by mouse and keyboard, and what they read from the board. */

/** Rectangles of 100 by 100 with these names, 200 apart, starting at (200, 200). */
export function rects(page: Page, ...ids: readonly string[]): Promise<void> {
  const made = ids.map((id, index): NewShape => {
    const at = { x: 200 + index * 200, y: 200, w: 100, h: 100, rotation: 0 }
    return { id: id as never, kind: 'rect', at, style: { color: 'ink', width: 4 } }
  })
  return page.evaluate((all) => {
    inkbridge.board.apply(all.map((shape) => ({ type: 'create', shape })))
  }, made)
}

/** A shape's values on the board, rounded. */
export function read(page: Page, id: string) {
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

export const at = async (page: Page, id: string) => (await read(page, id))?.at
export const selection = (page: Page) => page.evaluate(() => [...inkbridge.editor.selection])
export const state = (page: Page) => page.evaluate(() => ({ ...inkbridge.editor.state() }))

export async function select(page: Page, ...ids: readonly string[]): Promise<void> {
  await page.keyboard.press('v')
  await page.evaluate((names) => {
    ;(inkbridge.editor as { selection: readonly string[] }).selection = names
  }, ids)
}

/** Chooses a tool as a person does: by its button, or from the similar tools behind one. */
export async function chooseFigure(page: Page, kind: BoxedKind): Promise<void> {
  // A shortcut may follow.
  const label = new RegExp(`^${labels[kind].replace(/[()]/g, '\\$&')}( \\(.\\))?$`)
  const direct = page.getByRole('toolbar', { name: 'Tools', exact: true }).getByRole('button', { name: label })
  if (kind === 'rect' || kind === 'ellipse') return direct.click()
  const family = page.locator('.ink-family').nth(6).getByRole('button').first()
  const popover = figures(page)
  // A press chooses the visible tool, a second one shows the others; on a slow page the first was a long press.
  const shown = () => popover.isVisible()
  const taken = async () => (await family.getAttribute('aria-pressed')) === 'true'
  await family.click()
  await expect.poll(async () => (await shown()) || (await taken())).toBe(true)
  if (!(await shown())) await family.click()
  await popover.getByRole('button', { name: label }).click()
  // It fades, and must not be mistaken for the next.
  await expect(popover).toHaveCount(0)
}

/** The tools that share a button with the diamond. */
export function figures(page: Page) {
  return page.getByRole('toolbar', { name: 'Diamond and similar tools' })
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
  oval: 'Pill',
  trapezoid: 'Trapezoid',
  parallelogram: 'Parallelogram',
  'parallelogram-left': 'Parallelogram (left)',
  'arrow-right': 'Block arrow right',
  'arrow-left': 'Block arrow left',
  'arrow-up': 'Block arrow up',
  'arrow-down': 'Block arrow down',
  'x-box': 'Crossed box',
  'check-box': 'Checked box',
}

/** Drags without a pause, also on a busy machine: a press that lasts would bind an arrow to the point. */
export async function swiftDrag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const steps = [
    ['mouseMoved', from, 'none'],
    ['mousePressed', from, 'left'],
    ['mouseMoved', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], 'left'],
    ['mouseMoved', to, 'left'],
    ['mouseReleased', to, 'left'],
  ] as const
  await Promise.all(
    steps.map(([type, [x, y], button]) =>
      cdp.send('Input.dispatchMouseEvent', { type, x, y, button, clickCount: type === 'mouseMoved' ? 0 : 1 }),
    ),
  )
  await cdp.detach()
}
