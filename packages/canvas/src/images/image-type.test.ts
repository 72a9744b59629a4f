import { expect, test } from 'vitest'
import { heicSizeOf, imageTypeOf, isAnimated } from './image-type.ts'

const bytes = (...parts: readonly (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((each) => each.charCodeAt(0)) : [part])),
  )
const ftyp = (brand: string, ...others: readonly string[]) =>
  bytes(0, 0, 0, 16 + 4 * others.length, 'ftyp', brand, 0, 0, 0, 0, ...others)

test.each([
  ['a PNG', bytes(0x89, 'PNG\r\n', 0x1a, '\n'), 'image/png'],
  ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['a GIF', bytes('GIF89a'), 'image/gif'],
  ['a WebP', bytes('RIFF', 1, 0, 0, 0, 'WEBPVP8 '), 'image/webp'],
  ['an AVIF', ftyp('avif'), 'image/avif'],
  ['an AVIF whose first brand is general', ftyp('mif1', 'avif'), 'image/avif'],
  ['a HEIC', ftyp('heic', 'mif1'), 'image/heic'],
  ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), 'image/svg+xml'],
  [
    'an SVG after a declaration, a doctype and comments',
    bytes('<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg>'),
    'image/svg+xml',
  ],
  ['a film', ftyp('isom', 'mp42'), null],
  ['a page that mentions SVG', bytes('<html><svg></svg></html>'), null],
  ['a PDF', bytes('%PDF-1.7'), null],
  ['nothing', bytes(), null],
])('%s is recognized by its content', (_name, file, type) => {
  expect(imageTypeOf(file)).toBe(type)
})

test.each([
  ['a GIF with two frames', bytes('GIF89a', 0, '!', 0xf9, 4, 1, 0, '!', 0xf9, 4), 'image/gif', true],
  ['a GIF with one', bytes('GIF89a', 0, '!', 0xf9, 4, 1), 'image/gif', false],
  ['a WebP with the animation flag', bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8X', 10, 0, 0, 0, 2), 'image/webp', true],
  ['a WebP without', bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8X', 10, 0, 0, 0, 16), 'image/webp', false],
  ['a PNG with an animation chunk before its pixels', png('IHDR', 'acTL', 'IDAT'), 'image/png', true],
  ['a PNG with one after them', png('IHDR', 'IDAT', 'acTL'), 'image/png', false],
] as const)('%s: moves is %s', (_name, file, type, moves) => {
  expect(isAnimated(file, type)).toBe(moves)
})

function png(...chunks: readonly string[]): Uint8Array {
  return bytes(0x89, 'PNG\r\n', 0x1a, '\n', ...chunks.flatMap((name) => [0, 0, 0, 1, name, 0, 0, 0, 0, 0]))
}

test('the size of a HEIC image is that of its largest item, turned by its rotation', () => {
  const ispe = (width: number, height: number) =>
    bytes('ispe', 0, 0, 0, 0, 0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255)
  const file = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
  expect(heicSizeOf(file(ispe(320, 240), ispe(4032, 3024)))).toEqual([4032, 3024])
  expect(heicSizeOf(file(ispe(4032, 3024), bytes('irot', 1)))).toEqual([3024, 4032])
  expect(heicSizeOf(file(ispe(4032, 3024), bytes('irot', 2)))).toEqual([4032, 3024])
  expect(heicSizeOf(bytes('ftypheic'))).toBe(null)
})
