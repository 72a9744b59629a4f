import type { AssetId } from '@inkbridge/types'

/** An asset on this device, without its bytes. */
export interface StoredAsset {
  readonly asset: AssetId
  readonly bytes: number
  /** Not known to be on the server. */
  readonly isWaiting: boolean
}

/**
 * The assets of one board. Several pages may use them at once. Every method rejects when the device fails, and may be
 * called again after that.
 */
export interface AssetStore {
  /** Whether the assets outlive the page. */
  readonly isDurable: boolean
  /** Stores an asset that is to be uploaded; resolves once it is stored. */
  add(asset: AssetId, file: Blob): Promise<void>
  /** In the order in which they were added. */
  list(): Promise<readonly StoredAsset[]>
  /** Null: not here. */
  read(asset: AssetId): Promise<Blob | null>
  /** The server has stored the asset: from now on it may be deleted when others need the space. */
  uploaded(asset: AssetId): Promise<void>
  remove(asset: AssetId): Promise<void>
  /** Deletes all assets of the board. */
  forget(): Promise<void>
  close(): void
}

/** Bytes of uploaded assets that are kept; beyond that the oldest are deleted. */
export const maxUploadedBytes = 64 * 1_048_576

interface Evictable {
  readonly bytes: number
  readonly isWaiting: boolean
}

/** Of assets in order, oldest first, returns those to be deleted so that the uploaded ones are at most `maxBytes`. */
export function evicted<Asset extends Evictable>(assets: readonly Asset[], maxBytes: number): readonly Asset[] {
  let kept = 0
  return assets
    .filter(({ isWaiting }) => !isWaiting)
    .reverse()
    .filter(({ bytes }) => {
      kept += bytes
      return kept > maxBytes
    })
}
