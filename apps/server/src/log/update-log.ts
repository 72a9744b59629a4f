import type { BoardId, PrincipalId } from '@inkbridge/types'

/** One committed Yjs update of a board, with author and time. */
export interface LogEntry {
  readonly board: BoardId
  /** 1, 2, 3, … without gaps, assigned by the board's only writer. */
  readonly seq: number
  /** Null: the server itself. */
  readonly author: PrincipalId | null
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  readonly update: Uint8Array
  /** Yjs clients that belong to the author from this entry on. */
  readonly claims: readonly number[]
}

/** A board as stored: apply the snapshot, then the updates in order. */
export interface LoggedBoard {
  readonly snapshot: Uint8Array | null
  readonly updates: readonly Uint8Array[]
  /** The owner of each Yjs client: the first principal that claimed it. */
  readonly owners: ReadonlyMap<number, PrincipalId>
  /** The last sequence number, readable or not; 0 for a new board. */
  readonly seq: number
  /** The time of the last entry, ms since 1970; null for a new board. */
  readonly changedAt: number | null
  /** 1 until the board is re-encoded or restored for the first time. Only this generation is loaded. */
  readonly generation: number
  /** Yjs clients of earlier generations, which nobody may use again. */
  readonly retired: ReadonlySet<number>
  /** Descriptions of unreadable rows, for the server's log. They are quarantined and left out here. */
  readonly damaged: readonly string[]
}

/** The entries of a board from `from` to `to`, both included. */
export interface LogRange {
  readonly from: number
  readonly to: number
}

/** Where the sound part of a damaged board ends. */
export interface Damage {
  /** The problem, as a clause. */
  readonly problem: string
  /** The last entry of the last sound state; 0: only the empty board is sound. */
  readonly lastGood: number
  /** The time of that entry, ms since 1970; null for the empty board. */
  readonly goodAt: number | null
  /** The time of the entry after it, ms since 1970. */
  readonly since: number
}

/** The result of the last check of a board. */
export interface BoardCheck {
  /** The last entry that was checked. */
  readonly seq: number
  /** Null: sound up to that entry. */
  readonly damage: Damage | null
}

export interface BoardStatus {
  /** The last entry; 0 for a new board. */
  readonly seq: number
  readonly generation: number
  /** Null: never checked, or only by an older version. */
  readonly check: BoardCheck | null
  /** Stored bytes of the current generation after the check; all of them without a check. */
  readonly uncheckedBytes: number
}

/** The form of a rebuilt document: only whether it is sound, as one update, or re-encoded (`renewed`). */
export type RebuildAs = 'verdict' | 'state' | 'renewed'

interface RebuildRequest {
  /** The last entry that is replayed; null: the last entry of the board. */
  readonly to: number | null
  readonly as: RebuildAs
  /** A document that takes longer counts as unsound, ms of wall-clock time. */
  readonly patienceMs: number
}

export type Rebuilt =
  /** `update` is empty for a verdict. */
  | { readonly sound: true; readonly seq: number; readonly update: Uint8Array; readonly retired: Retired }
  | { readonly sound: false; readonly seq: number; readonly problem: string }

/** The server's state when a generation ended, as in frame 107: with it a client finds the edits it never sent. */
export interface Retired {
  readonly stateVector: Uint8Array
  /** Empty if they could not be determined. */
  readonly deletions: Uint8Array
}

/**
 * The durable log of all boards with their history: no entry is dropped until its board is purged.
 * `testing/log-suite.ts` is the contract of all implementations.
 */
export interface UpdateLog {
  /** Resolves when all entries are on disk; rejects when none is. Entries of one call are one transaction. */
  append(entries: readonly LogEntry[]): Promise<void>
  load(board: BoardId): Promise<LoggedBoard>
  /** Yields entries in order, of all generations, a few hundred at a time; entries that cannot be read are left out. */
  read(board: BoardId, range: LogRange): AsyncIterable<LogEntry>
  /**
   * Replays a board and validates the document, off the main thread and within limits of time and
   * memory. Rejects only when the log cannot be read.
   */
  rebuild(board: BoardId, request: RebuildRequest): Promise<Rebuilt>
  /** The server's state vector of the current generation, even if its document cannot be opened. */
  stateVector(board: BoardId): Promise<Uint8Array>
  /**
   * Begins a new generation with an entry that contains the whole document and whose seq follows the last. Earlier
   * entries stay. Rejects if the seq does not follow; then nothing is changed.
   */
  renew(entry: LogEntry, retired: Retired): Promise<void>
  /** The server's state when a generation ended; null: it has not ended, or does not exist. */
  retired(board: BoardId, generation: number): Promise<Retired | null>
  status(board: BoardId): Promise<BoardStatus>
  /** The time of the last entry of each board, ms since 1970; boards without entries are left out. */
  changedAt(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, number>>
  /** Stores the result of a check, replacing the previous one. */
  checked(board: BoardId, check: BoardCheck): Promise<void>
  /**
   * Creates a snapshot of all entries, so that loading need not start from the first one, and moves the entries
   * that it covers to cold segments. Resolves with its last seq and its size.
   */
  compact(board: BoardId): Promise<{ readonly seq: number; readonly bytes: number }>
  /** Permanently deletes a part of a board and its history; resolves with true while there is more. */
  purgeStep(board: BoardId): Promise<boolean>
  /** Returns some of the deleted space to the disk; resolves with true while there is more. */
  shrinkStep(): Promise<boolean>
  /** Resolves when a test commit succeeds, which means that the disk works again. */
  probe(): Promise<void>
}
