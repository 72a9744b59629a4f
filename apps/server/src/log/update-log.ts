import type { BoardId, PrincipalId } from '@inkbridge/types'

/** One committed step of a board: the Yjs update and who made it when. */
export interface LogEntry {
  readonly board: BoardId
  /** 1, 2, 3, … without holes, given by the board's one writer. */
  readonly seq: number
  /** Null: the server itself. */
  readonly author: PrincipalId | null
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  readonly update: Uint8Array
  /** Yjs clients that belong to the author from here on. */
  readonly claims: readonly number[]
}

/** A board as the log has it: apply the snapshot, then the updates in order. */
export interface LoggedBoard {
  readonly snapshot: Uint8Array | null
  readonly updates: readonly Uint8Array[]
  /** Who each Yjs client belongs to: the first who claimed it. */
  readonly owners: ReadonlyMap<number, PrincipalId>
  /** The last sequence number, readable or not; 0 for a new board. */
  readonly seq: number
  /** What could not be read, in words for the server's log. It is kept, apart, and left out here. */
  readonly damaged: readonly string[]
}

/**
 * The truth about every board, and its history: nothing that was appended is dropped.
 * `testing/log-suite.ts` says what every implementation must do.
 */
export interface UpdateLog {
  /** Resolves when all entries are on disk; rejects when none is. Entries of one call are one transaction. */
  append(entries: readonly LogEntry[]): Promise<void>
  load(board: BoardId): Promise<LoggedBoard>
  /**
   * Makes a snapshot of what was appended so far, so that a load need not start from the first update, and moves the
   * updates it stands for out of the way. Resolves with the seq it goes up to and its size.
   */
  compact(board: BoardId): Promise<{ readonly seq: number; readonly bytes: number }>
  /** Resolves when a commit goes through: whether the disk works again. */
  probe(): Promise<void>
}
