import { type Editor, fontsFor, type Kinds, pngOf, svgOf, type TextLayout, type Theme } from '@inkbridge/canvas'
import type { Box, InkName, Shape, ShapeId } from '@inkbridge/types'
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
  /** Only this much of them. */
  readonly crop?: Box
}

/** Returns some shapes with their contents as a part; without any, the whole board. A frame alone is cropped to its place. */
export function partOf(
  { board }: Pick<BoardSession, 'board'>,
  editor: Editor,
  selected: ReadonlySet<ShapeId> = new Set(),
): Part {
  const { layout, kinds } = editor
  if (selected.size === 0) return { shapes: editor.shapes(), layout, kinds }
  const whole = new Set([...selected, ...[...selected].flatMap((id) => board.contentsOf(id))])
  const shapes = editor.shapes().filter(({ id }) => whole.has(id))
  const [only, another] = shapes.filter(({ id }) => selected.has(id))
  if (!only || another || !kinds.of(only).container) return { shapes, layout, kinds }
  const { x, y, w, h } = only.at
  return { shapes, layout, kinds, crop: { minX: x, minY: y, maxX: x + w, maxY: y + h } }
}

/** The look of the board on the screen. */
export function lookOf(editor: Editor, theme: Theme): Look {
  const { paper, jumps } = editor.state().settings
  return { theme, paper: paper ?? true, jumps, scale: 2 }
}

export async function svgWithFonts({ shapes, ...part }: Part, { theme, paper, jumps }: Look): Promise<string> {
  return svgOf(shapes, { theme, paper, jumps, fonts: await fontsFor(shapes, part.layout, part.kinds), ...part }).svg
}

export function png({ shapes, ...part }: Part, look: Look, maxSide?: number): Promise<Blob> {
  return pngOf(shapes, { ...look, ...part, ...(maxSide ? { maxSide } : {}) })
}

/** Whether the browser lets a page put images on the clipboard. */
export function canCopyImages(): boolean {
  return 'ClipboardItem' in globalThis && navigator.clipboard !== undefined
}

/** Puts a part of a board on the clipboard, as an image or as the text of an SVG. Rejects where a page may not. */
export async function copyPart(part: Part, look: Look, format: 'png' | 'svg'): Promise<void> {
  if (!canCopyImages()) throw new Error('expected a clipboard that takes images')
  // The promise goes in as it is: Safari lets a page write only while the click is being handled.
  const item: Record<string, Promise<Blob>> = format === 'png'
    ? { 'image/png': png(part, look) }
    : { 'text/plain': svgWithFonts(part, look).then((svg) => new Blob([svg], { type: 'text/plain' })) }
  await navigator.clipboard.write([new ClipboardItem(item)])
}
