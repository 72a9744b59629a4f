import type { BoardId, PrincipalId } from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import type { Damage, LogEntry, UpdateLog } from '../log.ts'
import { type LoadedBoard, load } from './loaded.ts'
import type { Owners } from './owners.ts'
import type { Session } from './session.ts'
import { type Snapshot, SnapshotCache } from './snapshot-cache.ts'

/** The origin of a transaction: a message of a session, or the API or the server. */
export type ChangeOrigin =
  | {
      readonly session: Session
      readonly author: PrincipalId
      readonly message: number
      /** Yjs clients that the session uses for the first time. */
      readonly claims: readonly number[]
    }
  | { readonly session: null; readonly author: PrincipalId | null }

/** An empty Yjs update, logged to record claims. */
export const noChange = Uint8Array.of(0, 0)

/** An update that was applied and is to be committed. */
export interface AppliedUpdate {
  readonly update: Uint8Array
  readonly origin: ChangeOrigin
}

/** The outcome of applied updates. */
export type Outcome =
  /** The batch is on disk, in this order. */
  | { readonly kind: 'saved'; readonly batch: readonly AppliedUpdate[] }
  /** The commit of the batch is slow. */
  | { readonly kind: 'slow'; readonly batch: readonly AppliedUpdate[] }
  /** The disk fails, or works again. While it fails no update is applied. */
  | { readonly kind: 'failing' | 'working' }
  /** The document was reloaded from the log, without changes that were not on disk. */
  | { readonly kind: 'reloaded' }
  /** Everything up to this position has been committed or discarded; `lost`: it will never be saved. */
  | { readonly kind: 'processed'; readonly position: number; readonly lost: boolean }

/** Interval at which a failing disk is tried again, ms. */
const probeMs = 1_000
/** When a commit counts as slow, ms. */
const slowMs = 100
/** A board is compacted when it is unloaded with this many updates after the snapshot. */
const worthTail = 500
/** An open board is compacted after this many updates, if they have more bytes than the snapshot. */
const longTail = 10_000

/**
 * Owns the document of a board, and commits its changes: everything is applied, committed, and only then sent.
 * Changes during a commit, or during the pause after one, go into the next. Commits are made
 * while `outcomes` is iterated, which yields their results; there are no callbacks.
 */
export class Writer {
  readonly #id: BoardId
  readonly #log: UpdateLog
  readonly #logger: Logger
  readonly #now: () => number
  readonly #applyUpdate: typeof Y.applyUpdate
  #loaded: LoadedBoard
  #state: 'sound' | 'corrupt' | 'failing' | 'read-only'
  #applied: AppliedUpdate[] = []
  #position = 0
  #processed = 0
  #running = false
  #wake = () => {}
  #compacting = false
  #begunAt = Number.NEGATIVE_INFINITY
  readonly #disposed = new AbortController()
  readonly #snapshots = new SnapshotCache()
  #version = 0

  /** @param applyUpdate applies accepted updates, or throws */
  constructor(
    id: BoardId,
    log: UpdateLog,
    logger: Logger,
    now: () => number,
    loaded: LoadedBoard,
    applyUpdate: typeof Y.applyUpdate = Y.applyUpdate,
  ) {
    this.#applyUpdate = applyUpdate
    this.#id = id
    this.#log = log
    this.#logger = logger
    this.#now = now
    this.#loaded = loaded
    this.#state = loaded.damage ? 'read-only' : 'sound'
    this.#listen()
  }

  /** Replaced when the document is reloaded: do not keep a reference. */
  get doc(): Y.Doc {
    return this.#loaded.doc
  }

  /** Replaced with the document. */
  get owners(): Owners {
    return this.#loaded.owners
  }

  /** Documents of different generations must not be merged. */
  get generation(): number {
    return this.#loaded.generation
  }

  /** Not null: this is the last sound state, and read-only. */
  get damage(): Damage | null {
    return this.#loaded.damage
  }

  /** Logs claims of clients that a session has not written as yet. */
  claim(session: Session, clients: readonly number[]): void {
    const claims = this.owners.claim(session, clients)
    if (claims.length === 0) return
    const origin = { session, author: session.principal, message: session.saved, claims }
    this.#push({ update: noChange, origin })
  }

