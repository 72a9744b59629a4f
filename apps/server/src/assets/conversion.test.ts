import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assetOf, greyPng } from '../testing/asset-files.ts'
import type { ConversionResult } from './asset-messages.ts'
import { Converter } from './converter.ts'

/** Files of every accepted format, through the process that converts them. */

let converter: Converter
let root: string
let folder: string
beforeAll(() => {
  converter = new Converter()
})
afterAll(() => converter.end())
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inkbridge-'))
  folder = mkdtempSync(join(root, 'versions-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function convert(file: Uint8Array, by = converter): Promise<ConversionResult> {
  const upload = join(root, 'upload')
  writeFileSync(upload, file)
  const asker = { board: 'board', address: '127.0.0.1', signal: new AbortController().signal }
  return by.convert({ asset: assetOf(file), upload, folder }, asker)
}

/** The versions by width, and the type of the whole picture. */
async function versions(): Promise<Readonly<Record<string, string>>> {
  const found = readdirSync(folder).map(async (name) => {
    const { format, width, height, pageHeight } = await sharp(join(folder, name), { animated: true }).metadata()
    return [name, `${format} ${width}x${pageHeight ?? height}`] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

/** 64 x 64 pixels by x265, blue on the left and red on the right, and rotated by a quarter turn to the left. */
const heic = Buffer.from(
  'AAAAGGZ0eXBoZWljAAAAAG1pZjFoZWljAAABNG1ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABVAAAACAAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAALhpcHJwAAAAmmlwY28AAAB1aHZjQwEBYAAAAJAAAAAAAB7wAPz9+PgAAA8DoAABABhAAQwB//8BYAAAAwCQAAADAAADAB6VmAmhAAEAKEIBAQFgAAADAJAAAAMAAAMAHqAggQWWVmkkyvAWgIAAAAMAgAAADISiAAEAB0QBwXK0IkAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAAlpcm90AQAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAobWRhdAAAABwoAa8dgPfPgP/4kPo7d4eXh2g1NF/mZHnUlJXO',
  'base64',
)

const frames = Buffer.from(Array.from({ length: 20 * 30 * 3 }, (_, index) => (index < 900 ? 10 : 240)))
const animation = () => sharp(frames, { raw: { width: 20, height: 30, channels: 3, pageHeight: 15 } })

describe('a picture is converted', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, object, Readonly<Record<string, string>>]>([
    [
      'PNG',
      () => plain(600, 300).png().toBuffer(),
      { type: 'image/png', width: 600, height: 300, animated: false },
      { full: 'png 600x300', w512: 'webp 512x256', w256: 'webp 256x128' },
    ],
    [
      'JPEG',
      () => plain(300, 300).jpeg().toBuffer(),
      { type: 'image/jpeg', width: 300, height: 300, animated: false },
      { full: 'jpeg 300x300', w256: 'webp 256x256' },
    ],
    [
      'a JPEG that lies on its side',
      () => plain(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      { type: 'image/jpeg', width: 20, height: 40, animated: false },
      { full: 'jpeg 20x40' },
    ],
    [
      'WebP',
      () => plain(20, 20).webp().toBuffer(),
      { type: 'image/webp', width: 20, height: 20, animated: false },
      { full: 'webp 20x20' },
    ],
    [
      'AVIF',
      () => plain(20, 20).avif().toBuffer(),
      { type: 'image/webp', width: 20, height: 20, animated: false },
      { full: 'webp 20x20' },
    ],
    ['HEIC', () => heic, { type: 'image/jpeg', width: 64, height: 64, animated: false }, { full: 'jpeg 64x64' }],
    [
      'GIF',
      () => plain(20, 20).gif().toBuffer(),
      { type: 'image/gif', width: 20, height: 20, animated: false },
      { full: 'gif 20x20' },
    ],
    [
      'an animated GIF',
      () =>
        animation()
          .gif({ delay: [70, 90] })
          .toBuffer(),
      { type: 'image/gif', width: 20, height: 15, animated: true },
      { full: 'gif 20x15' },
    ],
    [
      'an animated WebP',
      () =>
        animation()
          .webp({ delay: [70, 90] })
          .toBuffer(),
      { type: 'image/webp', width: 20, height: 15, animated: true },
      { full: 'webp 20x15' },
    ],
    [
      'a strip higher than WebP allows',
      () => plain(300, 20_000).png().toBuffer(),
      { type: 'image/png', width: 300, height: 20_000, animated: false },
      { full: 'png 300x20000' },
    ],
  ])('%s', { timeout: 30_000 }, async (_, make, picture, expected) => {
    const result = await convert(await make())
    expect(result).toEqual({ type: 'converted', picture: { ...picture, bytes: expect.any(Number) } })
    expect(await versions()).toEqual(expected)
  })

  test('an animation keeps its timing', async () => {
    await convert(
      await animation()
        .gif({ delay: [70, 90], loop: 3 })
        .toBuffer(),
    )
    expect(await sharp(join(folder, 'full')).metadata()).toMatchObject({ pages: 2, delay: [70, 90], loop: 3 })
  })

  test('the rotation of an HEIC file is applied', async () => {
    await convert(heic)
    const { data, info } = await sharp(join(folder, 'full')).raw().toBuffer({ resolveWithObject: true })
    const [red = 0, , blue = 0] = data.subarray((info.height - 1) * info.width * info.channels)
    expect([data[0], blue].every((value) => (value ?? 0) > 200) && red < 60).toBe(true)
  })

  test('camera, place and comments are removed from every version', async () => {
    const exif = { IFD0: { Make: 'Secret camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 30/1' } }
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const file = await plain(300, 40).withExif(exif).toFormat(format).toBuffer()
      expect(file.includes('Secret camera')).toBe(true)
      await convert(file)
      for (const name of readdirSync(folder)) {
        const metadata = await sharp(join(folder, name)).metadata()
        expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.comments]).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ])
      }
    }
  })
})

