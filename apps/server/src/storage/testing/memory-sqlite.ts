import Database from 'better-sqlite3'
import type { Sqlite } from '../sqlite.ts'
import { createRequests } from '../sqlite-requests.ts'

/** A database in memory, asked as the one in the data folder is, with the same tables and statements. */
export function openMemorySqlite(): Sqlite {
  const database = new Database(':memory:')
  const { perform } = createRequests(database, () => {})
  return {
    file: ':memory:',
    // Answers are copies, as those of a thread are.
    ask: async (request) => structuredClone(perform(request)),
    async close() {
      database.close()
    },
  }
}
