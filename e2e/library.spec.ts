import { expect, type Page } from '@playwright/test'
import { createBoard, open, shapes } from './board.ts'
import { content } from './downloads.ts'
import { rects, select, selection } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const element = { angle: 0, strokeColor: '#1e1e1e', backgroundColor: 'transparent', fillStyle: 'solid', groupIds: [] }
const box = { ...element, type: 'rectangle', id: 'box', x: 0, y: 0, width: 100, height: 60 }
const circle = { ...element, type: 'ellipse', id: 'circle', x: 200, y: 0, width: 60, height: 60 }
const library = {
  type: 'excalidrawlib',
  version: 2,
  source: 'a test',
  libraryItems: [
    { id: 'an-item-with-a-server', status: 'published', elements: [box, circle], created: 1, name: 'Server' },
    { id: 'an-item-with-a-circle', status: 'published', elements: [circle], created: 2, name: 'Circle' },
  ],
}

function panel(page: Page) {
  return page.getByRole('region', { name: 'Library' })
}

function items(page: Page) {
  return panel(page).getByRole('button', { name: /^Insert / })
}

async function openFile(page: Page, name: string, text: string): Promise<void> {
  await panel(page).getByRole('button', { name: 'More actions for the library' }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Open library…' }).click(),
  ])
  await chooser.setFiles({ name, mimeType: '', buffer: Buffer.from(text) })
}

test('items of a library file are found by name and added by click, key and drag, each in one undo step', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('Alt+b')
  await openFile(page, 'a.excalidrawlib', JSON.stringify(library))
  await expect(items(page)).toHaveCount(2)
  await openFile(page, 'a.excalidrawlib', JSON.stringify(library))
  await expect(page.getByText('2 items added to the library.')).toBeVisible()
  await expect(items(page)).toHaveCount(2)
  await panel(page).getByRole('searchbox', { name: 'Search library' }).fill('serv')
  await expect(items(page)).toHaveCount(1)
  const tile = panel(page).getByRole('button', { name: 'Insert Server' })
  await tile.click()
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['rect', 'ellipse'])
  const [first, second] = await shapes(page)
  expect([...(await selection(page))].sort()).toEqual([first?.id, second?.id].sort())
  const middle = await page.evaluate(() => inkbridge.editor.camera)
  expect(first?.at).toMatchObject({ x: Math.round(middle.x + 640 - 130), y: Math.round(middle.y + 400 - 30) })
  await page.keyboard.press('Control+z')
  await expect.poll(() => shapes(page)).toEqual([])
  await tile.focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  await page.keyboard.press('Control+z')
  await tile.hover()
  await page.mouse.down()
  await page.mouse.move(700, 300, { steps: 4 })
  await page.mouse.move(900, 600)
  await page.mouse.up()
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  const [dropped] = await shapes(page)
  expect(dropped?.at).toMatchObject({ x: Math.round(middle.x + 900 - 130), y: Math.round(middle.y + 600 - 30) })
})

test('a selection becomes an item, which another tab renames, removes and restores, and which is saved as a file', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a', 'b')
  await select(page, 'a', 'b')
  await page.mouse.click(250, 201, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to library' }).click()
  await expect(page.getByText('Added to the library.')).toBeVisible()
  const other = await open(page.context(), server, await createBoard(server))
  await other.keyboard.press('Alt+b')
  await other.getByRole('button', { name: 'Insert Item 1' }).focus()
  await other.keyboard.press('F2')
  await other.getByRole('textbox', { name: 'Name' }).fill('Two boxes')
  await other.keyboard.press('Enter')
  await page.keyboard.press('Alt+b')
  const named = page.getByRole('button', { name: 'Insert Two boxes' })
  await expect(named).toBeVisible()
  await other.getByRole('button', { name: 'Insert Two boxes' }).press('Delete')
  await expect(named).toHaveCount(0)
  await expect(panel(page)).toContainText('The library is empty.')
  await panel(other).getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(named).toBeVisible()
  await panel(page).getByRole('button', { name: 'More actions for the library' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save library as file' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('library.excalidrawlib')
  expect(JSON.parse((await content(download)).toString())).toMatchObject({
    type: 'excalidrawlib',
    version: 2,
    libraryItems: [{ name: 'Two boxes', elements: [{ type: 'rectangle' }, { type: 'rectangle' }] }],
  })
})

test('a file that is not a library changes nothing and says so', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('Alt+b')
  await openFile(page, 'a.excalidrawlib', '{"type":"excalidrawlib"')
  await expect(page.getByText('Nothing was changed')).toBeVisible()
  await openFile(page, 'a.excalidrawlib', '{"type":"excalidrawlib","library":[]}')
  await expect(page.getByText('This library has no items.')).toBeVisible()
  await expect(panel(page)).toContainText('The library is empty.')
})

test('images of an item are added with it, on other boards and from a saved library in another browser', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.evaluate(async (dot) => {
    const bytes = Uint8Array.from(atob(dot), (letter) => letter.charCodeAt(0))
    const editor = inkbridge.editor as unknown as { addFiles(files: readonly File[]): Promise<void> }
    await editor.addFiles([new File([bytes], 'dot.png')])
  }, 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=')
  await page.keyboard.press('Alt+b')
  await panel(page).getByRole('button', { name: 'Add selection' }).click()
  const other = await open(page.context(), server, await createBoard(server))
  await other.keyboard.press('Alt+b')
  await items(other).click()
  await expect.poll(() => uploaded(other)).toEqual({ kinds: ['image'], pending: 0, isHere: true })
  await panel(page).getByRole('button', { name: 'More actions for the library' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save library as file' }).click(),
  ])
  const elsewhere = await open(browser, server, await createBoard(server))
  await elsewhere.keyboard.press('Alt+b')
  await openFile(elsewhere, 'a.excalidrawlib', (await content(download)).toString())
  await items(elsewhere).click()
  await expect.poll(() => uploaded(elsewhere)).toEqual({ kinds: ['image'], pending: 0, isHere: true })
})

/** The kinds of all shapes, the images that wait to be uploaded, and whether the first one is on this device. */
function uploaded(page: Page) {
  return page.evaluate(async () => {
    const { assets, status } = inkbridge.sync as typeof inkbridge.sync & {
      readonly assets: { get(id: string): Promise<Blob | null> }
    }
    const all = inkbridge.board.shapes()
    const [asset] = all.flatMap((shape) => ('asset' in shape ? [shape.asset] : []))
    const file = asset ? await assets.get(asset) : null
    return { kinds: all.map(({ kind }) => kind), pending: status.uploads.pending, isHere: file !== null }
  })
}
