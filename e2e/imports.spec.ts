import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { createBoard, open, saved, shapes } from './board.ts'
import { content, exported } from './downloads.ts'
import { rects, select } from './hand.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const element = { angle: 0, strokeColor: '#1e1e1e', backgroundColor: 'transparent', fillStyle: 'solid', groupIds: [] }
const box = {
  ...element,
  type: 'rectangle',
  id: 'box',
  x: 100,
  y: 100,
  width: 200,
  height: 100,
  customData: { of: 'mine' },
}
const words = {
  ...element,
  type: 'text',
  id: 'words',
  x: 100,
  y: 300,
  width: 90,
  height: 25,
  text: 'Hello',
  fontSize: 20,
}
const drawing = { type: 'excalidraw', version: 2, source: 'a test', elements: [box, words], appState: {}, files: {} }

function drop(page: Page, name: string, content: string | Buffer): Promise<void> {
  return page.evaluate(
    ([name, base64]) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name))
      const target = document.querySelector('[role=application]') ?? document.body
      target.dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, clientX: 640, clientY: 400, bubbles: true, cancelable: true }),
      )
    },
    [name, Buffer.from(content).toString('base64')] as const,
  )
}

test('a drawing of Excalidraw is opened by dropping it, undone in one step, and saved again without a loss', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await drop(page, 'plan.excalidraw', JSON.stringify(drawing))
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['rect', 'text'])
  await expect(page.getByText('2 shapes are as in the file.')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect.poll(() => shapes(page)).toEqual([])
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await shapes(page)).length).toBe(2)
  await saved(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+e')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Excalidraw' }).click(),
  ])
  const written = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(written.elements).toMatchObject([box, words])
})

test('a broken drawing changes nothing and says so', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await drop(page, 'plan.excalidraw', JSON.stringify(drawing).slice(0, -30))
  await expect(page.getByText('Nothing was changed')).toBeVisible()
  expect(await shapes(page)).toEqual([])
})

test('a flowchart of Mermaid and a drawing of tldraw become shapes; a drawing of draw.io is refused with advice', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await drop(page, 'flow.mmd', 'flowchart LR\n  a[One] --> b[Two]\n')
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind).sort()).toEqual(['line', 'rect', 'rect'])
  await drop(page, 'plan.drawio', '<mxfile><diagram>7V1b</diagram></mxfile>')
  await expect(page.getByText('draw.io')).toBeVisible()
  const tldr = {
    tldrawFileFormatVersion: 1,
    schema: {
      schemaVersion: 2,
      sequences: { 'com.tldraw.store': 4, 'com.tldraw.shape': 4, 'com.tldraw.shape.group': 0 },
    },
    records: [
      { id: 'document:document', typeName: 'document', gridSize: 10, name: '', meta: {} },
      { id: 'page:page', typeName: 'page', name: 'Page 1', index: 'a1', meta: {} },
    ],
  }
  await drop(page, 'empty.tldr', JSON.stringify(tldr))
  await expect(page.getByText(/0 shapes are as in the file|tldraw/)).toBeVisible()
})

/** The shapes of a board without their ids and orders, and whether the files of their images are here. */
function looks(page: Page) {
  return page.evaluate(() => {
    const { assets } = inkbridge.sync as unknown as { assets: { get(id: string): Promise<Blob | null> } }
    const all = inkbridge.board.shapes().map(async ({ id: _id, order: _order, ...shape }) => ({
      ...shape,
      ...('asset' in shape ? { isHere: (await assets.get(String(shape.asset))) !== null } : {}),
    }))
    return Promise.all(all)
  })
}

test('a PNG and an SVG with the board in them bring it back as it was, with its images; without, they are images', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await rects(page, 'a')
  await page.evaluate(() => {
    const note = {
      id: 'n' as never,
      kind: 'note',
      at: { x: 400, y: 200, w: 200, h: 200, rotation: 0.1 },
      style: { color: 'amber', width: 2 },
      text: [{ runs: [{ text: 'Some ' }, { text: 'bold', bold: true }] }],
    } as const
    inkbridge.board.apply([{ type: 'create', shape: note as never }])
  })
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='
  await drop(page, 'dot.png', Buffer.from(dot, 'base64'))
  await expect.poll(async () => (await shapes(page)).length).toBe(3)
  await page.keyboard.press('Escape')
  const before = await looks(page)
  expect(before.at(-1)).toMatchObject({ kind: 'image', isHere: true })
  const embed = (opened: Page) => opened.getByRole('checkbox', { name: /^Embed board/ }).check()
  const files = [await exported(page, 'PNG', embed), await exported(page, 'SVG', embed)]
  for (const file of files) {
    const other = await open(browser, server, await createBoard(server))
    await drop(other, file.suggestedFilename(), await content(file))
    await expect(other.getByText('3 shapes imported.')).toBeVisible()
    expect(await looks(other)).toEqual(before)
    await other.keyboard.press('Control+z')
    await expect.poll(() => shapes(other)).toEqual([])
  }
  const plain = await exported(page, 'PNG')
  const other = await open(browser, server, await createBoard(server))
  await drop(other, plain.suggestedFilename(), await content(plain))
  await expect.poll(async () => (await shapes(other)).map(({ kind }) => kind)).toEqual(['image'])
})

const cloud = {
  ...{ id: 'shape:cloud', typeName: 'shape', type: 'geo', index: 'a1', x: 0, y: 0, rotation: 0, parentId: 'page:page' },
  ...{ isLocked: false, opacity: 1, meta: {} },
  props: {
    ...{ geo: 'ellipse', w: 200, h: 100, growY: 0, color: 'red', labelColor: 'black', fill: 'none', dash: 'draw' },
    ...{ size: 'm', font: 'sans', align: 'middle', verticalAlign: 'middle', url: '', scale: 1 },
    richText: { type: 'doc', content: [{ type: 'paragraph' }] },
  },
}
const sequences = { 'com.tldraw.store': 4, 'com.tldraw.shape': 4, 'com.tldraw.shape.geo': 10 }
const tldrawData = {
  ...{ shapes: [cloud], bindings: [], assets: [], rootShapeIds: ['shape:cloud'] },
  schema: { schemaVersion: 2, sequences },
}
const tldrawHtml = `<div data-tldraw>${JSON.stringify({ type: 'application/tldraw', kind: 'content', version: 2, data: tldrawData })}</div>`

test('shapes are copied for Excalidraw, and shapes of tldraw are pasted from the menu', async ({ browser }) => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const page = await open(browser, server, await createBoard(server), 'editor', { permissions })
  await rects(page, 'a', 'b')
  await select(page, 'b')
  await page.mouse.click(450, 201, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy as', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Copy as Excalidraw' }).click()
  await expect(page.getByText('Copied. Paste it in Excalidraw.')).toBeVisible()
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(copied).toMatchObject({ type: 'excalidraw/clipboard', elements: [{ type: 'rectangle', x: 400, y: 200 }] })
  await page.evaluate(async (html) => {
    const item = {
      'text/html': new Blob([html], { type: 'text/html' }),
      'text/plain': new Blob(['Tea'], { type: 'text/plain' }),
    }
    await navigator.clipboard.write([new ClipboardItem(item)])
  }, tldrawHtml)
  await page.mouse.click(700, 600, { button: 'right' })
  await page
    .getByRole('menuitem', { name: /^Paste/ })
    .first()
    .click()
  await expect.poll(async () => (await shapes(page)).map(({ kind }) => kind)).toEqual(['rect', 'rect', 'ellipse'])
})
