import type { PdfPicture } from '@inkbridge/canvas/pdf'
import type { AssetId } from '@inkbridge/types'
import type { GivenImage } from './picture-messages.ts'

/** Maximum size of one decoded picture, pixels; larger ones are reduced. */
const maxPixels = 16 * 1_048_576
const maxSide = Math.sqrt(maxPixels)
/** Quality of JPEG files, from 0 to 100. */
const quality = 90

/** A PNG or JPEG file: resvg reads no others that are stored. */
interface Encoded {
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

/** Returns pictures as `data:` URLs of PNG or JPEG. Those that cannot be decoded are missing. */
export async function imageUrls(images: readonly GivenImage[]): Promise<ReadonlyMap<AssetId, string>> {
  const urls = new Map<AssetId, string>()
  for (const image of images) {
    const file = await encoded(image).catch(() => null)
    if (file) urls.set(image.asset, `data:${file.type};base64,${Buffer.from(file.bytes).toString('base64')}`)
  }
  return urls
}

/** Returns a picture for a PDF: JPEG, or pixels where it is transparent or was compressed without loss. */
export async function pdfPicture(image: GivenImage): Promise<PdfPicture> {
  const file = await encoded(image)
  if (file.type === 'image/jpeg') return { type: 'jpeg', bytes: file.bytes }
  const { data, info } = await (await decoder(file.bytes)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength)
  return { type: 'pixels', pixels, width: info.width, height: info.height }
}

async function encoded({ type, bytes }: GivenImage): Promise<Encoded> {
  const picture = await decoder(bytes)
  const { width, height, hasAlpha } = await picture.metadata()
  if ((type === 'image/png' || type === 'image/jpeg') && width * height <= maxPixels) return { type, bytes }
  const smaller = picture.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
  const isOpaque = !hasAlpha && type !== 'image/png'
  return isOpaque
    ? { type: 'image/jpeg', bytes: await smaller.jpeg({ quality }).toBuffer() }
    : { type: 'image/png', bytes: await smaller.toColourspace('srgb').png().toBuffer() }
}

/** Loads sharp for the first picture: boards without pictures do not need it. */
async function decoder(bytes: Uint8Array) {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp(bytes, { failOn: 'error' })
}
