import type { BoardId, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { onForgetting } from './forgetting.ts'
import { generationOf } from './generations.ts'
import type { BoardFace, KeptBeside, KeptBoard, LocalStore, Replacement } from './local-store.ts'
import { Tabs } from './tabs.ts'

/** Whether this device stores the board: still reading, storing, failing though it should, or not meant to. */
export type Keeping = 'opening' | 'kept' | 'failing' | 'memory'

/** Edits are stored on this device after this time, ms; sooner when the page is hidden. */
const flushMs = 25
/** Waiting updates are merged up to this size, bytes: some 20 ms of work. */
const maxMergedBytes = 524_288
/** A device that does not answer in this time is not waited for, ms. */
const patienceMs = 3_000
/** The interval between attempts on a failing device, ms. */
const retryMs = 2_000

interface Queued {
  readonly update: Uint8Array
  readonly unsaved: number
}

export interface PersistenceEvents {
  /** Whether an update with this origin comes from the server. */
  isRemote(origin: unknown): boolean
  /** Whether the stored copy may be merged into the document. */
  admit(kept: KeptBoard): Admittance
  /** The document to store instead of a superseded copy. */
  supersede(): Superseding
  /** `keeping` has changed. */
  changed(): void
  /** The stored copy was merged into the document after `ready` stopped waiting for it. */
  late(kept: KeptBoard): void
  /** Another page of this browser has an edit, which is in the document now, and no connection to send it by. */
  unsent(update: Uint8Array): void
}

/**
 * `merged`: into the document. `refused`: it is of another generation of the board; it stays on the device unchanged,
 * and nothing is written there until `replace`. `superseded`: the same, but all of it is in the document already.
 */
export type Admittance = 'merged' | 'refused' | 'superseded'

export interface Superseding {
  readonly generation: number
  readonly replacement: Replacement
}

/**
 * Stores a document on this device: reads the stored copy, writes edits, and passes edits to the other pages of this
 * browser. Storage errors are reported and retried; they never block editing.
 */
export class LocalPersistence {
  /** The stored copy, once merged into the document; null when the device returned nothing in time. Never rejects. */
  readonly ready: Promise<KeptBoard | null>
  readonly #doc: Y.Doc
  readonly #store: LocalStore
  readonly #board: BoardId
  readonly #events: PersistenceEvents
  readonly #stopListening: () => void
  #tabs: Tabs | null = null
  #tabsName: string | null = null
  #keeping: Keeping = 'opening'
  #loaded = false
  /** The stored copy is not in the document: nothing is known of it. */
  #refused = false
  /** `ready` has timed out. */
  #late = false
  #owner: { readonly principal: PrincipalId; readonly face: BoardFace } | null = null
  /** Another document is about to replace this one: nothing of this one is written meanwhile. */
  #replacing = false
  /** The stored copy was replaced by another document: this one is no longer stored. */
  #replaced = false
  /** The stored copy was deleted on request: nothing more is stored. */
  #forgotten = false
  #queue: Queued[] = []
  #flushing: Promise<void> | null = null
  /** Runs one store request at a time. */
  #busy: Promise<unknown> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #disposed = false
  #live = false
  /** Edits that were also sent to the server, and are not known to be saved. */
  #unacknowledged: Uint8Array[] = []

  constructor(doc: Y.Doc, board: BoardId, store: LocalStore, events: PersistenceEvents) {
    this.#doc = doc
    this.#board = board
    this.#store = store
    this.#events = events
    doc.on('update', this.#edited)
    this.#stopListening = onForgetting(() => this.#stop())
    if (typeof window !== 'undefined') {
      window.addEventListener('pagehide', this.#hide)
      document.addEventListener('visibilitychange', this.#hide)
    }
    this.ready = this.#open()
  }

  get keeping(): Keeping {
    return this.#keeping
  }

  /** Edits are also sent to the server: a flush need not wait for the disk itself, nor need other pages send them. */
  set live(live: boolean) {
    if (!live) this.#tellUnacknowledged()
    this.#live = live
  }

  /** Whether an update came from this device or its other pages: those are not sent to the server one by one. */
  isOwn(origin: unknown): boolean {
    return origin === this
  }

  /**
   * The server has identified the user. This is written once the stored copy has been read, which may be of another
   * generation.
   */
  own(principal: PrincipalId, face: BoardFace): void {
    this.#owner = { principal, face }
    this.#listen(principal, face)
    if (this.#loaded) void this.#try(() => this.#store.own(principal, face, Y.encodeStateAsUpdate(this.#doc)))
  }

  /** Every edit of this page, and everything merged into its document, is on the server's disk. */
  saved(): void {
    this.#queue = this.#queue.map(({ update }) => ({ update, unsaved: 0 }))
    this.#unacknowledged = []
    if (!this.#refused) void this.#try(() => this.#store.saved(), false)
  }

  /**
   * Replaces the stored copy by another document. This one is no longer stored, unless it continues (`resume`). What
   * could not be read yet is left unchanged: it may have edits found nowhere else. False when nothing was replaced.
   */
  async replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<boolean> {
    this.#replacing = true
    if (!this.#loaded && !this.#refused) return false
    return this.#try(() => this.#store.replace(generation, make))
  }

  /** The document was not replaced after all. */
  resume(): void {
    this.#replacing = false
    this.#flushLater()
  }

  /** The document was replaced by another. */
  end(): void {
    this.#replaced = true
    this.#queue = []
    this.#doc.off('update', this.#edited)
  }

  /** Deletes the stored copy of this board, after all pending writes, and stops writing. */
  async forget(whose: 'person' | 'everybody'): Promise<void> {
    this.#forgotten = true
    this.#queue = []
    this.#doc.off('update', this.#edited)
    const forgetting = this.#busy.then(() => this.#store.forget(whose))
    this.#busy = forgetting.catch(() => {})
    await forgetting
  }

  dispose(): void {
    this.live = false
    this.#doc.off('update', this.#edited)
    this.#stopListening()
    if (typeof window !== 'undefined') {
      window.removeEventListener('pagehide', this.#hide)
      document.removeEventListener('visibilitychange', this.#hide)
    }
    // Edits made before the device was read are stored as well.
    void (this.#loaded ? this.#flushed() : this.ready.then(() => this.#flushed())).then(() => {
      this.#disposed = true
      clearTimeout(this.#timer)
      this.#tabs?.close()
      this.#store.close()
    })
  }

  /** All data on the device is being deleted: nothing more is stored. */
  #stop(): void {
    this.#queue = []
    this.#doc.off('update', this.#edited)
    this.#set('memory')
    this.#disposed = true
    clearTimeout(this.#timer)
    this.#tabs?.close()
    this.#store.close()
  }

  #open(): Promise<KeptBoard | null> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        this.#late = true
        this.#set('failing')
        resolve(null)
      }, patienceMs)
      void this.#load().then((kept) => {
        clearTimeout(patience)
        resolve(kept)
      })
    })
  }

  async #load(): Promise<KeptBoard | null> {
    try {
      const found = await this.#store.load()
      const admittance = this.#events.admit(found)
      this.#refused = admittance === 'refused'
      if (this.#refused) return null
      const kept = admittance === 'superseded' ? await this.#supersede(found) : found
      if (kept.face) this.#listen(kept.face.you.id, kept.face)
      this.#doc.transact(() => {
        for (const update of kept.updates) Y.applyUpdate(this.#doc, update, this)
      }, this)
      this.#loaded = true
      this.#set('kept')
      if (this.#owner) this.own(this.#owner.principal, this.#owner.face)
      this.#flushLater()
      if (this.#late) this.#events.late(kept)
      return kept
    } catch {
      this.#late = true
      this.#set('failing')
      this.#again(() => void this.#load())
      return null
    }
  }

  /** Stores the document in place of a copy, all of which is in it. Rejects when the device fails. */
  async #supersede(found: KeptBoard): Promise<KeptBoard> {
    const { generation, replacement } = this.#events.supersede()
    let isDone = false
    await this.#store.replace(generation, ({ others }) => {
      isDone = others.every(({ unsaved }) => unsaved === 0)
      return isDone ? replacement : null
    })
    if (!isDone) throw new Error('another page has stored something meanwhile')
    return { updates: [], unsaved: 0, earlier: [], face: found.face && { ...found.face, generation } }
  }

  /** Joins the other pages with this generation of the board. */
  #listen(principal: PrincipalId, face: BoardFace): void {
    const name = `inkbridge/${this.#board}/${principal}/${generationOf(face)}`
    if (this.#tabsName === name) return
    this.#tabs?.close()
    this.#tabsName = name
    this.#tabs = new Tabs(name, (update, isUnsent) => {
      Y.applyUpdate(this.#doc, update, this)
      if (isUnsent) this.#events.unsent(update)
    })
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (this.isOwn(origin)) return
    const remote = this.#events.isRemote(origin)
    if (!remote) {
      this.#tabs?.tell(update, !this.#live)
      if (this.#live) this.#unacknowledged.push(update)
    }
    this.#queue.push({ update, unsaved: remote ? 0 : 1 })
    this.#flushLater()
  }

  /** Another page sends edits that this one may not get to send. */
  #tellUnacknowledged(): void {
    if (this.#unacknowledged.length > 0) this.#tabs?.tell(Y.mergeUpdates(this.#unacknowledged), true)
    this.#unacknowledged = []
  }

  readonly #hide = (): void => {
    this.#tellUnacknowledged()
    void this.#flushed()
  }

  #flushLater(): void {
    if (this.#queue.length > 0 && this.#loaded && !this.#replacing)
      this.#timer ??= setTimeout(() => void this.#flushed(), flushMs)
  }

  readonly #whole = (): Uint8Array => Y.encodeStateAsUpdate(this.#doc)

  /** Resolves when every edit so far is stored, or the device has failed. */
  async #flushed(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#loaded || this.#replacing || this.#queue.length === 0 || this.#disposed)
      return this.#flushing ?? undefined
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null
    })
    await this.#flushing
    if (this.#keeping === 'kept') await this.#flushed()
  }

  /** Takes the first updates from the queue, as many as are merged at once. */
  #takeBatch(): readonly Queued[] {
    let bytes = 0
    const end = this.#queue.findIndex(({ update }, index) => {
      bytes += update.byteLength
      return index > 0 && bytes > maxMergedBytes
    })
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end)
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch()
    const [first] = batch
    const update = batch.length === 1 && first ? first.update : Y.mergeUpdates(batch.map((queued) => queued.update))
    const unsaved = batch.reduce((sum, queued) => sum + queued.unsaved, 0)
    const kept = await this.#try(() => this.#store.append(update, unsaved, unsaved > 0 && !this.#live, this.#whole))
    if (kept || this.#replaced || this.#forgotten) return
    this.#queue = [{ update, unsaved }, ...this.#queue]
    this.#again(() => void this.#flushed())
  }

  /**
   * Runs a request to the store, and once more after an error, since a browser may have closed the database; after that
   * the device counts as failing. `proves`: false for a request that may do nothing, whose success says nothing about
   * the device.
   */
  async #try(run: () => Promise<void>, proves = true): Promise<boolean> {
    if (this.#disposed || this.#forgotten) return false
    const trying = this.#busy
      .then(() => run().catch(run))
      .then(
        () => true,
        () => false,
      )
    this.#busy = trying
    const done = await trying
    if (!done) this.#set('failing')
    else if (proves) this.#set('kept')
    return done
  }

  #again(run: () => void): void {
    if (this.#disposed || this.#forgotten) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      run()
    }, retryMs)
  }

  #set(keeping: Keeping): void {
    if (this.#keeping === keeping || this.#disposed) return
    this.#keeping = keeping
    this.#events.changed()
  }
}
