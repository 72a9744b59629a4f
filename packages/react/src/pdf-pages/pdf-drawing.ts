import { getDocument, PasswordException, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist'
import { pageSizeOf } from './page-size.ts'
import type { PdfPage, PdfProblem } from './pdf-messages.ts'

/** Maximum of the pixels of an image in a file; larger ones are left out. */
const maxImagePixels = 64_000_000
/** A page that takes more as PNG is encoded as JPEG: it is of photographs, bytes. */
const maxPngBytes = 1_500_000
const jpegQuality = 0.92

/** Canvases of a worker. */
class Canvases {
  create(width: number, height: number) {
    const canvas = new OffscreenCanvas(width, height)
    return { canvas, context: canvas.getContext('2d', { willReadFrequently: true }) }
  }

  reset({ canvas }: { readonly canvas: OffscreenCanvas }, width: number, height: number): void {
    Object.assign(canvas, { width, height })
  }

  destroy({ canvas }: { readonly canvas: OffscreenCanvas }): void {
    Object.assign(canvas, { width: 0, height: 0 })
  }
}

/** Without a document there are no SVG filters: PDF.js filters pixels then. */
class NoFilters {
  readonly addFilter = none
  readonly addHCMFilter = none
  readonly addAlphaFilter = none
  readonly addLuminosityFilter = none
  readonly addKnockoutFilter = none
  destroy(): void {}
}

function none(): string {
  return 'none'
}

/**
 * Opens a PDF. Nothing in it runs: scripts and XFA forms are not read, its fonts are drawn as outlines and never reach
 * the browser's fonts, and nothing is loaded but the files of PDF.js under `files`.
 */
export async function openDocument(data: Uint8Array, files: string | null): Promise<PDFDocumentProxy> {
  return getDocument({
    data,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    maxImageSize: maxImagePixels,
    CanvasFactory: Canvases,
    FilterFactory: NoFilters,
    verbosity: 0,
    ...folders(files),
  }).promise
}

/** The folders of PDF.js. */
function folders(files: string | null): object {
  if (files === null) return { useWasm: false, useWorkerFetch: false }
  const folder = (name: string) => new URL(`${name}/`, files).href
  return {
    useWorkerFetch: true,
    cMapUrl: folder('cmaps'),
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
  }
}

/** Names the reason for which a document did not open. */
export function problemOf(error: unknown): PdfProblem {
  return error instanceof PasswordException ? 'encrypted' : 'damaged'
}

/** Draws a page on white paper; null: it has no size, or there is no memory for it. Its own memory is freed. */
export async function drawPage(document: PDFDocumentProxy, number: number): Promise<PdfPage | null> {
  const page = await document.getPage(number)
  try {
    return await drawn(page)
  } finally {
    page.cleanup()
  }
}

async function drawn(page: PDFPageProxy): Promise<PdfPage | null> {
  const { width, height } = page.getViewport({ scale: 1 })
  const shown = pageSizeOf(width, height)
  if (!shown) return null
  const viewport = page.getViewport({ scale: shown.scale })
  const canvas = new OffscreenCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) return null
  // PDF.js declares the canvas of a page, and uses what both have.
  const canvasContext = context as unknown as CanvasRenderingContext2D
  await page.render({ canvas: null, canvasContext, viewport, background: '#fff' }).promise
  const picture = await encoded(canvas)
  canvas.width = 0
  return { picture, size: shown.size }
}

async function encoded(canvas: OffscreenCanvas): Promise<Blob> {
  const png = await canvas.convertToBlob({ type: 'image/png' })
  return png.size <= maxPngBytes ? png : canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality })
}
