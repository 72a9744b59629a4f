import type { BoardId } from '@inkbridge/types'
import { type AssetAddress, httpAssetServer, noAssetServer } from './assets/asset-server.ts'
import { BoardAssets } from './assets/board-assets.ts'
import { IdbAssetStore } from './assets/idb-asset-store.ts'
import { MemoryAssetStore } from './assets/memory-asset-store.ts'

export { assetIdOf } from './assets/asset-id.ts'
export { type Assets, BoardAssets, maxAddedBytes } from './assets/board-assets.ts'
export { canRetry, type Upload } from './assets/upload-queue.ts'

export interface OpenAssetsOptions extends AssetAddress {
  readonly board: BoardId
  /** Stores them in IndexedDB; otherwise in memory. */
  readonly keep: boolean
}

/** Opens the assets of a board, which are uploaded by `fetch`. */
export function openAssets({ keep, ...address }: OpenAssetsOptions): BoardAssets {
  const { board } = address
  const store = keep ? new IdbAssetStore(board) : new MemoryAssetStore()
  return new BoardAssets({ board, store, server: httpAssetServer(address, (...request) => fetch(...request)) })
}

/** Assets in memory, for a document without a server to upload them to. */
export function memoryAssets(): BoardAssets {
  return new BoardAssets({ board: 'memory' as BoardId, store: new MemoryAssetStore(), server: noAssetServer })
}
