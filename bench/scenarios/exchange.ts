import { createBoard, open } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Page } from '@playwright/test'
import { MeasuredBrowser } from '../lib/browser.ts'
import { memoryMb, treeOf } from '../lib/cpu.ts'
import { prove, table } from '../lib/report.ts'
import { sceneOf } from '../lib/scene.ts'
import { excalidrawElements } from './document.ts'

const count = Number(process.env.BENCH_SHAPES ?? 20_000)
const patienceMs = 180_000

/** A large drawing opened, and exported by the dialog, in the page as people do it. */
export async function exchange(): Promise<string> {
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const browser = await MeasuredBrowser.launch()
  try {
    const context = (await browser.page()).context()
    const page = await open(context, server, await createBoard(server))
    const elements = excalidrawElements(sceneOf(count, 20_000, 12_000, 3))
    const file = JSON.stringify({ type: 'excalidraw', version: 2, source: 'bench', elements, appState: {}, files: {} })
    const measured = (page: Page, name: string, work: () => Promise<number>) =>
      measure({ name, work, page, server, browser })
    const openFile = async (page: Page, text: string, name: string) => {
      page.setDefaultTimeout(patienceMs)
      // A file is on the disk before it is opened: how it comes into the page is not measured.
      await page.evaluate(([text, name]) => Object.assign(globalThis, { opened: new File([text], name) }), [
        text,
        name,
      ] as const)
      return measured(page, `${name.replace(/^.*?\./, '.')} opened`, () => opened(page, text.length))
    }
    const rows = [await openFile(page, file, 'large.excalidraw')]
    await page.waitForFunction(() => {
      const { device, received } = inkbridge.sync.status.edits as { device: number; received: number }
      return device === 0 && received === 0
    })
    let last = ''
    for (const name of ['PNG', 'SVG', 'PDF', 'Excalidraw', 'tldraw', 'JSON'])
      rows.push(
        await measured(page, name, async () => {
          const content = await exported(page, name)
          last = name === 'JSON' ? content.toString() : ''
          return content.length
        }),
      )
    await page.close()
    rows.push(await openFile(await open(context, server, await createBoard(server)), last, 'large.inkbridge.json'))
    const head = ['', 'seconds', 'file, MB', 'longest task of the page, ms', 'browser, MB more', 'server, MB more']
    return `### ${count.toLocaleString('en')} shapes in and out\n\n${table(head, rows)}`
  } finally {
    await browser.close()
    await server.dispose()
  }
}

interface Measured {
  readonly name: string
  /** Returns the size of the file, bytes. */
  work(): Promise<number>
  readonly page: Page
  readonly server: TestServer
  readonly browser: MeasuredBrowser
}

async function measure({ name, work, page, server, browser }: Measured): Promise<readonly (string | number)[]> {
  process.stderr.write(`${name}\n`)
  const now = () => [memoryOf(browser.pid), memoryOf(server.pid)] as const
  const before = now()
  const most: [number, number] = [...before]
  const sampling = setInterval(() => {
    for (const [index, value] of now().entries()) most[index] = Math.max(most[index] ?? 0, value)
  }, 500)
  try {
    await page.evaluate(() => bench.watch())
    const begun = performance.now()
    const bytes = await work()
    const seconds = (performance.now() - begun) / 1_000
    const { longest } = await page.evaluate(() => bench.watched())
    return [name, seconds, bytes / 1e6, longest, most[0] - before[0], most[1] - before[1]]
  } finally {
    clearInterval(sampling)
  }
}

function memoryOf(root: number): number {
  return treeOf(root).reduce((sum, pid) => sum + memoryMb(pid), 0)
}

async function opened(page: Page, bytes: number): Promise<number> {
  await page.evaluate(() =>
    (inkbridge.editor as unknown as { addFiles(files: readonly File[]): Promise<void> }).addFiles([
      (globalThis as unknown as { opened: File }).opened,
    ]),
  )
  // Rarely: each time sorts all shapes.
  await page.waitForFunction((wanted) => inkbridge.board.shapes().length === wanted, count, { polling: 200 })
  return bytes
}

async function exported(page: Page, name: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name, exact: true }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const content = Buffer.concat(chunks)
  prove(content.length > 10_000, `${name} has a file`)
  await dialog.waitFor({ state: 'detached' })
  return content
}
