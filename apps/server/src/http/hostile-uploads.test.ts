import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetOf, chunk, greyPng, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Hostile and broken uploads: each has its status, code and message, and the server goes on. */

let server: TestServer
let board: MadeBoard
beforeAll(async () => {
  server = await startServer()
  board = await makeBoard(openBrowser(server))
})
afterAll(() => server.dispose())

const target = () => ({ board: board.id, sent: { token: board.tokens.editor } })
/** 200 x 200 pixels that do not compress. */
const greyNoise = Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7_919 * index) % 251))
const svg = (content: string, attributes = 'width="10" height="10"') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
  )
const photo = () =>
  sharp(greyNoise, { raw: { width: 200, height: 200, channels: 1 } })
    .jpeg()
    .toBuffer()
const jpeg = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()

/** A PNG of 50,000 x 50,000 pixels in a file of some kilobytes. */
function hugePng(): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(50_000, 0)
  header.writeUInt32BE(50_000, 4)
  header[8] = 1
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const rows = deflateSync(Buffer.alloc(6_251 * 2_000))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** Ten levels of ten references each: ten thousand million circles. */
function useBomb(): Buffer {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const inner = level === 0 ? '<circle r="1"/>' : `<use href="#l${level - 1}"/>`.repeat(10)
    return `<g id="l${level}">${inner}</g>`
  })
  return svg(`<defs>${levels.join('')}</defs><use href="#l9"/>`)
}

