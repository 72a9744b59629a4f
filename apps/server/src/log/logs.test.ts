import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBoardId } from '@inkbridge/types'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { schemaVersion } from '../store/schema.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createMemoryLog } from './memory-log.ts'
import { createSqliteLog } from './sqlite-log.ts'
import { describeLog, type LogUnderTest } from './testing/log-suite.ts'

describeLog('the log in memory', 'fleeting', async () => ({ log: createMemoryLog(), dispose: async () => {} }))

describeLog('the log in SQLite', 'durable', async () => openAt(await mkdtemp(join(tmpdir(), 'inkbridge-'))))

async function openAt(folder: string): Promise<LogUnderTest> {
  const sqlite = await openSqlite(folder)
  return {
    log: createSqliteLog(sqlite),
    reopen: async () => {
      await sqlite.close()
      return openAt(folder)
    },
    dispose: async () => {
      await sqlite.close()
      await rm(folder, { recursive: true })
    },
  }
}

test('a damaged update is left out and named, and the rest of the board opens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
  const board = newBoardId()
  const sqlite = await openSqlite(folder)
  const update = (seq: number) => ({ board, seq, author: null, at: seq, update: Uint8Array.of(seq) })
  await createSqliteLog(sqlite).append([update(1), update(2), update(3)])
  await sqlite.close()
  const raw = new Database(join(folder, 'inkbridge.db'))
  raw.prepare('UPDATE updates SET bytes = ? WHERE seq = 2').run(Buffer.of(99))
  raw.close()
  const again = await openSqlite(folder)
  const loaded = await createSqliteLog(again).load(board)
  await again.close()
  await rm(folder, { recursive: true })
  expect(loaded).toEqual({
    snapshot: null,
    updates: [Uint8Array.of(1), Uint8Array.of(3)],
    seq: 3,
    tail: 3,
    damaged: [2],
  })
})

test('a second server on the same folder is refused with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
  const first = await openSqlite(folder)
  await expect(openSqlite(folder)).rejects.toThrow(
    `Another Inkbridge already uses ${folder}. Stop it, or give this one its own folder with DATA_DIR.`,
  )
  await first.close()
  const second = await openSqlite(folder)
  await second.close()
  await rm(folder, { recursive: true })
})

test('a folder written by a newer version is refused and left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
  const raw = new Database(join(folder, 'inkbridge.db'))
  raw.pragma('user_version = 99')
  raw.close()
  await expect(openSqlite(folder)).rejects.toThrow(
    `This data folder was written by a newer Inkbridge (format 99; this one knows ${schemaVersion}). Nothing was changed.`,
  )
  await rm(folder, { recursive: true })
})
