import { type Browser, expect } from '@playwright/test'
import { createBoard, open } from '../board.ts'
import { festival } from './scenes.ts'
import { type Tour, untilDrawn } from './texts.ts'

/** Text being typed, pasted and searched. */
export async function textPlaces(browser: Browser, { server, options, texts, at }: Tour): Promise<void> {
  const board = await createBoard(server, { title: 'Hafenfest' })
  const page = await open(browser, server, board, 'owner', options)
  const other = await open(browser, server, board, 'editor', options)
  const visit = async (place: string) => {
    await untilDrawn(page)
    await at(page, `words-${place}`)
  }
  await page.evaluate((edits) => inkbridge.board.apply(edits as never), festival())
  await untilDrawn(page)
  await page.keyboard.press('Shift+Digit1')
  await expect.poll(() => other.evaluate(() => inkbridge.board.shapes().length)).toBe(festival().length)
  await other.evaluate(() => inkbridge.editor.write('piano' as never))
  await expect(other.locator('.ink-words .ProseMirror-focused')).toBeAttached()
  await other.keyboard.press('Control+End')
  await other.keyboard.press('Control+Shift+ArrowLeft')
  await expect.poll(() => page.evaluate(() => inkbridge.sync.peers[0]?.caret?.id)).toBe('piano')
  await visit('board')
  await page.evaluate(() => inkbridge.editor.write('lanterns' as never))
  await expect(page.locator('.ink-words .ProseMirror-focused')).toBeAttached()
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await visit('writing')
  await page.getByRole('button', { name: texts.t('text.highlight'), exact: true }).click()
  await visit('colours')
  await page.getByRole('button', { name: texts.t('text.link'), exact: true }).click()
  await visit('link')
  await page.evaluate(() => {
    inkbridge.editor.endWriting()
    inkbridge.editor.selection = ['ask']
  })
  await visit('selected')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+f')
  await page.getByLabel(texts.t('search.label')).last().fill('the')
  await visit('search')
  await page.keyboard.press('Escape')
  await page.evaluate(() => {
    inkbridge.editor.selection = ['way']
  })
  await visit('arrow')
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'Liebe Rita,\n\ndie Boote kommen am Freitag.')
    document
      .querySelector('.ink-canvas')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await expect(page.getByRole('region', { name: texts.t('paste.label') })).toBeVisible()
  await visit('pasted')
}
