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
  /** Gets a large board at the first visit; without it all comes over the connection. */
  readonly loadSnapshot?: LoadSnapshot | undefined
  /** A large board has come, and is the next thing to be applied to the document: for a replica that is fed the same. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
  /** Tells what of an earlier generation of the board was saved. */
  readonly loadRetired?: LoadRetired | undefined
  /**
   * The document was begun by somebody else's Yjs client (a lost cookie, a restored backup), or is of an earlier
   * generation of the board, and has been written again: it is the successor's from now on, in a new document with a
   * connection of its own. Without it such a document stops.
   */
  readonly remade?: ((successor: Successor) => void) | undefined
  /**
   * Resolves when the document may give way to its successor: nobody is in the middle of a stroke. What is drawn
   * meanwhile is in both.
   */
  readonly whenIdle?: (() => Promise<void>) | undefined
  /** The document is this successor's, which has been applied to it. */
  readonly continues?: Successor | undefined
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
  #generation: number | null
  /** Found on this device, of another generation than the document, and not merged into it. */
  #copies: readonly KeptGeneration[] = []
  /** What else is kept on this device of earlier generations, and has unsaved edits. */
  #earlier: readonly number[] = []
  /** What the server had of generations that are over, as far as it was asked. */
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

  /** The local copy comes first: what is sent and asked for builds on it. */
  async readCopy(): Promise<void> {
    const kept = await this.#parts.persistence?.ready
    if (kept && !this.#parts.signal.aborted) this.#showCopy(kept)
  }

  /** Whether what was kept may be merged into the document; what is of another generation is put aside. */
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
      this.#events.restart('what was kept here is of another generation')
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

  /** The server knows nothing of what was merged so late: a new session tells it. */
  copyCameLate(kept: KeptBoard): void {
    this.#showCopy(kept)
    if (kept.updates.length > 0 || this.#earlier.length > 0) this.#events.restart('what was kept here came late')
  }

  /** Asks for nothing before it is known that both are of one generation: what was merged cannot be taken out again. */
  welcomed(hello: Hello, session: Session): void {
    const { doc, status, exchange } = this.#parts
    const { role, you, title, generation, damaged = null, documentBytes } = hello
    const isHere = hasContent(doc)
    const isOutdated = isHere && this.#generation !== null && this.#generation !== generation
    const hasEarlier = this.#earlier.length > 0 && this.#options.remade !== undefined
    if (isOutdated || this.#copies.length > 0 || hasEarlier) return this.#events.outdated(generation)
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
    if (board) await this.#succeed(this.#generation ?? 1, () => reauthor(doc, board))
    else this.#events.replacementFailed(why)
  }

  /** Replaces the document by the board's current generation and, on top of it, what the server never had. */
  async changeGeneration(generation: number): Promise<void> {
    const { doc, exchange, signal } = this.#parts
    const own = this.#generation ?? 1
    if (generation === own) return this.#succeed(generation, () => Y.encodeStateAsUpdate(doc))
    // When all is saved the server had what is here now; what is drawn meanwhile lies beyond it.
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
    // What a successor holds is counted already.
    exchange.ledger.kept(Math.max(0, unsaved - (this.#options.continues?.unsaved ?? 0)))
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

  /** The server may lack something of the document: edits, or all that came after a backup it was restored from. */
  #isCarriedOver(target: number): boolean {
    const own = this.#generation ?? 1
    return target !== own && (!this.#parts.exchange.ledger.isAllSaved || isLaterGeneration(own, target))
  }

  /** Asks the server what it had of a generation. False when it cannot be asked now. */
  async #ask(generation: number): Promise<boolean> {
    // The last sound state of a damaged board has the number of its generation, negative.
    const told = await this.#options.loadRetired?.(Math.abs(generation), this.#parts.signal)
    if (told) this.#retired.set(generation, told)
    return told !== null && told !== undefined
  }

  /** Replaces what this device keeps, then the document; what is drawn meanwhile is in both. */
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
      if (!isKept && this.#hasNothingElse(target)) return this.#fail('this device keeps nothing just now')
      const { lacks, replacement } = resultOf(made ?? this.#succession(target, base, { others: [], carried: [] }))
      if (replacement && edits === exchange.ledger.counts.device) {
        persistence?.end()
        const { whole: update, unsaved, carried } = replacement
        return this.#options.remade?.({ update, generation: target, unsaved, carried })
      }
      if (lacks.length > 0 && !(await this.#askAll(lacks))) return this.#fail('the board could not be read again')
    }
  }

  /** What an earlier generation holds of edits stays on this device when nothing can be written there. */
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
