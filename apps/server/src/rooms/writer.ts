import type { BoardId, PrincipalId } from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import type { Damage, LogEntry, UpdateLog } from '../log.ts'
import { type Loaded, load } from './loaded.ts'
import type { Owners } from './owners.ts'
import type { Session } from './session.ts'
import { Whole, type WholeDocument } from './whole.ts'

/** Who made a change, carried by its transaction: a session's message, or the server or the API itself. */
export type ChangeOrigin =
  | {
      readonly session: Session
      readonly author: PrincipalId
      readonly message: number
      /** Yjs clients that the session writes as for the first time. */
      readonly claims: readonly number[]
    }
  | { readonly session: null; readonly author: PrincipalId | null }

/** A Yjs update of nothing, which carries a claim. */
export const noChange = Uint8Array.of(0, 0)

/** An update that is applied, and then on disk. */
export interface Applied {
  readonly update: Uint8Array
  readonly origin: ChangeOrigin
}

/** What became of what was applied. */
export type Outcome =
  /** These are on disk, in this order. */
  | { readonly kind: 'saved'; readonly batch: readonly Applied[] }
  /** The disk takes its time over these. */
  | { readonly kind: 'slow'; readonly batch: readonly Applied[] }
  /** The disk fails, or works again. While it fails nothing is applied. */
  | { readonly kind: 'failing' | 'working' }
  /** The document was read again from the log: what was not on disk is not in it any more. */
  | { readonly kind: 'reloaded' }
  /** Nothing up to this position waits for the disk any more; `lost`: it is not saved, and never will be. */
  | { readonly kind: 'processed'; readonly position: number; readonly lost: boolean }

/** How often a failing disk is tried again, ms. */
const probeMs = 1_000
/** When a commit counts as slow, ms. */
const slowMs = 100
/** When a board is forgotten: a snapshot is worth its bytes when the next load would otherwise apply so many updates. */
const worthTail = 500
/** While it is open: when so many updates came after the snapshot, and are more bytes than it. */
const longTail = 10_000

/**
 * A board's one document and its one way to the disk: apply, commit, and only then let anything out. The commit is
 * the clock: what is applied while one is under way, or while it rests after one, goes into the next. Commits are made
 * while `outcomes` is iterated, and their results are handed to that loop; the writer calls nobody.
 */
export class Writer {
  readonly #id: BoardId
  readonly #log: UpdateLog
  readonly #logger: Logger
  readonly #now: () => number
  readonly #applyUpdate: typeof Y.applyUpdate
  #loaded: Loaded
  #state: 'sound' | 'poisoned' | 'failing' | 'read-only'
  #applied: Applied[] = []
  #position = 0
  #processed = 0
  #running = false
  #wake = () => {}
  #compacting = false
  #begunAt = Number.NEGATIVE_INFINITY
  readonly #disposed = new AbortController()
  readonly #whole = new Whole()
  #version = 0

  /** @param applyUpdate applies what the guard let through, or throws */
  constructor(
    id: BoardId,
    log: UpdateLog,
    logger: Logger,
    now: () => number,
    loaded: Loaded,
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

  /** Changes when the document is read again: do not keep it. */
  get doc(): Y.Doc {
    return this.#loaded.doc
  }

  /** Changes with the document. */
  get owners(): Owners {
    return this.#loaded.owners
  }

  /** Another number is another document: clients do not merge one into the other. */
  get generation(): number {
    return this.#loaded.generation
  }

  /** Not null: this is the last sound state, and nothing is applied to it. */
  get damage(): Damage | null {
    return this.#loaded.damage
  }

  /** Writes down that these clients are somebody's, who has not written as them yet. */
  claim(session: Session, clients: readonly number[]): void {
    const claims = this.owners.claim(session, clients)
    if (claims.length === 0) return
    const origin = { session, author: session.principal, message: session.saved, claims }
    this.#push({ update: noChange, origin })
  }

  /** The whole document as bytes; what of it is not on disk yet is in them, too. */
  async whole(options: { readonly current: boolean }): Promise<WholeDocument> {
    for (;;) {
      const { doc } = this
      const whole = await this.#whole.of(doc, options)
      // Read again meanwhile: it may hold what was never saved.
      if (doc === this.doc) return whole
    }
  }

  /** Bytes of the whole document, about. */
  get documentBytes(): number {
    return this.#whole.size ?? this.#loaded.snapshotBytes + this.#loaded.tailBytes
  }

  /** Changes with the document's content. */
  get version(): number {
    return this.#version
  }

  /** What is deleted in the document. */
  get deletions(): ReturnType<Whole['deletions']> {
    return this.#whole.deletions(this.doc)
  }

  /** Called from time to time: drops what is kept for nobody. */
  rest(): void {
    this.#whole.rest()
  }

  /** Whether changes may be applied now. */
  get takes(): boolean {
    return this.#state === 'sound'
  }

  get saves(): boolean {
    return this.#state !== 'failing'
  }

  /** False when it could not be applied; then the document is read again from the log. */
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
    // Yjs announces even what it applied by halves.
    this.#discard(before)
    return false
  }

