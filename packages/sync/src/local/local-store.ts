import type { Person, PrincipalId, Role } from '@inkbridge/types'
import type { Have } from '../have.ts'

/** Data of a board that is shown while the server is unreachable. */
export interface BoardFace {
  readonly role: Role
  readonly title: string
  readonly you: Person
  /** Of the stored document; absent in copies from before generations existed: 1. */
  readonly generation?: number
}

/** A board as stored on this device. */
export interface KeptBoard {
  readonly updates: readonly Uint8Array[]
  /** Edits made here that are not known to be saved by the server. */
  readonly unsaved: number
  /** As the server last reported it; null when it never did. */
  readonly face: BoardFace | null
  /**
   * Earlier generations with unsaved edits: written by a page that did not know yet that another page had replaced the
   * stored copy.
   */
  readonly earlier: readonly KeptGeneration[]
}

/** The stored data of one generation of a board. */
export interface KeptGeneration {
  readonly generation: number
  readonly updates: readonly Uint8Array[]
  readonly unsaved: number
}

/** The part of a generation that was carried over to a later one. */
export interface Carried extends Have {
  readonly generation: number
}

/** Data stored besides what this page has found and stored itself. */
export interface KeptBeside {
  /** Of other generations than the current one: stored by other pages. */
  readonly others: readonly KeptGeneration[]
  readonly carried: readonly Carried[]
}

/** The replacement for all stored data. */
export interface Replacement {
  readonly whole: Uint8Array
  /** The number of edits in it that the server does not have. */
  readonly unsaved: number
  /** The content of other generations in it. */
  readonly carried: readonly Carried[]
}

/**
 * One board's updates on this device. Append only: several pages store the same board at once, and none can overwrite
 * what another has stored. Every method rejects when the device fails, and may be called again after that.
 */
export interface LocalStore {
  /** The data of the last user of this board on this device. */
  load(): Promise<KeptBoard>
  /**
   * Stores an update; resolves once it is stored. `unsaved` is the number of edits in it that the server does not have;
   * `strict` waits for the disk itself. When another page has replaced the stored copy by another generation, `whole`
   * is asked for the document, which is stored beside that.
   */
  append(update: Uint8Array, unsaved: number, strict: boolean, whole: () => Uint8Array): Promise<void>
  /** The server has everything that this page stored. */
  saved(): Promise<void>
  /**
   * Assigns the board to this person. Data stored before, under another name or in many pieces, is replaced by `whole`.
   */
  own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void>
  /**
   * Replaces everything that this page has found and stored, and all data of other generations, by the result of
   * `make`, of this generation. Nothing else is written meanwhile. When `make` returns null nothing changes. It may be
   * called again after an error.
   */
  replace(generation: number, make: (beside: KeptBeside) => Replacement | null): Promise<void>
  /** Deletes all data of this board for its last user, or for everybody. */
  forget(whose: 'person' | 'everybody'): Promise<void>
  close(): void
}
