import type { AssetId } from '@inkbridge/types'
import { type ImageWidth, imageWidth, imageWidths } from '../display.ts'

/** A small picture shown before another. */
export type Preview = OffscreenCanvas | HTMLCanvasElement

/** The decoded pictures that a canvas draws. */
export interface Images {
  /**
   * Returns a picture for drawing it this many pixels wide: the best there is, while a better one is loading. Null: none
   * is there yet.
   */
  get(asset: AssetId, width: number): ImageBitmap | null
  /** Whether its bytes could not be had; it is tried again. */
  isMissing(asset: AssetId): boolean
  /** Returns a preview from a thumbhash, at most 32 pixels wide; null: it is invalid, or not yet decoded. */
  preview(asset: AssetId, thumbhash: string): Preview | null
  /** Whether a picture can be drawn now. */
  has(asset: AssetId): boolean
  /** Loads the bytes of a picture. */
  readonly load: ImageLoader
  /** Calls the listener with the pictures that arrived, or turned out to be missing. */
  observe(listener: (assets: ReadonlySet<AssetId>) => void): () => void
  dispose(): void
}

/** Loads the bytes of a picture at least this wide, pixels (`full`: as large as it is); null: they are not there yet. */
export type ImageLoader = (asset: AssetId, width: ImageWidth) => Promise<Blob | null>

/** Maximum size of a decoded picture, pixels: larger ones are drawn reduced. */
const maxPixels = 16 * 1024 * 1024
/**
 * Widths that pictures are decoded in, besides `full`: also smaller ones than can be loaded, so that hundreds of pictures
 * in view fit into the bound.
 */
const decodedWidths = [64, 128, ...imageWidths] as const
type DecodedWidth = (typeof decodedWidths)[number] | 'full'

/** Pictures loaded at once. */
const maxLoading = 4
/** Delays before a missing picture is tried again, ms; the last one is repeated. */
const retryMs = [1_000, 2_000, 5_000, 15_000, 30_000] as const

interface Loaded {
  readonly asset: AssetId
  readonly width: DecodedWidth
  readonly bitmap: ImageBitmap
}

interface Wanted {
  readonly asset: AssetId
  readonly width: DecodedWidth
}

/** For boards whose pictures cannot be had: placeholders are drawn. */
export const noImages: Images = {
  get: () => null,
  has: () => false,
  load: () => Promise.resolve(null),
  isMissing: () => true,
  preview: () => null,
  observe: () => () => undefined,
  dispose: () => undefined,
}

/** Loads and decodes pictures as they are drawn, and keeps those drawn last within a bound of memory, bytes. */
export function createImages(load: ImageLoader, maxBytes: number): Images {
  return new LoadedImages(load, maxBytes)
}

class LoadedImages implements Images {
  readonly load: ImageLoader
  readonly #maxBytes: number
  /** By key, those drawn last at the end. */
  readonly #loaded = new Map<string, Loaded>()
  /** Requests in the order they were last made. */
  readonly #wanted = new Map<string, Wanted>()
  readonly #loading = new Set<string>()
  readonly #failures = new Map<AssetId, { readonly count: number; readonly until: number }>()
  readonly #previews = new Map<string, Preview | null>()
  readonly #listeners = new Set<(assets: ReadonlySet<AssetId>) => void>()
  #arrived = new Set<AssetId>()
  #retry: ReturnType<typeof setTimeout> | undefined
  #bytes = 0
  #isDisposed = false

  constructor(load: ImageLoader, maxBytes: number) {
    this.load = load
    this.#maxBytes = maxBytes
  }

  get(asset: AssetId, width: number): ImageBitmap | null {
    const wanted: Wanted = { asset, width: decodedWidths.find((each) => each >= width) ?? 'full' }
    const key = keyOf(wanted)
    const exact = this.#loaded.get(key)
    if (exact) {
      this.#loaded.delete(key)
      this.#loaded.set(key, exact)
      return exact.bitmap
    }
    this.#want(key, wanted)
    return this.#nearest(asset)
  }

  has(asset: AssetId): boolean {
    return this.#nearest(asset) !== null
  }

  isMissing(asset: AssetId): boolean {
    return this.#failures.has(asset)
  }

  preview(asset: AssetId, thumbhash: string): Preview | null {
    const known = this.#previews.get(thumbhash)
    if (known !== undefined) return known
    this.#previews.set(thumbhash, null)
    this.#decodePreview(asset, thumbhash).catch(() => this.#previews.delete(thumbhash))
    return null
  }

