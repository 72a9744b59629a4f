import type { AssetId } from '@inkbridge/types'
import { type Backoff, createBackoff } from '../backoff.ts'
import { AssetUpload, type Attempt, type AttemptResult } from './asset-upload.ts'

/** The upload of an asset that the server has not acknowledged. */
export interface Upload {
  readonly asset: AssetId
  readonly bytes: number
  /** Bytes that the server has received. */
  readonly sent: number
  /** `waiting`: for its turn, the connection, edit rights, or the next attempt. `failed`: until `retry` or `cancel`. */
  readonly state: 'waiting' | 'sending' | 'failed'
  /** Whether its bytes stay on this device when the page is closed. */
  readonly isKept: boolean
  /**
   * Null, or why it failed or the last attempt did: a code of `apiErrors`, or of a newer server; `unreachable`;
   * `no-answer` (not of an Inkbridge server, or contradictory); `missing` (the browser has deleted its bytes); `device`
   * (they cannot be read).
   */
  readonly problem: string | null
}

/** Problems of the bytes themselves. */
const lasting: readonly (string | null)[] = ['unsupported-type', 'missing']

/** Whether it failed for a reason that may have passed. */
export function canRetry({ state, problem }: Upload): boolean {
  return state === 'failed' && !lasting.includes(problem)
}

/** The end of an attempt. `busy`: another page of this browser is uploading the asset. `gone`: there is nothing to do. */
export type QueuedResult = AttemptResult | { readonly type: 'busy' | 'gone' }

export interface UploadQueueParts {
  /** Never rejects. */
  attempt(upload: Upload, sending: AssetUpload, attempt: Omit<Attempt, 'server'>): Promise<QueuedResult>
  /** `uploads` changed. */
  changed(): void
  random(): number
}

interface Entry {
  upload: Upload
  readonly sending: AssetUpload
  readonly stop: AbortController
  readonly backoff: Backoff
  /** Until the next attempt. */
  rest: ReturnType<typeof setTimeout> | undefined
}

/** Uploads at a time. */
const slots = 2
/** When another page uploads an asset, this one looks again after this time, ms. */
const busyMs = 2_000
/** Problems that end when the connection has edit rights again. */
const ofRights: readonly (string | null)[] = ['role', 'no-board', 'signed-out', 'foreign']
/** Uploads assets in order, a few at a time; one that has to wait does not hold up the others. */
export class UploadQueue {
  readonly #parts: UploadQueueParts
  readonly #entries = new Map<AssetId, Entry>()
  #uploads: readonly Upload[] = []
  #isReady = false
  #isDisposed = false

  constructor(parts: UploadQueueParts) {
    this.#parts = parts
  }

  /** Oldest first; a new array whenever something in it changed. */
  get uploads(): readonly Upload[] {
    return this.#uploads
  }

