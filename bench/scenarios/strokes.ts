import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { InkPoint } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { MeasuredBrowser } from '../lib/browser.ts'
import { excalidrawAt, inkbridgeAt, tldrawAt } from '../lib/canvas-subjects.ts'
import { buildPages } from '../lib/peers.ts'
import { boardOf, type Scene, type Stroke } from '../lib/scene.ts'
import { serveFolder } from '../lib/static-server.ts'
import { excalidrawElements, tldrawScene } from './document.ts'

const folder = fileURLToPath(new URL('../out', import.meta.url))

/** The same handwriting in all three, at 1x, 4x and 16x: pictures for review, `bench/out/`. Nothing is measured. */
export async function strokes(): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const scene = handwriting()
  const server = await TestServer.start()
  const peers = await serveFolder(await buildPages(), {
    '/excalidraw.json': JSON.stringify(excalidrawElements(scene)),
    '/tldraw.json': JSON.stringify(tldrawScene(scene)),
  })
  const { doc } = boardOf(scene)
  const board = await createBoard(server, { document: JSON.parse(exportJson(doc, 'Ink')) as unknown })
  try {
    for (const subject of [excalidrawAt(peers.url), tldrawAt(peers.url), inkbridgeAt(server, board)]) {
      const browser = await MeasuredBrowser.launch()
      const page = await browser.page()
      await subject.open(page)
      await page.evaluate(() => bench.painted())
      for (const [zoom, x, y] of [
        [1, 420, 300],
        [4, 330, 210],
        [16, 275, 195],
      ] as const) {
        await subject.look(page, x, y, zoom)
        await page.waitForTimeout(1_500)
        const path = join(folder, `ink-${zoom}x-${subject.name.split(' ')[0]?.toLowerCase()}.png`)
        await page.screenshot({ path, clip: { x: 240, y: 100, width: 780, height: 560 } })
      }
      await browser.close()
    }
  } finally {
    peers.close()
    await server.dispose()
  }
  return 'Pictures are in bench/out/.'
}

/** Loops, corners, slow and fast lines: meaningless letters, as a mouse reports them at 60 Hz. */
function handwriting(): Scene {
  const random = seeded(11)
  const all: Stroke[] = []
  for (let row = 0; row < 3; row += 1) {
    const points: InkPoint[] = []
    for (let at = 0; at < 150; at += 1) {
      const angle = at / (3.2 + row)
      points.push({
        x: Math.round(150 + at * 3.2 + 16 * Math.cos(angle) + random()),
        y: Math.round(200 + row * 90 + (18 + 6 * row) * Math.sin(angle) + random()),
        pressure: null,
        time: at * 16,
      })
    }
    all.push({ color: ['ink', 'blue', 'red'][row] ?? 'ink', width: 4, points })
  }
  const zigzag: InkPoint[] = []
  for (let side = 0; side < 4; side += 1) {
    const [fromX = 0, fromY = 0, toX = 0, toY = 0] = [
      150 + side * 130,
      side % 2 === 0 ? 480 : 130,
      280 + side * 130,
      side % 2 === 0 ? 130 : 480,
    ]
    for (let at = 0; at < 14; at += 1) {
      const x = fromX + ((toX - fromX) * at) / 14
      const y = fromY + ((toY - fromY) * at) / 14
      zigzag.push({ x: Math.round(x), y: Math.round(y), pressure: null, time: (side * 14 + at) * 16 })
    }
  }
  return { strokes: [...all, { color: 'green', width: 4, points: zigzag }], rects: [], width: 700, height: 500 }
}