  /** The whole document as bytes, including changes that are not on disk yet. */
  async snapshot(options: { readonly current: boolean }): Promise<Snapshot> {
    for (;;) {
      const { doc } = this
      const snapshot = await this.#snapshots.get(doc, options)
      // If it was reloaded meanwhile, the snapshot may contain changes that were never saved.
      if (doc === this.doc) return snapshot
    }
  }

  /** Approximate size of the document, bytes. */
  get documentBytes(): number {
    return this.#snapshots.size ?? this.#loaded.snapshotBytes + this.#loaded.tailBytes
  }

  /** Changes whenever the document's content does. */
  get version(): number {
    return this.#version
  }

  /** The deletions in the document. */
  get deletions(): ReturnType<SnapshotCache['deletions']> {
    return this.#snapshots.deletions(this.doc)
  }

  /** Drops the snapshot if it was not used since the last call. Call at intervals. */
  evictUnused(): void {
    this.#snapshots.evictUnused()
  }

  /** Whether changes may be applied now. */
  get isWritable(): boolean {
    return this.#state === 'sound'
  }

  get saves(): boolean {
    return this.#state !== 'failing'
  }

  /** Applies an update. Returns false if that fails; then the document is reloaded from the log. */
  apply(update: Uint8Array, origin: ChangeOrigin): boolean {
    const before = this.#applied.length
    try {
      this.#applyUpdate(this.doc, update, origin)
      if (!this.doc.store.pendingStructs && !this.doc.store.pendingDs) return true
    } catch (error) {
      this.#logger.warn(
        { board: this.#id, error: String(error) },
        'an update that passed the guard could not be applied',
      )
    }
    // Yjs also announces partly applied updates.
    this.#discard(before)
    return false
  }

  /**
   * Makes a change. If the added bytes do not fit, returns null, writes nothing and reloads the document
   * from the log.
   */
  change<Value>(change: () => Value, fits: (bytes: number) => boolean): { readonly value: Value } | null {
    const before = this.#applied.length
    const value = change()
    const bytes = this.#applied.slice(before).reduce((sum, { update }) => sum + update.byteLength, 0)
    if (fits(bytes)) return { value }
    this.#discard(before)
    return null
  }

  /** Upper bound of the document's size, bytes: updates after the snapshot count in full. */
  get bytes(): number {
    return this.#loaded.snapshotBytes + this.#loaded.tailBytes
  }

  /** A counter that advances with every applied or discarded change. */
  get position(): number {
    return this.#position
  }

  get isDisposed(): boolean {
    return this.#disposed.signal.aborted
  }

  /** Compacts the board if that would shorten the next load considerably. */
  async compact(): Promise<void> {
    if (this.#loaded.tail >= worthTail && this.#state === 'sound') await this.#compact()
  }

  dispose(): void {
    this.#disposed.abort()
    this.doc.destroy()
    this.#wake()
  }

  /**
   * Commits applied updates and yields the outcomes, until the writer is disposed. Iterate only once: the
   * next commit begins when the loop has handled the last outcome.
   *
   * @param paceMs the minimum time between the starts of two commits, ms; called each time
   */
  async *outcomes(paceMs: () => number): AsyncGenerator<Outcome, void> {
    for (;;) {
      while (this.#applied.length > 0 || this.#state === 'corrupt') {
        yield* this.#round(paceMs)
        if (this.isDisposed) return
      }
      if (this.isDisposed) return
      this.#running = false
      if (this.#state === 'failing') yield* this.#recover()
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }

  #listen(): void {
    this.#version += 1
    // Yjs removes redundant text marks itself, without an origin: logged as changes of the server.
    this.doc.on('update', (update: Uint8Array, origin: ChangeOrigin | null) => {
      this.#snapshots.append(update)
      this.#version += 1
      this.#push({ update, origin: origin ?? { session: null, author: null } })
    })
  }

  #push(applied: AppliedUpdate): void {
    this.#applied.push(applied)
    this.#position += 1
    this.#start()
  }

  /** Discards changes after the first `kept`: the document is reloaded from the log, since it still contains them. */
  #discard(kept: number): void {
    this.#applied.length = kept
    this.#state = 'corrupt'
    this.#position += 1
    this.#start()
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    // Everything that is pending in the event loop goes into the same commit.
    setImmediate(() => this.#wake())
  }

  async *#round(paceMs: () => number): AsyncGenerator<Outcome, void> {
    if (this.#applied.length > 0) await this.#waitForPace(paceMs())
    const batch = this.#applied
    const position = this.#position
    this.#applied = []
    if (batch.length > 0) yield* this.#commit(batch)
    this.#processed = Math.max(this.#processed, position)
    if (this.#state === 'corrupt') yield* this.#reload('sound')
    yield { kind: 'processed', position: this.#processed, lost: this.isDisposed && !this.isWritable }
  }

  /** Waits until the next commit may begin: at once after a pause, else changes are gathered meanwhile. */
  async #waitForPace(paceMs: number): Promise<void> {
    const ms = this.#begunAt + paceMs - performance.now()
    if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms))
    this.#begunAt = performance.now()
  }

