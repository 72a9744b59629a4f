import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { createBoard, open, saved, type TestBoard } from './board.ts'
import { content, exported } from './downloads.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Pictures of one board, made by the browser and by the server. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const style = { color: 'ink', width: 2 }
const said = (text: string, look: object = {}) => ({ runs: [{ text, ...look }] })
const at = (x: number, y: number, w: number, h: number, rotation = 0) => ({ x, y, w, h, rotation })

/** Nested frames, the innermost rotated, each with text; no text is wider than its frame. */
const nested: readonly { readonly id: string; readonly parent: string | null; readonly [name: string]: unknown }[] = [
  { id: 'outer', parent: null, kind: 'frame', name: 'Harbour', at: at(0, 0, 900, 700), style },
  { id: 'middle', parent: 'outer', kind: 'frame', name: '', at: at(40, 200, 820, 460), style },
  { id: 'inner', parent: 'middle', kind: 'frame', name: 'Boats', at: at(420, 260, 380, 340, 0.05), style },
  { id: 'alone', parent: null, kind: 'rect', at: at(940, 40, 200, 90), style, text: [said('Outside of all')] },
  {
    id: 'plain',
    parent: 'outer',
    kind: 'rect',
    at: at(40, 40, 220, 90),
    style,
    text: [said('Ask the city about the boats')],
  },
  {
    id: 'mixed',
    parent: 'outer',
    kind: 'rect',
    at: at(300, 40, 260, 90),
    style,
    text: [
      { runs: [{ text: 'Some ' }, { text: 'bold', bold: true }, { text: ' and ' }, { text: 'italic', italic: true }] },
    ],
  },
  {
    id: 'code',
    parent: 'middle',
    kind: 'rect',
    at: at(70, 240, 300, 80),
    style,
    text: [said('boats.every(isBack)', { code: true })],
  },
  {
    id: 'serif',
    parent: 'middle',
    kind: 'ellipse',
    at: at(70, 340, 260, 120),
    style: { ...style, font: 'serif' },
    text: [said('A harbour festival')],
  },
  {
    id: 'note',
    parent: 'middle',
    kind: 'note',
    at: at(90, 470, 170, 170),
    style: { ...style, fill: 'green' },
    by: 'Mara',
    text: [
      { ...said('Lanterns'), list: 'check', checked: true },
      { ...said('Music'), list: 'number' },
    ],
  },
  {
    id: 'sans',
    parent: 'inner',
    kind: 'text',
    wraps: true,
    at: at(450, 290, 300, 60),
    style: { ...style, font: 'sans' },
    text: [{ ...said('Heading'), heading: 2 }, said('lanterns along the quay, lit at nine')],
  },
  {
    id: 'russian',
    parent: 'inner',
    kind: 'rect',
    at: at(450, 430, 140, 70),
    style: { ...style, font: 'sans' },
    text: [said('лодки')],
  },
  {
    id: 'link',
    parent: 'inner',
    kind: 'rect',
    at: at(620, 430, 150, 70),
    style,
    text: [said('a link', { link: 'https://example.org/' })],
  },
  {
    id: 'arrow',
    parent: 'inner',
    kind: 'line',
    at: at(450, 540, 320, 0),
    points: [0, 0, 1, 0],
    style: { ...style, endHead: 'arrow' },
    text: [said('leads to')],
  },
]

async function put(page: Page): Promise<void> {
  await page.evaluate((all) => {
    inkbridge.board.apply(all.map(({ parent: _parent, ...shape }) => ({ type: 'create', shape }) as never))
    inkbridge.board.apply(all.flatMap(({ id, parent }) => (parent ? [{ type: 'parent', id, parent } as never] : [])))
  }, nested)
  await page.evaluate(() => inkbridge.editor.settled())
  await saved(page)
}

