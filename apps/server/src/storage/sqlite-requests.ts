import type { Database } from 'better-sqlite3'
import { LogTables } from '../log.ts'
import { migrate } from './schema.ts'
import type { Request, Statement } from './sqlite-messages.ts'

/** Performs requests on a database, each in one transaction or as part of one. */
export interface SqliteRequests {
  /** Throws the error of the database. */
  perform(request: Request): unknown
  /** Performs short writes in one commit, and returns their results. Throws if one fails; then none is performed. */
  performTogether(requests: readonly Request[]): readonly unknown[]
  /** Throws the error of the database. */
  sortOf(request: Request): RequestSort
  /** Moves the entries of the journal to segments. */
  flushJournal(): void
}

/** Short writes can share a commit; `long`: large reads or writes, and those that must follow all earlier requests. */
export type RequestSort = 'write' | 'read' | 'long'

/** Migrates the database first. `appended` is called after each commit to the journal. */
export function createRequests(database: Database, appended: () => void): SqliteRequests {
  database.pragma('foreign_keys = ON')
  migrate(database)
  const log = new LogTables(database)
  const touch = database.prepare('REPLACE INTO probes (id, at) VALUES (1, ?)')

  const transact = database.transaction((statements: readonly Statement[]) => {
    for (const statement of statements) query(database, statement)
  })

  const performTogether = sharedCommit(database, log, perform, appended)

  function perform(request: Request): unknown {
    switch (request.type) {
      case 'append':
        return performTogether([request])[0]
      case 'flush-journal':
        log.flushJournal()
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
      case 'board-status':
        return log.status(request.board)
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

  return { perform, performTogether, sortOf: sortOf.bind(null, database), flushJournal: () => log.flushJournal() }
}

/** Performs requests in one commit. Throws if one fails; then none is performed. */
function sharedCommit(
  database: Database,
  log: LogTables,
  perform: (request: Request) => unknown,
  appended: () => void,
): SqliteRequests['performTogether'] {
  type Written = ReturnType<LogTables['write']>
  const performAll = database.transaction((requests: readonly Request[], written: Written[]) =>
    requests.map((request) => {
      if (request.type !== 'append') return perform(request)
      written.push(log.write(request.bytes))
      return null
    }),
  )
  return (requests) => {
    const written: Written[] = []
    const results = performAll(requests, written)
    for (const runs of written) log.appended(runs)
    if (written.length > 0) appended()
    return results
  }
}

function sortOf(database: Database, request: Request): RequestSort {
  switch (request.type) {
    case 'append':
    case 'checked':
    case 'transaction':
      return 'write'
    case 'query':
      return database.prepare(request.sql).readonly ? 'read' : 'write'
    case 'retired':
    case 'board-status':
    case 'changed-at':
    case 'damaged-commits':
      return 'read'
    default:
      return 'long'
  }
}

function query(database: Database, { sql, parameters }: Statement): unknown {
  const statement = database.prepare(sql)
  if (statement.reader) return { rows: statement.all(...parameters) }
  return { rows: [], changes: statement.run(...parameters).changes }
}
