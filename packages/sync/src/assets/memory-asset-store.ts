import type { AssetId } from '@inkbridge/types'
import { type AssetStore, evicted, maxUploadedBytes, type StoredAsset } from './asset-store.ts'

interface Entry extends StoredAsset {
  readonly file: Blob
}

/** Keeps assets in memory: for programs, and for browsers that refuse to store them. */
export class MemoryAssetStore implements AssetStore {
  readonly isDurable = false
  /** In the order in which they were added. */
  readonly #entries = new Map<AssetId, Entry>()

  async add(asset: AssetId, file: Blob): Promise<void> {
    this.#entries.set(asset, { asset, bytes: file.size, isWaiting: true, file })
  }

  async list(): Promise<readonly StoredAsset[]> {
    return [...this.#entries.values()].map(({ asset, bytes, isWaiting }) => ({ asset, bytes, isWaiting }))
  }

  async read(asset: AssetId): Promise<Blob | null> {
    return this.#entries.get(asset)?.file ?? null
  }

  async uploaded(asset: AssetId): Promise<void> {
    const entry = this.#entries.get(asset)
    if (entry) this.#entries.set(asset, { ...entry, isWaiting: false })
    for (const { asset } of evicted([...this.#entries.values()], maxUploadedBytes)) this.#entries.delete(asset)
  }

  async remove(asset: AssetId): Promise<void> {
    this.#entries.delete(asset)
  }

  async forget(): Promise<void> {
    this.#entries.clear()
  }

  close(): void {}
}
