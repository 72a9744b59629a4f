import type { AssetId, BoardId } from '@inkbridge/types'
import { onForgetting, openChannel } from '../local.ts'
import { AssetDevice, type DeviceAsset } from './asset-device.ts'
import { assetIdOf } from './asset-id.ts'
import type { AssetServer } from './asset-server.ts'
import type { AssetStore } from './asset-store.ts'
import { exclusively } from './exclusive.ts'
import { trouble } from './upload-answer.ts'
import { type QueuedResult, type Upload, UploadQueue, type UploadQueueParts } from './upload-queue.ts'

/** The assets of one board on this device, and their upload. */
export interface Assets {
  /**
   * Stores a file on this device and queues its upload. Resolves once it outlives the page, or when the device refuses
   * that: then it is kept in memory, and its upload has `isKept: false`. Rejects when the file cannot be read, or has
   * more than `maxAddedBytes`.
   */
  add(file: Blob): Promise<AssetId>
  /** Returns the bytes on this device: waiting to be uploaded, or kept. Null: not here. Never rejects. */
  get(asset: AssetId): Promise<Blob | null>
  /** Uploads that the server has not acknowledged, oldest first; a new array whenever something in it changed. */
  readonly uploads: readonly Upload[]
  observe(listener: () => void): () => void
  /** Stops an upload and deletes the bytes on this device. */
  cancel(asset: AssetId): void
  /** Tries uploads again that wait or failed, except those of an unsupported type. */
  retry(): void
  /** Stops uploading. What the device has stored is uploaded when the board is opened again. */
  dispose(): void
}

/** A larger file is not read into memory; servers take much less by default. */
export const maxAddedBytes = 268_435_456
/** The interval between attempts to read a device that fails, ms. */
const retryMs = 2_000
/** A device that does not answer in this time is not waited for, ms. */
const patienceMs = 3_000

/** Between the pages of this browser that show one board. */
type TabMessage =
  | { readonly type: 'changed' }
  | { readonly type: 'cancelled'; readonly asset: AssetId }
  | { readonly type: 'forgotten' }

export interface BoardAssetsParts {
  readonly board: BoardId
  readonly store: AssetStore
  readonly server: AssetServer
  readonly random?: () => number
}

/** Stores assets, uploads them, and shares the work with the other pages of this browser that show the board. */
export class BoardAssets implements Assets {
  readonly #board: BoardId
  readonly #server: AssetServer
  readonly #device: AssetDevice
  readonly #queue: UploadQueue
  #channel: BroadcastChannel | null
  readonly #listeners = new Set<() => void>()
  readonly #stops: readonly (() => void)[]
  readonly #adding = new Set<Promise<unknown>>()
  #isLoaded = false
  #isDisposed = false
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor({ board, store, server, random = Math.random }: BoardAssetsParts) {
    this.#board = board
    this.#server = server
    this.#device = new AssetDevice(store)
    this.#queue = new UploadQueue({ attempt: this.#attempt, changed: () => this.#notify(), random })
    // Other pages cannot read assets in memory.
    this.#channel = store.isDurable ? openChannel(`inkbridge/${board}/assets`) : null
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage | null>) => this.#hear(data))
    const patience = setTimeout(() => this.#loaded(), patienceMs)
    this.#stops = [onForgetting(() => this.#abandon()), () => clearTimeout(patience)]
    void this.#look()
  }

  get uploads(): readonly Upload[] {
    return this.#queue.uploads
  }

  /** The uploads of earlier visits are known, or the device does not answer. */
  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Whether the connection is live, with edit rights. */
  setReady(isReady: boolean): void {
    this.#queue.setReady(isReady)
  }

