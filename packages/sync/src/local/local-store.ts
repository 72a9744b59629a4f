import type { Person, PrincipalId, Role } from '@inkbridge/types'

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
   * waits for the disk itself.
   */
  append(update: Uint8Array, unsaved: number, strict: boolean): Promise<void>
  /** The server has all that was kept by this page. */
  saved(): Promise<void>
  /**
   * From now on this is the person's board. What was kept before, under another name or in many pieces, gives way to
   * `whole`.
   */
  own(principal: PrincipalId, face: BoardFace, whole: Uint8Array): Promise<void>
  /** All that this page has found and kept gives way to `whole`, of this generation, with so many unsaved edits. */
  replace(whole: Uint8Array, unsaved: number, generation: number): Promise<void>
  /** Drops everything kept of this board for the person who used it last, or for everybody. */
  forget(whose: 'person' | 'everybody'): Promise<void>
  close(): void
}
