import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { BrowserContextOptions, Page } from '@playwright/test'
import { MeasuredBrowser } from '../lib/browser.ts'
import { excalidrawAt, inkbridgeAt, type Subject, tldrawAt } from '../lib/canvas-subjects.ts'
import { buildPages } from '../lib/peers.ts'
import { boardOf, type Scene } from '../lib/scene.ts'
import { serveFolder } from '../lib/static-server.ts'
import { excalidrawElements, tldrawScene } from './document.ts'

const folder = fileURLToPath(new URL('../out', import.meta.url))

const looks: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['light', { viewport: { width: 1440, height: 900 } }],
  ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 } }],
]

const scene: Scene = {
  strokes: [],
  rects: [
    [60, 120, 110, 80],
    [200, 180, 110, 80],
    [120, 320, 150, 90],
  ],
  width: 380,
  height: 480,
}

/**
 * The interface around the same shapes in all three, selected and with a menu open: pictures for review, `bench/out/`.
 */
export async function panels(): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const server = await TestServer.start()
  const peers = await serveFolder(await buildPages(), {
    '/excalidraw.json': JSON.stringify(excalidrawElements(scene)),
    '/tldraw.json': JSON.stringify(tldrawScene(scene)),
  })
  const board = await createBoard(server, { document: JSON.parse(exportJson(boardOf(scene).doc, 'Panels')) as unknown })
  try {
    for (const subject of [excalidrawAt(peers.url), tldrawAt(peers.url), inkbridgeAt(server, board)]) {
      for (const [look, options] of looks) {
        const browser = await MeasuredBrowser.launch()
        await shoot(await browser.page(options), subject, look)
        await browser.close()
      }
    }
  } finally {
    peers.close()
    await server.dispose()
  }
  return 'Pictures are in bench/out/.'
}

async function shoot(page: Page, subject: Subject, look: string): Promise<void> {
  const name = subject.name.split(' ')[0]?.toLowerCase()
  const picture = (what: string) => page.screenshot({ path: join(folder, `panels-${look}-${what}-${name}.png`) })
  await subject.open(page)
  await page.waitForTimeout(3_000)
  if (look === 'dark') await darken(page, name)
  await page.keyboard.press(subject.keys.select)
  await page.keyboard.press('Control+a')
  await page.waitForTimeout(1_000)
  await picture('selection')
  const [[left, top] = [0, 0]] = scene.rects
  const { x, y, zoom } = await subject.camera(page)
  await page.mouse.click((left - x) * zoom, (top + 40 - y) * zoom, { button: 'right' })
  await page.waitForTimeout(700)
  await picture('menu')
}

/** The peers have a switch of their own. */
async function darken(page: Page, name: string | undefined): Promise<void> {
  if (name === 'excalidraw') await page.evaluate(() => excalidraw.updateScene({ appState: { theme: 'dark' } }))
  if (name === 'tldraw') await page.keyboard.press('Control+/')
}
