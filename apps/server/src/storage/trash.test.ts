import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardId, PrincipalId } from '@inkbridge/types'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createSqliteLog } from '../log/sqlite-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { createDirectory, type Directory } from './directory.ts'
import { openSecrets } from './secrets.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { openTables } from './sqlite-dialect.ts'
import { createTrash } from './trash.ts'

const day = 86_400_000
const clock = { now: 0 }
const silent = pino({ level: 'silent' })
const [owner, guest] = ['g:owner', 'g:guest'] as PrincipalId[]

let folder: string
let sqlite: Sqlite
let directory: Directory
let log: UpdateLog & { close(): Promise<void> }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inkbridge-trash-'))
  sqlite = await openSqlite(folder)
  clock.now = 100 * day
  directory = createDirectory(openTables(sqlite), openSecrets(folder), () => clock.now)
  log = createSqliteLog(sqlite)
})
afterEach(async () => {
  await log.close()
  await sqlite.close()
  rmSync(folder, { recursive: true, force: true })
})

function sweep(trashDays = 30) {
  return createTrash(directory, log, { purge: async () => {} }, silent, { trashDays, now: () => clock.now }).sweep()
}

async function made(): Promise<BoardId> {
  if (!owner) throw new Error('there is an owner')
  return (await directory.create('Harbour', owner)).id
}

async function drawn(board: BoardId, edits = 3): Promise<void> {
  const { seq } = await log.load(board)
  const entries = Array.from({ length: edits }, (_, index) => {
    const doc = new Y.Doc()
    doc.getMap('shapes').set(`s${index}`, 'x'.repeat(1_000))
    const claims = [doc.clientID]
    return {
      board,
      seq: seq + index + 1,
      author: owner ?? null,
      at: clock.now,
      update: Y.encodeStateAsUpdate(doc),
      claims,
    }
  })
  await log.append(entries)
}

/** The number of rows of a board, by table. */
function rowsOf(board: BoardId): Record<string, number> {
  const database = new Database(join(folder, 'inkbridge.db'), { readonly: true })
  const tables = ['boards', 'links', 'grants', 'segments', 'snapshots', 'owners', 'quarantine']
  const count = (table: string) =>
    database
      .prepare(`SELECT count(*) FROM ${table} WHERE ${table === 'boards' ? 'id' : 'board'} = ?`)
      .pluck()
      .get(board)
  const rows = Object.fromEntries(tables.map((table) => [table, Number(count(table))]))
  database.close()
  return rows
}

test('a deleted board is purged completely after its days in the trash, and its neighbour is not', async () => {
  const [gone, kept] = [await made(), await made()]
  for (const board of [gone, kept]) {
    await drawn(board)
    await log.compact(board)
    await drawn(board)
    await directory.edited(board)
  }
  await sqlite.ask({
    type: 'query',
    sql: "INSERT INTO quarantine (source, board, bytes, checksum, foundAt) VALUES ('segments', ?, x'00', 0, 0)",
    parameters: [gone],
  })
  await directory.remove(gone)
  clock.now += 29 * day
  expect(await sweep()).toEqual({ retired: 0, purged: 0 })
  expect(rowsOf(gone)).toMatchObject({ boards: 1, links: 3, grants: 1, owners: 6, snapshots: 1, quarantine: 1 })
  await sqlite.ask({ type: 'flush-journal' })
  const before = rowsOf(kept)
  clock.now += 1 * day + 1
  expect(await sweep()).toEqual({ retired: 0, purged: 1 })
  expect(rowsOf(gone)).toEqual({
    boards: 0,
    links: 0,
    grants: 0,
    segments: 0,
    snapshots: 0,
    owners: 0,
    quarantine: 0,
  })
  expect(rowsOf(kept)).toEqual(before)
  expect((await log.load(kept)).seq).toBe(6)
})

test('with 0 days a deleted board is purged at the next sweep, including its latest commits', async () => {
  const board = await made()
  await directory.remove(board)
  await drawn(board)
  clock.now += 1
  expect(await sweep(0)).toEqual({ retired: 0, purged: 1 })
  expect(Object.values(rowsOf(board)).every((rows) => rows === 0)).toBe(true)
})

test('a board that nobody used goes to the trash after thirty days, and is purged thirty days later', async () => {
  const board = await made()
  await directory.opened(board)
  clock.now += 30 * day
  expect(await sweep()).toEqual({ retired: 0, purged: 0 })
  clock.now += 1
  expect(await sweep()).toEqual({ retired: 1, purged: 0 })
  expect(await directory.board(board)).toBe(null)
  clock.now += 30 * day + 1
  expect(await sweep()).toEqual({ retired: 0, purged: 1 })
})

test.each<[string, (board: BoardId) => Promise<unknown>]>([
  ['edited', (board) => directory.edited(board)],
  ['renamed', (board) => directory.rename(board, 'Quay')],
  [
    'opened a second time',
    async (board) => {
      await directory.opened(board)
      clock.now += 3_600_000
      await directory.opened(board)
    },
  ],
  [
    'joined by somebody else',
    async (board) => {
      const [link] = await directory.links(board)
      if (link && guest) await directory.grant(board, guest, link.id, 'editor')
    },
  ],
  [
    'brought back from the trash',
    async (board) => {
      await directory.remove(board)
      if (owner) await directory.restore(board, owner)
    },
  ],
])('a board that was %s is not taken for unused', async (_, use) => {
  const board = await made()
  expect((await directory.board(board))?.used).toBe(false)
  await use(board)
  clock.now += 1_000 * day
  expect(await sweep()).toEqual({ retired: 0, purged: 0 })
  expect((await directory.board(board))?.used).toBe(true)
})

test('a reload and the owner’s second link do not mark a board as used', async () => {
  const board = await made()
  const [link] = await directory.links(board)
  if (link && owner) await directory.grant(board, owner, link.id, 'owner')
  await directory.opened(board)
  clock.now += 60_000
  await directory.opened(board)
  expect((await directory.board(board))?.used).toBe(false)
})

test('purging returns space to the disk, in steps short enough not to delay drawing', async () => {
  const board = await made()
  for (let round = 0; round < 40; round += 1) {
    await drawn(board, 200)
    await sqlite.ask({ type: 'flush-journal' })
  }
  await directory.remove(board)
  const pages = async () => {
    const { rows } = (await sqlite.ask({ type: 'query', sql: 'PRAGMA page_count', parameters: [] })) as {
      rows: { page_count: number }[]
    }
    return rows[0]?.page_count ?? 0
  }
  const before = await pages()
  clock.now += 31 * day
  expect((await sweep()).purged).toBe(1)
  expect(await pages()).toBeLessThan(before / 4)
})

test('boards of a folder in the previous format count as used', async () => {
  const board = await made()
  const run = (sql: string) => sqlite.ask({ type: 'query', sql, parameters: [] })
  await run('ALTER TABLE boards DROP COLUMN used')
  await run('ALTER TABLE boards DROP COLUMN openedAt')
  await run('PRAGMA user_version = 3')
  await log.close()
  await sqlite.close()
  sqlite = await openSqlite(folder)
  log = createSqliteLog(sqlite)
  directory = createDirectory(openTables(sqlite), openSecrets(folder), () => clock.now)
  clock.now += 1_000 * day
  expect(await sweep()).toEqual({ retired: 0, purged: 0 })
  expect((await directory.board(board))?.used).toBe(true)
})