  /** Of one that is queued already, only `isKept` changes; if it failed, it is tried again. */
  add({ asset, bytes, isKept }: Pick<Upload, 'asset' | 'bytes' | 'isKept'>): void {
    if (this.#isDisposed) return
    const known = this.#entries.get(asset)
    if (known?.upload.state === 'failed')
      this.#enter({ ...known.upload, isKept, sent: 0, state: 'waiting', problem: null })
    else if (!known) this.#enter({ asset, bytes, isKept, sent: 0, state: 'waiting', problem: null })
    else this.#change(known, { isKept })
    this.#fill()
  }

  /** The bytes of this upload are on the device now. */
  kept(asset: AssetId): void {
    const entry = this.#entries.get(asset)
    if (entry) this.#change(entry, { isKept: true })
  }

  /** Stops an upload and removes it. */
  drop(asset: AssetId): void {
    const entry = this.#entries.get(asset)
    if (!entry) return
    this.#remove(entry)
    this.#fill()
  }

  dropAll(): void {
    for (const asset of [...this.#entries.keys()]) this.drop(asset)
  }

  /** Whether the server can be asked, and takes edits of this person. */
  setReady(isReady: boolean): void {
    if (this.#isReady === isReady) return
    this.#isReady = isReady
    if (!isReady) return
    this.#resume()
    for (const entry of this.#failed(({ problem }) => ofRights.includes(problem))) this.#again(entry)
    this.#fill()
  }

  retry(): void {
    this.#resume()
    for (const entry of this.#failed(canRetry)) this.#again(entry)
    this.#fill()
  }

  /** Stops all uploads; they remain where they are stored. */
  dispose(): void {
    this.#isDisposed = true
    for (const entry of this.#entries.values()) this.#stop(entry)
  }

  #enter(upload: Upload): void {
    const { asset } = upload
    const backoff = createBackoff(this.#parts.random)
    const stop = new AbortController()
    this.#entries.set(asset, { upload, sending: new AssetUpload(asset), stop, backoff, rest: undefined })
    this.#changed()
  }

  /** Starts a failed upload again, in its place. */
  #again({ upload }: Entry): void {
    this.#enter({ ...upload, sent: 0, state: 'waiting', problem: null })
  }

  #failed(pick: (upload: Upload) => boolean): readonly Entry[] {
    return [...this.#entries.values()].filter(({ upload }) => upload.state === 'failed' && pick(upload))
  }

  #fill(): void {
    if (!this.#isReady || this.#isDisposed) return
    const all = [...this.#entries.values()]
    const free = slots - all.filter(({ upload }) => upload.state === 'sending').length
    const next = all.filter(({ upload, rest }) => upload.state === 'waiting' && rest === undefined)
    for (const entry of next.slice(0, Math.max(0, free))) void this.#run(entry)
  }

  async #run(entry: Entry): Promise<void> {
    this.#change(entry, { state: 'sending' })
    const result = await this.#parts.attempt(entry.upload, entry.sending, {
      signal: entry.stop.signal,
      mayGoOn: () => this.#isReady,
      sent: (bytes) => this.#change(entry, { sent: bytes, ...(bytes > entry.upload.sent && { problem: null }) }),
    })
    if (this.#isDisposed || !this.#has(entry)) return
    this.#ended(entry, result)
    this.#fill()
  }

  #ended(entry: Entry, result: QueuedResult): void {
    switch (result.type) {
      case 'done':
      case 'gone':
        return this.#remove(entry)
      case 'refused':
        return this.#change(entry, { state: 'failed', problem: result.problem })
      case 'paused':
        return this.#change(entry, { state: 'waiting' })
      case 'busy':
        this.#rest(entry, busyMs)
        return this.#change(entry, { state: 'waiting' })
      case 'trouble':
        this.#rest(entry, Math.max(entry.backoff.next(), result.retryAfterMs))
        return this.#change(entry, { state: 'waiting', problem: result.problem })
    }
  }

  #rest(entry: Entry, ms: number): void {
    entry.rest = setTimeout(() => {
      entry.rest = undefined
      this.#fill()
    }, ms)
  }

  /** Ends all rests. */
  #resume(): void {
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.rest)
      entry.rest = undefined
    }
  }

  #remove(entry: Entry): void {
    this.#stop(entry)
    this.#entries.delete(entry.upload.asset)
    this.#changed()
  }

  #stop(entry: Entry): void {
    clearTimeout(entry.rest)
    entry.stop.abort()
  }

  #has(entry: Entry): boolean {
    return this.#entries.get(entry.upload.asset) === entry
  }

  #change(entry: Entry, change: Partial<Upload>): void {
    if (!this.#has(entry)) return
    entry.upload = { ...entry.upload, ...change }
    this.#changed()
  }

  #changed(): void {
    this.#uploads = [...this.#entries.values()].map(({ upload }) => upload)
    if (!this.#isDisposed) this.#parts.changed()
  }
}
