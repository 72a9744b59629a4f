import type { Hello } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Exchange, Session } from './exchange.ts'
import { type Have, hasContent, haveOf } from './have.ts'
import type { LocalPersistence } from './local/local-persistence.ts'
import type { KeptBoard } from './local/local-store.ts'
import { reauthor } from './reauthor.ts'
import { type LoadRetired, type LoadSnapshot, smallBoardBytes } from './snapshot.ts'
import type { StatusStore } from './status.ts'

export interface BootstrapOptions {
  /** Gets a large board at the first visit; without it all comes over the connection. */
  readonly loadSnapshot?: LoadSnapshot | undefined
  /** A large board has come, and is the next thing to be applied to the document: for a replica that is fed the same. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
  /** Tells what of an earlier generation of the board was saved. */
  readonly loadRetired?: LoadRetired | undefined
  /**
   * The document was begun by somebody else's Yjs client (a lost cookie, a restored backup), or is of an earlier
   * generation of the board, and has been written again: it is `whole` from now on, in a new document with a connection
   * of its own. Without it such a document stops.
   */
  readonly remade?: ((whole: Uint8Array) => void) | undefined
}

export interface BootstrapParts {
  readonly doc: Y.Doc
  /** The origin of updates that come from the server. */
  readonly origin: unknown
  readonly status: StatusStore
  readonly exchange: Exchange
  readonly persistence: LocalPersistence | null
  /** Aborted when the document is disposed of. */
  readonly signal: AbortSignal
}

export interface BootstrapEvents {
  /** The board has another generation than the document, or than what this device kept. */
  outdated(generation: number): void
  /** The session must begin again: the server has not been told of what is in the document now. */
  restart(why: string): void
  replacementFailed(why: string): void
}

/**
 * Brings a document up to date when a page opens and when a session begins: local copy, then the server's snapshot or an
 * exchange. A document of another generation of the board is never merged: what of it the server never had is written
 * on top of the board by another Yjs client, and stays on this device until that is done.
 */
export class Bootstrap {
  readonly #parts: BootstrapParts
  readonly #options: BootstrapOptions
  readonly #events: BootstrapEvents
  /** Of the document; null: it has nothing of the server's yet. */
  #generation: number | null = null
  /** Found on this device when the document was of a later generation already. */
  #outdatedCopy: KeptBoard | null = null

  constructor(parts: BootstrapParts, options: BootstrapOptions, events: BootstrapEvents) {
    this.#parts = parts
    this.#options = options
    this.#events = events
  }

