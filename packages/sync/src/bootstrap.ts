import type { Hello } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Exchange, Session } from './exchange.ts'
import { type Have, hasContent, haveOf } from './have.ts'
import {
  type Admittance,
  generationOf,
  isLaterGeneration,
  type KeptBeside,
  type KeptBoard,
  type KeptGeneration,
  type LocalPersistence,
  type Replacement,
  type Superseding,
} from './local.ts'
import { reauthor } from './reauthor.ts'
import { type LoadRetired, type LoadSnapshot, smallBoardBytes } from './snapshot.ts'
import type { StatusStore } from './status.ts'
import { isCarried, type Succession, type Successor, succeed } from './successor.ts'

export interface BootstrapOptions {
  /** Downloads a large board at the first visit; without it everything comes over the connection. */
  readonly loadSnapshot?: LoadSnapshot | undefined
  /** A large board has arrived and is applied to the document next; for a replica that gets the same updates. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
  /** Asks the server for its state of an earlier generation of the board. */
  readonly loadRetired?: LoadRetired | undefined
  /**
   * The document was started by another participant's Yjs client (a lost cookie, a restored backup), or is of an
   * earlier generation of the board, and has been rewritten: it continues in the successor, in a new document with a
   * connection of its own. Without it such a document stops.
   */
  readonly remade?: ((successor: Successor) => void) | undefined
  /**
   * Resolves when the document can be replaced by its successor: nobody is in the middle of a stroke. Edits made
   * meanwhile are in both.
   */
  readonly whenIdle?: (() => Promise<void>) | undefined
  /** The successor that has been applied to the document. */
  readonly continues?: Successor | undefined
}

export interface BootstrapParts {
  readonly doc: Y.Doc
  /** The origin of updates that come from the server. */
  readonly origin: unknown
  readonly status: StatusStore
  readonly exchange: Exchange
  readonly persistence: LocalPersistence | null
  /** Aborted when the document is disposed. */
  readonly signal: AbortSignal
}

export interface BootstrapEvents {
  /** The board has another generation than the document, or than the local copy. */
  outdated(generation: number): void
  /** The session must start again: the server does not know what the document contains now. */
  restart(why: string): void
  replacementFailed(why: string): void
}

/**
 * Brings a document up to date when a page opens and when a session starts: local copy, then the server's snapshot or
 * an exchange. A document of another generation of the board is never merged: edits in it that the server never had are
 * written on top of the board by another Yjs client, and stay on this device until that is done.
 */
export class Bootstrap {
  readonly #parts: BootstrapParts
  readonly #options: BootstrapOptions
  readonly #events: BootstrapEvents
  /** Of the document; null: it has nothing from the server yet. */
  #generation: number | null
  /** Copies on this device of another generation than the document, not merged into it. */
  #copies: readonly KeptGeneration[] = []
  /** Other stored copies of earlier generations with unsaved edits. */
  #earlier: readonly number[] = []
  /** The server's states of ended generations, as far as it was asked. */
  readonly #retired = new Map<number, Have | 'none'>()

  constructor(parts: BootstrapParts, options: BootstrapOptions, events: BootstrapEvents) {
    this.#parts = parts
    this.#options = options
    this.#events = events
    const { continues } = options
    this.#generation = continues?.generation ?? null
    if (!continues) return
    parts.exchange.ledger.kept(continues.unsaved)
    parts.status.set({ loaded: true, edits: parts.exchange.ledger.counts })
  }

