import type { BoardDamage, Person, Role } from '@inkbridge/types'
import type { Upload } from './assets.ts'
import type { EditCounts } from './ledger.ts'
import type { Keeping } from './local.ts'
import type { Progress } from './snapshot.ts'

/** Why a connection stopped for good. */
export interface StopReason {
  /** From the table of close codes. */
  readonly code: number
  /** One of `refusalReasons`, or of a newer server's; a WebSocket's close frame has no room for it. */
  readonly reason?: string | undefined
  /** In English. */
  readonly message: string
}

/** Counts assets that the server does not have yet. */
export interface UploadCounts {
  /** Waiting, or being sent. */
  readonly pending: number
  /** Until somebody tries them again or gives them up. */
  readonly failed: number
  /** Of both, those that are lost when the page is closed. */
  readonly unkept: number
  /** Why the oldest failed one did, as in `Upload`; null: none failed. */
  readonly problem: string | null
}

export interface SyncStatus {
  readonly connection: 'connecting' | 'live' | 'offline' | 'stopped'
  readonly transport: 'websocket' | 'polling' | 'memory' | null
  /** Why it stopped; null while it is running. */
  readonly problem: StopReason | null
  /** Null until the server's first hello. */
  readonly role: Role | null
  readonly you: Person | null
  readonly title: string | null
  /** The board is locked: everybody except its owners is a viewer. */
  readonly locked: boolean
  /** For owners: the people who ask to be let in. */
  readonly requests: readonly Person[]
  /** The board has been received at least once. */
  readonly synced: boolean
  /** There is content to show: received, or stored on this device by an earlier visit. */
  readonly loaded: boolean
  /** The progress of loading a large board; bytes. */
  readonly progress: Progress | null
  /** Whether edits stay on this device when the page is closed. */
  readonly keeping: Keeping
  /** False: the server's disk fails; edits stay on this device. */
  readonly saving: boolean
  /** The board is damaged: its last valid state is shown, and cannot be edited. */
  readonly damaged: BoardDamage | null
  readonly edits: EditCounts
  readonly uploads: UploadCounts
  readonly roundTripMs: number | null
}

const initial: SyncStatus = {
  connection: 'connecting',
  transport: null,
  problem: null,
  role: null,
  you: null,
  title: null,
  locked: false,
  requests: [],
  synced: false,
  loaded: false,
  progress: null,
  keeping: 'memory',
  saving: true,
  damaged: null,
  edits: { device: 0, received: 0, saved: 0 },
  uploads: { pending: 0, failed: 0, unkept: 0, problem: null },
  roundTripMs: null,
}

export function countUploads(uploads: readonly Upload[]): UploadCounts {
  const failed = uploads.filter(({ state }) => state === 'failed')
  return {
    pending: uploads.length - failed.length,
    failed: failed.length,
    unkept: uploads.filter(({ isKept }) => !isKept).length,
    problem: failed[0]?.problem ?? null,
  }
}

/** Holds the status, and notifies observers when something in it changes. */
export class StatusStore {
  #now = initial
  readonly #listeners = new Set<() => void>()

  /** A new object whenever something in it changed. */
  get now(): SyncStatus {
    return this.#now
  }

  set(change: Partial<SyncStatus>): void {
    this.#now = { ...this.#now, ...change }
    for (const listener of this.#listeners) listener()
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Stops notifying. */
  dispose(): void {
    this.#listeners.clear()
  }
}
