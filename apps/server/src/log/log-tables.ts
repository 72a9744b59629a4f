import { crc32 } from 'node:zlib'
import { soundnessVersion } from '@inkbridge/board'
import type { BoardId, PrincipalId } from '@inkbridge/types'
import type { Database } from 'better-sqlite3'
import type { CompactionResult } from './compacted.ts'
import { joinRuns, type Run, unpackRuns } from './packing.ts'
import { preparePurge } from './purge.ts'
import { clientsOf } from './rebuild.ts'
import {
  cutRun,
  generationAt,
  prepareReads,
  readBoard,
  runOf,
  type Segment,
  type SegmentRow,
  segmentOf,
} from './segments.ts'
import type { BoardCheck, BoardStatus, Damage, LogEntry, LoggedBoard, LogRange, Retired } from './update-log.ts'

/**
 * The log as tables. A commit is one row of the journal for all its boards, and so one page to write: many
 * boards cost no more than one. From there entries move to segments, rows with many entries of one board;
 * compaction turns those into a snapshot and cold segments. Rows with a wrong checksum move to `quarantine`.
 */
export class LogTables {
  readonly #statements: ReturnType<typeof prepare>
  readonly #purge: ReturnType<typeof preparePurge>
  readonly #transact: (run: () => void) => void
  /** Runs that are committed to the journal and not in segments yet. */
  #journal: Run[] = []
  /** The time of the last entry of each board in the journal, ms since 1970. */
  readonly #journalledAt = new Map<string, number>()
  /** The number of unreadable commits when the log was opened; they are quarantined, and their boards unknown. */
  #damagedCommits = 0
  /** The last seq of boards with recent appends. */
  readonly #heads = new Map<string, number>()

  constructor(database: Database) {
    this.#purge = preparePurge(database)
    this.#statements = prepare(database)
    this.#transact = database.transaction((run: () => void) => run())
    this.#readJournal()
    this.flushJournal()
  }

  get damagedCommits(): number {
    return this.#damagedCommits
  }

  /** Appends a commit from `packRuns`. Throws, and writes nothing, if an entry does not follow its board's last. */
  append(bytes: Uint8Array): void {
    this.appended(this.write(bytes))
  }

  /** Appends within a transaction of the caller, who passes the result to `appended` once it is committed. */
  write(bytes: Uint8Array): readonly Run[] {
    const runs = unpackRuns(bytes)
    const heads = new Map<string, number>()
    for (const { board, first, entries } of runs) {
      const head = heads.get(board) ?? this.#head(board)
      if (first !== head + 1) throw new Error(`entry ${first} of board ${board} does not follow ${head}`)
      heads.set(board, head + entries.length)
    }
    this.#statements.addToJournal.run(bytes, crc32(bytes))
    return runs
  }

  appended(runs: readonly Run[]): void {
    this.#journal.push(...runs)
    for (const { board, first, entries } of runs) {
      this.#journalledAt.set(board, entries.at(-1)?.at ?? 0)
      this.#heads.set(board, first + entries.length - 1)
    }
  }

