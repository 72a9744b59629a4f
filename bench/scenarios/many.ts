import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Page } from '@playwright/test'
import { MeasuredBrowser, viewport } from '../lib/browser.ts'
import { inkbridgeAt } from '../lib/canvas-subjects.ts'
import { median, prove, table } from '../lib/report.ts'
import { boardOf, sceneOf } from '../lib/scene.ts'

const count = 100_000
const rounds = 3
/** As in the scenes of the canvas: four times what a window shows at 100 %. */
const place = { width: viewport.width * 2, height: viewport.height * 2 }
/** Commands, and how many shapes are selected when they run: spread evenly over the board, bottom to top. */
const cases = [
  ['select-all', 'select all', count + 1],
  ['group', 'group 100,000', 1],
  ['group', 'group 1,000', 100],
  ['group', 'group 2', 50_000],
  ['bring-forward', 'bring forward 50,000', 2],
  ['bring-forward', 'bring forward 1,000', 100],
  ['bring-forward', 'bring forward 2', 50_000],
] as const
type Command = (typeof cases)[number][0]

interface Figure {
  /** The command itself: when it returns the board has the edits, and observers were notified. */
  readonly ms: number
  /** To the end of the frame that shows it. */
  readonly frameMs: number
}

/** How long commands on many shapes take in a page's editor, on a board of 100,000 shapes. */
export async function many(): Promise<string> {
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const { doc } = boardOf(sceneOf(count, place.width, place.height, 7))
  const board = await createBoard(server, { document: JSON.parse(exportJson(doc, 'Bench')) as unknown })
  const browser = await MeasuredBrowser.launch()
  try {
    const page = await browser.page()
    await inkbridgeAt(server, board).open(page)
    await page.evaluate(() => bench.painted())
    prove((await page.evaluate(() => inkbridge.board.shapes().length)) === count, `${count} shapes are there`)
    return report(await measureAll(page))
  } finally {
    await browser.close()
    await server.dispose()
  }
}

type Row = readonly [name: string, figures: readonly Figure[]]

async function measureAll(page: Page): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [command, name, step] of cases) {
    const figures: Figure[] = []
    for (let round = 0; round < rounds; round += 1) figures.push(await measure(page, command, step))
    rows.push([name, figures])
  }
  return rows
}

async function measure(page: Page, command: Command, step: number): Promise<Figure> {
  await page.evaluate((every) => {
    inkbridge.editor.setTool('select')
    const chosen = inkbridge.board.shapes().filter((_, index) => index % every === every - 1)
    inkbridge.editor.selection = chosen.map(({ id }) => id)
  }, step)
  await page.evaluate(() => inkbridge.editor.settled())
  const { changed, ...figure } = await page.evaluate(async (name) => {
    const { editor } = inkbridge
    const before = editor.state()
    const begun = performance.now()
    editor.act(name)
    const ms = performance.now() - begun
    await new Promise(requestAnimationFrame)
    await new Promise((resolve) => setTimeout(resolve))
    return { ms, frameMs: performance.now() - begun, changed: editor.state() !== before }
  }, command)
  prove(changed, command)
  if (command !== 'select-all') await page.evaluate(() => void inkbridge.editor.undo())
  return figure
}

function report(rows: readonly Row[]): string {
  const figures = rows.map(([name, all]) => [
    name,
    median(all.map(({ ms }) => ms)),
    Math.max(...all.map(({ ms }) => ms)),
    median(all.map(({ frameMs }) => frameMs)),
  ])
  return `### Many shapes: commands on a board of ${count.toLocaleString('en')} (median of ${rounds} rounds)

${table(['command', 'command, ms', 'longest, ms', 'to the end of the next frame, ms'], figures)}`
}
