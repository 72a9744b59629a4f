import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBoard } from '@inkbridge/board'
import {
  type DisplayItem,
  type FontFile,
  families,
  fontsUsed,
  hasText,
  loadTextEngine,
  pictureOf,
  svgOf,
} from '@inkbridge/canvas/picture'
import { Resvg } from '@resvg/resvg-js'
import * as Y from 'yjs'
import { answer } from '../threads/answer.ts'
import { dataUrl, fontFiles, instance, loadFonts } from './fonts.ts'
import { measureHere } from './measuring.ts'
import type { PictureRequest } from './messages.ts'

/** Draws boards beside the thread that serves them: ten thousand strokes take a second. */

/** No picture is larger than this on a side; pixels. */
const maxSide = 8_192

answer(draw)

async function draw({ update, format, options, scale }: PictureRequest): Promise<Uint8Array> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const board = openBoard(doc)
  const shapes = board.shapes()
  board.dispose()
  if (hasText(shapes)) await prepareText()
  const items = pictureOf(shapes, options.theme)
  const files = fontsUsed(items, fontFiles)
  doc.destroy()
  if (format === 'svg') {
    const fonts = files.map((file) => ({ ...file, url: dataUrl(file) }))
    return new TextEncoder().encode(svgOf(shapes, { ...options, fonts }).svg)
  }
  const { svg, width, height } = svgOf(shapes, options)
  const zoom = Math.min(scale, maxSide / width, maxSide / height)
  return withFontFiles(await instancesOf(items, files), (paths) => rendered(svg, zoom, paths))
}

let prepared: Promise<void> | null = null

/** What measures text is loaded once there is some. */
function prepareText(): Promise<void> {
  prepared ??= (async () => {
    measureHere()
    await loadFonts()
    await loadTextEngine()
  })()
  return prepared
}

function rendered(svg: string, zoom: number, fontFiles: string[]): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: fontFiles.length > 0, fontFiles, defaultFontFamily: 'Inter' },
  })
  return picture.render().asPng()
}

/** The fonts of a picture at the weights it has, with the letters it has. */
async function instancesOf(items: readonly DisplayItem[], files: readonly FontFile[]): Promise<readonly Uint8Array[]> {
  const texts = new Map<number, string>()
  for (const item of items) {
    if (item.type !== 'text') continue
    const { weight, bold } = families[item.face.font]
    for (const each of [item.face.bold ? bold : weight]) texts.set(each, `${texts.get(each) ?? ''}${item.text}`)
  }
  return Promise.all([...texts].flatMap(([weight, text]) => files.map((file) => instance(file, weight, text))))
}

/** resvg takes fonts as files only; this thread may be ended at any time, so none is left lying between two pictures. */
function withFontFiles<Value>(fonts: readonly Uint8Array[], run: (paths: string[]) => Value): Value {
  if (fonts.length === 0) return run([])
  const folder = mkdtempSync(join(tmpdir(), 'inkbridge-font-'))
  try {
    const paths = fonts.map((bytes, index) => {
      const path = join(folder, `${index}.ttf`)
      writeFileSync(path, bytes)
      return path
    })
    return run(paths)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
