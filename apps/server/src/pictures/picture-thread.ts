import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBoard } from '@inkbridge/board'
import { hasText, svgOf } from '@inkbridge/canvas/picture'
import { Resvg } from '@resvg/resvg-js'
import { decompress } from 'wawoff2'
import * as Y from 'yjs'
import { answer } from '../threads/answer.ts'
import type { PictureRequest } from './messages.ts'

/** Draws boards beside the thread that serves them: ten thousand strokes take a second. */

/** No picture is larger than this on a side; pixels. */
const maxSide = 8_192

const fontPath = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
)
let font: Promise<Uint8Array> | null = null

answer(draw)

async function draw({ update, format, options, scale }: PictureRequest): Promise<Uint8Array> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const board = openBoard(doc)
  const shapes = board.shapes()
  const text = hasText(shapes)
  const woff2 = text && format === 'svg' ? `data:font/woff2;base64,${readFileSync(fontPath).toString('base64')}` : null
  const { svg, width, height } = svgOf(shapes, { ...options, ...(woff2 ? { font: woff2 } : {}) })
  board.dispose()
  doc.destroy()
  if (format === 'svg') return new TextEncoder().encode(svg)
  const zoom = Math.min(scale, maxSide / width, maxSide / height)
  return text ? withFontFile(await ttf(), (file) => rendered(svg, zoom, [file])) : rendered(svg, zoom, [])
}

function rendered(svg: string, zoom: number, fontFiles: string[]): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter Variable' },
  })
  return picture.render().asPng()
}

/** resvg reads no woff2. */
function ttf(): Promise<Uint8Array> {
  font ??= decompress(readFileSync(fontPath))
  return font
}

/** resvg takes fonts as files only; this thread may be ended at any time, so none is left lying between two pictures. */
function withFontFile<Value>(bytes: Uint8Array, run: (file: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'inkbridge-font-'))
  try {
    const file = join(folder, 'inter.ttf')
    writeFileSync(file, bytes)
    return run(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
