import type { Person, PrincipalId, Role } from '@inkbridge/types'
import type { Have } from '../have.ts'

/** What is worth knowing of a board while the server cannot be asked. */
export interface BoardFace {
  readonly role: Role
  readonly title: string
  readonly you: Person
  /** Of the document that is kept; absent in what was kept before there were generations: 1. */
  readonly generation?: number
}

/** A board as it is kept on this device. */
export interface KeptBoard {
  readonly updates: readonly Uint8Array[]
  /** Edits made here of which the server has not said that they are saved. */
  readonly unsaved: number
  /** As the server last told it; null when it never did. */
  readonly face: BoardFace | null
  /**
   * Earlier generations with unsaved edits: what a page kept that did not know yet that another page had replaced what
   * is kept.
   */
  readonly earlier: readonly KeptGeneration[]
}

/** What is kept of one generation of a board. */
export interface KeptGeneration {
  readonly generation: number
  readonly updates: readonly Uint8Array[]
  readonly unsaved: number
}

/** What of a generation has been written again on top of a later one. */
export interface Carried extends Have {
  readonly generation: number
}

/** What was kept beside what this page has found and kept itself. */
export interface KeptBeside {
  /** Of other generations than the one that is written: what other pages have kept. */
  readonly others: readonly KeptGeneration[]
  readonly carried: readonly Carried[]
}

/** What takes the place of all that was kept. */
export interface Replacement {
  readonly whole: Uint8Array
  /** How many edits in it the server does not have. */
  readonly unsaved: number
  /** What of other generations is in it. */
  readonly carried: readonly Carried[]
}

/**
 * One board's updates on this device. Append only: several pages keep the same board at once, and none can write over
 * what another has kept. Every method rejects when the device fails, and may be called again after that.
 */
export interface LocalStore {
  /** What whoever last used this board here has kept. */
  load(): Promise<KeptBoard>
  /**
   * Keeps an update; resolves once it is kept. `unsaved` is how many edits in it the server does not have; `strict`
   * waits for the disk itself. When another page has replaced what is kept by another generation, `whole` is asked for
   * the document, which is kept beside that.
   */
  append(update: Uint8Array, unsaved: number, strict: boolean, whole: () => Uint8Array): Promise<void>
  /** The server has all that was kept by this page. */
  saved(): Promise<void>
  /**
   * From now on this is the person's board. What was kept before, under another name or in many pieces, gives way to
   * `whole`.
   */
  own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void>
  /**
   * All that this page has found and kept, and all that is kept of other generations, gives way to what `make` makes of
   * it, of this generation. Nothing else is written meanwhile. When `make` gives null nothing changes. It may be called
   * again after an error.
   */
  replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<void>
  /** Drops everything kept of this board for the person who used it last, or for everybody. */
  forget(whose: 'person' | 'everybody'): Promise<void>
  close(): void
}
