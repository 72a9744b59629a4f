import type { AssetId } from '@inkbridge/types'
import { imageWidth } from '../display.ts'
import { decode, type ImageLoader, type Images, noImages } from './loaded-images.ts'
import { inTurns } from './turns.ts'

/** Maximum size of all pictures of one drawing, pixels. */
const maxPixels = 64 * 1024 * 1024
/** Maximum size of one of them, pixels. */
const maxPixelsOfOne = 16 * 1024 * 1024

/**
 * Loads and decodes the pictures of one drawing. Those that cannot be had are missing from the result. Dispose of it
 * after the drawing.
 *
 * @param used as `imagesUsed` returns it
 * @param scale pixels per world unit
 */
export async function decodedImages(
  used: ReadonlyMap<AssetId, number>,
  load: ImageLoader,
  scale: number,
): Promise<Images> {
  const { previewOf } = await import('./preview.ts')
  const bitmaps = new Map<AssetId, ImageBitmap>()
  const largest = Math.min(maxPixelsOfOne, Math.floor(maxPixels / Math.max(1, used.size)))
  await inTurns([...used], async ([asset, units]) => {
    const width = imageWidth(units * scale)
    const bitmap = await load(asset, width)
      .then((blob) => blob && decode(blob, width, largest))
      .catch(() => null)
    if (bitmap) bitmaps.set(asset, bitmap)
  })
  return {
    ...noImages,
    load,
    get: (asset) => bitmaps.get(asset) ?? null,
    has: (asset) => bitmaps.has(asset),
    isMissing: (asset) => !bitmaps.has(asset),
    preview: (_asset, thumbhash) => previewOf(thumbhash),
    dispose() {
      for (const bitmap of bitmaps.values()) bitmap.close()
      bitmaps.clear()
    },
  }
}
