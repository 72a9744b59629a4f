/** The types of images that can be added to a board. */
const imageTypes = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/svg+xml',
] as const
export type ImageType = (typeof imageTypes)[number]

/** Determines the type of an image by its first bytes (at least 64 where there are as many); null: it is not an image. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (textAt(bytes, 0, 6) === 'GIF87a' || textAt(bytes, 0, 6) === 'GIF89a') return 'image/gif'
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'image/webp'
  if (textAt(bytes, 4, 4) === 'ftyp') return isobmffTypeOf(bytes)
  return isSvg(bytes) ? 'image/svg+xml' : null
}

/** The image types of ISO base media files, by their brands (ISO/IEC 23008-12, AV1 Image File Format 1.1). */
function isobmffTypeOf(bytes: Uint8Array): ImageType | null {
  const length = Math.min(bytes.length, numberAt(bytes, 0), 256)
  const brands: string[] = []
  for (let at = 8; at + 4 <= length; at += 4) if (at !== 12) brands.push(textAt(bytes, at, 4))
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'image/avif'
  return brands.some((brand) => /^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand)) ? 'image/heic' : null
}

/** Whether a file is SVG: its first element, after comments and declarations, is `svg`. */
function isSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096))
  return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?\s*>\s*)*<svg[\s>]/i.test(
    start,
  )
}

/** Whether an image carries the drawing it was exported from, which is opened instead (Excalidraw's format). */
export function hasDrawing(bytes: Uint8Array, type: ImageType): boolean {
  if (type !== 'image/png' && type !== 'image/svg+xml') return false
  const text = new TextDecoder('latin1').decode(bytes)
  return text.includes(
    type === 'image/png' ? 'tEXtapplication/vnd.excalidraw+json' : 'payload-type:application/vnd.excalidraw+json',
  )
}

/** Whether an image moves: it has several frames. */
export function isAnimated(bytes: Uint8Array, type: ImageType): boolean {
  if (type === 'image/gif') return countOf(bytes, [0x00, 0x21, 0xf9, 0x04]) > 1
  if (type === 'image/webp') return textAt(bytes, 12, 4) === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0
  if (type === 'image/png') return hasChunk(bytes, 'acTL')
  return type === 'image/avif' && textAt(bytes, 8, 4) === 'avis'
}

/** Whether a PNG has a chunk before its pixels (PNG specification, 5.3). */
function hasChunk(bytes: Uint8Array, name: string): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + numberAt(bytes, at)) {
    const type = textAt(bytes, at + 4, 4)
    if (type === name) return true
    if (type === 'IDAT') return false
  }
  return false
}

/**
 * Reads the size of a HEIC image, upright: that of its largest image item (`ispe`), turned if it has a rotation of a
 * quarter (`irot`). Null: it has none.
 */
export function heicSizeOf(bytes: Uint8Array): readonly [width: number, height: number] | null {
  let size: readonly [number, number] | null = null
  for (let at = findText(bytes, 'ispe', 0); at >= 0; at = findText(bytes, 'ispe', at + 4)) {
    const [width, height] = [numberAt(bytes, at + 8), numberAt(bytes, at + 12)]
    if (width > 0 && height > 0 && width * height > (size ? size[0] * size[1] : 0)) size = [width, height]
  }
  const turn = findText(bytes, 'irot', 0)
  const isQuarter = turn >= 0 && ((bytes[turn + 4] ?? 0) & 1) === 1
  return size && isQuarter ? [size[1], size[0]] : size
}

function starts(bytes: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, at) => bytes[at] === byte)
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** Reads a big-endian number of four bytes; 0 beyond the end. */
function numberAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4)
  return a * 2 ** 24 + (b << 16) + (c << 8) + d
}

/** Metadata of HEIC files is at their start, within this many bytes. */
const headBytes = 65_536

function findText(bytes: Uint8Array, text: string, from: number): number {
  const end = Math.min(bytes.length, headBytes) - text.length
  for (let at = from; at <= end; at += 1) if (textAt(bytes, at, text.length) === text) return at
  return -1
}

function countOf(bytes: Uint8Array, pattern: readonly number[]): number {
  let count = 0
  for (let at = bytes.indexOf(0x21, 1); at > 0; at = bytes.indexOf(0x21, at + 1))
    if (starts(bytes.subarray(at - 1, at + 3), pattern)) count += 1
  return count
}
