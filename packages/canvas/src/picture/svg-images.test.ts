import type { AssetId, ImageShape, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { imagesOf } from '../picture.ts'
import { imageShape, sampleAsset } from '../testing/image-shape.ts'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { svgOf } from './svg.ts'

const url = 'data:image/png;base64,AAAA'
const crop = { minX: 0, minY: 0, maxX: 400, maxY: 400 }
const options = { theme: 'light', paper: false, crop, ...plain } as const

/** Returns the elements that show shapes. */
function elements(shapes: readonly ImageShape[], imageUrl: () => string | null = () => url): string {
  const { svg } = svgOf(shapes, { ...options, imageUrl })
  return svg.replace(/^<svg [^>]*><g [^>]*>|<\/g><\/svg>$/g, '')
}

const bytes = `<defs><image id="p0" width="400" height="200" preserveAspectRatio="none" href="${url}"/></defs>`
const at = { x: 10, y: 20, w: 200, h: 100, rotation: 0 }

test.each<[string, Partial<ImageShape>, string]>([
  ['all of it', {}, '<use href="#p0" transform="matrix(0.5 0 0 0.5 0 0)"></use>'],
  [
    'with a description',
    { alt: 'A <boat>' },
    '<use href="#p0" transform="matrix(0.5 0 0 0.5 0 0)"><title>A &lt;boat&gt;</title></use>',
  ],
  [
    'a part of it',
    { at, crop: [0.5, 0, 0.5, 0.25] },
    '<clipPath id="c0"><path d="M10 20L210 20L210 120L10 120Z"/></clipPath><g clip-path="url(#c0)">BYTES<use href="#p0" transform="matrix(1 0 0 2 -190 20)"></use></g>',
  ],
  [
    'mirrored, rotated and faded',
    { at: { ...at, rotation: Math.PI / 2, mirrored: true }, style: { ...imageShape().style, opacity: 0.5 } },
    '<g transform="rotate(90 110 70) matrix(-1 0 0 1 220 0)" opacity="0.5">BYTES<use href="#p0" transform="matrix(0.5 0 0 0.5 10 20)"></use></g>',
  ],
])('a picture is shown: %s', (_how, more, expected) => {
  expect(elements([imageShape(more)])).toBe(
    expected.includes('BYTES') ? expected.replace('BYTES', bytes) : bytes + expected,
  )
})

test('the bytes of a picture are in a file once, however often it is shown', () => {
  const svg = elements([imageShape(), imageShape({ id: 'j' as ShapeId }), imageShape({ id: 'k' as ShapeId })])
  expect([svg.split(url).length - 1, svg.split('<use ').length - 1]).toEqual([1, 3])
})

test('a picture whose bytes are not there is a grey area', () => {
  const grey = '<rect x="0" y="0" width="200" height="100" fill="#8f98a3" fill-opacity="0.18"></rect>'
  expect(elements([imageShape()], () => null)).toBe(grey)
  expect(svgOf([imageShape()], options).svg).toContain(grey)
})

test('the assets of a picture have the largest width that they are drawn in', () => {
  const other = 'b'.repeat(42).concat('A') as AssetId
  const shapes = [
    rectAt('a', 0, 0),
    imageShape(),
    imageShape({ id: 'j' as ShapeId, crop: [0, 0, 0.25, 1] }),
    imageShape({ id: 'k' as ShapeId, asset: other, at: { x: 0, y: 0, w: 10, h: 100, rotation: 0 } }),
  ]
  expect(imagesOf(shapes, { ...plain, theme: 'light' })).toEqual(
    new Map([
      [sampleAsset, 800],
      [other, 200],
    ]),
  )
  expect(imagesOf([rectAt('a', 0, 0)], { ...plain, theme: 'light' })).toEqual(new Map())
})
