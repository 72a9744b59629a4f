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
  /** When the last entry was made, ms since 1970; null for a new board. */
  readonly changedAt: number | null
  /** 1 until the board is re-encoded or restored for the first time. What is loaded is of this generation only. */
  readonly generation: number
  /** Yjs clients of earlier generations: nobody may write as them any more. */
  readonly retired: ReadonlySet<number>
  /** What could not be read, in words for the server's log. It is kept, apart, and left out here. */
  readonly damaged: readonly string[]
}

/** Of a board: entries `from` to `to`, both included. */
export interface LogRange {
  readonly from: number
  readonly to: number
}

/** Where the sound part of a damaged board ends. */
export interface Damage {
  /** What is wrong, as a clause. */
  readonly problem: string
  /** The last entry of the last sound state; 0: there is none but the empty board. */
  readonly lastGood: number
  /** When that entry was made, ms since 1970; null for the empty board. */
  readonly goodAt: number | null
  /** When the entry after it was made, ms since 1970. */
  readonly since: number
}

/** What the last check of a board found. */
export interface BoardCheck {
  /** The entry up to which it was checked. */
  readonly seq: number
  /** Null: it is sound up to there. */
  readonly damage: Damage | null
}

export interface BoardStanding {
  /** The last entry; 0 for a new board. */
  readonly seq: number
  readonly generation: number
  /** Null: it was never checked, or by an older version. */
  readonly check: BoardCheck | null
  /** Of the current generation, what came after the check; all of it without one. Bytes as they are stored. */
  readonly uncheckedBytes: number
}

/** What is to be made of a rebuilt document: nothing, the same as one update, or its content re-encoded (`renewed`). */
export type RebuildAs = 'verdict' | 'state' | 'renewed'

interface RebuildRequest {
  /** The last entry that is replayed; null: the last there is. */
  readonly to: number | null
  readonly as: RebuildAs
  /** It is unsound when it takes longer, ms of the clock on the wall. */
  readonly patienceMs: number
}

export type Rebuilt =
  /** `update` is empty for a verdict. */
  | { readonly sound: true; readonly seq: number; readonly update: Uint8Array; readonly retired: Retired }
  | { readonly sound: false; readonly seq: number; readonly problem: string }

/** What the server had of a generation when it ended, as frame 107 says it: a client finds with it what it never sent. */
export interface Retired {
  readonly stateVector: Uint8Array
  /** Empty when they could not be worked out. */
  readonly deletions: Uint8Array
}

/**
 * The truth about every board, and its history: nothing that was appended is dropped, until the board is purged.
 * `testing/log-suite.ts` says what every implementation must do.
 */
export interface UpdateLog {
  /** Resolves when all entries are on disk; rejects when none is. Entries of one call are one transaction. */
  append(entries: readonly LogEntry[]): Promise<void>
  load(board: BoardId): Promise<LoggedBoard>
  /** Yields entries in order, of all generations, a few hundred at a time; entries that cannot be read are left out. */
  read(board: BoardId, range: LogRange): AsyncIterable<LogEntry>
  /**
   * Replays a board and judges the document, where it can harm nobody: within limits of time and memory, beside the
   * thread that serves. Rejects only when the log itself cannot be read.
   */
  rebuild(board: BoardId, request: RebuildRequest): Promise<Rebuilt>
  /** What the server has of the current generation, whether its document can be opened or not. */
  stateVector(board: BoardId): Promise<Uint8Array>
  /**
   * Begins a new generation with an entry that holds the whole document, and whose seq follows the last. The entries
   * before it stay. Rejects when it does not follow; then nothing is changed.
   */
  renew(entry: LogEntry, retired: Retired): Promise<void>
  /** What the server had of a generation when it ended; null: it has not, or there never was one. */
  retired(board: BoardId, generation: number): Promise<Retired | null>
  standing(board: BoardId): Promise<BoardStanding>
  /** When the last entry of each board was made, ms since 1970; boards without entries are left out. */
  changedAt(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, number>>
  /** Writes down what a check found, in place of what the last one did. */
  checked(board: BoardId, check: BoardCheck): Promise<void>
  /**
   * Makes a snapshot of what was appended so far, so that a load need not start from the first update, and moves the
   * updates it stands for out of the way. Resolves with the seq it goes up to and its size.
   */
  compact(board: BoardId): Promise<{ readonly seq: number; readonly bytes: number }>
  /** Deletes a little of a board for good, history included; resolves with true while there is more of it. */
  purgeStep(board: BoardId): Promise<boolean>
  /** Gives a little of what was deleted back to the disk; resolves with true while there is more. */
  shrinkStep(): Promise<boolean>
  /** Resolves when a commit goes through: whether the disk works again. */
  probe(): Promise<void>
}