  /** The local copy comes first: sync messages build on it. */
  async readCopy(): Promise<void> {
    const kept = await this.#parts.persistence?.ready
    if (kept && !this.#parts.signal.aborted) this.#showCopy(kept)
  }

  /** Whether the local copy may be merged into the document; a copy of another generation is set aside. */
  admitCopy(kept: KeptBoard): Admittance {
    this.#earlier = kept.earlier.map(({ generation }) => generation)
    const generation = generationOf(kept.face)
    if (generation === null || generation === this.#generation) return 'merged'
    if (this.#generation !== null && hasContent(this.#parts.doc)) {
      if (kept.updates.length === 0) return 'merged'
      const copy = { generation, updates: kept.updates, unsaved: kept.unsaved }
      const carried = this.#options.continues?.carried ?? []
      if (this.#earlier.length === 0 && isCarried(copy, carried)) return 'superseded'
      this.#copies = [copy]
      this.#events.restart('the local copy is of another generation')
      return 'refused'
    }
    this.#generation = generation
    return 'merged'
  }

  /** The device could not replace its copy by the document's successor, which is this document. */
  supersedeCopy(): Superseding {
    const { doc, exchange } = this.#parts
    const { carried = [] } = this.#options.continues ?? {}
    const unsaved = exchange.ledger.counts.device
    return {
      generation: this.#generation ?? 1,
      replacement: { whole: Y.encodeStateAsUpdate(doc), unsaved, carried },
    }
  }

  /** The server does not know what was merged so late: a new session tells it. */
  copyCameLate(kept: KeptBoard): void {
    this.#showCopy(kept)
    if (kept.updates.length > 0 || this.#earlier.length > 0) this.#events.restart('the local copy was read late')
  }

  /** Sends no request before both are known to be of one generation: a merge cannot be reverted. */
  welcomed(hello: Hello, session: Session): void {
    const { doc, status, exchange } = this.#parts
    const { role, you, title, generation, damaged = null, locked = false, documentBytes } = hello
    const isHere = hasContent(doc)
    const isOutdated = isHere && this.#generation !== null && this.#generation !== generation
    const hasEarlier = this.#earlier.length > 0 && this.#options.remade !== undefined
    if (isOutdated || this.#copies.length > 0 || hasEarlier) return this.#events.outdated(generation)
    this.#generation = generation
    status.set({ role, you, title, damaged, locked, requests: [], saving: true })
    this.keepFace()
    if (session.hasAsked) return
    if (isHere) exchange.ask()
    else void this.#load(session, documentBytes)
  }

  /** Stores the person, title and role with the local copy. */
  keepFace(): void {
    const { status, persistence } = this.#parts
    const { role, you, title } = status.now
    const generation = this.#generation ?? 1
    if (role && you && title !== null) persistence?.own(you.id, { role, you, title, generation })
  }

  /** Makes edits again under another client id when the server accepts them from another participant only. */
  async reauthor(why: string): Promise<void> {
    const { doc, signal } = this.#parts
    const board = await this.#options.loadSnapshot?.({ signal, current: true })
    if (signal.aborted) return
    if (board) await this.#succeed(this.#generation ?? 1, () => reauthor(doc, board))
    else this.#events.replacementFailed(why)
  }

  /** Replaces the document by the board's current generation with the edits the server never had on top. */
  async changeGeneration(generation: number): Promise<void> {
    const { doc, exchange, signal } = this.#parts
    const own = this.#generation ?? 1
    if (generation === own) return this.#succeed(generation, () => Y.encodeStateAsUpdate(doc))
    // When everything is saved the server had the current content; edits made meanwhile are beyond it.
    const saved = exchange.ledger.settled ? haveOf(doc) : null
    const isCarriedOver = this.#isCarriedOver(generation)
    const [board] = await Promise.all([
      this.#options.loadSnapshot?.({ signal, current: true }),
      isCarriedOver ? this.#ask(own) : null,
    ])
    if (signal.aborted) return
    if (isCarriedOver && saved && !this.#retired.has(own)) this.#retired.set(own, saved)
    if (board) await this.#succeed(generation, () => board)
    else this.#events.replacementFailed('the board could not be read again')
  }

  #showCopy({ face, updates, unsaved }: KeptBoard): void {
    const { status, exchange } = this.#parts
    // The content of a successor is counted already.
    exchange.ledger.kept(Math.max(0, unsaved - (this.#options.continues?.unsaved ?? 0)))
    exchange.countEdits()
    const { role, title, you } = status.now.role ? status.now : (face ?? status.now)
    status.set({ loaded: status.now.loaded || updates.length > 0, role, title, you })
  }

  /** Loads the board, a large one as a file: compressed, from the browser's cache if unchanged, and with progress. */
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

  /** The server may lack something of the document: edits, or everything after a backup it was restored from. */
  #isCarriedOver(target: number): boolean {
    const own = this.#generation ?? 1
    return target !== own && (!this.#parts.exchange.ledger.isAllSaved || isLaterGeneration(own, target))
  }

  /** Asks the server for its state of a generation. Resolves with false when it cannot be asked now. */
  async #ask(generation: number): Promise<boolean> {
    // The last valid state of a damaged board has the negative number of its generation.
    const told = await this.#options.loadRetired?.(Math.abs(generation), this.#parts.signal)
    if (told) this.#retired.set(generation, told)
    return told !== null && told !== undefined
  }

  /** Replaces the local copy, then the document; edits made meanwhile are in both. */
  async #succeed(target: number, base: () => Uint8Array): Promise<void> {
    const { persistence, signal, exchange } = this.#parts
    for (;;) {
      await this.#options.whenIdle?.()
      if (signal.aborted) return
      const edits = exchange.ledger.counts.device
      let made: Succession | null = null
      const make = (beside: KeptBeside) => {
        made = this.#succession(target, base, beside)
        return 'replacement' in made ? made.replacement : null
      }
      const isKept = (await persistence?.replace(target, make)) ?? false
      if (signal.aborted) return
      if (!isKept && this.#hasNothingElse(target)) return this.#fail('local storage is not working right now')
      const { lacks, replacement } = resultOf(made ?? this.#succession(target, base, { others: [], carried: [] }))
      if (replacement && edits === exchange.ledger.counts.device) {
        persistence?.end()
        const { whole: update, unsaved, carried } = replacement
        return this.#options.remade?.({ update, generation: target, unsaved, carried })
      }
      if (lacks.length > 0 && !(await this.#askAll(lacks))) return this.#fail('the board could not be read again')
    }
  }

  /** Edits of an earlier generation stay on this device when nothing can be written there. */
  #hasNothingElse(target: number): boolean {
    const isEarlierOnly = this.#earlier.length > 0 && this.#copies.length === 0 && target === this.#generation
    if (isEarlierOnly) this.#earlier = []
    return isEarlierOnly
  }

  async #askAll(generations: readonly number[]): Promise<boolean> {
    this.#parts.persistence?.resume()
    const told = await Promise.all(generations.map((generation) => this.#ask(generation)))
    return told.every(Boolean)
  }

  #fail(why: string): void {
    this.#parts.persistence?.resume()
    this.#events.replacementFailed(why)
  }

  #succession(target: number, base: () => Uint8Array, beside: KeptBeside): Succession {
    const { doc, exchange } = this.#parts
    const carried = [...beside.carried, ...(this.#options.continues?.carried ?? [])]
    return succeed({
      target,
      base,
      own: { doc, generation: this.#generation ?? 1, isCarriedOver: this.#isCarriedOver(target) },
      unsaved: exchange.ledger.counts.device,
      copies: this.#copies,
      beside: { ...beside, carried },
      retired: (generation) => this.#retired.get(generation),
    })
  }
}

function resultOf(made: Succession): { readonly lacks: readonly number[]; readonly replacement: Replacement | null } {
  return 'replacement' in made ? { lacks: [], replacement: made.replacement } : { lacks: made.lacks, replacement: null }
}
