import { readFile } from 'node:fs/promises'
import { type Download, expect, type Page } from '@playwright/test'

/**
 * Exports the board through the dialog, as a user does.
 *
 * @param prepare sets the options of the dialog
 */
export async function exported(
  page: Page,
  name: 'PNG' | 'SVG' | 'PDF' | 'JSON',
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<Download> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await expect(dialog.getByAltText('Preview')).toBeVisible()
  await prepare(page)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name, exact: true }).click(),
  ])
  await expect(dialog).toHaveCount(0)
  return file
}

export async function content(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}
