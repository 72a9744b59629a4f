import Database from 'better-sqlite3'
import { compacted } from '../../log/compacted.ts'
import { answerFrom } from '../../log/rebuild.ts'
import { prepareReads } from '../../log/segments.ts'
import type { LogReaders } from '../../log/sqlite-log.ts'
import type { Sqlite } from '../sqlite.ts'
import { createRequests } from '../sqlite-requests.ts'

/**
 * A database in memory with the interface, tables and statements of the one in the data folder; readers, which are
 * threads there, run in this thread here.
 */
export function openMemorySqlite(): Sqlite & { readonly database: Database.Database; readonly readers: LogReaders } {
  const database = new Database(':memory:')
  const { perform } = createRequests(database, () => {})
  const reads = prepareReads(database)
  return {
    file: ':memory:',
    database,
    readers: {
      compactor: { ask: async (board) => compacted(board, reads), async end() {} },
      rebuilder: { ask: async (question) => answerFrom(reads, question), async end() {} },
    },
    // Answers are copies, like those of a thread.
    ask: async (request) => structuredClone(perform(request)),
    async close() {
      database.close()
    },
  }
}
