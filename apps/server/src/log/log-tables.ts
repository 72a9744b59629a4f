import { crc32 } from 'node:zlib'
import type { PrincipalId } from '@inkbridge/types'
import type { Database } from 'better-sqlite3'
import type { Compacted } from './compacted.ts'
import { joinRuns, type Run, unpackRuns } from './packing.ts'
import { prepareReads, readBoard, type Segment, segmentOf } from './segments.ts'
import type { LoggedBoard } from './update-log.ts'

/**
 * The log as tables. A commit is one row of the journal, whatever boards it is for: one page to write, so that many
 * boards cost no more than one. From there entries are moved to segments, a board's own rows of many entries each;
 * compaction makes few cold ones of those and a snapshot. What does not match its checksum is moved to `quarantine`.
 */
export class LogTables {
  readonly #statements: ReturnType<typeof prepare>
  readonly #transact: (run: () => void) => void
  /** Committed to the journal and not in segments yet. */
  #journal: Run[] = []
  /** When the last entry was made of each board that is in the journal, ms since 1970. */
  readonly #journalledAt = new Map<string, number>()
  /** Commits that could not be read when the log was opened: kept apart; whose they were is not known. */
  #damagedCommits = 0
  /** The last seq of boards that were appended to lately. */
  readonly #heads = new Map<string, number>()

  constructor(database: Database) {
    this.#statements = prepare(database)
    this.#transact = database.transaction((run: () => void) => run())
    // For whoever asks the tables when a board has changed.
    database.function('journalledAt', (board) => this.#journalledAt.get(String(board)) ?? null)
    this.#readJournal()
    this.fold()
  }

  get damagedCommits(): number {
    return this.#damagedCommits
  }

  /** One commit, from `packRuns`. Throws when an entry does not follow its board's last one; then nothing is kept. */
  append(bytes: Uint8Array): void {
    const runs = unpackRuns(bytes)
    const heads = new Map<string, number>()
    for (const { board, first, entries } of runs) {
      const head = heads.get(board) ?? this.#head(board)
      if (first !== head + 1) throw new Error(`entry ${first} of board ${board} does not follow ${head}`)
      heads.set(board, head + entries.length)
    }
    this.#statements.addToJournal.run(bytes, crc32(bytes))
    this.#journal.push(...runs)
    for (const { board, entries } of runs) this.#journalledAt.set(board, entries.at(-1)?.at ?? 0)
    for (const [board, head] of heads) this.#heads.set(board, head)
  }

  /** Moves what the journal holds to segments. */
  fold(): void {
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
    const { snapshot, seq, runs, damaged } = readBoard(board, this.#statements)
    for (const { table, id } of damaged) this.#quarantine(table, id)
    const journalled = this.#journal.filter((run) => run.board === board)
    const tail = [...runs, ...journalled]
    return {
      owners: new Map([...claimsIn(journalled), ...this.#owners(board)]),
      snapshot,
      updates: tail.flatMap(({ entries }) => entries.map(({ update }) => update)),
      seq: Math.max(this.#head(board), seq),
      damaged: damaged.map(({ what }) => what),
    }
  }

  compact({ board, seq, snapshot, segments }: Compacted): void {
    this.#transact(() => {
      this.#statements.replaceSnapshot.run(board, seq, snapshot, crc32(snapshot))
      for (const segment of segments) {
        this.#statements.removeSegments.run(board, segment.first, segment.last)
        this.#add(segment)
      }
    })
  }

  #add({ board, first, last, changedAt, packing, bytes }: Segment): void {
    this.#statements.addSegment.run(board, first, last, changedAt, packing, bytes, crc32(bytes))
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

  /** Kept for whoever can make something of it. A disk that takes nothing changes nothing: it is left out all the same. */
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

/** What a board's runs claim, each client once: who comes first has it. */
function claimsIn(runs: readonly Run[]): ReadonlyMap<number, PrincipalId> {
  const claims = new Map<number, PrincipalId>()
  for (const { entries } of runs) {
    for (const { author, claims: clients } of entries) {
      for (const client of clients) if (author && !claims.has(client)) claims.set(client, author)
    }
  }
  return claims
}

/** Beyond this many the last seqs are forgotten, and read again where they are needed. */
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
