import { randomInt } from 'node:crypto'
import type { BoardId, PrincipalId } from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import { guarded } from '../boundary.ts'
import type { Damage, LogEntry, UpdateLog } from '../log/update-log.ts'
import { Owners } from './owners.ts'
import type { Session } from './session.ts'
import { replayInSlices } from './sliced-replay.ts'
import { type Slicer, sliceHere } from './slicer.ts'
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

/** What a writer announces; each is called between two commits, never inside one. */
export interface WriterEvents {
  /** These are on disk, in this order. */
  committed(batch: readonly Applied[]): void
  /** The disk takes its time over these. */
  slow(batch: readonly Applied[]): void
  /** The disk fails, or works again. While it fails nothing is applied. */
  saving(works: boolean): void
  /** How long to rest between the beginnings of two commits, ms: asked each time. */
  paceMs(): number
  /** The document was read again from the log: what was not on disk is not in it any more. */
  reloaded(): void
}

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
 * the clock: what is applied while one is under way, or while it rests after one, goes into the next.
 */
export class Writer {
  readonly #id: BoardId
  readonly #log: UpdateLog
  readonly #logger: Logger
  readonly #now: () => number
  readonly #events: WriterEvents
  readonly #applyUpdate: typeof Y.applyUpdate
  #loaded: Loaded
  #state: 'sound' | 'poisoned' | 'failing' | 'read-only'
  #applied: Applied[] = []
  #waiting: Waiting[] = []
  #committing = false
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
    events: WriterEvents,
    applyUpdate: typeof Y.applyUpdate = Y.applyUpdate,
  ) {
    this.#applyUpdate = applyUpdate
    this.#id = id
    this.#log = log
    this.#logger = logger
    this.#now = now
    this.#events = events
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
    this.#applied.push({ update: noChange, origin })
    this.#start()
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
    this.#applied.length = before
    this.#state = 'poisoned'
    this.#start()
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
    this.#applied.length = before
    this.#state = 'poisoned'
    this.#start()
    return null
  }

  /** Of the document, or more: what was written for it since the last snapshot counts in full. */
  get bytes(): number {
    return this.#loaded.snapshotBytes + this.#loaded.tailBytes
  }

  /** Runs when everything applied so far is on disk, at once when it is; `lost` when the document was read again instead. */
  whenCommitted(run: (lost: boolean) => void): void {
    if (this.#disposed.signal.aborted) return run(true)
    if (!this.#committing && this.#applied.length === 0) return run(false)
    this.#waiting.push({ doc: this.doc, run })
    this.#start()
  }

  /** Shortens the next load, when it is worth it. */
  async compact(): Promise<void> {
    if (this.#loaded.tail >= worthTail && this.#state === 'sound') await this.#compact()
  }

  dispose(): void {
    this.#disposed.abort()
    this.doc.destroy()
  }

  #listen(): void {
    this.#version += 1
    // Yjs itself changes a text whose marks somebody has made redundant: without an origin, as the server.
    this.doc.on('update', (update: Uint8Array, origin: ChangeOrigin | null) => {
      this.#applied.push({ update, origin: origin ?? { session: null, author: null } })
      this.#whole.applied(update)
      this.#version += 1
      this.#start()
    })
  }

  #start(): void {
    if (this.#committing) return
    this.#committing = true
    // Everything the event loop has at hand goes into the same commit.
    setImmediate(() => guarded(this.#logger, { entry: 'commit', board: this.#id }, () => this.#run()))
  }

  async #run(): Promise<void> {
    while (this.#applied.length > 0 || this.#waiting.length > 0 || this.#state === 'poisoned') {
      if (this.#applied.length > 0) await this.#rest()
      const [batch, waiting] = [this.#applied, this.#waiting]
      this.#applied = []
      this.#waiting = []
      if (batch.length > 0) await this.#commit(batch)
      if (this.#state === 'poisoned') await this.#reload('sound')
      for (const { doc, run } of waiting)
        guarded(this.#logger, { entry: 'commit', board: this.#id }, () => run(doc !== this.doc))
      if (this.#disposed.signal.aborted) break
    }
    this.#committing = false
  }

  /** One who comes after a while is committed at once; what comes close behind waits, and goes together. */
  async #rest(): Promise<void> {
    const ms = this.#begunAt + this.#events.paceMs() - performance.now()
    if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms))
    this.#begunAt = performance.now()
  }

  async #commit(batch: readonly Applied[]): Promise<void> {
    const slow = setTimeout(() => this.#events.slow(batch), slowMs)
    try {
      await this.#log.append(this.#entries(batch))
      this.#count(batch)
      this.#events.committed(batch)
    } catch (error) {
      this.#logger.error(
        { board: this.#id, error: String(error) },
        'a commit failed; nothing is taken until the disk works',
      )
      await this.#fail()
    } finally {
      clearTimeout(slow)
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

  /** What is not on disk leaves the document at once, so that nobody is shown it; the disk is tried until it works. */
  async #fail(): Promise<void> {
    this.#state = 'failing'
    this.#events.saving(false)
    await this.#reload('failing')
    void this.#recover()
  }

  async #recover(): Promise<void> {
    while (await this.#pause()) {
      try {
        await this.#log.probe()
        this.#state = 'sound'
        this.#events.saving(true)
        return
      } catch (error) {
        this.#logger.error({ board: this.#id, error: String(error) }, 'the disk still fails')
      }
    }
  }

  async #reload(state: 'sound' | 'failing'): Promise<void> {
    do {
      try {
        const stale = this.doc
        this.#loaded = await load(this.#id, this.#log, this.#logger)
        this.#whole.drop()
        this.#applied = []
        this.#state = state
        this.#listen()
        stale.destroy()
        return this.#events.reloaded()
      } catch (error) {
        this.#logger.error({ board: this.#id, error: String(error) }, 'the board could not be read again')
      }
    } while (await this.#pause())
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

interface Waiting {
  readonly doc: Y.Doc
  readonly run: (lost: boolean) => void
}

/** A board as it was read from the log. */
export interface Loaded {
  readonly doc: Y.Doc
  readonly owners: Owners
  /** Of the last committed update. */
  seq: number
  /** Committed updates since the snapshot, and their bytes. */
  tail: number
  tailBytes: number
  snapshotBytes: number
  /** When the last update was made, ms since 1970; null for a new board. */
  readonly changedAt: number | null
  /** Negative for the last sound state of a damaged board. */
  readonly generation: number
  readonly damage: Damage | null
}

/** Reads a board from the log. What cannot be read is left out and reported; the rest opens. */
export async function load(id: BoardId, log: UpdateLog, logger: Logger, slicer: Slicer = sliceHere): Promise<Loaded> {
  const logged = await log.load(id)
  const { doc, poisonous } = await replayInSlices(logged, slicer)
  const { snapshot, updates, owners, retired, seq, changedAt, generation, damaged } = logged
  doc.clientID = freshClientId(doc, retired)
  if (damaged.length > 0) logger.error({ board: id, damaged }, 'damaged parts of a board were put apart')
  if (poisonous > 0) logger.error({ board: id, poisonous }, 'updates that cannot be applied were left out')
  // What builds on something that is lost cannot be shown, and would keep everything else from being taken: it stays in
  // the log, and is whole again when a client that has the lost part comes back.
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
  const tailBytes = updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const snapshotBytes = snapshot?.byteLength ?? 0
  const counts = { seq, tail: updates.length, tailBytes, snapshotBytes }
  return { doc, owners: new Owners(owners, retired, doc.clientID), ...counts, changedAt, generation, damage: null }
}

/**
 * The Yjs client the server writes as until the board is read again: none that the board has seen, since a restored
 * backup has forgotten what the server wrote after it, and people have not. It is low, so that in a conflict over the
 * same stroke its author wins.
 */
function freshClientId(doc: Y.Doc, retired: ReadonlySet<number>): number {
  for (;;) {
    const id = randomInt(1, 2 ** 22)
    if (!doc.store.clients.has(id) && !retired.has(id)) return id
  }
}
