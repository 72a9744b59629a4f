import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { PNG } from 'pngjs'
import { createBoard, open, shapes, type TestBoard } from './board.ts'
import { content } from './downloads.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

let [server, other] = [] as unknown as [TestServer, TestServer]
let folder: string
test.beforeAll(async () => {
  server = await TestServer.start()
  other = await TestServer.start()
  folder = mkdtempSync(join(tmpdir(), 'inkbridge-files-'))
})
test.afterAll(async () => {
  await server.dispose()
  await other.dispose()
  rmSync(folder, { recursive: true })
})

const red = new PNG({ width: 30, height: 20 })
for (let at = 0; at < red.data.length; at += 4) red.data.set([220, 30, 40, 255], at)
const picture = PNG.sync.write(red)
const asset = createHash('sha256').update(picture).digest('base64url')
const assets = { [asset]: { type: 'image/png', bytes: picture.toString('base64') } }
const image = { kind: 'image', at: [0, 0, 30, 20, 0], order: 'a0', size: [30, 20], asset }
const boardFile = JSON.stringify({
  type: 'inkbridge',
  version: 1,
  title: 'Quay',
  document: { shapes: { image } },
  assets,
})

/** Drops a file on the board. */
function drop(page: Page, name: string, text: string): Promise<void> {
  return page.evaluate(
    ([name, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], name))
      const target = document.querySelector('[role=application]') ?? document.body
      target.dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, clientX: 640, clientY: 400, bubbles: true, cancelable: true }),
      )
    },
    [name, text] as const,
  )
}

async function exportedBy({ url }: TestServer, { id, tokens }: TestBoard) {
  const headers = { Authorization: `Bearer ${tokens.viewer}` }
  const response = await fetch(`${url}/api/boards/${id}/export`, { headers })
  return (await response.json()) as { readonly document: { readonly shapes: object }; readonly assets?: object }
}

test('a board with an image is opened from a file and saved again without a network, and is on the server later', async ({
  browser,
}) => {
  const proxy = await TestProxy.start(server.port)
  try {
    const board = await createBoard(server)
    const page = await open(browser, { url: proxy.url }, board)
    // Shows that the page has loaded what it needs to read files.
    await drop(page, 'empty.json', JSON.stringify({ type: 'inkbridge', version: 1, document: {} }))
    await expect(page.getByText('0 shapes imported.')).toBeVisible()
    proxy.cut()
    await drop(page, 'quay.inkbridge.json', boardFile)
    await expect(page.getByText('1 shape imported.')).toBeVisible()
    expect(await shapes(page)).toMatchObject([{ id: 'image', kind: 'image', at: { x: 0, y: 0, w: 30, h: 20 } }])
    await page.keyboard.press('Control+Shift+e')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'JSON', exact: true }).click(),
    ])
    const saved = JSON.parse((await content(download)).toString('utf8'))
    expect(saved.assets).toEqual(assets)
    proxy.mend()
    await expect.poll(async () => Object.keys((await exportedBy(server, board)).assets ?? {}).length).toBe(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    await expect.poll(() => shapes(page)).toEqual([])
  } finally {
    proxy.dispose()
  }
})

test('the list of boards makes a board of a drawing of another program', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(server.url)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import' }).click()
  const table = { name: 'Tides.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\nc,d') }
  await (await choosing).setFiles(table)
  await expect(page.getByRole('button', { name: 'Tides' })).toBeVisible()
  const exported = () =>
    page.evaluate(async () => {
      const response = await fetch(`/api${location.pathname.replace('/b/', '/boards/')}/export`)
      const { document } = (await response.json()) as { readonly document: { readonly shapes: object } }
      return Object.keys(document.shapes).length
    })
  expect(await exported()).toBe(4)
})

const cli = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))

interface Finished {
  readonly code?: number
  readonly stdout: string
  readonly stderr: string
}

function command(dataDir: string, ...args: readonly string[]): Promise<Finished> {
  const env = { ...process.env, DATA_DIR: dataDir, INIT_CWD: folder, LANG: 'C' }
  return promisify(execFile)(process.execPath, [cli, ...args], { env }).catch((error: Finished) => error)
}

test('inkbridge export and import carry boards with their images from server to server', async () => {
  writeFileSync(join(folder, 'quay.json'), boardFile)
  const made = await command(server.dataDir, 'import', 'quay.json')
  expect(made.stdout).toMatch(/^quay\.json: 1 shape, http:\/\/127\.0\.0\.1:\d+\/b\/\w{16}#k=[\w-]+\n$/)
  const [, link = ''] = /, (http\S+)/.exec(made.stdout) ?? []
  const saved = await command(other.dataDir, 'export', link, '--to', 'saved')
  expect([saved.stderr, readdirSync(join(folder, 'saved'))]).toEqual(['', ['Quay.inkbridge.json']])
  const moved = await command(server.dataDir, 'import', 'saved', '--server', other.url)
  expect(moved.stdout).toMatch(/^saved\/Quay\.inkbridge\.json: 1 shape, http/)
  const all = await command(other.dataDir, 'export', '--all', '--to', 'all')
  expect(all.stderr).toBe('')
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
  expect(read('all/Quay.inkbridge.json')).toEqual(read('saved/Quay.inkbridge.json'))
})

test('inkbridge export also writes files while no server runs on the folder, and replaces no file unasked', async () => {
  const stopped = await TestServer.start()
  const board = await createBoard(stopped)
  await stopped.stop()
  for (const format of ['tldr', 'pdf']) {
    const path = `${format}/board.${format}`
    expect((await command(stopped.dataDir, 'export', board.id, '--format', format, '--to', path)).stderr).toBe('')
    expect(readdirSync(join(folder, format))).toEqual([`board.${format}`])
  }
  const again = await command(stopped.dataDir, 'export', board.id, '--format', 'pdf', '--to', 'pdf/board.pdf')
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was written') })
  await stopped.dispose()
})

test('inkbridge import and export say what is wrong, with a code', async () => {
  writeFileSync(join(folder, 'note.txt'), 'Dear harbour master,')
  const outcomes = await Promise.all([
    command(server.dataDir, 'import'),
    command(server.dataDir, 'import', 'absent.json'),
    command(server.dataDir, 'import', 'note.txt'),
    command(server.dataDir, 'export', 'nowhere'),
    command(server.dataDir, 'export', 'A'.repeat(16)),
    command(server.dataDir, 'export', '--help'),
  ])
  expect(outcomes.map(({ code = 0 }) => code)).toEqual([2, 1, 1, 2, 1, 0])
  expect(outcomes.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    'Expected files or folders.',
    'There is no file or folder absent.json. Nothing was changed.',
    expect.stringMatching(/^note\.txt was not imported\. This file is of no format/),
    expect.stringMatching(/^nowhere is neither a board link/),
    expect.stringMatching(/^There is no board A+ in DATA_DIR/),
    '',
  ])
})