  /** The local copy comes first: what is sent and asked for builds on it. */
  async readCopy(): Promise<void> {
    const kept = await this.#parts.persistence?.ready
    if (kept && !this.#parts.signal.aborted) this.#showCopy(kept)
  }

  /** Whether what was kept may be merged into the document; what is of another generation is put aside. */
  admitCopy(kept: KeptBoard): boolean {
    const generation = kept.face && generationOf(kept)
    if (generation === null || generation === this.#generation) return true
    if (this.#generation !== null && hasContent(this.#parts.doc)) {
      if (kept.updates.length === 0) return true
      this.#outdatedCopy = kept
      this.#events.restart('what was kept here is of another generation')
      return false
    }
    this.#generation = generation
    return true
  }

  /** The server knows nothing of what was merged so late: a new session tells it. */
  copyCameLate(kept: KeptBoard): void {
    this.#showCopy(kept)
    if (kept.updates.length > 0) this.#events.restart('what was kept here came late')
  }

  /** Asks for nothing before it is known that both are of one generation: what was merged cannot be taken out again. */
  welcomed(hello: Hello, session: Session): void {
    const { doc, status, exchange } = this.#parts
    const { role, you, title, generation, damaged = null, documentBytes } = hello
    const isHere = hasContent(doc)
    const isOutdated = isHere && this.#generation !== null && this.#generation !== generation
    if (isOutdated || this.#outdatedCopy) return this.#events.outdated(generation)
    this.#generation = generation
    status.set({ role, you, title, damaged, saving: true })
    this.keepFace()
    if (session.hasAsked) return
    if (isHere) exchange.ask()
    else void this.#load(session, documentBytes)
  }

  /** What is kept on this device is this person's, with this title and this role. */
  keepFace(): void {
    const { status, persistence } = this.#parts
    const { role, you, title } = status.now
    const generation = this.#generation ?? 1
    if (role && you && title !== null) persistence?.own(you.id, { role, you, title, generation })
  }

  /** Writes again, by another client, what the server takes from somebody else only. */
  async reauthor(why: string): Promise<void> {
    const { doc, signal } = this.#parts
    const board = await this.#options.loadSnapshot?.({ signal, current: true })
    if (signal.aborted) return
    if (board) await this.#replace(() => reauthor(doc, board), this.#generation ?? 1, null)
    else this.#events.replacementFailed(why)
  }

  /** Replaces the document by the board's current generation and, on top of it, what the server never had. */
  async changeGeneration(generation: number): Promise<void> {
    const copy = this.#outdatedCopy
    const [current, withCopy] = await Promise.all([this.#currentOf(generation), this.#copyOnTop(copy)])
    if (this.#parts.signal.aborted) return
    if (current && withCopy) await this.#replace(() => withCopy(current()), generation, copy)
    else this.#events.replacementFailed('the board could not be read again')
  }

  #showCopy({ face, updates, unsaved }: KeptBoard): void {
    const { status, exchange } = this.#parts
    exchange.ledger.kept(unsaved)
    exchange.countEdits()
    const { role, title, you } = status.now.role ? status.now : (face ?? status.now)
    status.set({ loaded: status.now.loaded || updates.length > 0, role, title, you })
  }

  /** Gets the board, large ones as a file: compressed, from the browser's cache if it is the same, and with progress. */
  async #load(session: Session, total: number): Promise<void> {
    const { loadSnapshot } = this.#options
    if (loadSnapshot && total > smallBoardBytes) {
      const received = (bytes: number) => {
        if (session.signal.aborted) return
        session.heard()
        this.#parts.status.set({ progress: { received: Math.min(bytes, total), total } })
      }
      const update = await loadSnapshot({ signal: session.signal, received })
      if (session.signal.aborted) return
      if (update) this.#takeSnapshot(update)
    }
    this.#parts.exchange.ask()
  }

  #takeSnapshot(update: Uint8Array): void {
    this.#options.onWhole?.(update)
    Y.applyUpdate(this.#parts.doc, update, this.#parts.origin)
  }

  /** How the document is made of this generation; null when the server cannot be asked. */
  async #currentOf(generation: number): Promise<(() => Uint8Array) | null> {
    const { doc, exchange, signal } = this.#parts
    const { ledger } = exchange
    if (generation === this.#generation) return () => Y.encodeStateAsUpdate(doc)
    // When all is saved the server had what is here now; what is drawn meanwhile lies beyond it.
    const saved = ledger.settled ? haveOf(doc) : null
    const [board, told] = await Promise.all([
      this.#options.loadSnapshot?.({ signal, current: true }),
      ledger.isAllSaved ? null : this.#retired(this.#generation ?? 1),
    ])
    const retired = told ?? saved
    if (!board || !retired) return null
    return () => (ledger.isAllSaved ? board : reauthor(doc, board, retired))
  }

  /** How an outdated local copy is put on top of a board; null when the server cannot be asked. */
  async #copyOnTop(kept: KeptBoard | null): Promise<((board: Uint8Array) => Uint8Array) | null> {
    if (!kept || kept.unsaved === 0) return (board) => board
    const retired = await this.#retired(generationOf(kept))
    if (!retired) return null
    const copy = new Y.Doc()
    for (const update of kept.updates) Y.applyUpdate(copy, update)
    return (board) => reauthor(copy, board, retired)
  }

  async #retired(generation: number): Promise<Have | null> {
    // The last sound state of a damaged board has the number of its generation, negative.
    return (await this.#options.loadRetired?.(Math.abs(generation), this.#parts.signal)) ?? null
  }

  /**
   * Replaces what this device keeps, then the document; what is drawn meanwhile is in both.
   *
   * @param copy the outdated copy that is part of what is made; one that was found since must not be written over
   */
  async #replace(make: () => Uint8Array, generation: number, copy: KeptBoard | null): Promise<void> {
    const { persistence, signal, exchange } = this.#parts
    const { ledger } = exchange
    let whole: Uint8Array
    let edits: number
    do {
      if (this.#outdatedCopy !== copy) return this.#events.replacementFailed('what was kept here came late')
      edits = ledger.counts.device
      whole = make()
      await persistence?.replace(whole, edits + (copy?.unsaved ?? 0), generation)
    } while (edits !== ledger.counts.device)
    if (!signal.aborted) this.#options.remade?.(whole)
  }
}

function generationOf({ face }: KeptBoard): number {
  return face?.generation ?? 1
}