  async #decodePreview(asset: AssetId, thumbhash: string): Promise<void> {
    const { previewOf } = await import('./preview.ts')
    const preview = previewOf(thumbhash)
    if (preview === null || this.#isDisposed) return
    this.#previews.set(thumbhash, preview)
    if (!this.has(asset)) this.#announce(asset)
  }

  observe(listener: (assets: ReadonlySet<AssetId>) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispose(): void {
    this.#isDisposed = true
    clearTimeout(this.#retry)
    for (const { bitmap } of this.#loaded.values()) bitmap.close()
    this.#loaded.clear()
    this.#wanted.clear()
    this.#listeners.clear()
  }

  /** Returns the largest loaded size of a picture. */
  #nearest(asset: AssetId): ImageBitmap | null {
    const sizes = [...decodedWidths, 'full'] as const
    for (const width of sizes.toReversed()) {
      const loaded = this.#loaded.get(keyOf({ asset, width }))
      if (loaded) return loaded.bitmap
    }
    return null
  }

  #want(key: string, wanted: Wanted): void {
    if (this.#loading.has(key) || this.#isDisposed) return
    this.#wanted.delete(key)
    this.#wanted.set(key, wanted)
    // After all shapes of this turn were drawn: the last requests are for what is in view now.
    queueMicrotask(() => this.#next())
  }

  /** Starts loading the latest requests that may be tried now. */
  #next(): void {
    const now = Date.now()
    let soonest = Number.POSITIVE_INFINITY
    for (const [key, wanted] of [...this.#wanted].toReversed()) {
      if (this.#loading.size >= maxLoading) return
      const { until = 0 } = this.#failures.get(wanted.asset) ?? {}
      if (until > now) {
        soonest = Math.min(soonest, until)
        continue
      }
      this.#wanted.delete(key)
      this.#loading.add(key)
      void this.#fetch(key, wanted)
    }
    clearTimeout(this.#retry)
    if (soonest < Number.POSITIVE_INFINITY) this.#retry = setTimeout(() => this.#next(), soonest - now)
  }

  async #fetch(key: string, wanted: Wanted): Promise<void> {
    const bitmap = await this.#decoded(wanted)
    this.#loading.delete(key)
    if (this.#isDisposed) return bitmap?.close()
    if (bitmap) this.#keep(key, { ...wanted, bitmap })
    else this.#fail(key, wanted)
    this.#announce(wanted.asset)
    this.#next()
  }

  async #decoded({ asset, width }: Wanted): Promise<ImageBitmap | null> {
    try {
      const blob = await this.load(asset, width === 'full' ? 'full' : imageWidth(width))
      return blob && (await decode(blob, width))
    } catch {
      return null
    }
  }

  #keep(key: string, loaded: Loaded): void {
    this.#failures.delete(loaded.asset)
    this.#loaded.set(key, loaded)
    this.#bytes += bytesOf(loaded)
    for (const [oldest, old] of this.#loaded) {
      if (this.#bytes <= this.#maxBytes || oldest === key) return
      this.#loaded.delete(oldest)
      this.#bytes -= bytesOf(old)
      old.bitmap.close()
    }
  }

  /** Tries a missing picture again later, with growing delays. */
  #fail(key: string, wanted: Wanted): void {
    const count = (this.#failures.get(wanted.asset)?.count ?? 0) + 1
    const wait = retryMs[Math.min(count, retryMs.length) - 1] ?? 30_000
    this.#failures.set(wanted.asset, { count, until: Date.now() + wait })
    this.#wanted.set(key, wanted)
  }

  /** Calls the listeners once for all pictures that arrive together. */
  #announce(asset: AssetId): void {
    this.#arrived.add(asset)
    if (this.#arrived.size > 1) return
    setTimeout(() => {
      const arrived = this.#arrived
      this.#arrived = new Set()
      for (const listener of [...this.#listeners]) listener(arrived)
    }, 0)
  }
}

function keyOf({ asset, width }: Wanted): string {
  return `${asset} ${width}`
}

function bytesOf({ bitmap }: Loaded): number {
  return bitmap.width * bitmap.height * 4
}

/** Decodes a picture, upright, and not wider than asked for or larger than a number of pixels. */
export async function decode(blob: Blob, width: number | 'full', largest = maxPixels): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' })
  const most = Math.max(1, Math.floor(bitmap.width * Math.min(1, Math.sqrt(largest / (bitmap.width * bitmap.height)))))
  const resizeWidth = width === 'full' ? most : Math.min(width, most)
  if (bitmap.width <= resizeWidth) return bitmap
  const smaller = await createImageBitmap(bitmap, { resizeWidth, resizeQuality: 'high' })
  bitmap.close()
  return smaller
}
