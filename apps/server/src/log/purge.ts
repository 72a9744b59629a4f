import type { Database } from 'better-sqlite3'

/** Content rows have about 100 KB, client rows about 50 bytes: a step takes a few milliseconds. */
const rowsAtOnce = 20
const clientsAtOnce = 2_000
const pagesAtOnce = 500

/** Prepares the deletion of boards from the tables of the log, in short steps that do not block the database. */
export function preparePurge(database: Database): {
  /** Deletes some rows of a board. Returns true while there are more. */
  step(board: string): boolean
  /** Returns some free pages to the disk. Returns true while there are more. */
  shrink(): boolean
} {
  const content = (['segments', 'snapshots', 'quarantine'] as const).map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE board = ? LIMIT ${rowsAtOnce})`),
  )
  const clients = database.prepare(
    `DELETE FROM owners WHERE (board, client) IN
      (SELECT board, client FROM owners WHERE board = ? LIMIT ${clientsAtOnce})`,
  )
  const steps = [...content, clients]
  const rest = ['generations', 'checks'].map((table) => database.prepare(`DELETE FROM ${table} WHERE board = ?`))
  const deleteRest = database.transaction((board: string) => {
    for (const statement of rest) statement.run(board)
  })
  const freePages = () => Number(database.pragma('freelist_count', { simple: true }))

  return {
    step(board) {
      if (steps.some((statement) => statement.run(board).changes > 0)) return true
      deleteRest(board)
      return false
    },

    shrink() {
      const before = freePages()
      if (before === 0) return false
      database.pragma(`incremental_vacuum(${pagesAtOnce})`)
      // A database created without `auto_vacuum` keeps its free pages and reuses them.
      return freePages() < before
    },
  }
}