  /**
   * Makes a change, unless the bytes it added do not fit: then null is given, nothing of it is written, and the document
   * is read again from the log.
   */
  change<Value>(change: () => Value, fits: (bytes: number) => boolean): { readonly value: Value } | null {
    const before = this.#applied.length
    const value = change()
    const bytes = this.#applied.slice(before).reduce((sum, { update }) => sum + update.byteLength, 0)
    if (fits(bytes)) return { value }
    this.#discard(before)
    return null
  }

  /** Of the document, or more: what was written for it since the last snapshot counts in full. */
  get bytes(): number {
    return this.#loaded.snapshotBytes + this.#loaded.tailBytes
  }

  /** Counts what was applied and what was discarded: equal when nothing happened in between. */
  get position(): number {
    return this.#position
  }

  get isDisposed(): boolean {
    return this.#disposed.signal.aborted
  }

  /** Shortens the next load, when it is worth it. */
  async compact(): Promise<void> {
    if (this.#loaded.tail >= worthTail && this.#state === 'sound') await this.#compact()
  }

  dispose(): void {
    this.#disposed.abort()
    this.doc.destroy()
    this.#wake()
  }

  /**
   * Commits what is applied, and gives what becomes of it; ends when the writer is disposed. To be iterated once: the
   * next commit begins when the loop has taken what came of the last.
   *
   * @param paceMs how long to rest between the beginnings of two commits, ms: asked each time
   */
  async *outcomes(paceMs: () => number): AsyncGenerator<Outcome, void> {
    for (;;) {
      while (this.#applied.length > 0 || this.#state === 'poisoned') {
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
    // Yjs itself changes a text whose marks somebody has made redundant: without an origin, as the server.
    this.doc.on('update', (update: Uint8Array, origin: ChangeOrigin | null) => {
      this.#whole.applied(update)
      this.#version += 1
      this.#push({ update, origin: origin ?? { session: null, author: null } })
    })
  }

  #push(applied: Applied): void {
    this.#applied.push(applied)
    this.#position += 1
    this.#start()
  }

  /** What was applied after the first `kept` is not written: the document holds it until it is read again from the log. */
  #discard(kept: number): void {
    this.#applied.length = kept
    this.#state = 'poisoned'
    this.#position += 1
    this.#start()
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    // Everything the event loop has at hand goes into the same commit.
    setImmediate(() => this.#wake())
  }

  async *#round(paceMs: () => number): AsyncGenerator<Outcome, void> {
    if (this.#applied.length > 0) await this.#rest(paceMs())
    const batch = this.#applied
    const position = this.#position
    this.#applied = []
    if (batch.length > 0) yield* this.#commit(batch)
    this.#processed = Math.max(this.#processed, position)
    if (this.#state === 'poisoned') yield* this.#reload('sound')
    yield { kind: 'processed', position: this.#processed, lost: this.isDisposed && !this.takes }
  }

  /** One who comes after a while is committed at once; what comes close behind waits, and goes together. */
  async #rest(paceMs: number): Promise<void> {
    const ms = this.#begunAt + paceMs - performance.now()
    if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms))
    this.#begunAt = performance.now()
  }

  async *#commit(batch: readonly Applied[]): AsyncGenerator<Outcome, void> {
    const appending = this.#append(batch)
    if (await takesLonger(appending, slowMs)) yield { kind: 'slow', batch }
    if (await appending) return yield { kind: 'saved', batch }
    yield { kind: 'failing' }
    yield* this.#reload('failing')
  }

  /** False when the disk fails. */
  async #append(batch: readonly Applied[]): Promise<boolean> {
    try {
      await this.#log.append(this.#entries(batch))
      this.#count(batch)
      return true
    } catch (error) {
      this.#logger.error(
        { board: this.#id, error: String(error) },
        'a commit failed; nothing is taken until the disk works',
      )
      this.#state = 'failing'
      return false
    }
  }

  #count(batch: readonly Applied[]): void {
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
      this.#logger.error({ board: this.#id, error: String(error) }, 'a snapshot failed; the updates are all there')
    }
    this.#compacting = false
  }

  #entries(batch: readonly Applied[]): readonly LogEntry[] {
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

  /** Tries a failing disk until it works. */
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

  /** What is not on disk leaves the document, so that nobody is shown it. */
  async *#reload(state: 'sound' | 'failing'): AsyncGenerator<Outcome, void> {
    do {
      if (await this.#readAgain(state)) return yield { kind: 'reloaded' }
    } while (await this.#pause())
  }

  async #readAgain(state: 'sound' | 'failing'): Promise<boolean> {
    try {
      const stale = this.doc
      this.#loaded = await load(this.#id, this.#log, this.#logger)
      this.#whole.drop()
      this.#applied = []
      this.#processed = this.#position
      this.#state = state
      this.#listen()
      stale.destroy()
      return true
    } catch (error) {
      this.#logger.error({ board: this.#id, error: String(error) }, 'the board could not be read again')
      return false
    }
  }

  /** False when disposed meanwhile. */
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
