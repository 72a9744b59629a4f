import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBoard } from '@inkbridge/board'
import {
  builtIn,
  createKinds,
  createTextLayout,
  fontsUsed,
  hasText,
  loadedFonts,
  PictureTooLong,
  pictureOf,
  type SvgPicture,
  svgOf,
  type TextLayout,
} from '@inkbridge/canvas/picture'
import { Resvg } from '@resvg/resvg-js'
import * as Y from 'yjs'
import { kindsOfProcess } from '../host-kinds.ts'
import { answerParent } from '../threads.ts'
import { dataUrl, fontFiles, instanceNames, instancesFor } from './fonts.ts'
import { HarfBuzzMeasure } from './harfbuzz-measure.ts'
import type { PictureRequest, PictureResult } from './picture-messages.ts'

/**
 * Draws boards in a process of its own, which may be killed at any time: resvg is native code that nothing else stops,
 * and reads what strangers made.
 */

/** No picture is larger than this on a side, nor has more pixels. */
const maxSide = 8_192
const maxPixels = 16 * 1_048_576
/** A larger SVG is not drawn, UTF-16 code units: resvg takes some ten times as much memory. */
const maxSvgLength = 48 * 1_048_576

/** Loaded once there is text. */
const measure = new HarfBuzzMeasure(fontFiles)
/** One for each locale: a server has one. */
const layouts = new Map<string, TextLayout>()

function layoutFor(locale: string): TextLayout {
  const layout = layouts.get(locale) ?? createTextLayout({ measure, fonts: loadedFonts, locale })
  layouts.set(locale, layout)
  return layout
}

answerParent(pictured)

async function pictured(request: PictureRequest): Promise<PictureResult> {
  try {
    return await draw(request)
  } catch (error) {
    if (error instanceof PictureTooLong) return { tooLarge: true }
    throw error
  }
}

async function draw({ updates, format, options, scale, locale }: PictureRequest): Promise<PictureResult> {
  const layout = layoutFor(locale)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.mergeUpdates([...updates]))
  const kinds = createKinds([...builtIn, ...(await kindsOfProcess())])
  const board = openBoard(doc, { kinds: kinds.records })
  const shapes = board.shapes()
  board.dispose()
  const hasLetters = hasText(shapes, kinds)
  if (hasLetters) await layout.load()
  const items = pictureOf(
    shapes.filter((shape) => hasText([shape], kinds)),
    { theme: options.theme, kinds, layout },
  )
  const files = fontsUsed(items, fontFiles)
  doc.destroy()
  const fonts = format === 'svg' ? files.map((file) => ({ ...file, url: dataUrl(file) })) : []
  const whole = { ...options, kinds, layout, maxLength: maxSvgLength }
  if (format === 'svg') return { file: new TextEncoder().encode(svgOf(shapes, { ...whole, fonts }).svg) }
  const picture = svgOf(shapes, { ...whole, lettering: instanceNames })
  const { svg, zoom } = inPixels(
    picture,
    scale,
    (size) => svgOf(shapes, { ...options, kinds, layout, lettering: instanceNames, size }).svg,
  )
  return { file: withFontFiles(await instancesFor(items, files), (paths) => rendered(svg, zoom, paths, hasLetters)) }
}

/** A picture and its pixels per CSS pixel: as many as asked for, or as there may be. It has a pixel at least on each side. */
function inPixels(
  { svg, width, height }: SvgPicture,
  scale: number,
  resized: (size: { readonly width: number; readonly height: number }) => string,
): { readonly svg: string; readonly zoom: number } {
  const zoom = Math.min(scale, maxSide / width, maxSide / height, Math.sqrt(maxPixels / (width * height)))
  if (Math.min(width, height) * zoom >= 1) return { svg, zoom }
  return { svg: resized({ width: Math.max(1, width * zoom), height: Math.max(1, height * zoom) }), zoom: 1 }
}

/** Letters that none of our fonts has are drawn with those of the system. */
function rendered(svg: string, zoom: number, fontFiles: string[], hasLetters: boolean): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: hasLetters, fontFiles, defaultFontFamily: 'Inter' },
  })
  return picture.render().asPng()
}

/** resvg takes fonts as files only. The folder of this process goes with it. */
function withFontFiles<Value>(fonts: readonly Uint8Array[], run: (paths: string[]) => Value): Value {
  if (fonts.length === 0) return run([])
  const folder = mkdtempSync(join(process.cwd(), 'font-'))
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
