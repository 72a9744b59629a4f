import type { ImageShape, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { imageShape, sampleAsset } from '../testing/image-shape.ts'
import { plain } from '../testing/plain.ts'
import { readPdf } from '../testing/read-pdf.ts'
import type { ImagesOfFile } from './pdf-images.ts'
import { pdfOf } from './pdf-of.ts'

const crop = { minX: 0, minY: 0, maxX: 400, maxY: 400 }
const fonts = {
  files: [],
  substitutes: [],
  read: () => Promise.reject(new Error('there is no font')),
  subsetter: () => Promise.reject(new Error('there is no subsetter')),
}
const pixels: ImagesOfFile = async () => ({
  type: 'pixels',
  pixels: new Uint8ClampedArray([1, 2, 3, 4]),
  width: 1,
  height: 1,
})

async function written(shapes: readonly ImageShape[], image = pixels) {
  const options = { theme: 'light', paper: false, title: 'Boats', fonts, ...plain } as const
  return readPdf(await pdfOf([{ shapes, crop }], { ...options, image }))
}

/** Returns the operators of the page, without its start. */
async function drawn(shape: ImageShape, image?: ImagesOfFile): Promise<string | undefined> {
  const { streams } = await written([shape], image)
  const start = '1 0 0 -1 0 300 cm 1 J 1 j\n'
  return [...streams.values()].find((stream) => stream.startsWith(start))?.slice(start.length)
}

const at = { x: 40, y: 80, w: 200, h: 100, rotation: 0 }

test.each<[string, Partial<ImageShape>, string]>([
  ['all of it', { at }, 'q\n/G0 gs\n150 0 0 -75 30 135 cm\n/I0 Do\nQ\n'],
  [
    'a part of it',
    { at, crop: [0.5, 0, 0.5, 0.25] },
    'q\n30 60 150 75 re W n\n/G0 gs\n300 0 0 -300 -120 360 cm\n/I0 Do\nQ\n',
  ],
  ['mirrored', { at: { ...at, mirrored: true } }, 'q\n-1 0 0 1 210 0 cm\n/G0 gs\n150 0 0 -75 30 135 cm\n/I0 Do\nQ\n'],
  [
    'rotated',
    { at: { ...at, rotation: Math.PI / 2 } },
    'q\n0 1 -1 0 202.5 -7.5 cm\nq\n/G0 gs\n150 0 0 -75 30 135 cm\n/I0 Do\nQ\nQ\n',
  ],
])('a picture is drawn: %s', async (_how, more, operators) => {
  expect(await drawn(imageShape(more))).toBe(operators)
})

test('a picture is cut to its shape', async () => {
  expect(await drawn(imageShape({ at, mask: 'ellipse' }))).toMatch(
    /^q\n[^q]* c\n[^q]*W n\n\/G0 gs\n150 0 0 -75 30 135 cm\n\/I0 Do\nQ\n$/,
  )
})

test('a faded picture has its opacity and its mask', async () => {
  const { objects } = await written([imageShape({ style: { ...imageShape().style, opacity: 0.5 } })])
  expect([...objects.values()].join('\n')).toContain('/G0<</ca 0.5/CA 0.5/BM/Normal>>')
  expect([...objects.values()].filter((each) => each.includes('/SMask'))).toHaveLength(1)
})

test('a picture is loaded once in the width it needs, and written once', async () => {
  const asked: unknown[] = []
  const counting: ImagesOfFile = (asset, width) => {
    asked.push([asset, width])
    return pixels(asset, width)
  }
  const large = imageShape({ id: 'l' as ShapeId, crop: [0, 0, 0.1, 0.1] })
  const { objects } = await written([imageShape(), imageShape({ id: 'j' as ShapeId }), large], counting)
  expect(asked).toEqual([
    [sampleAsset, 512],
    [sampleAsset, 'full'],
  ])
  expect([...objects.values()].filter((each) => each.includes('/DeviceRGB/Bits'))).toHaveLength(2)
})

test.each<[string, ImagesOfFile]>([
  ['not there', async () => null],
  ['failing', () => Promise.reject(new Error('offline'))],
  ['broken', async () => ({ type: 'jpeg', bytes: new Uint8Array([1]) })],
])('a picture that is %s is a grey area', async (_how, image) => {
  expect(await drawn(imageShape({ at }), image)).toBe(
    '0.5608 0.5961 0.6392 rg\n/G0 gs\n30 60 m\n180 60 l\n180 135 l\n30 135 l\nh\nf\n',
  )
})
