import type { BoardId, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { onForgetting } from './forgetting.ts'
import { generationOf } from './generations.ts'
import type { BoardFace, KeptBeside, KeptBoard, LocalStore, Replacement } from './local-store.ts'
import { Tabs } from './tabs.ts'

/** Whether this device keeps the board: still being read, kept, not kept though it should be, or not meant to be. */
export type Keeping = 'opening' | 'kept' | 'failing' | 'memory'

/** What is drawn is on this device after so long, ms; sooner when the page is hidden. */
const flushMs = 25
/** A device that does not answer for so long is not waited for, ms. */
const patienceMs = 3_000
/** A device that failed is tried again so often, ms. */
const retryMs = 2_000

interface Queued {
  readonly update: Uint8Array
  readonly unsaved: number
}

export interface PersistenceEvents {
  /** Whether an update with this origin comes from the server. */
  isRemote(origin: unknown): boolean
  /** Whether what was kept may be merged into the document. */
  admit(kept: KeptBoard): Admittance
  /** What to keep instead of a copy that is superseded. */
  supersede(): Superseding
  /** `keeping` has changed. */
  changed(): void
  /** What was kept has been merged into the document after `ready` gave up waiting for it. */
  late(kept: KeptBoard): void
  /** Another page of this browser has an edit, which is in the document now, and no connection to send it by. */
  unsent(update: Uint8Array): void
}

/**
 * `merged`: into the document. `refused`: it is of another generation of the board; it stays on the device as it is, and
 * nothing is written there until `replace`. `superseded`: so it is, but all of it is in the document already.
 */
export type Admittance = 'merged' | 'refused' | 'superseded'

export interface Superseding {
  readonly generation: number
  readonly replacement: Replacement
}

/**
 * Keeps a document on this device: reads what was kept, writes what is edited, and passes edits to the other pages of
 * this browser. Storage errors are reported and retried; they never block editing.
 */
export class LocalPersistence {
  /** What was kept, once it is merged into the document; null when the device gave nothing in time. Never rejects. */
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
  /** What was kept is not in the document: nothing is known of it. */
  #refused = false
  /** `ready` has been given up. */
  #late = false
  #owner: { readonly principal: PrincipalId; readonly face: BoardFace } | null = null
  /** Another document is about to take the place of this one: nothing of this one is written meanwhile. */
  #replacing = false
  /** What was kept has given way to another document: this one is not kept any more. */
  #replaced = false
  /** What was kept was dropped on request: nothing is kept any more. */
  #forgotten = false
  #queue: Queued[] = []
  #flushing: Promise<void> | null = null
  /** One thing at a time is asked of the store. */
  #busy: Promise<unknown> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #disposed = false
  #live = false
  /** What was drawn while the network had it, too, and is not known to be saved. */
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

  /** The network has what is drawn, too: a flush need not wait for the disk itself, nor need other pages send it. */
  set live(live: boolean) {
    if (!live) this.#tellUnacknowledged()
    this.#live = live
  }

  /** Whether an update came from this device or its other pages: those are not sent to the server one by one. */
  isOwn(origin: unknown): boolean {
    return origin === this
  }

  /** The server has said who this is. It is written once what was kept before has been read, which may be of another generation. */
  own(principal: PrincipalId, face: BoardFace): void {
    this.#owner = { principal, face }
    this.#listen(principal, face)
    if (this.#loaded) void this.#try(() => this.#store.own(principal, face, Y.encodeStateAsUpdate(this.#doc)))
  }

  /** Everything that was drawn on this page, and merged into its document, is on the server's disk. */
  saved(): void {
    this.#queue = this.#queue.map(({ update }) => ({ update, unsaved: 0 }))
    this.#unacknowledged = []
    if (!this.#refused) void this.#try(() => this.#store.saved(), false)
  }

  /**
   * Replaces what is kept by another document. This one is not kept any more, unless it goes on (`resume`). What could
   * not be read yet is left as it is: it may hold what nobody else has. False when nothing was replaced.
   */
  async replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<boolean> {
    this.#replacing = true
    if (!this.#loaded && !this.#refused) return false
    return this.#try(() => this.#store.replace(generation, make))
  }

  /** No other document has taken the place of this one. */
  resume(): void {
    this.#replacing = false
    this.#flushLater()
  }

  /** Another document has taken the place of this one. */
  end(): void {
    this.#replaced = true
    this.#queue = []
    this.#doc.off('update', this.#edited)
  }

  /** Drops what is kept of this board, after all writes under way, and writes nothing more. */
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
    // What was drawn before the device had been read is kept as well.
    void (this.#loaded ? this.#flushed() : this.ready.then(() => this.#flushed())).then(() => {
      this.#disposed = true
      clearTimeout(this.#timer)
      this.#tabs?.close()
      this.#store.close()
    })
  }

  /** The device is being forgotten: nothing more is kept on it. */
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

  /** Keeps the document in place of a copy, all of which is in it. Rejects when the device does not take it. */
  async #supersede(found: KeptBoard): Promise<KeptBoard> {
    const { generation, replacement } = this.#events.supersede()
    let isDone = false
    await this.#store.replace(generation, ({ others }) => {
      isDone = others.every(({ unsaved }) => unsaved === 0)
      return isDone ? replacement : null
    })
    if (!isDone) throw new Error('another page has kept something meanwhile')
    return { updates: [], unsaved: 0, earlier: [], face: found.face && { ...found.face, generation } }
  }

  /** Joins the other pages that have this generation of the board. */
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

  /** Another page sends what this one may not come to send. */
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

  /** Resolves when everything drawn so far is kept, or the device has failed. */
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

  async #flush(): Promise<void> {
    const batch = this.#queue
    this.#queue = []
    const [first] = batch
    const update = batch.length === 1 && first ? first.update : Y.mergeUpdates(batch.map((queued) => queued.update))
    const unsaved = batch.reduce((sum, queued) => sum + queued.unsaved, 0)
    const kept = await this.#try(() => this.#store.append(update, unsaved, unsaved > 0 && !this.#live, this.#whole))
    if (kept || this.#replaced || this.#forgotten) return
    this.#queue = [{ update, unsaved }, ...this.#queue]
    this.#again(() => void this.#flushed())
  }

  /**
   * Asks the store, and once more after an error, since a browser may have closed the database; after that the device
   * counts as failing. `proves`: false for what may have nothing to do, whose success says nothing about the device.
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