const entityBomb = Buffer.from(
  `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, level) => `<!ENTITY b${level} "${`&b${level - 1};`.repeat(10)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg">&b8;</svg>`,
)
const externalEntity = Buffer.from(
  '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>',
)

describe('a file that is no picture', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, number, string, string]>([
    [
      'a ZIP archive',
      () => Buffer.from('PK\x03\x04 picture.png'),
      415,
      'unsupported-type',
      'This is a ZIP archive or an office document.',
    ],
    ['a PDF', () => Buffer.from('%PDF-1.7 \xff\xd8\xff', 'latin1'), 415, 'unsupported-type', 'This is a PDF.'],
    [
      'a web page',
      () => Buffer.from('<!doctype html><script>alert(1)</script>'),
      415,
      'unsupported-type',
      'This is a web page.',
    ],
    [
      'a web page that contains an SVG',
      () => Buffer.from('<html><svg xmlns="http://www.w3.org/2000/svg"/></html>'),
      415,
      'unsupported-type',
      'This is a web page.',
    ],
    ['a text', () => Buffer.from('alert(1)'), 415, 'unsupported-type', 'This is a text file.'],
    [
      'a TIFF image',
      () =>
        sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
          .tiff()
          .toBuffer(),
      415,
      'unsupported-type',
      'This is a TIFF image.',
    ],
    [
      'a video',
      () => Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1'),
      415,
      'unsupported-type',
      'This is a video.',
    ],
    [
      'bytes without meaning',
      () => Buffer.from([0, 1, 2, 3]),
      415,
      'unsupported-type',
      'This is a file of an unknown type.',
    ],
    [
      'the start of a PNG',
      () => greyPng(500, 500).subarray(0, 40),
      415,
      'unsupported-type',
      'This PNG file is damaged',
    ],
    ['a PNG without its last rows', () => greyPng(50, 50, 1, 20), 415, 'unsupported-type', 'This PNG file is damaged'],
    [
      'a JPEG that ends early',
      async () => (await photo()).subarray(0, 5_000),
      415,
      'unsupported-type',
      'This JPEG file is damaged',
    ],
    [
      'a GIF of a script only',
      () => Buffer.from('GIF89a/*<script>*/=1;alert(1)//'),
      415,
      'unsupported-type',
      'This GIF file is damaged',
    ],
    [
      'an AVIF without an image',
      () => Buffer.from('\0\0\0\x18ftypavif\0\0\0\0avifmif1', 'latin1'),
      415,
      'unsupported-type',
      'This AVIF file is damaged',
    ],
    [
      'an HEIC without an image',
      () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1'),
      415,
      'unsupported-type',
      'This HEIC file is damaged',
    ],
    ['50,000 x 50,000 pixels', hugePng, 413, 'asset-too-large', 'The picture has more than 100 million pixels.'],
    [
      'an SVG of 50,000 x 50,000 pixels',
      () => svg('', 'width="50000" height="50000"'),
      413,
      'asset-too-large',
      'The picture has more than 100 million pixels.',
    ],
    [
      'an SVG with entities',
      () => entityBomb,
      415,
      'unsupported-type',
      'This is an SVG file that is not well-formed, or declares entities.',
    ],
    [
      'an SVG with an external entity',
      () => externalEntity,
      415,
      'unsupported-type',
      'This is an SVG file that is not well-formed, or declares entities.',
    ],
    [
      'an SVG nested without end',
      () => svg('<g>'.repeat(100_000) + '</g>'.repeat(100_000)),
      415,
      'unsupported-type',
      'This is an SVG file that is nested too deeply.',
    ],
    [
      'an SVG of two hundred thousand elements',
      () => svg('<g/>'.repeat(200_000)),
      415,
      'unsupported-type',
      'This is an SVG file that has too many elements.',
    ],
    [
      'an SVG that is not UTF-8',
      () => Buffer.concat([svg(''), Buffer.of(0xff)]),
      415,
      'unsupported-type',
      'This is an SVG file that is not UTF-8.',
    ],
  ])('%s is refused', async (_, make, status, code, message) => {
    const reply = await upload(server, target(), await make())
    expect(reply).toMatchObject({ status, json: { error: { code, reason: code } } })
    expect(reply.text).toContain(message)
  })

  test('an SVG of ten thousand million parts is refused within the limits of the process', {
    timeout: 90_000,
  }, async () => {
    const reply = await upload(server, target(), useBomb())
    expect(reply.json).toMatchObject({ error: { code: expect.stringMatching(/^(asset-too-large|unsupported-type)$/) } })
    expect((await upload(server, target(), greyPng(9, 9))).status).toBe(201)
  })
})

describe('a picture that is something else too', () => {
  const marker = 'alert(document.cookie)'

  async function stored(file: Buffer): Promise<Buffer> {
    const reply = await upload(server, target(), file)
    expect(reply).toMatchObject({ status: 201 })
    return (await send(server, `/api/boards/${board.id}/assets/${assetOf(file)}`, target().sent)).bytes
  }

  test('a GIF that is a script is stored without its comment and what follows its end', async () => {
    const gif = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .gif()
      .toBuffer()
    const comment = Buffer.concat([Buffer.of(0x21, 0xfe, marker.length), Buffer.from(marker), Buffer.of(0)])
    const first = gif.indexOf(Buffer.of(0x21, 0xf9))
    const at = first === -1 ? gif.indexOf(0x2c) : first
    const polyglot = Buffer.concat([gif.subarray(0, at), comment, gif.subarray(at), Buffer.from(marker)])
    expect(await stored(polyglot)).toEqual(gif)
  })

  test('a PNG with a web page in a text chunk and after its end is stored without them', async () => {
    const png = greyPng(8, 8)
    const text = chunk('tEXt', Buffer.from(`Comment\0<script>${marker}</script>`))
    const polyglot = Buffer.concat([png.subarray(0, 33), text, png.subarray(33), Buffer.from(`<html>${marker}`)])
    const kept = await stored(polyglot)
    expect(kept.includes(marker)).toBe(false)
    expect(await sharp(kept).metadata()).toMatchObject({ format: 'png', width: 8, height: 8 })
  })

  test('a JPEG with a PDF in it, and with its place, is stored without both', async () => {
    const photo = await sharp(await jpeg())
      .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N' } })
      .toBuffer()
    const pdf = Buffer.concat([Buffer.of(0xff, 0xfe, 0, 12), Buffer.from('%PDF-1.7 x')])
    const kept = await stored(Buffer.concat([photo.subarray(0, 2), pdf, photo.subarray(2)]))
    expect([kept.includes('%PDF'), kept.includes('Camera'), kept.includes('Exif')]).toEqual([false, false, false])
    expect((await sharp(kept).metadata()).exif).toBeUndefined()
  })
})
