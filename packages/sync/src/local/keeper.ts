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

export interface KeeperEvents {
  /** Whether an update with this origin comes from the server. */
  isRemote(origin: unknown): boolean
  /** `keeping` did. */
  changed(): void
  /** What was kept is in the document, though `ready` could not wait for it. */
  late(kept: KeptBoard): void
}

/**
 * Keeps a document on this device: reads what was kept, writes what is edited, and passes edits to the other pages of
 * this browser. A device that fails stops nothing; it is told, and tried again.
 */
export class Keeper {
  /** What was kept, once it is in the document; null when the device gave nothing in time. Never rejects. */
  readonly ready: Promise<KeptBoard | null>
  readonly #doc: Y.Doc
  readonly #store: LocalStore
  readonly #board: BoardId
  readonly #events: KeeperEvents
  readonly #stopListening: () => void
  #tabs: Tabs | null = null
  #tabsName: string | null = null
  #keeping: Keeping = 'opening'
  #loaded = false
  /** `ready` has been given up. */
  #late = false
  #queue: Queued[] = []
  #flushing: Promise<void> | null = null
  /** One thing at a time is asked of the store. */
  #busy: Promise<unknown> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #disposed = false
  /** The network has what is drawn, too: a flush need not wait for the disk itself. */
  live = false

  constructor(doc: Y.Doc, board: BoardId, store: LocalStore, events: KeeperEvents) {
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

  /** The origin of what came from this device or its other pages: the server is not told of it edit by edit. */
  isOwn(origin: unknown): boolean {
    return origin === this
  }

  /** The server has said who this is. */
  own(principal: PrincipalId, face: BoardFace): void {
    this.#listen(principal, face)
    void this.#try(() => this.#store.own(principal, face, Y.encodeStateAsUpdate(this.#doc)))
  }

  /** Everything that was drawn on this page is on the server's disk. */
  saved(): void {
    this.#queue = this.#queue.map(({ update }) => ({ update, unsaved: 0 }))
    void this.#try(() => this.#store.saved(), false)
  }

  /** What is kept gives way to another document, with so many unsaved edits. This one is kept no more. */
  async replace(whole: Uint8Array, unsaved: number, generation: number): Promise<void> {
    this.#queue = []
    this.#doc.off('update', this.#edited)
    await this.#try(() => this.#store.replace(whole, unsaved, generation))
  }

  /** Drops what is kept of this board, and keeps no more. */
  async forget(whose: 'person' | 'everybody'): Promise<void> {
    this.#queue = []
    this.#doc.off('update', this.#edited)
    await this.#store.forget(whose)
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
      if (kept.face) this.#listen(kept.face.you.id, kept.face)
      this.#doc.transact(() => {
        for (const update of kept.updates) Y.applyUpdate(this.#doc, update, this)
      }, this)
      this.#loaded = true
      this.#set('kept')
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

  /** Pages that have another generation of the board have another document. */
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

  /** Everything drawn so far is kept, or the device has failed. */
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
    if (kept) return
    this.#queue = [{ update, unsaved }, ...this.#queue]
    this.#again(() => void this.#flushed())
  }

  /**
   * Once more at once, since a browser may have ended the database; then the device counts as failing. What may have
   * nothing to do proves nothing when it succeeds.
   */
  async #try(run: () => Promise<void>, proves = true): Promise<boolean> {
    if (this.#disposed) return false
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
    if (this.#disposed) return
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
