import type { AssetId, Shape } from '@inkbridge/types'
import { type ImageWidth, imageWidth } from '../display.ts'
import { type ImageLoader, inTurns, pixelsOf, portable } from '../images.ts'
import { type ImageSource, imagesOf } from '../picture.ts'
import { builtInKinds, type Kinds } from '../shapes.ts'
import type { TextLayout } from '../text.ts'

/** Pixels per world unit of pictures in files that can be enlarged. */
const fineScale = 2
/** Maximum size of one picture in a file, and of all of them, pixels. */
const [maxPixels, maxPixelsOfAll] = [16 * 1024 * 1024, 64 * 1024 * 1024]
/** The same of one that is compressed without loss in the page, which takes its time. */
const maxLossless = 4 * 1024 * 1024

/**
 * Loads the pictures that shapes show as `data:` URLs to embed, PNG or JPEG; those that cannot be had are placeholders.
 *
 * @param kinds default: the built-in ones
 */
export async function imagesFor(
  all: readonly Shape[],
  layout: TextLayout,
  load: ImageLoader,
  kinds: Kinds = builtInKinds,
): Promise<ImageSource> {
  const used = imagesOf(all, { kinds, layout, theme: 'light' })
  const largest = Math.min(maxPixels, Math.floor(maxPixelsOfAll / Math.max(1, used.size)))
  const urls = new Map<AssetId, string>()
  await inTurns([...used], async ([asset, units]) => {
    const width = imageWidth(Math.min(units * fineScale, Math.sqrt(largest)))
    const file = await load(asset, width)
      .then((blob) => blob && portable(blob, width, largest))
      .catch(() => null)
    if (file) urls.set(asset, await dataUrlOf(file))
  })
  return ({ asset }) => urls.get(asset) ?? null
}

/** A picture for a PDF, as in `PdfPicture`. */
type FilePicture =
  | { readonly type: 'jpeg'; readonly bytes: Uint8Array }
  | { readonly type: 'pixels'; readonly pixels: Uint8ClampedArray; readonly width: number; readonly height: number }

/** Returns what loads pictures for a PDF file; null: one cannot be had. */
export function pdfImages(load: ImageLoader) {
  return async (asset: AssetId, width: ImageWidth): Promise<FilePicture | null> => {
    const blob = await load(asset, width)
    if (!blob) return null
    const file = await portable(blob, width, maxLossless)
    if (file.type === 'image/jpeg') return { type: 'jpeg', bytes: new Uint8Array(await file.arrayBuffer()) }
    const { image } = await pixelsOf(file, width, maxLossless)
    return { type: 'pixels', pixels: image.data, width: image.width, height: image.height }
  }
}

/** Reads a file as a `data:` URL. */
export function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'))
    reader.readAsDataURL(file)
  })
}
