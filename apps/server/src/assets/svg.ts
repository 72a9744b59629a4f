import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { convertEmbedded, type Written, writeDrawn } from './raster.ts'
import { maxPixels, tooExpensive, tooManyPixels, undecodable, unsupported } from './refusals.ts'
import { Refused } from './refused.ts'
import { parseXml, type XmlPart } from './svg-parser.ts'
import { embeddedImage, imagesIn, writeSvg } from './svg-writer.ts'

/** The side that an image on a board may have, pixels. */
const maxSide = 65_535
/** Embedded images of one picture. */
const maxImages = 64
/** The length of a picture in which every `use` is replaced by what it shows, UTF-16 code units. */
const maxExpandedLength = 16 * 1_048_576

/**
 * Converts an SVG into one that runs nothing and refers to nothing outside of it, and into images of several widths,
 * which are drawn from that. Throws `Refused`.
 */
export async function convertSvg(upload: string, folder: string): Promise<Written> {
  const parsed = parseXml(decoded(await readFile(upload)))
  if (!parsed.ok) throw new Refused(unsupported(`an SVG file that ${parsed.problem}`))
  const svg = writeSvg(parsed.value, await convertImages(parsed.value))
  if (svg === null) throw new Refused(undecodable('SVG'))
  const { width, height } = measured(svg)
  await writeFile(join(folder, 'full'), svg)
  await writeDrawn((side) => drawn(svg, side, side * (height / width)), folder)
  return {
    type: 'image/svg+xml',
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
    animated: false,
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused(unsupported('an SVG file that is not UTF-8'))
  }
}

/** Encodes the embedded images again, without their metadata. */
async function convertImages(parts: readonly XmlPart[]): Promise<ReadonlyMap<string, string>> {
  const images = imagesIn(parts)
  if (images.length > maxImages) throw new Refused(unsupported(`an SVG file with more than ${maxImages} images`))
  const converted = new Map<string, string>()
  for (const address of images) {
    const { type, bytes } = await convertEmbedded(Buffer.from(address.replace(embeddedImage, ''), 'base64')).catch(
      () => {
        throw new Refused(unsupported('an SVG file with an image that is damaged or too large'))
      },
    )
    converted.set(address, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`)
  }
  return converted
}

/** The size of a picture, CSS pixels. */
function measured(svg: string): { readonly width: number; readonly height: number } {
  const picture = opened(svg)
  if (!(picture.width > 0 && picture.height > 0)) throw new Refused(unsupported('an SVG file without a size'))
  if (picture.width * picture.height > maxPixels || Math.max(picture.width, picture.height) > maxSide)
    throw new Refused(tooManyPixels)
  // Browsers draw it too, with less patience.
  if (picture.toString().length > maxExpandedLength) throw new Refused(tooExpensive)
  return picture
}

function opened(svg: string, width?: number): Resvg {
  try {
    return new Resvg(svg, {
      font: { loadSystemFonts: svg.includes('<text') },
      ...(width ? { fitTo: { mode: 'width', value: width } } : {}),
    })
  } catch {
    throw new Refused(undecodable('SVG'))
  }
}

/** Draws a picture as PNG at a width; narrower when it would be too high. */
function drawn(svg: string, width: number, height: number): Uint8Array {
  const most = 16_383
  return opened(svg, height > most ? Math.max(1, Math.floor((width * most) / height)) : width)
    .render()
    .asPng()
}
