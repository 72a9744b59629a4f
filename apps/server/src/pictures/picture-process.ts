import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBoard } from '@inkbridge/board'
import {
  builtIn,
  createKinds,
  createTextLayout,
  fontsUsed,
  frameSheets,
  hasText,
  type ImageSource,
  imagesOf,
  type Kinds,
  loadedFonts,
  PictureTooLong,
  pictureOf,
  type SvgPicture,
  svgOf,
  type TextLayout,
} from '@inkbridge/canvas/picture'
import type { Shape } from '@inkbridge/types'
import { Resvg } from '@resvg/resvg-js'
import * as Y from 'yjs'
import { kindsOfProcess } from '../host-kinds.ts'
import { answerParent } from '../threads.ts'
import { drawingFile } from './drawing-file.ts'
import { imageUrls } from './embedded-images.ts'
import { dataUrl, fontFiles, instanceNames, instancesFor } from './fonts.ts'
import { HarfBuzzMeasure } from './harfbuzz-measure.ts'
import { type DocumentContent, pdfDocument } from './pdf-document.ts'
import type { PictureRequest, PictureResult, WantedImage } from './picture-messages.ts'

/**
 * Draws boards in a child process, which may be killed at any time: resvg is native code that cannot be interrupted,
 * and its input is untrusted.
 */

/** Maximum side and number of pixels of a picture. */
const maxSide = 8_192
const maxPixels = 16 * 1_048_576
/** Maximum length of an SVG, UTF-16 code units: resvg needs about ten times as much memory. */
const maxSvgLength = 48 * 1_048_576

/** Pixels per world unit of pictures in files that can be enlarged, and the number of pictures that are shown. */
const [fineScale, maxImages] = [2, 2_000]

/** Loads its fonts when there is text. */
const measure = new HarfBuzzMeasure(fontFiles)
/** By locale: a server has only one. */
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

async function draw(request: PictureRequest): Promise<PictureResult> {
  const { format, locale } = request
  const layout = layoutFor(locale)
  const kinds = createKinds([...builtIn, ...(await kindsOfProcess())])
  if (format === 'excalidraw' || format === 'tldr')
    return drawingFile(docOf(request), { ...request, format }, { kinds, layout })
  const content = contentOf(request, kinds)
  const wants = request.images ? [] : wantedBy(request, content.shapes, kinds, layout)
  if (wants.length > 0) return { wants }
  if (format === 'pdf') return { file: await pdfDocument(content, request, layout) }
  const { shapes } = content
  const hasLetters = hasText(shapes, kinds)
  if (hasLetters) await layout.load()
  const { options, scale } = request
  const items = pictureOf(
    shapes.filter((shape) => hasText([shape], kinds)),
    { theme: options.theme, kinds, layout },
  )
  const files = fontsUsed(items, fontFiles)
  const fonts = format === 'svg' ? files.map((file) => ({ ...file, url: dataUrl(file) })) : []
  const urls = await imageUrls(request.images ?? [])
  const imageUrl: ImageSource = ({ asset }) => urls.get(asset) ?? null
  const whole = { ...options, kinds, layout, imageUrl, maxLength: maxSvgLength }
  if (format === 'svg') return { file: new TextEncoder().encode(svgOf(shapes, { ...whole, fonts }).svg) }
  const picture = svgOf(shapes, { ...whole, lettering: instanceNames })
  const { svg, zoom } = inPixels(
    picture,
    scale,
    (size) => svgOf(shapes, { ...options, kinds, layout, imageUrl, lettering: instanceNames, size }).svg,
  )
  return { file: withFontFiles(await instancesFor(items, files), (paths) => rendered(svg, zoom, paths, hasLetters)) }
}

/** Returns the pictures that shapes show, and the widths they are drawn in. */
function wantedBy(
  { format, options, scale }: PictureRequest,
  shapes: readonly Shape[],
  kinds: Kinds,
  layout: TextLayout,
): readonly WantedImage[] {
  const used = imagesOf(shapes, { theme: options.theme, kinds, layout })
  if (used.size === 0) return []
  const { size, ...natural } = options
  const pixels = format === 'png' ? pixelsPerUnit(svgOf(shapes, { ...natural, kinds, layout }), scale, size) : fineScale
  return [...used].slice(0, maxImages).map(([asset, units]) => ({ asset, width: units * pixels }))
}

/** Pixels per world unit of a picture, fitted into a size. */
function pixelsPerUnit({ width, height }: SvgPicture, scale: number, size: PictureRequest['options']['size']): number {
  return (
    scale *
    (size
      ? Math.min(1, size.width / width, size.height / height)
      : Math.min(1, maxSide / Math.max(width, height) / scale))
  )
}

/** Reads the shapes of a board, and the contents of its frames for PDF. */
function contentOf(request: PictureRequest, kinds: Kinds): DocumentContent {
  const { document } = request
  const doc = docOf(request)
  const board = openBoard(doc, { kinds: kinds.records })
  const shapes = board.shapes()
  const sheets = document?.pages === 'frames' ? frameSheets(shapes, kinds, (frame) => board.contentsOf(frame)) : []
  board.dispose()
  doc.destroy()
  return { shapes, sheets, kinds }
}

function docOf({ updates }: PictureRequest): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.mergeUpdates([...updates]))
  return doc
}

/** Sizes a picture at the requested scale, reduced to the limits; at least one pixel on each side. */
function inPixels(
  { svg, width, height }: SvgPicture,
  scale: number,
  resized: (size: { readonly width: number; readonly height: number }) => string,
): { readonly svg: string; readonly zoom: number } {
  const zoom = Math.min(scale, maxSide / width, maxSide / height, Math.sqrt(maxPixels / (width * height)))
  if (Math.min(width, height) * zoom >= 1) return { svg, zoom }
  return { svg: resized({ width: Math.max(1, width * zoom), height: Math.max(1, height * zoom) }), zoom: 1 }
}

/** Renders an SVG as PNG. Characters missing from our fonts are drawn with system fonts. */
function rendered(svg: string, zoom: number, fontFiles: string[], hasLetters: boolean): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: hasLetters, fontFiles, defaultFontFamily: 'Inter' },
  })
  return picture.render().asPng()
}

/** Writes fonts to files, since resvg reads only those. The folder of this process is removed with it. */
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