  /** Moves the entries of the journal to segments. */
  flushJournal(): void {
    if (this.#journal.length === 0) return
    this.#transact(() => {
      for (const [board, runs] of Map.groupBy(this.#journal, (run) => run.board)) {
        for (const run of joinRuns(runs)) this.#add(segmentOf(run))
        for (const [client, principal] of claimsIn(runs)) this.#statements.claim.run(board, client, principal)
      }
      this.#statements.emptyJournal.run()
    })
    this.#journal = []
    this.#journalledAt.clear()
    if (this.#heads.size > maxHeads) this.#heads.clear()
  }

  load(board: string): LoggedBoard {
    const { snapshot, seq, generation, runs, damaged } = readBoard(board, this.#statements)
    for (const { table, id } of damaged) this.#quarantine(table, id)
    const journalled = this.#journal.filter((run) => run.board === board)
    const tail = [...runs, ...journalled]
    const retired = this.#retiredClients(board)
    const owners = [...claimsIn(journalled), ...this.#owners(board)].filter(([client]) => !retired.has(client))
    return {
      owners: new Map(owners),
      snapshot,
      updates: tail.flatMap(({ entries }) => entries.map(({ update }) => update)),
      seq: Math.max(this.#head(board), seq),
      changedAt: this.#changedAt(board),
      generation,
      retired,
      damaged: damaged.map(({ what }) => what),
    }
  }

  /** The first stored group of entries in a range, and where the next begins; null: none. */
  read(board: string, { from, to }: LogRange): { readonly entries: LogEntry[]; readonly next: number | null } {
    const segment = this.#statements.segmentFrom.get(board, from, to) as SegmentRow | undefined
    if (segment) {
      const sound = crc32(segment.bytes) === segment.checksum
      const next = segment.last < to ? segment.last + 1 : null
      return { entries: sound ? entriesOf(runOf(board, segment, { from, to })) : [], next }
    }
    const runs = this.#journal.filter((run) => run.board === board)
    return { entries: runs.flatMap((run) => entriesOf(cutRun(run, { from, to }))), next: null }
  }

  /** Begins a new generation with one entry, from `packRuns`, that contains the whole document. */
  renew(bytes: Uint8Array, retired: Retired): void {
    // The journal belongs to the previous generation, and a segment holds entries of only one.
    this.flushJournal()
    const [run] = unpackRuns(bytes)
    const whole = run?.entries[0]?.update
    if (!run || !whole) throw new Error('a generation begins with an entry')
    // The snapshot that is written with it must not determine the last seq.
    this.#heads.set(run.board, this.#head(run.board))
    this.#transact(() => {
      const { generation } = this.#statements.lastGeneration.get(run.board) as { generation: number | null }
      const { stateVector, deletions } = retired
      this.#statements.addGeneration.run(run.board, (generation ?? 1) + 1, run.first, stateVector, deletions)
      this.#statements.replaceSnapshot.run(run.board, run.first, whole, crc32(whole))
      this.#check(run.board, { seq: run.first, damage: null })
      this.append(bytes)
    })
  }

  retired(board: string, generation: number): Retired | null {
    const row = this.#statements.retired.get(board, generation + 1) as RetiredRow | undefined
    // SQLite returns empty bytes as null.
    return row ? { stateVector: new Uint8Array(row.stateVector), deletions: new Uint8Array(row.deletions ?? []) } : null
  }

  status(board: string): BoardStatus {
    const row = this.#statements.lastCheck.get(board, soundnessVersion) as CheckRow | undefined
    const check = row ? { seq: row.seq, damage: row.damage ? (JSON.parse(row.damage) as Damage) : null } : null
    const { generation, first } = generationAt(board, this.#statements, Number.MAX_SAFE_INTEGER)
    const since = Math.max(check?.seq ?? 0, first - 1)
    const { bytes } = this.#statements.bytesAfter.get(board, since, board, since, board) as { bytes: number | null }
    const journalled = this.#journal.filter((run) => run.board === board)
    const waiting = journalled.flatMap((run) => cutRun(run, { from: since + 1, to: Number.MAX_SAFE_INTEGER }).entries)
    const waitingBytes = waiting.reduce((sum, { update }) => sum + update.byteLength, 0)
    return { seq: this.#head(board), generation, check, uncheckedBytes: (bytes ?? 0) + waitingBytes }
  }

  checked(board: string, check: BoardCheck): void {
    this.#transact(() => this.#check(board, check))
  }

  changedAt(boards: readonly string[]): ReadonlyMap<string, number> {
    const times = boards.map((board) => [board, this.#changedAt(board)] as const)
    return new Map(times.flatMap(([board, at]) => (at === null ? [] : [[board, at]])))
  }

  purgeStep(board: string): boolean {
    // The latest entries are in the journal, where they cannot be found by board.
    this.flushJournal()
    if (this.#purge.step(board)) return true
    this.#heads.delete(board)
    return false
  }

  shrinkStep(): boolean {
    return this.#purge.shrink()
  }

  compact({ board, seq, snapshot, segments, sound }: CompactionResult): void {
    this.#transact(() => {
      this.#statements.replaceSnapshot.run(board, seq, snapshot, crc32(snapshot))
      if (sound) this.#check(board, { seq, damage: null })
      for (const segment of segments) {
        this.#statements.removeSegments.run(board, segment.first, segment.last)
        this.#add(segment)
      }
    })
  }

  #add({ board, first, last, changedAt, packing, bytes }: Segment): void {
    this.#statements.addSegment.run(board, first, last, changedAt, packing, bytes, crc32(bytes))
  }

  #check(board: string, { seq, damage }: BoardCheck): void {
    this.#statements.check.run(board, soundnessVersion, seq, damage && JSON.stringify(damage))
  }

  #changedAt(board: string): number | null {
    const row = this.#statements.changedAt.get(board) as { changedAt: number } | undefined
    return this.#journalledAt.get(board) ?? row?.changedAt ?? null
  }

  #retiredClients(board: string): ReadonlySet<number> {
    const rows = this.#statements.allRetired.all(board) as { stateVector: Buffer }[]
    return new Set(rows.flatMap(({ stateVector }) => clientsOf(stateVector)))
  }

  #owners(board: string): [number, PrincipalId][] {
    const rows = this.#statements.owners.all(board) as { client: number; principal: PrincipalId }[]
    return rows.map(({ client, principal }) => [client, principal])
  }

  #head(board: string): number {
    const known = this.#heads.get(board)
    if (known !== undefined) return known
    const { seq } = this.#statements.head.get(board, board, board) as { seq: number | null }
    return seq ?? 0
  }

  /** Moves a damaged row to `quarantine`, for repair by hand. If that fails, the row is still left out. */
  #quarantine(table: 'segments' | 'snapshots', id: number): void {
    try {
      this.#transact(() => {
        this.#statements.keep[table].run(Date.now(), id)
        this.#statements.remove[table].run(id)
      })
    } catch {}
  }

  #readJournal(): void {
    const rows = this.#statements.journal.all() as { id: number; bytes: Buffer; checksum: number }[]
    for (const { id, bytes, checksum } of rows) {
      if (crc32(bytes) === checksum) {
        this.#journal.push(...unpackRuns(bytes))
        continue
      }
      this.#damagedCommits += 1
      this.#transact(() => {
        this.#statements.keepJournal.run(Date.now(), id)
        this.#statements.removeJournal.run(id)
      })
    }
  }
}

