import { expect, test } from 'vitest'
import { readPdf } from '../testing/read-pdf.ts'
import { PdfFile } from './pdf-file.ts'
import { type PdfPicture, parseJpeg, writePicture } from './pictures.ts'

/** The segments of a JPEG of 3 x 2 pixels up to its frame header. */
function jpeg({ frame = 0xc0, channels = 3, bits = 8, adobe = false } = {}): Uint8Array {
  const marker = adobe ? [0xff, 0xee, 0, 14, ...new TextEncoder().encode('Adobe'), 0, 100, 0, 0, 0, 0, 2] : []
  return new Uint8Array([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    4,
    1,
    2,
    ...marker,
    0xff,
    0xff,
    frame,
    0,
    17,
    bits,
    0,
    2,
    0,
    3,
    channels,
  ])
}

test.each([
  ['a baseline JPEG', jpeg(), { width: 3, height: 2, channels: 3, isAdobe: false }],
  ['a progressive one', jpeg({ frame: 0xc2, channels: 1 }), { width: 3, height: 2, channels: 1, isAdobe: false }],
  ['one of Adobe', jpeg({ channels: 4, adobe: true }), { width: 3, height: 2, channels: 4, isAdobe: true }],
  ['a lossless one', jpeg({ frame: 0xc3 }), null],
  ['one of 12 bits', jpeg({ bits: 12 }), null],
  ['one of two channels', jpeg({ channels: 2 }), null],
  ['a truncated one', jpeg().subarray(0, 14), null],
  ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0]), null],
  ['no bytes', new Uint8Array(), null],
  ['a segment without length', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xc0]), null],
])('the frame of %s', (_what, bytes, frame) => {
  expect(parseJpeg(bytes)).toEqual(frame)
})

/** Writes a picture. Returns the objects of the file. */
async function written(picture: PdfPicture) {
  const file = new PdfFile()
  const ref = writePicture(picture, file)
  const root = file.put('null')
  return { ref, ...readPdf(await file.end({ root, info: root })) }
}

test('a JPEG is written as it is', async () => {
  const bytes = jpeg({ channels: 4, adobe: true })
  const { ref, objects, streams } = await written({ type: 'jpeg', bytes })
  expect(objects.get(ref ?? 0)).toBe(
    `<</Type/XObject/Subtype/Image/Width 3/Height 2/ColorSpace/DeviceCMYK/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]/Filter/DCTDecode/Length ${bytes.byteLength}>>`,
  )
  expect(streams.get(ref ?? 0)).toBe(Buffer.from(bytes).toString('latin1'))
})

test('pixels are written as colours and, unless all are opaque, a mask', async () => {
  const size = { width: 2, height: 1 }
  const faded = await written({ type: 'pixels', pixels: new Uint8ClampedArray([1, 2, 3, 4, 5, 6, 7, 255]), ...size })
  expect(faded.streams.get(faded.ref ?? 0)).toBe('\x01\x02\x03\x05\x06\x07')
  expect(faded.streams.get((faded.ref ?? 0) - 1)).toBe('\x04\xff')
  expect(faded.objects.get(faded.ref ?? 0)).toContain(`/SMask ${(faded.ref ?? 0) - 1} 0 R`)
  const opaque = await written({ type: 'pixels', pixels: new Uint8ClampedArray([1, 2, 3, 255, 5, 6, 7, 255]), ...size })
  expect([...opaque.streams.values()]).toEqual(['\x01\x02\x03\x05\x06\x07'])
})

test.each([
  [0, 1],
  [1.5, 1],
  [-1, -1],
  [Number.NaN, 1],
  [3, 1],
])('pixels that are not %d x %d are no picture', async (width, height) => {
  const { ref } = await written({ type: 'pixels', pixels: new Uint8ClampedArray(4), width, height })
  expect(ref).toBe(null)
})
