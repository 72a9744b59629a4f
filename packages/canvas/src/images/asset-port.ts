import type { AssetId, BoardId } from '@inkbridge/types'
import { createImages, type ImageLoader, type Images, noImages } from './loaded-images.ts'

/** Where the bytes of a board's images are kept. */
export interface AssetPort {
  /** The board they belong to. */
  readonly board: BoardId
  /** Loads the file of an image of another board; null: it cannot be had. */
  loadFrom(board: BoardId, asset: AssetId): Promise<Blob | null>
  /** Keeps bytes. Resolves with their id once they are kept. */
  add(bytes: Blob): Promise<AssetId>
  /** Loads the bytes of an image. */
  readonly load: ImageLoader
}

/** Maximum memory of the pictures decoded in a page, bytes; its worker keeps others. */
const pageBytes = 64 * 1024 * 1024

/** Returns the images of a page; SVG files of this device are rasterized, which only pages can. */
export function pageImages(assets: AssetPort | undefined): Images {
  if (!assets) return noImages
  return createImages(async (asset, width) => {
    const blob = await assets.load(asset, width)
    if (blob?.type !== 'image/svg+xml') return blob
    const { rasterizedBlob } = await import('./svg-image.ts')
    return rasterizedBlob(blob, width === 'full' ? null : width)
  }, pageBytes)
}
