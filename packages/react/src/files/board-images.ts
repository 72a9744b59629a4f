import { type AssetFile, assetsIn } from '@inkbridge/board'
import { assetIdOf } from '@inkbridge/sync'
import { type AssetId, limits } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'
import { imageFile } from './portable-copy.ts'

/** The images of a board, as a data file has them. */
export interface BoardImages {
  readonly assets: readonly AssetFile[]
  /** Their ids in the file, where its bytes are not those that were added. */
  readonly names: ReadonlyMap<AssetId, AssetId>
  /** Images that are not in the file: neither on this device nor to be had from the server now, or too many for a file. */
  readonly missing: number
}

/** Reads the images that a board shows, from this device or else from the server. */
export async function boardImages(open: OpenBoard): Promise<BoardImages> {
  const assets = new Map<AssetId, AssetFile>()
  const names = new Map<AssetId, AssetId>()
  let [missing, sum] = [0, 0]
  for (const asset of assetsIn(open.session.board.doc)) {
    const image = await imageFile(asset, 'full', open)
    // Base64 has four characters for three bytes.
    sum += ((image?.bytes.length ?? 0) * 4) / 3
    if (!image || sum > limits.maxImportBytes) {
      missing += 1
      continue
    }
    const id = await assetIdOf(new Uint8Array(image.bytes))
    if (id !== asset) names.set(asset, id)
    assets.set(id, { ...image, id })
  }
  return { assets: [...assets.values()], names, missing }
}