async function served(board: TestBoard, query: string): Promise<Buffer> {
  const response = await fetch(`${server.url}/api/boards/${board.id}/export?${query}`, {
    headers: { Authorization: `Bearer ${board.tokens.viewer}` },
  })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

/** An SVG's text without its numbers, its numbers, and its fonts including files, in any order. */
function partsOf(svg: Buffer) {
  const [, fonts = ''] = /<style>(.*?)<\/style>/.exec(svg.toString()) ?? []
  const drawing = svg.toString().replace(/<style>.*?<\/style>/, '')
  const number = /-?\d+(?:\.\d+)?/g
  return {
    words: drawing.replace(number, '#'),
    numbers: (drawing.match(number) ?? []).map(Number),
    fonts: new Set(fonts.split('@font-face').map((face) => createHash('sha256').update(face).digest('hex'))),
  }
}

test('the server’s picture of text in nested frames is the same as the browser’s', async ({ browser }) => {
  const board = await createBoard(server, { title: 'Harbour' })
  const page = await open(browser, server, board)
  await put(page)
  const [here, there] = [
    partsOf(await content(await exported(page, 'SVG'))),
    partsOf(await served(board, 'format=svg')),
  ]
  expect(there.words).toBe(here.words)
  const furthest = Math.max(...here.numbers.map((value, index) => Math.abs(value - (there.numbers[index] ?? Infinity))))
  // World units: widths in a font file as the browser's fractions of a pixel.
  expect(furthest).toBeLessThan(0.1)
  expect(there.fonts).toEqual(here.fonts)
})

/** Text in scripts that the board's fonts have and lack, and in none: the system draws emoji. */
const scripts = [
  'Ask the city',
  'Привет, доска',
  'مرحبا بالعالم',
  'שלום עולם',
  '日本語のテキスト',
  'sun 😀 and',
] as const

/** The words of a PDF in logical order, without marks of direction; needs `pdftotext`. */
function wordsOf(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).replace(/[\u202a-\u202e]/g, '')
}

test('the server’s PDF has the words of all scripts, also from the dialog, which makes a page for each frame as well', async ({
  browser,
}) => {
  test.skip(spawnSync('pdftotext', ['-v']).error !== undefined, 'needs pdftotext of poppler-utils')
  const board = await createBoard(server, { title: 'Harbour' })
  const page = await open(browser, server, board)
  await put(page)
  await page.evaluate((all) => {
    inkbridge.board.apply(
      all.map((text, index) => ({
        type: 'create',
        shape: {
          ...{ id: `script${index}`, kind: 'rect', at: { x: 1300, y: index * 120, w: 400, h: 90, rotation: 0 } },
          ...{ style: { color: 'ink', width: 2, font: 'sans' }, text: [{ runs: [{ text }] }] },
        },
      })) as never,
    )
  }, scripts)
  await saved(page)
  const words = wordsOf(await served(board, 'format=pdf'))
  for (const text of [...scripts, 'A harbour festival', 'leads to']) expect(words).toContain(text)
  const serverPages = wordsOf(await served(board, 'format=pdf&pages=frames'))
  expect([serverPages.includes('A harbour festival'), serverPages.includes('Outside of all')]).toEqual([true, false])
  const whole = await content(await exported(page, 'PDF'))
  const frames = await content(
    await exported(page, 'PDF', async (page) => {
      await page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Frames' }).click()
    }),
  )
  for (const text of [...scripts, 'A harbour festival']) expect(wordsOf(whole)).toContain(text)
  const sizes = [whole, frames].map((file) => /\/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]/.exec(file.toString('latin1'))?.[0])
  expect(sizes).toEqual([expect.any(String), '/MediaBox[0 0 675 525]'])
})

test('closing the dialog cancels an export', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { serviceWorkers: 'block' })
  await put(page)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/*.woff2', async (route) => {
    await held
    await route.continue()
  })
  const names: string[] = []
  page.on('download', (file) => names.push(file.suggestedFilename()))
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await dialog.getByRole('button', { name: 'SVG', exact: true }).click()
  await expect(dialog.locator('[aria-busy="true"]')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  release()
  await exported(page, 'PNG')
  await exported(page, 'SVG')
  expect(names.map((name) => name.replace(/.*\./, ''))).toEqual(['png', 'svg'])
})