/** The claims in the runs of a board: the first claim of each client wins. */
function claimsIn(runs: readonly Run[]): ReadonlyMap<number, PrincipalId> {
  const claims = new Map<number, PrincipalId>()
  for (const { entries } of runs) {
    for (const { author, claims: clients } of entries) {
      for (const client of clients) if (author && !claims.has(client)) claims.set(client, author)
    }
  }
  return claims
}

function entriesOf({ board, first, entries }: Run): LogEntry[] {
  return entries.map((entry, index) => ({ ...entry, board: board as BoardId, seq: first + index }))
}

interface RetiredRow {
  readonly stateVector: Buffer
  readonly deletions: Buffer | null
}

interface CheckRow {
  readonly seq: number
  readonly damage: string | null
}

/** Above this many boards the cached last seqs are cleared, and read again on demand. */
const maxHeads = 10_000

function prepare(database: Database) {
  return {
    ...prepareReads(database),
    journal: database.prepare('SELECT id, bytes, checksum FROM journal ORDER BY id'),
    addToJournal: database.prepare('INSERT INTO journal (bytes, checksum) VALUES (?, ?)'),
    removeJournal: database.prepare('DELETE FROM journal WHERE id = ?'),
    emptyJournal: database.prepare('DELETE FROM journal'),
    claim: database.prepare('INSERT OR IGNORE INTO owners (board, client, principal) VALUES (?, ?, ?)'),
    owners: database.prepare('SELECT client, principal FROM owners WHERE board = ?'),
    head: database.prepare(
      `SELECT max(seq) AS seq FROM (
        SELECT max(last) AS seq FROM segments WHERE board = ?
        UNION ALL SELECT seq FROM snapshots WHERE board = ?
        UNION ALL SELECT max(last) FROM quarantine WHERE board = ?)`,
    ),
    changedAt: database.prepare('SELECT changedAt FROM segments WHERE board = ? ORDER BY last DESC LIMIT 1'),
    segmentFrom: database.prepare(
      `SELECT id, first, last, packing, bytes, checksum FROM segments
        WHERE board = ? AND last >= ? AND first <= ? ORDER BY first LIMIT 1`,
    ),
    lastGeneration: database.prepare('SELECT max(generation) AS generation FROM generations WHERE board = ?'),
    addGeneration: database.prepare(
      'INSERT INTO generations (board, generation, first, stateVector, deletions) VALUES (?, ?, ?, ?, ?)',
    ),
    retired: database.prepare('SELECT stateVector, deletions FROM generations WHERE board = ? AND generation = ?'),
    allRetired: database.prepare('SELECT stateVector FROM generations WHERE board = ?'),
    lastCheck: database.prepare('SELECT seq, damage FROM checks WHERE board = ? AND version = ?'),
    check: database.prepare('REPLACE INTO checks (board, version, seq, damage) VALUES (?, ?, ?, ?)'),
    bytesAfter: database.prepare(
      `SELECT sum(bytes) AS bytes FROM (
        SELECT length(bytes) AS bytes FROM snapshots WHERE board = ? AND seq > ?
        UNION ALL SELECT length(bytes) FROM segments WHERE board = ?
          AND last > max(?, coalesce((SELECT seq FROM snapshots WHERE board = ?), 0)))`,
    ),
    addSegment: database.prepare(
      'INSERT INTO segments (board, first, last, changedAt, packing, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    removeSegments: database.prepare('DELETE FROM segments WHERE board = ? AND first >= ? AND last <= ?'),
    replaceSnapshot: database.prepare('REPLACE INTO snapshots (board, seq, bytes, checksum) VALUES (?, ?, ?, ?)'),
    keep: {
      segments: database.prepare(
        `INSERT INTO quarantine (source, board, first, last, bytes, checksum, foundAt)
          SELECT 'segments', board, first, last, bytes, checksum, ? FROM segments WHERE id = ?`,
      ),
      snapshots: database.prepare(
        `INSERT INTO quarantine (source, board, first, last, bytes, checksum, foundAt)
          SELECT 'snapshots', board, NULL, seq, bytes, checksum, ? FROM snapshots WHERE id = ?`,
      ),
    },
    keepJournal: database.prepare(
      `INSERT INTO quarantine (source, board, first, last, bytes, checksum, foundAt)
        SELECT 'journal', NULL, NULL, NULL, bytes, checksum, ? FROM journal WHERE id = ?`,
    ),
    remove: {
      segments: database.prepare('DELETE FROM segments WHERE id = ?'),
      snapshots: database.prepare('DELETE FROM snapshots WHERE id = ?'),
    },
  }
}
