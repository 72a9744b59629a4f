import { inSlices } from '@inkbridge/board'
import {
  type Editor,
  fontsFor,
  type ImageLoader,
  imagesFor,
  type Kinds,
  pdfImages,
  pngOf,
  type Sheet,
  svgSteps,
  type TextLayout,
  type Theme,
} from '@inkbridge/canvas'
import type { Box, InkName, Shape, ShapeId } from '@inkbridge/types'
import { textBlob } from '../files/files.ts'
import type { BoardSession } from '../session.ts'

/** How an exported image looks. */
export interface Look {
  readonly theme: Theme
  readonly paper: boolean | InkName
  /** Lines jump over others, as on the board. */
  readonly jumps: boolean
  /** Pixels per unit. */
  readonly scale: number
}

/** The part of a board that is exported. */
export interface Part {
  readonly shapes: readonly Shape[]
  readonly layout: TextLayout
  readonly kinds: Kinds
  /** Loads the pictures of the board. */
  readonly loadImage: ImageLoader
  /** The area to crop to. */
  readonly crop?: Box
}

/** Returns some shapes with their contents as a part; without any, the whole board. A frame alone is cropped to its place. */
export function partOf(
  { board }: Pick<BoardSession, 'board'>,
  editor: Editor,
  selected: ReadonlySet<ShapeId> = new Set(),
): Part {
  const { layout, kinds, images } = editor
  const drawing = { layout, kinds, loadImage: images.load } as const
  if (selected.size === 0) return { shapes: editor.shapes(), ...drawing }
  const whole = new Set([...selected, ...[...selected].flatMap((id) => board.contentsOf(id))])
  const shapes = editor.shapes().filter(({ id }) => whole.has(id))
  const [only, another] = shapes.filter(({ id }) => selected.has(id))
  if (!only || another || !kinds.of(only).container) return { shapes, ...drawing }
  const { x, y, w, h } = only.at
  return { shapes, ...drawing, crop: { minX: x, minY: y, maxX: x + w, maxY: y + h } }
}

/** Returns the look of the board on the screen. */
export function lookOf(editor: Editor, theme: Theme): Look {
  const { paper, jumps } = editor.state().settings
  return { theme, paper: paper ?? true, jumps, scale: 2 }
}

/** Writes an SVG with its fonts and images in it. Rejects with the reason of the signal when it is aborted. */
export async function svgWithFonts(
  { shapes, ...part }: Part,
  { theme, paper, jumps }: Look,
  { type = 'image/svg+xml', signal }: { readonly type?: string; readonly signal?: AbortSignal } = {},
): Promise<Blob> {
  const [fonts, imageUrl] = await Promise.all([
    fontsFor(shapes, part.layout, part.kinds),
    imagesFor(shapes, part.layout, part.loadImage, part.kinds),
  ])
  const { svg } = await inSlices(svgSteps(shapes, { theme, paper, jumps, fonts, imageUrl, ...part }), signal)
  return inSlices(textBlob([svg], type), signal)
}

/** Draws a PNG. Rejects with the reason of the signal when it is aborted. */
export function png(
  { shapes, ...part }: Part,
  look: Look,
  options: { readonly maxSide?: number; readonly signal?: AbortSignal } = {},
): Promise<Blob> {
  return pngOf(shapes, { ...look, ...part, ...options })
}

/** Options of `pdf` besides the look. */
export interface PdfJob {
  /** The title of the document. */
  readonly title: string
  readonly signal: AbortSignal
  /** Loads more fonts; a failure leaves those that are there. */
  readonly loadFonts: (() => Promise<unknown>) | undefined
  /** Called with the drawn part, from 0 to 1. */
  progress(part: number): void
}

/** Writes pages as a PDF. Rejects with the reason of the signal when it is aborted. */
export async function pdf(
  pages: readonly Sheet[],
  { layout, kinds, loadImage }: Pick<Part, 'layout' | 'kinds' | 'loadImage'>,
  { theme, paper, jumps }: Look,
  { title, signal, loadFonts, progress }: PdfJob,
): Promise<Blob> {
  const [{ browserFonts, pdfOf }] = await Promise.all([
    import('@inkbridge/canvas/pdf'),
    loadFonts?.().catch(() => null),
  ])
  const [address = ''] = location.href.split('#')
  const bytes = await pdfOf(pages, {
    ...{ theme, paper, jumps, layout, kinds, title, signal, address },
    fonts: browserFonts(),
    image: pdfImages(loadImage),
    progress: (done, all) => progress(all === 0 ? 1 : done / all),
  })
  return new Blob([new Uint8Array(bytes)], { type: 'application/pdf' })
}

/** Whether the browser lets a page put images on the clipboard. */
export function canCopyImages(): boolean {
  return 'ClipboardItem' in globalThis && navigator.clipboard !== undefined
}

/** Puts a part of a board on the clipboard, as an image or as the text of an SVG. Rejects where a page may not. */
export async function copyPart(part: Part, look: Look, format: 'png' | 'svg'): Promise<void> {
  if (!canCopyImages()) throw new Error('expected a clipboard that takes images')
  // Pass the promise: Safari allows writing only during the click.
  const item: Record<string, Promise<Blob>> = format === 'png'
    ? { 'image/png': png(part, look) }
    : { 'text/plain': svgWithFonts(part, look, { type: 'text/plain' }) }
  await navigator.clipboard.write([new ClipboardItem(item)])
}
