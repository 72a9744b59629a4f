import type { BoardId, PrincipalId } from '@inkbridge/types'
import * as Y from 'yjs'
import { onForgetting } from './forgetting.ts'
import type { BoardFace, KeptBoard, LocalStore } from './local-store.ts'
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
  /**
   * What was kept is about to be merged into the document. False: it is of another generation of the board. Then it stays
   * on the device as it is, and nothing is written there until `replace`.
   */
  admit(kept: KeptBoard): boolean
  /** `keeping` has changed. */
  changed(): void
  /** What was kept has been merged into the document after `ready` gave up waiting for it. */
  late(kept: KeptBoard): void
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
  /** The network has what is drawn, too: a flush need not wait for the disk itself. */
  live = false

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
    if (!this.#refused) void this.#try(() => this.#store.saved(), false)
  }

  /**
   * Replaces what is kept by another document, with so many unsaved edits. This one is not kept any more. What could not
   * be read yet is left as it is: it may hold what nobody else has.
   */
  async replace(whole: Uint8Array, unsaved: number, generation: number): Promise<void> {
    this.#replaced = true
    this.#queue = []
    this.#doc.off('update', this.#edited)
    if (this.#loaded || this.#refused) await this.#try(() => this.#store.replace(whole, unsaved, generation))
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
    this.#doc.off('update', this.#edited)
    this.#stopListening()
    if (typeof window !== 'undefined') {
      window.removeEventListener('pagehide', this.#hide)
      document.removeEventListener('visibilitychange', this.#hide)
    }
    void this.#flushed().then(() => {
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
      const kept = await this.#store.load()
      this.#refused = !this.#events.admit(kept)
      if (this.#refused) return null
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

  /** Joins the other pages that have this generation of the board. */
  #listen(principal: PrincipalId, { generation = 1 }: BoardFace): void {
    const name = `inkbridge/${this.#board}/${principal}/${generation}`
    if (this.#tabsName === name) return
    this.#tabs?.close()
    this.#tabsName = name
    this.#tabs = new Tabs(name, this.#doc, this)
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (this.isOwn(origin)) return
    const remote = this.#events.isRemote(origin)
    if (!remote) this.#tabs?.tell(update)
    this.#queue.push({ update, unsaved: remote ? 0 : 1 })
    this.#flushLater()
  }

  readonly #hide = (): void => {
    void this.#flushed()
  }

  #flushLater(): void {
    if (this.#queue.length > 0 && this.#loaded) this.#timer ??= setTimeout(() => void this.#flushed(), flushMs)
  }

  /** Resolves when everything drawn so far is kept, or the device has failed. */
  async #flushed(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#loaded || this.#queue.length === 0 || this.#disposed) return this.#flushing ?? undefined
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
    const kept = await this.#try(() => this.#store.append(update, unsaved, unsaved > 0 && !this.live))
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
