import type { AssetId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createImages, type ImageLoader } from './loaded-images.ts'

const [a, b] = ['a', 'b'] as unknown as readonly [AssetId, AssetId]

interface Bitmap {
  readonly width: number
  readonly height: number
  closed: boolean
  close(): void
}

/** Bitmaps that were made, in order: `createImageBitmap` is a stub that takes a blob named by its size. */
let made: Bitmap[] = []

beforeEach(() => {
  made = []
  vi.useFakeTimers()
  vi.stubGlobal('createImageBitmap', async (from: Blob | Bitmap, { resizeWidth }: { resizeWidth?: number } = {}) => {
    const width = from instanceof Blob ? Number(from.type.slice(2)) : from.width
    if (Number.isNaN(width)) throw new Error('broken')
    const bitmap = {
      ...{ width: resizeWidth ?? width, height: ((resizeWidth ?? width) * 3) / 4, closed: false },
      close() {
        this.closed = true
      },
    }
    made.push(bitmap)
    return bitmap
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const picture = (width: number) => new Blob([], { type: `w/${width}` })

/** Lets all loads end, and their listeners be called. */
const rest = () => vi.advanceTimersByTimeAsync(0)

test('a picture is loaded in the least width that is enough, and observers are notified', async () => {
  const asked: string[] = []
  const images = createImages(async (asset, width) => {
    asked.push(`${asset} ${width}`)
    return picture(4000)
  }, 1e9)
  const arrived: AssetId[][] = []
  images.observe((assets) => arrived.push([...assets]))
  expect([images.get(a, 300), images.has(a)]).toEqual([null, false])
  await rest()
  expect([asked, arrived]).toEqual([['a 512'], [['a']]])
  expect(images.get(a, 400)?.width).toBe(512)
})

test('until a sharper one is there, the one that is there is drawn', async () => {
  const images = createImages(async () => picture(4000), 1e9)
  images.get(a, 100)
  await rest()
  expect(images.get(a, 2000)?.width).toBe(128)
  await rest()
  expect(images.get(a, 2000)?.width).toBe(2048)
  expect(images.get(a, 5000)?.width).toBe(2048)
  await rest()
  expect(images.get(a, 5000)?.width).toBe(4000)
})

test('pictures drawn small are loaded in the smallest width and decoded smaller, so that many fit into the bound', async () => {
  const asked: string[] = []
  const images = createImages(
    async (asset, width) => {
      asked.push(`${asset} ${width}`)
      return picture(256)
    },
    500 * 64 * 48 * 4,
  )
  const all = Array.from({ length: 500 }, (_, index) => `p${index}` as AssetId)
  for (let round = 0; round < 3; round += 1) {
    for (const asset of all) images.get(asset, 50)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(asked.toSorted()).toEqual(all.map((asset) => `${asset} 256`).toSorted())
  expect(all.map((asset) => images.get(asset, 50)?.width)).toEqual(all.map(() => 64))
})

test('pictures that were drawn longest ago are dropped when there are too many bytes', async () => {
  const images = createImages(async () => picture(256), 256 * 192 * 4 * 2)
  for (const asset of ['1', '2', '3'] as unknown as readonly AssetId[]) {
    images.get(asset, 256)
    await rest()
  }
  expect(made.map(({ closed }) => closed)).toEqual([true, false, false])
})

test('a picture of very many pixels is drawn reduced', async () => {
  const images = createImages(async () => picture(20_000), 1e9)
  images.get(a, 20_000)
  await rest()
  const drawn = images.get(a, 20_000)
  expect((drawn?.width ?? 0) * (drawn?.height ?? 0)).toBeLessThanOrEqual(16 * 1024 * 1024)
})

test('a missing picture is requested again, less and less often, and drawn when it is there', async () => {
  let isThere = false
  let asked = 0
  const load: ImageLoader = async () => {
    asked += 1
    return isThere ? picture(256) : null
  }
  const images = createImages(load, 1e9)
  images.get(a, 256)
  await rest()
  expect([images.isMissing(a), asked]).toEqual([true, 1])
  await vi.advanceTimersByTimeAsync(900)
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(asked).toBe(2)
  await vi.advanceTimersByTimeAsync(1_800)
  expect(asked).toBe(2)
  isThere = true
  await vi.advanceTimersByTimeAsync(300)
  expect([images.isMissing(a), images.get(a, 256)?.width]).toEqual([false, 256])
})

test('each of several missing pictures is tried again, though another one has arrived meanwhile', async () => {
  const asked: AssetId[] = []
  const images = createImages(async (asset) => {
    asked.push(asset)
    return asset === a && asked.length > 2 ? picture(256) : null
  }, 1e9)
  images.get(b, 256)
  await vi.advanceTimersByTimeAsync(500)
  images.get(a, 256)
  await vi.advanceTimersByTimeAsync(1_600)
  expect(asked).toEqual([b, a, b, a])
  await vi.advanceTimersByTimeAsync(1_500)
  expect(asked).toEqual([b, a, b, a, b])
})

test('a picture that cannot be decoded is missing, and does not hold up others', async () => {
  const images = createImages(async (asset) => (asset === a ? new Blob([], { type: 'w/x' }) : picture(256)), 1e9)
  images.get(a, 256)
  images.get(b, 256)
  await rest()
  expect([images.isMissing(a), images.get(b, 256)?.width]).toEqual([true, 256])
})

test('the latest requests are loaded first, four at a time', async () => {
  const asked: AssetId[] = []
  const images = createImages((asset) => {
    asked.push(asset)
    return new Promise(() => undefined)
  }, 1e9)
  for (const asset of ['1', '2', '3', '4', '5', '6'] as unknown as readonly AssetId[]) images.get(asset, 256)
  await rest()
  expect(asked).toEqual(['6', '5', '4', '3'])
})

test('nothing is kept of what arrives after it was disposed of', async () => {
  const images = createImages(async () => picture(256), 1e9)
  images.get(a, 256)
  images.dispose()
  await rest()
  expect(made.every(({ closed }) => closed)).toBe(true)
})
