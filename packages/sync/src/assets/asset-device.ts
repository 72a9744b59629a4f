import type { AssetId } from '@inkbridge/types'
import type { AssetStore, StoredAsset } from './asset-store.ts'
import { MemoryAssetStore } from './memory-asset-store.ts'

export interface DeviceAsset extends StoredAsset {
  /** Whether it outlives the page. */
  readonly isKept: boolean
}

/** A device that does not answer in this time is not waited for, ms. */
const patienceMs = 5_000

/** The assets of a board on this device, and in memory those that it refuses to store. */
export class AssetDevice {
  #main: AssetStore
  readonly #memory = new MemoryAssetStore()

  constructor(main: AssetStore) {
    this.#main = main
  }

  /** Returns whether it outlives the page. Never rejects. */
  async add(asset: AssetId, file: Blob): Promise<boolean> {
    if (await this.#store(asset, file)) return this.#main.isDurable
    await this.#memory.add(asset, file)
    return false
  }

  /** Rejects when the device fails. */
  async list(): Promise<readonly DeviceAsset[]> {
    const [stored, refused] = await Promise.all([again(() => this.#main.list()), this.#memory.list()])
    const { isDurable } = this.#main
    const isStored = new Set(stored.map(({ asset }) => asset))
    return [
      ...stored.map((entry) => ({ ...entry, isKept: isDurable })),
      ...refused.filter(({ asset }) => !isStored.has(asset)).map((entry) => ({ ...entry, isKept: false })),
    ]
  }

  /** Rejects when the device fails. */
  async read(asset: AssetId): Promise<Blob | null> {
    return (await this.#memory.read(asset)) ?? again(() => this.#main.read(asset))
  }

  /** The server has stored the asset. */
  async uploaded(asset: AssetId): Promise<void> {
    await Promise.all([again(() => this.#main.uploaded(asset)), this.#memory.uploaded(asset)])
  }

  async remove(asset: AssetId): Promise<void> {
    await Promise.all([again(() => this.#main.remove(asset)), this.#memory.remove(asset)])
  }

  /** Stores what was refused before. Returns what outlives the page now. Never rejects. */
  async storeRefused(): Promise<readonly AssetId[]> {
    const kept: AssetId[] = []
    for (const { asset, isWaiting } of await this.#memory.list()) {
      const file = isWaiting && this.#main.isDurable ? await this.#memory.read(asset) : null
      if (!file || !(await this.#store(asset, file))) continue
      await this.#memory.remove(asset)
      kept.push(asset)
    }
    return kept
  }

  /** Deletes all assets of the board; later ones are kept in memory. Rejects when the device fails. */
  async forget(): Promise<void> {
    const main = this.#leave()
    await again(() => main.forget()).finally(() => main.close())
  }

  /** The device is being cleared: nothing more is stored. */
  abandon(): void {
    this.#leave().close()
  }

  close(): void {
    this.#main.close()
  }

  #leave(): AssetStore {
    const main = this.#main
    this.#main = new MemoryAssetStore()
    void this.#memory.forget()
    return main
  }

  #store(asset: AssetId, file: Blob): Promise<boolean> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => resolve(false), patienceMs)
      again(() => this.#main.add(asset, file))
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(() => clearTimeout(patience))
    })
  }
}

/** Runs a request, and once more after an error: a browser may have closed the database. */
function again<Value>(run: () => Promise<Value>): Promise<Value> {
  return run().catch(run)
}
