import { type Browser, expect, type Page } from '@playwright/test'
import { createBoard, open } from '../board.ts'
import { figures } from './scenes.ts'
import { patternOf, type Tour, untilDrawn } from './texts.ts'

/** Panels, menus and tools for editing shapes. */
export async function editingPlaces(browser: Browser, tour: Tour): Promise<void> {
  const { server, options, texts } = tour
  const board = await createBoard(server, { title: 'Formen' })
  const page = await open(browser, server, board, 'editor', options)
  await page.evaluate((edits) => inkbridge.board.apply(edits as never), figures())
  await page.keyboard.press('Shift+Digit1')
  const visit = async (place: string) => {
    await untilDrawn(page)
    await tour.at(page, `edit-${place}`)
  }
  await select(page, 'figure9')
  await visit('turned')
  await stylePanel(page, tour, visit)
  await contextMenus(page, tour, visit)
  await select(page, 'line0')
  await visit('line')
  await page.keyboard.press('Control+k')
  await page.getByLabel(texts.t('link.address')).fill('javascript:0')
  await page.keyboard.press('Enter')
  await expect(page.getByText(texts.t('link.invalid'))).toBeVisible()
  await visit('link')
  await close(page)
  await page.keyboard.press('Control+/')
  await expect(page.getByRole('combobox')).toBeVisible()
  await visit('palette')
  await close(page)
  await tools(page, tour, visit)
  await page.keyboard.press('Alt+r')
  await visit('viewing')
  await page.keyboard.press('Alt+r')
  await page.keyboard.press('Alt+z')
  await visit('zen')
}

type Visit = (place: string) => Promise<void>

async function select(page: Page, ...ids: readonly string[]): Promise<void> {
  await page.keyboard.press('v')
  await page.evaluate((names) => {
    inkbridge.editor.selection = names
  }, ids)
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The style panel with every kind of field. On a phone a button opens it. */
async function stylePanel(page: Page, { texts }: Tour, visit: Visit): Promise<void> {
  const button = page.getByRole('button', { name: texts.t('style.label'), exact: true })
  const isPhone = await button.isVisible()
  await select(page, 'figure0', 'figure1', 'figure8')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Alt+/')
  if (isPhone) await button.click()
  await visit('mixed')
  await page.getByRole('button', { name: texts.t('style.more') }).click()
  await visit('mixed-more')
  await page.getByRole('button', { name: texts.t('style.less') }).click()
  if (isPhone) await button.click()
  await page.keyboard.press('Alt+/')
}

async function contextMenus(page: Page, { texts: { t } }: Tour, visit: Visit): Promise<void> {
  await page.keyboard.press('Control+Shift+g')
  const at = await page.evaluate(() => {
    const { camera } = inkbridge.editor
    const { x, y } = inkbridge.board.get('figure0' as never)?.at ?? { x: 0, y: 0 }
    const [left, top] = [(x - camera.x) * camera.zoom, (y - camera.y) * camera.zoom]
    return { x: left, on: top + 45 * camera.zoom, above: top - 40 }
  })
  const submenus = {
    selection: ['menu.order', 'menu.align', 'menu.flip', 'menu.convert', 'menu.frame'],
    board: ['menu.frame', 'menu.view', 'menu.paper'],
  } as const
  for (const [where, names] of Object.entries(submenus)) {
    for (const name of names) {
      if (where === 'selection') await select(page, 'figure0', 'figure1', 'figure8')
      await page.mouse.click(at.x, where === 'board' ? at.above : at.on, { button: 'right' })
      const entry = page.getByRole('menuitem', { name: t(name), exact: true })
      await entry.click()
      await expect(entry).toHaveAttribute('aria-expanded', 'true')
      await expect(page.getByRole('menu')).toHaveCount(2)
      await visit(`${where}-${name.replace('.', '-')}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('menu')).toHaveCount(0)
    }
    await page.keyboard.press('Escape')
  }
}

/** Each tool with its style, and the tools that share a button. */
async function tools(page: Page, { texts: { t } }: Tour, visit: Visit): Promise<void> {
  const keys = { pen: 'd', highlighter: 'Shift+D', arrow: 'a', text: 't', note: 'n', frame: 'f', laser: 'k' } as const
  for (const [name, key] of Object.entries(keys)) {
    await page.keyboard.press(key)
    await visit(`tool-${name}`)
  }
  await page.keyboard.press('3')
  await page.getByRole('button', { name: t('tool.diamond') }).click()
  await expect(page.getByRole('toolbar', { name: patternOf(t('toolbar.family', { tool: '{tool}' })) })).toBeVisible()
  await visit('tools')
  await page.keyboard.press('Escape')
}
