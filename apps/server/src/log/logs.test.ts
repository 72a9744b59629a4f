import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { type BoardId, newBoardId, type PrincipalId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { migrate, schemaVersion } from '../storage/schema.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { openMemorySqlite } from '../storage/testing/memory-sqlite.ts'
import { compacted } from './compacted.ts'
import { LogTables } from './log-tables.ts'
import { createMemoryLog } from './memory-log.ts'
import { packEntries, packRuns, unpackEntries, unpackRuns } from './packing.ts'
import { prepareReads } from './segments.ts'
import { createSqliteLog } from './sqlite-log.ts'
import { describeLog, drawing, drawn, type LogUnderTest } from './testing/log-suite.ts'
import type { LogEntry } from './update-log.ts'

describeLog('the log in memory', 'fleeting', async () => ({ log: createMemoryLog(), dispose: async () => {} }))

describeLog('the log in SQLite', 'durable', async () => openAt(await mkdtemp(join(tmpdir(), 'inkbridge-'))))

describeLog('the log in SQLite in memory', 'fleeting', async () => {
  const sqlite = openMemorySqlite()
  const log = createSqliteLog(sqlite, sqlite.readers)
  return {
    log,
    dispose: async () => {
      await log.close()
      await sqlite.close()
    },
  }
})

async function openAt(at: string): Promise<LogUnderTest & { readonly log: ReturnType<typeof createSqliteLog> }> {
  const sqlite = await openSqlite(at)
  const log = createSqliteLog(sqlite)
  const close = async () => {
    await log.close()
    await sqlite.close()
  }
  return {
    log,
    reopen: async () => {
      await close()
      return openAt(at)
    },
    dispose: async () => {
      await close()
      await rm(at, { recursive: true, force: true })
    },
  }
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Opens the log for a callback and closes it; the journal is not flushed. */
async function withLog<Value>(run: (log: ReturnType<typeof createSqliteLog>) => Promise<Value>): Promise<Value> {
  const sqlite = await openSqlite(folder)
  const log = createSqliteLog(sqlite)
  try {
    return await run(log)
  } finally {
    await log.close()
    await sqlite.close()
  }
}

/** Opens the database for a callback, while no server uses it. */
function withDatabase<Value>(run: (database: Database.Database) => Value): Value {
  const database = new Database(join(folder, 'inkbridge.db'))
  try {
    return run(database)
  } finally {
    database.close()
  }
}

function entriesOf(board: BoardId, updates: readonly Uint8Array[], from = 1): LogEntry[] {
  return updates.map((update, index) => ({
    board,
    seq: from + index,
    author: index % 3 === 0 ? null : (`g:person${index % 2}` as PrincipalId),
    at: 1_000 + index * 7,
    update,
    claims: index === 2 ? [index, 4_000_000_000] : [],
  }))
}

test('packing and unpacking entries keeps authors, times, claims and updates', () => {
  const [one, other] = [newBoardId(), newBoardId()]
  const entries = [...entriesOf(one, drawing(5)), ...entriesOf(other, drawing(2), 8), ...entriesOf(one, drawing(1), 6)]
  const runs = unpackRuns(packRuns(entries))
  expect(runs.map(({ board, first, entries: { length } }) => ({ board, first, length }))).toEqual([
    { board: one, first: 1, length: 5 },
    { board: other, first: 8, length: 2 },
    { board: one, first: 6, length: 1 },
  ])
  const plain = entries.map(({ author, at, update, claims }) => ({ author, at, update, claims }))
  expect(runs.flatMap((run) => run.entries)).toEqual(plain)
  expect(unpackEntries(packEntries(plain))).toEqual(plain)
})

test('compaction moves entries covered by a snapshot to one cold segment, and drops none', async () => {
  const board = newBoardId()
  const entries = entriesOf(board, drawing(600))
  await withLog(async (log) => {
    await log.append(entries.slice(0, 400))
    await log.compact(board)
    await log.append(entries.slice(400))
    await log.compact(board)
  })
  withDatabase((database) => {
    const rows = database.prepare('SELECT first, last, packing, bytes FROM segments ORDER BY first').all()
    expect(rows).toMatchObject([
      { first: 1, last: 400, packing: 'deflate' },
      { first: 401, last: 600, packing: 'deflate' },
    ])
    expect(database.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(0)
    // A lost snapshot is recreated from the history.
    database.exec('DELETE FROM snapshots')
  })
  const whole = await withLog((log) => log.load(board))
  expect(whole.updates).toEqual(entries.map(({ update }) => update))
})

test('a flipped bit anywhere is detected, its row is quarantined, and the rest opens', () => {
  const seed = 20261121
  const random = seeded(seed)
  const [board, other] = [newBoardId(), newBoardId()]
  // Each by another client: none depends on a lost one.
  const edits = Array.from({ length: 60 }, (_, index) => drawing(1, index)).flat()
  const entries = entriesOf(board, edits)
  const whole = Object.fromEntries(edits.map((_, index) => [`edit${index}`, index]))
  const base = logInMemory()
  const compact = () => base.log.compact(compacted(board, prepareReads(base.database)))
  base.log.append(packRuns([...entries.slice(0, 20), ...entriesOf(other, drawing(1))]))
  base.log.flushJournal()
  compact()
  base.log.append(packRuns(entries.slice(20, 40)))
  base.log.flushJournal()
  compact()
  base.log.append(packRuns(entries.slice(40, 50)))
  base.log.flushJournal()
  base.log.append(packRuns(entries.slice(50)))
  const file = base.database.serialize()
  const rows = (['segments', 'snapshots', 'journal'] as const).flatMap((table) =>
    (base.database.prepare(`SELECT * FROM ${table}`).all() as Row[])
      .filter((row) => row.board !== other)
      .map((row) => ({ table, ...row })),
  )
  const seen = new Set<string>()
  for (let round = 0; round < 500; round += 1) {
    const {
      table,
      id,
      first = 0,
      bytes,
    } = rows[Math.floor(random() * rows.length)] ?? { table: 'journal', id: 0, bytes: Buffer.of() }
    const flipped = Buffer.from(bytes)
    const at = Math.floor(random() * bytes.length)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    const database = new Database(file)
    database.prepare(`UPDATE ${table} SET bytes = ? WHERE id = ?`).run(flipped, id)
    // Entries covered by a snapshot are read only if it is lost.
    const cold = table === 'segments' && first < 40
    if (cold) database.exec('DELETE FROM snapshots')
    const log = new LogTables(database)
    const logged = log.load(board)
    expect(log.damagedCommits).toBe(table === 'journal' ? 1 : 0)
    const lost = table === 'snapshots' ? 0 : table === 'journal' ? 10 : first < 40 ? 20 : 10
    expect(Object.keys(drawn(logged)), `seed ${seed}, round ${round}`).toHaveLength(60 - lost)
    expect(logged.seq).toBe(table === 'journal' ? 50 : 60)
    const kept = database.prepare('SELECT source, bytes, checksum FROM quarantine').all()
    expect(kept).toEqual([{ source: table, bytes: flipped, checksum: crc32(bytes) }])
    expect(drawn(log.load(other))).toEqual({ edit0: 0 })
    // The damage is reported once, and new entries follow.
    expect(log.load(board).damaged).toEqual([])
    log.append(packRuns(entriesOf(board, drawing(1), logged.seq + 1)))
    database.close()
    seen.add(`${table} ${first}`)
  }
  expect([...seen].sort()).toEqual(['journal 0', 'segments 1', 'segments 21', 'segments 41', 'snapshots 0'])
  expect(drawn(new LogTables(new Database(file)).load(board))).toEqual(whole)
})

interface Row {
  readonly id: number
  readonly board?: string
  readonly first?: number
  readonly bytes: Buffer
}

function logInMemory(): { readonly database: Database.Database; readonly log: LogTables } {
  const database = new Database(':memory:')
  migrate(database)
  return { database, log: new LogTables(database) }
}

test('a data folder of format 2, with a row for each update, is migrated completely', async () => {
  const board = newBoardId()
  const edits = drawing(6)
  withDatabase((database) => {
    database.exec(`
      CREATE TABLE boards (id TEXT PRIMARY KEY, title TEXT NOT NULL, createdAt INTEGER NOT NULL, deletedAt INTEGER) WITHOUT ROWID;
      CREATE TABLE updates (
        board TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT, at INTEGER NOT NULL,
        bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (board, seq)
      ) WITHOUT ROWID;
      CREATE TABLE snapshots (
        board TEXT PRIMARY KEY, seq INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL
      ) WITHOUT ROWID;
      PRAGMA user_version = 2`)
    const insert = database.prepare('INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?)')
    for (const [index, update] of edits.entries()) {
      insert.run(board, index + 1, 'g:ada', 1_000 + index, update, index === 3 ? 0 : crc32(update))
    }
    const snapshot = Y.mergeUpdates(edits.slice(0, 2))
    database.prepare('INSERT INTO snapshots VALUES (?, 2, ?, ?)').run(board, snapshot, crc32(snapshot))
  })
  const logged = await withLog((log) => log.load(board))
  // The one with a wrong checksum is quarantined; dependent updates stay pending.
  expect(logged.updates).toEqual([edits[2], edits[4], edits[5]])
  expect(logged.seq).toBe(6)
  withDatabase((database) => {
    expect(database.prepare('SELECT source, first, bytes FROM quarantine').all()).toEqual([
      { source: 'updates', first: 4, bytes: Buffer.from(edits[3] ?? []) },
    ])
    expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion)
  })
})

test('on boards of format 4 editors may still pass on their link', () => {
  withDatabase((database) => {
    database.exec(`
      CREATE TABLE boards (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, createdAt INTEGER NOT NULL, deletedAt INTEGER,
        used INTEGER NOT NULL DEFAULT 1, openedAt INTEGER
      ) WITHOUT ROWID;
      INSERT INTO boards (id, title, createdAt) VALUES ('AAAAAAAAAAAAAAAA', 'Harbour', 1);
      PRAGMA user_version = 4`)
    migrate(database)
    expect(database.prepare('SELECT title, passable FROM boards').all()).toEqual([{ title: 'Harbour', passable: 1 }])
  })
})

test('a second server on the same folder is refused with instructions', async () => {
  const first = await openSqlite(folder)
  await expect(openSqlite(folder)).rejects.toThrow(
    `Another Inkbridge already uses ${folder}. Stop it, or give this one its own folder with DATA_DIR.`,
  )
  await first.close()
  const second = await openSqlite(folder)
  await second.close()
})

test('a folder written by a newer version is refused and not changed', async () => {
  withDatabase((database) => database.pragma('user_version = 99'))
  await expect(openSqlite(folder)).rejects.toThrow(
    `This data folder was written by a newer Inkbridge (format 99; this one knows ${schemaVersion}). Nothing was changed.`,
  )
})
