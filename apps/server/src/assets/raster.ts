import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assetWidths } from '@inkbridge/types/rest'
import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp'
import type { ConvertedPicture } from './asset-messages.ts'
import { stripGif } from './gif.ts'
import { decodeHeic } from './heic.ts'
import { maxPixels, tooManyPixels, undecodable } from './refusals.ts'
import { Refused } from './refused.ts'
import type { AcceptedFormat } from './sniff.ts'

// This process converts one picture at a time and is watched for its memory.
sharp.concurrency(1)
sharp.cache(false)
// Only the decoders of accepted formats, for any file.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifFile',
  ],
})

type RasterFormat = Exclude<AcceptedFormat, 'svg'>

/** The picture in the folder of versions. */
export type Written = Omit<ConvertedPicture, 'bytes'>

/** WebP cannot be larger on either side (RFC 9649, section 2.5). */
const maxWebpSide = 16_383
/** Quality of the whole picture, and of smaller versions (0 to 100). */
const fullQuality = 90
const smallQuality = 82
/** Compression effort of WebP, 0 to 6: at the default of 4 an animation takes minutes. */
const webpEffort = 2

/** Opens a picture for decoding; `input`: a path or encoded bytes. */
function open(input: string | Uint8Array, animated = false): Sharp {
  return sharp(input, { limitInputPixels: maxPixels, failOn: 'error', animated })
}

/** Converts a picture into versions without metadata, upright and in sRGB. Throws `Refused`. */
export async function convertRaster(upload: string, format: RasterFormat, folder: string): Promise<Written> {
  try {
    return await (format === 'heic' ? fromHeic(upload, folder) : fromFile(upload, format, folder))
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(refusalOf(error, format))
  }
}

/** Encodes a picture that is embedded in another file without its metadata. */
export async function convertEmbedded(
  bytes: Uint8Array,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  const { format } = await open(bytes).metadata()
  const upright = open(bytes).autoOrient()
  if (format === 'jpeg') return { type: 'image/jpeg', bytes: await upright.jpeg({ quality: fullQuality }).toBuffer() }
  return { type: 'image/png', bytes: await upright.png().toBuffer() }
}

/** The error of a decoder as a refusal. libvips describes what it did not like, but not for readers. */
function refusalOf(error: unknown, format: RasterFormat) {
  const message = error instanceof Error ? error.message : String(error)
  if (/pixel limit|too large|exceeds/i.test(message)) return tooManyPixels
  return undecodable(format === 'jpeg' ? 'JPEG' : format === 'webp' ? 'WebP' : format.toUpperCase())
}

async function fromHeic(upload: string, folder: string): Promise<Written> {
  const { data, width, height } = await decodeHeic(upload)
  const picture = () => sharp(data, { raw: { width, height, channels: 4 } })
  await picture().flatten({ background: 'white' }).jpeg({ quality: fullQuality }).toFile(join(folder, 'full'))
  await writeSmaller(picture, width, folder)
  return { type: 'image/jpeg', width, height, animated: false }
}

async function fromFile(upload: string, format: Exclude<RasterFormat, 'heic'>, folder: string): Promise<Written> {
  const metadata = await open(upload, true).metadata()
  if (!isOf(metadata, format)) throw new Refused(undecodable(format.toUpperCase()))
  const frames = metadata.pages ?? 1
  const animated = frames > 1 && (format === 'gif' || format === 'webp')
  if (metadata.width * metadata.height > maxPixels) throw new Refused(tooManyPixels)
  const { width, height } = uprightSize(metadata)
  const type = await writeFull(upload, format, { metadata, animated, width, height }, join(folder, 'full'))
  await writeSmaller(() => open(upload).autoOrient(), width, folder)
  return { type, width, height, animated }
}

/** Whether the decoder found the format that the first bytes promise. */
function isOf({ format, compression }: Metadata, expected: string): boolean {
  return expected === 'avif' ? format === 'heif' && compression === 'av1' : format === expected
}

/** The height of an animation is that of all its images. */
function uprightSize({ width, height, pageHeight, autoOrient }: Metadata): {
  readonly width: number
  readonly height: number
} {
  if (pageHeight !== undefined && pageHeight < height) return { width, height: pageHeight }
  return autoOrient
}

interface Source {
  readonly metadata: Metadata
  readonly animated: boolean
  readonly width: number
  readonly height: number
}

/** Writes the whole picture; returns its type. */
async function writeFull(upload: string, format: string, source: Source, to: string): Promise<Written['type']> {
  const { metadata, animated, width, height } = source
  if (format === 'gif') {
    // Decodes all images: the file is copied block by block, because encoding an animation takes minutes.
    await open(upload, true).stats()
    await writeFile(to, await stripGif(upload))
    return 'image/gif'
  }
  if (animated) {
    await open(upload, true).webp({ quality: fullQuality, effort: 0 }).toFile(to)
    return 'image/webp'
  }
  const upright = open(upload).autoOrient()
  if (format === 'jpeg') {
    const chromaSubsampling = metadata.chromaSubsampling === '4:4:4' ? '4:4:4' : '4:2:0'
    await upright.jpeg({ quality: fullQuality, chromaSubsampling }).toFile(to)
    return 'image/jpeg'
  }
  if (format === 'png' || Math.max(width, height) > maxWebpSide) {
    await upright.png().toFile(to)
    return 'image/png'
  }
  await upright.webp({ quality: fullQuality, effort: webpEffort }).toFile(to)
  return 'image/webp'
}

/** Writes the versions that are smaller than the picture; of an animation, of its first image. */
async function writeSmaller(picture: () => Sharp, width: number, folder: string): Promise<void> {
  let larger = picture
  for (const side of assetWidths.filter((each) => each < width).reverse()) {
    const { data, info } = await larger().resize({ width: side }).raw().toBuffer({ resolveWithObject: true })
    if (info.height <= maxWebpSide)
      await rawPicture(data, info)
        .webp({ quality: smallQuality, effort: webpEffort })
        .toFile(join(folder, `w${side}`))
    larger = () => rawPicture(data, info)
  }
}

function rawPicture(data: Uint8Array, { width, height, channels }: OutputInfo): Sharp {
  return sharp(data, { raw: { width, height, channels } })
}

/** Writes the versions of a picture that can be drawn at any width; `draw` returns a PNG. */
export async function writeDrawn(draw: (width: number) => Uint8Array, folder: string): Promise<void> {
  for (const width of assetWidths)
    await open(draw(width))
      .webp({ quality: fullQuality, effort: webpEffort })
      .toFile(join(folder, `w${width}`))
}
