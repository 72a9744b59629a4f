import type { AssetId, Shape } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'
import { exportedOf, partOfOpen } from './drawing-file.ts'
import { portableCopy } from './portable-copy.ts'

/**
 * Puts shapes of a board into a picture of them, a PNG or an SVG: as a drawing of Excalidraw, and as they are here.
 * Opening the picture brings the shapes back.
 */
export async function pictureWithBoard(picture: Blob, shapes: readonly Shape[], open: OpenBoard): Promise<Blob> {
  const { pngWithScene, svgWithScene, writeScene } = await import('@inkbridge/board/formats')
  const copy = await portableCopy(
    shapes.map(({ id }) => id),
    'full',
    open,
  )
  const asset = async (id: AssetId) => copy.images.get(id) ?? null
  const scene = await writeScene(exportedOf({ ...partOfOpen(shapes, '', open), asset }), copy.content)
  const whole =
    picture.type === 'image/png'
      ? pngWithScene(new Uint8Array(await picture.arrayBuffer()), scene)
      : svgWithScene(await picture.text(), scene)
  if (!whole) throw new Error(`expected a PNG or an SVG, got ${picture.type}`)
  return new Blob([typeof whole === 'string' ? whole : new Uint8Array(whole)], { type: picture.type })
}

/** Copies shapes of a board as Excalidraw does, to be pasted there. Rejects where a page may not. */
export async function copiedForExcalidraw(shapes: readonly Shape[], open: OpenBoard): Promise<void> {
  const text = async () => {
    const { writeExcalidrawClipboard } = await import('@inkbridge/board/formats')
    const written = await writeExcalidrawClipboard(exportedOf(partOfOpen(shapes, '', open)))
    return new Blob([written], { type: 'text/plain' })
  }
  // Pass the promise: Safari allows writing only during the click.
  await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text() })])
}