  async *#commit(batch: readonly AppliedUpdate[]): AsyncGenerator<Outcome, void> {
    const appending = this.#append(batch)
    if (await takesLonger(appending, slowMs)) yield { kind: 'slow', batch }
    if (await appending) return yield { kind: 'saved', batch }
    yield { kind: 'failing' }
    yield* this.#reload('failing')
  }

  /** Appends a batch to the log; returns false when the disk fails. */
  async #append(batch: readonly AppliedUpdate[]): Promise<boolean> {
    try {
      await this.#log.append(this.#entries(batch))
      this.#count(batch)
      return true
    } catch (error) {
      this.#logger.error(
        { board: this.#id, error: String(error) },
        'a commit failed; edits are refused until the disk works',
      )
      this.#state = 'failing'
      return false
    }
  }

  #count(batch: readonly AppliedUpdate[]): void {
    const loaded = this.#loaded
    loaded.seq += batch.length
    loaded.tail += batch.length
    loaded.tailBytes += batch.reduce((sum, { update }) => sum + update.byteLength, 0)
    if (loaded.tail > longTail && loaded.tailBytes > loaded.snapshotBytes) void this.#compact()
  }

  async #compact(): Promise<void> {
    if (this.#compacting) return
    this.#compacting = true
    const loaded = this.#loaded
    try {
      const { seq, bytes } = await this.#log.compact(this.#id)
      loaded.tail = loaded.seq - seq
      loaded.tailBytes = 0
      loaded.snapshotBytes = bytes
    } catch (error) {
      this.#logger.error({ board: this.#id, error: String(error) }, 'compaction failed; no update is lost')
    }
    this.#compacting = false
  }

  #entries(batch: readonly AppliedUpdate[]): readonly LogEntry[] {
    const at = this.#now()
    return batch.map(({ update, origin }, index) => ({
      board: this.#id,
      seq: this.#loaded.seq + index + 1,
      author: origin.author,
      at,
      update,
      claims: origin.session ? origin.claims : [],
    }))
  }

  /** Retries a failing disk until it works. */
  async *#recover(): AsyncGenerator<Outcome, void> {
    while (await this.#pause()) {
      try {
        await this.#log.probe()
        this.#state = 'sound'
        return yield { kind: 'working' }
      } catch (error) {
        this.#logger.error({ board: this.#id, error: String(error) }, 'the disk still fails')
      }
    }
  }

  /** Reloads the document, without changes that are not on disk. */
  async *#reload(state: 'sound' | 'failing'): AsyncGenerator<Outcome, void> {
    do {
      if (await this.#readAgain(state)) return yield { kind: 'reloaded' }
    } while (await this.#pause())
  }

  async #readAgain(state: 'sound' | 'failing'): Promise<boolean> {
    try {
      const stale = this.doc
      this.#loaded = await load(this.#id, this.#log, this.#logger)
      this.#snapshots.clear()
      this.#applied = []
      this.#processed = this.#position
      this.#state = state
      this.#listen()
      stale.destroy()
      return true
    } catch (error) {
      this.#logger.error({ board: this.#id, error: String(error) }, 'the board could not be reloaded')
      return false
    }
  }

  /** Waits before a retry; resolves with false when disposed meanwhile. */
  #pause(): Promise<boolean> {
    const { signal } = this.#disposed
    if (signal.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), probeMs)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve(false)
      })
    })
  }
}

/** Whether a promise takes longer than the given number of milliseconds. */
async function takesLonger(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(true), ms)
  const isLate = await Promise.race([promise.then(() => false), late.promise])
  clearTimeout(timer)
  return isLate
}
