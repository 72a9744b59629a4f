import type { ImageSize } from '@inkbridge/types'

/** A picture's format by its first bytes, and its size in pixels as browsers show it: upright. */
export interface PictureSize {
  readonly type: string
  readonly size: ImageSize
}

/** Reads the format and size of a PNG, JPEG, GIF, WebP or SVG; null: another format, or damaged. Never throws. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const read of readers) {
    try {
      const found = read(view, bytes)
      if (found) return isSide(found.size[0]) && isSide(found.size[1]) ? found : null
    } catch {
      // The file ends before its size.
      return null
    }
  }
  return null
}

function isSide(value: number): boolean {
  return value >= 1 && value <= 65_535
}

type ReadSize = (view: DataView, bytes: Uint8Array) => PictureSize | null

const readers: readonly ReadSize[] = [png, gif, jpeg, webp, svg]

function startsWith(bytes: Uint8Array, text: string, from = 0): boolean {
  for (let at = 0; at < text.length; at += 1) if (bytes[from + at] !== text.charCodeAt(at)) return false
  return true
}

function png(view: DataView, bytes: Uint8Array): PictureSize | null {
  if (!startsWith(bytes, '\x89PNG\r\n\x1a\n')) return null
  return { type: 'image/png', size: [view.getUint32(16), view.getUint32(20)] }
}

function gif(view: DataView, bytes: Uint8Array): PictureSize | null {
  if (!startsWith(bytes, 'GIF8')) return null
  return { type: 'image/gif', size: [view.getUint16(6, true), view.getUint16(8, true)] }
}

/** Markers of JPEG with a size (ITU T.81, table B.1), and that of Exif. */
const [firstFrame, lastFrame, exifMarker] = [0xc0, 0xcf, 0xe1]
const withoutSize = [0xc4, 0xc8, 0xcc]

function jpeg(view: DataView, bytes: Uint8Array): PictureSize | null {
  if (!startsWith(bytes, '\xff\xd8\xff')) return null
  let isTurned = false
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    if (marker === exifMarker && startsWith(bytes, 'Exif\0\0', at + 4)) isTurned = isOnItsSide(view, at + 10)
    if (marker < firstFrame || marker > lastFrame || withoutSize.includes(marker)) continue
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
    return { type: 'image/jpeg', size: isTurned ? [height, width] : [width, height] }
  }
  return null
}

/** Whether the orientation in Exif data (tag 0x112) is one of those rotated by a quarter turn, 5 to 8. */
function isOnItsSide(view: DataView, start: number): boolean {
  const little = view.getUint16(start) === 0x4949
  const first = start + view.getUint32(start + 4, little)
  const count = view.getUint16(first, little)
  for (let entry = 0; entry < count; entry += 1) {
    const at = first + 2 + entry * 12
    if (view.getUint16(at, little) === 0x112) return view.getUint16(at + 8, little) >= 5
  }
  return false
}

function webp(view: DataView, bytes: Uint8Array): PictureSize | null {
  if (!startsWith(bytes, 'RIFF') || !startsWith(bytes, 'WEBP', 8)) return null
  const type = 'image/webp'
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  if (startsWith(bytes, 'VP8X', 12)) return { type, size: [uint24(24) + 1, uint24(27) + 1] }
  if (startsWith(bytes, 'VP8L', 12)) {
    const packed = view.getUint32(21, true)
    return { type, size: [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1] }
  }
  return { type, size: [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff] }
}

/** Bytes of an SVG in which its root element begins. */
const svgHead = 4_096
/** The size of an SVG without width, height and viewBox in browsers (CSS Images 3, section 5.1). */
const usualSize = [300, 150] as const

function svg(_view: DataView, bytes: Uint8Array): PictureSize | null {
  const text = new TextDecoder().decode(bytes.subarray(0, svgHead))
  const [root] = /<svg\b[^>]*>/i.exec(text) ?? []
  if (!root) return null
  const [, , boxWidth, boxHeight] = (attributeOf(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const sides = [
    lengthOf(attributeOf(root, 'width')) ?? boxWidth ?? usualSize[0],
    lengthOf(attributeOf(root, 'height')) ?? boxHeight ?? usualSize[1],
  ].map((side) => Math.max(1, Math.round(side)))
  return { type: 'image/svg+xml', size: [sides[0] ?? NaN, sides[1] ?? NaN] }
}

function attributeOf(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? null
}

/** A length in pixels; null: relative, or none. */
function lengthOf(text: string | null): number | null {
  const [, number] = /^\s*([\d.]+)(?:px)?\s*$/.exec(text ?? '') ?? []
  return number === undefined || !Number.isFinite(Number(number)) ? null : Number(number)
}
