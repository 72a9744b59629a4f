import type { Database } from 'better-sqlite3'
import { LogTables } from '../log/log-tables.ts'
import { migrate } from './schema.ts'
import type { Request, Statement } from './sqlite-messages.ts'

/** Answers what a database is asked: every request is one transaction. */
export interface SqliteRequests {
  /** Throws with the database's own words. */
  perform(request: Request): unknown
  /** Moves what the journal holds to segments. */
  fold(): void
}

/** Brings a database to the current schema first. `appended` is called after each commit to the journal. */
export function createRequests(database: Database, appended: () => void): SqliteRequests {
  database.pragma('foreign_keys = ON')
  migrate(database)
  const log = new LogTables(database)
  const touch = database.prepare('REPLACE INTO probes (id, at) VALUES (1, ?)')

  const transact = database.transaction((statements: readonly Statement[]) => {
    for (const statement of statements) query(database, statement)
  })

  function perform(request: Request): unknown {
    switch (request.type) {
      case 'append':
        log.append(request.bytes)
        appended()
        return null
      case 'fold':
        log.fold()
        return null
      case 'load':
        return log.load(request.board)
      case 'read':
        return log.read(request.board, request.range)
      case 'renew':
        log.renew(request.bytes, request.retired)
        appended()
        return null
      case 'retired':
        return log.retired(request.board, request.generation)
      case 'standing':
        return log.standing(request.board)
      case 'checked':
        log.checked(request.board, request.check)
        return null
      case 'compact':
        log.compact(request.compacted)
        return null
      case 'probe':
        touch.run(Date.now())
        return null
      case 'damaged-commits':
        return log.damagedCommits
      case 'query':
        return query(database, request)
      case 'transaction':
        transact(request.statements)
        return null
      case 'changed-at':
        return log.changedAt(request.boards)
      case 'purge':
        return log.purgeStep(request.board)
      case 'shrink':
        return log.shrinkStep()
      case 'close':
        database.close()
        return null
    }
  }

  return { perform, fold: () => log.fold() }
}

function query(database: Database, { sql, parameters }: Statement): unknown {
  const statement = database.prepare(sql)
  if (statement.reader) return { rows: statement.all(...parameters) }
  return { rows: [], changes: statement.run(...parameters).changes }
}