  async add(file: Blob): Promise<AssetId> {
    if (this.#isDisposed) throw new Error('expected an open board to add to')
    const adding = this.#add(file)
    this.#adding.add(adding)
    return adding.finally(() => this.#adding.delete(adding))
  }

  async get(asset: AssetId): Promise<Blob | null> {
    return this.#device.read(asset).catch(() => null)
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  cancel(asset: AssetId): void {
    this.#queue.drop(asset)
    void this.#remove(asset)
  }

  retry(): void {
    void this.#storeRefused()
    this.#queue.retry()
  }

  /** Deletes all assets of the board on this device; later ones are kept in memory. Rejects when the device fails. */
  async forget(): Promise<void> {
    this.#queue.dropAll()
    await this.#device.forget()
    this.#tell({ type: 'forgotten' })
  }

  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    clearTimeout(this.#retry)
    for (const stop of this.#stops) stop()
    this.#queue.dispose()
    this.#listeners.clear()
    // Files that are being added are stored as well.
    void Promise.allSettled(this.#adding).then(() => {
      this.#channel?.close()
      this.#channel = null
      this.#device.close()
    })
  }

  async #add(file: Blob): Promise<AssetId> {
    if (file.size > maxAddedBytes) throw new RangeError(`expected at most ${maxAddedBytes} bytes, got ${file.size}`)
    const bytes = new Uint8Array(await file.arrayBuffer())
    const asset = await assetIdOf(bytes)
    const isKept = await this.#device.add(asset, new Blob([bytes], { type: file.type }))
    this.#queue.add({ asset, bytes: bytes.byteLength, isKept })
    if (isKept) this.#tell({ type: 'changed' })
    return asset
  }

  readonly #attempt: UploadQueueParts['attempt'] = async (upload, sending, attempt) => {
    const { asset, bytes } = upload
    const run = async (): Promise<QueuedResult> => {
      if (await this.#isUploaded(asset)) return { type: 'gone' }
      const file = await this.#device.read(asset)
      const parts = { ...attempt, server: this.#server }
      const result = await (file ? sending.attempt(file, parts) : sending.confirm(bytes, parts))
      if (result.type === 'done') await this.#uploaded(asset)
      return result
    }
    const result = await exclusively(`inkbridge/${this.#board}/${asset}`, run).catch(() => trouble('device'))
    return result ?? { type: 'busy' }
  }

  /** By another page of this browser. */
  async #isUploaded(asset: AssetId): Promise<boolean> {
    // Assets that a failing device has refused are in memory.
    const entries = await this.#device.list().catch(() => [])
    return entries.some((entry) => entry.asset === asset && !entry.isWaiting)
  }

  /** If the device fails, the asset is confirmed by the server when the board is opened again. */
  async #uploaded(asset: AssetId): Promise<void> {
    await this.#device.uploaded(asset).catch(() => {})
    this.#tell({ type: 'changed' })
    await this.#storeRefused()
  }

  async #remove(asset: AssetId): Promise<void> {
    await this.#device.remove(asset).catch(() => {})
    this.#tell({ type: 'cancelled', asset })
    await this.#storeRefused()
  }

  /** There may be space again. */
  async #storeRefused(): Promise<void> {
    const kept = await this.#device.storeRefused()
    for (const asset of kept) this.#queue.kept(asset)
    if (kept.length > 0) this.#tell({ type: 'changed' })
  }

  /** Reads what is to be uploaded, and what other pages have uploaded. */
  async #look(): Promise<void> {
    const before = this.#queue.uploads
    const entries = await this.#device.list().catch(() => null)
    if (this.#isDisposed) return
    if (!entries) {
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => void this.#look(), retryMs)
      return
    }
    this.#compare(before, entries)
    this.#loaded()
  }

  /** `before`: uploads queued before the device was read; one queued since may be missing there. */
  #compare(before: readonly Upload[], entries: readonly DeviceAsset[]): void {
    const uploaded = new Set(entries.filter(({ isWaiting }) => !isWaiting).map(({ asset }) => asset))
    for (const upload of before) {
      const isUnchanged = this.#queue.uploads.includes(upload)
      if (isUnchanged && upload.state !== 'sending' && uploaded.has(upload.asset)) this.#queue.drop(upload.asset)
    }
    const known = new Set(this.#queue.uploads.map(({ asset }) => asset))
    for (const entry of entries) if (entry.isWaiting && !known.has(entry.asset)) this.#queue.add(entry)
  }

  #loaded(): void {
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#notify()
  }

  #hear(message: TabMessage | null): void {
    switch (message?.type) {
      case 'changed':
        return void this.#look()
      case 'cancelled':
        return this.#queue.drop(message.asset)
      case 'forgotten':
        return this.#queue.dropAll()
    }
  }

  /** All data on this device is being deleted. */
  #abandon(): void {
    this.#queue.dropAll()
    this.#device.abandon()
  }

  #tell(message: TabMessage): void {
    this.#channel?.postMessage(message)
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}