describe('an SVG', () => {
  const svg = (content: string, attributes = 'width="30" height="20"') =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
    )

  test('is drawn at all widths, and keeps its own size', async () => {
    const result = await convert(svg('<rect width="30" height="20" fill="red"/>'))
    expect(result).toMatchObject({ picture: { type: 'image/svg+xml', width: 30, height: 20 } })
    expect(await versions()).toEqual({
      full: 'svg 30x20',
      w256: 'webp 256x171',
      w512: 'webp 512x341',
      w1024: 'webp 1024x683',
      w2048: 'webp 2048x1365',
    })
  })

  test('never contains a file of the server, or an image from elsewhere', async () => {
    const secret = join(root, 'secret.png')
    writeFileSync(secret, greyPng(4, 4))
    const references = [
      secret,
      `file://${secret}`,
      'http://127.0.0.1:1/a.png',
      '//a.example/b.png',
      'secret.png',
      `&#x2f;${secret.slice(1)}`,
    ]
    await convert(
      svg(references.map((href) => `<image href="${href}" xlink:href="${href}" width="9" height="9"/>`).join('')),
    )
    expect(readFileSync(join(folder, 'full'), 'utf8')).toBe(
      `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">${'<image width="9" height="9"></image>'.repeat(6)}</svg>`,
    )
    const { channels } = await sharp(join(folder, 'w256')).stats()
    expect(channels.map(({ max }) => max)).toEqual([0, 0, 0, 0])
  })

  test('has its embedded images without their metadata', async () => {
    const photo = await plain(20, 20)
      .withExif({ IFD0: { Make: 'Secret camera' } })
      .jpeg()
      .toBuffer()
    await convert(svg(`<image href="data:image/jpeg;base64,${photo.toString('base64')}" width="9" height="9"/>`))
    const written = readFileSync(join(folder, 'full'), 'utf8')
    const [, base64 = ''] = /href="data:image\/jpeg;base64,([^"]+)"/.exec(written) ?? []
    expect(await sharp(Buffer.from(base64, 'base64')).metadata()).toMatchObject({ format: 'jpeg', width: 20 })
    expect(Buffer.from(base64, 'base64').includes('Secret camera')).toBe(false)
  })
})

describe('the limits of the process', () => {
  test('a picture that takes more memory is refused, and the next one is converted', { timeout: 30_000 }, async () => {
    const small = new Converter({ timeMs: 40_000, memoryBytes: 240_000_000 })
    const large = await sharp({ create: { width: 9_000, height: 9_000, channels: 4, background: 'red' } })
      .png({ progressive: true })
      .toBuffer()
    try {
      expect(await convert(large, small)).toMatchObject({ type: 'refused', refusal: { code: 'asset-too-large' } })
      expect(await convert(greyPng(4, 4), small)).toMatchObject({ type: 'converted' })
    } finally {
      small.end()
    }
  })

  test('a picture that takes more time is refused', { timeout: 30_000 }, async () => {
    const hasty = new Converter({ timeMs: 200, memoryBytes: 1_073_741_824 })
    try {
      const large = await plain(8_000, 8_000).jpeg().toBuffer()
      expect(await convert(large, hasty)).toMatchObject({ type: 'refused', refusal: { code: 'asset-too-large' } })
    } finally {
      hasty.end()
    }
  })
})
