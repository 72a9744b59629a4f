import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { LogTables } from '../log/log-tables.ts'
import { answer } from '../threads/answer.ts'
import { migrate } from './schema.ts'
import type { Request, Statement } from './sqlite-messages.ts'

/**
 * The one writer of the database, off the main thread because a commit waits for the disk.
 * Every request is one transaction, answered when it is on disk.
 */

/** How long the journal gathers before it goes into the segments, ms. */
const foldMs = 1_000

const { file } = workerData as { file: string }
const database = new Database(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('foreign_keys = ON')
database.pragma('busy_timeout = 5000')
migrate(database)
const log = new LogTables(database)
const touch = database.prepare('REPLACE INTO probes (id, at) VALUES (1, ?)')
let folding: ReturnType<typeof setTimeout> | undefined

function foldLater(): void {
  folding ??= setTimeout(() => {
    folding = undefined
    try {
      log.fold()
    } catch {
      // The journal keeps everything: the disk is full, or fails, and whoever appends is told so.
      foldLater()
    }
  }, foldMs)
}

function query({ sql, parameters }: Statement): unknown {
  const statement = database.prepare(sql)
  if (statement.reader) return { rows: statement.all(...parameters) }
  return { rows: [], changes: statement.run(...parameters).changes }
}

const transact = database.transaction((statements: readonly Statement[]) => {
  for (const statement of statements) query(statement)
})

answer((request: Request): unknown => {
  switch (request.type) {
    case 'append':
      log.append(request.bytes)
      foldLater()
      return null
    case 'fold':
      log.fold()
      return null
    case 'load':
      return log.load(request.board)
    case 'compact':
      log.compact(request.compacted)
      return null
    case 'probe':
      touch.run(Date.now())
      return null
    case 'damaged-commits':
      return log.damagedCommits
    case 'query':
      return query(request)
    case 'transaction':
      transact(request.statements)
      return null
    case 'close':
      clearTimeout(folding)
      database.close()
      return null
  }
})
