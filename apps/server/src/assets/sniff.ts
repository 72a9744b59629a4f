/** Formats that can be converted. */
export type AcceptedFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'heic' | 'svg'

/** The format of a file by its first bytes, or a description of it with an article. */
export type Sniffed = { readonly format: AcceptedFormat } | { readonly other: string }

/** Bytes that are enough to recognise a format. */
export const sniffedBytes = 4_096

/** Signatures at the start of files, in Latin-1, with what is said about files that are not accepted. */
const signatures: readonly (readonly [start: string, found: Sniffed])[] = [
  ['\x89PNG\r\n\x1a\n', { format: 'png' }],
  ['\xff\xd8\xff', { format: 'jpeg' }],
  ['GIF87a', { format: 'gif' }],
  ['GIF89a', { format: 'gif' }],
  ['%PDF-', { other: 'a PDF' }],
  ['PK\x03\x04', { other: 'a ZIP archive or an office document' }],
  ['PK\x05\x06', { other: 'a ZIP archive' }],
  ['\x1f\x8b', { other: 'a gzip file' }],
  ['II*\0', { other: 'a TIFF image' }],
  ['MM\0*', { other: 'a TIFF image' }],
  ['BM', { other: 'a BMP image' }],
  ['8BPS', { other: 'a Photoshop file' }],
  ['\xff\x0a', { other: 'a JPEG XL image' }],
  ['\0\0\0\x0cJXL ', { other: 'a JPEG XL image' }],
  ['\x1aE\xdf\xa3', { other: 'a video' }],
  ['\x7fELF', { other: 'a program' }],
  ['MZ', { other: 'a program' }],
]

/** Brands of ISO 14496-12 files: AV1 and HEVC images (ISO 23008-12, annex B; AVIF 1.1, section 6). */
const avifBrands: ReadonlySet<string> = new Set(['avif', 'avis'])
const heicBrands: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/** Recognises the format of a file by its first `sniffedBytes` bytes. A filter only: the decoder decides. */
export function sniff(head: Uint8Array): Sniffed {
  if (head.byteLength === 0) return { other: 'an empty file' }
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, sniffedBytes)).toString('latin1')
  const known = signatures.find(([signature]) => start.startsWith(signature))
  if (known) return known[1]
  if (start.startsWith('RIFF'))
    return start.slice(8, 12) === 'WEBP' ? { format: 'webp' } : { other: 'an audio or video file' }
  if (start.slice(4, 8) === 'ftyp') return byBrands(start)
  return byText(start)
}

function byBrands(start: string): Sniffed {
  const length = Math.min(256, Buffer.from(start.slice(0, 4), 'latin1').readUInt32BE())
  const brands = [start.slice(8, 12), ...(start.slice(16, length).match(/[\s\S]{4}/g) ?? [])]
  if (brands.some((brand) => avifBrands.has(brand))) return { format: 'avif' }
  if (brands.some((brand) => heicBrands.has(brand))) return { format: 'heic' }
  return { other: 'a video' }
}

/** An SVG may begin with a byte order mark, an XML declaration, comments and a document type. */
const svgStart =
  /^(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE\s+svg\b[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*<(?:svg:)?svg[\s>/]/i

function byText(start: string): Sniffed {
  if (svgStart.test(start)) return { format: 'svg' }
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script)\b/i.test(start)) return { other: 'a web page' }
  // No text contains it.
  return start.includes('\0') ? { other: 'a file of an unknown type' } : { other: 'a text file' }
}
