import type { AssetPort } from '@inkbridge/canvas'
import type { Assets } from '@inkbridge/sync'
import type { AssetId, BoardId } from '@inkbridge/types'
import type { Api } from './api.ts'

/** Delays between attempts to load an image of another board, which may still be uploaded, ms. */
const attemptsMs = [0, 1_000, 4_000, 15_000] as const

/** Returns where a board's images are kept: on this device, from where they are uploaded, and on the server. */
export function assetPort(assets: Assets, api: Pick<Api, 'image'>, board: BoardId): AssetPort {
  return {
    board,
    add: (bytes) => assets.add(bytes),
    async load(asset, width) {
      const here = await assets.get(asset)
      // Few browsers show HEIC; the server converts it.
      return here && here.type !== 'image/heic' ? here : api.image(board, asset, width)
    },
    loadFrom: (from, asset) => loaded(api, from, asset),
  }
}

async function loaded(api: Pick<Api, 'image'>, board: BoardId, asset: AssetId): Promise<Blob | null> {
  for (const delay of attemptsMs) {
    await new Promise((resolve) => setTimeout(resolve, delay))
    const file = await api.image(board, asset, 'original')
    if (file) return file
  }
  return null
}
