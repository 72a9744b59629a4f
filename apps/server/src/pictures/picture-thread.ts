import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { openBoard } from '@inkbridge/board'
import { hasText, svgOf } from '@inkbridge/canvas/picture'
import { Resvg } from '@resvg/resvg-js'
import { decompress } from 'wawoff2'
import * as Y from 'yjs'
import type { PictureAnswer, PictureRequest } from './messages.ts'

/** Draws boards beside the thread that serves them: ten thousand strokes take a second. */

/** No picture is larger than this on a side; pixels. */
const maxSide = 8_192

const fontPath = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
)
let fontFiles: Promise<string[]> | null = null

parentPort?.on('message', (request: PictureRequest) => {
  draw(request).then(
    (bytes) => answer({ id: request.id, bytes }),
    (error: unknown) => answer({ id: request.id, problem: error instanceof Error ? error.message : String(error) }),
  )
})

function answer(message: PictureAnswer): void {
  parentPort?.postMessage(message)
}

async function draw({ update, format, options, scale }: PictureRequest): Promise<Uint8Array> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const board = openBoard(doc)
  const shapes = board.shapes()
  const text = hasText(shapes)
  const font = text && format === 'svg' ? `data:font/woff2;base64,${readFileSync(fontPath).toString('base64')}` : null
  const { svg, width, height } = svgOf(shapes, { ...options, ...(font ? { font } : {}) })
  board.dispose()
  doc.destroy()
  if (format === 'svg') return new TextEncoder().encode(svg)
  const zoom = Math.min(scale, maxSide / width, maxSide / height)
  const fonts = text ? await ttfFiles() : []
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'Inter Variable' },
  })
  return picture.render().asPng()
}

/** resvg reads no woff2 and takes fonts as files only: ours is unpacked once. */
function ttfFiles(): Promise<string[]> {
  fontFiles ??= decompress(readFileSync(fontPath)).then((ttf) => {
    const file = join(mkdtempSync(join(tmpdir(), 'inkbridge-font-')), 'inter.ttf')
    writeFileSync(file, ttf)
    return [file]
  })
  return fontFiles
}
