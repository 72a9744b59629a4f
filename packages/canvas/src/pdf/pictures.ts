import type { PdfFile } from './pdf-file.ts'
import { type Ref, refTo } from './syntax.ts'

/** A picture that can be written into a PDF. */
export type PdfPicture =
  /** A JPEG file, which is written as it is. */
  | { readonly type: 'jpeg'; readonly bytes: Uint8Array }
  /** RGBA, not premultiplied, from the top left. */
  | { readonly type: 'pixels'; readonly pixels: Uint8ClampedArray; readonly width: number; readonly height: number }

/** Width and height, pixels, and number of colour channels of a JPEG. */
interface JpegFrame {
  readonly width: number
  readonly height: number
  readonly channels: number
  /** It has the marker of Adobe, whose CMYK values are inverted. */
  readonly isAdobe: boolean
}

/** Markers without a segment, and those of frames that PDF readers decode: baseline, extended, progressive (ITU T.81). */
const [bare, frames] = [new Set([0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7]), new Set([0xc0, 0xc1, 0xc2])]

/** Parses the frame header of a JPEG; null: invalid, or of a kind that PDF readers cannot show. */
export function parseJpeg(bytes: Uint8Array): JpegFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  let isAdobe = false
  for (let at = 2; at + 4 <= bytes.byteLength; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff || bare.has(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    if (frames.has(marker)) return frameAt(view, at + 4, isAdobe)
    if (marker === 0xda || marker === 0xd9) return null
    isAdobe ||= marker === 0xee && String.fromCharCode(...bytes.subarray(at + 4, at + 9)) === 'Adobe'
    at += 2 + length
  }
  return null
}

function frameAt(view: DataView, at: number, isAdobe: boolean): JpegFrame | null {
  if (at + 6 > view.byteLength || view.getUint8(at) !== 8) return null
  const [height, width, channels] = [view.getUint16(at + 1), view.getUint16(at + 3), view.getUint8(at + 5)]
  return width > 0 && height > 0 && channels in colorSpaces ? { width, height, channels, isAdobe } : null
}

/** Colour spaces by number of channels. */
const colorSpaces: Readonly<Record<number, string>> = { 1: '/DeviceGray', 3: '/DeviceRGB', 4: '/DeviceCMYK' }

/** Writes a picture (ISO 32000-1, section 8.9.5); null: it cannot be shown. */
export function writePicture(picture: PdfPicture, file: PdfFile): Ref | null {
  return picture.type === 'jpeg' ? writeJpeg(picture.bytes, file) : writePixels(picture, file)
}

function writeJpeg(bytes: Uint8Array, file: PdfFile): Ref | null {
  const frame = parseJpeg(bytes)
  if (!frame) return null
  const { width, height, channels, isAdobe } = frame
  const inverted = channels === 4 && isAdobe ? '/Decode[1 0 1 0 1 0 1 0]' : ''
  return file.putStream(
    `${imageEntries(width, height, colorSpaces[channels] ?? '')}${inverted}/Filter/DCTDecode`,
    bytes,
  )
}

function writePixels(picture: PdfPicture & { readonly type: 'pixels' }, file: PdfFile): Ref | null {
  const { pixels, width, height } = picture
  const count = width * height
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) return null
  if (pixels.length !== count * 4) return null
  const [colors, opacities] = [new Uint8Array(count * 3), new Uint8Array(count)]
  let isOpaque = true
  for (let at = 0; at < count; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) colors[at * 3 + channel] = pixels[at * 4 + channel] ?? 0
    opacities[at] = pixels[at * 4 + 3] ?? 255
    isOpaque &&= opacities[at] === 255
  }
  const mask = isOpaque
    ? ''
    : `/SMask ${refTo(file.putDeflated(imageEntries(width, height, '/DeviceGray'), opacities))}`
  return file.putDeflated(`${imageEntries(width, height, '/DeviceRGB')}${mask}`, colors)
}

function imageEntries(width: number, height: number, space: string): string {
  return `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace${space}/BitsPerComponent 8`
}
