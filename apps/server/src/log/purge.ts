import type { Database } from 'better-sqlite3'

/** Rows of content are some 100 KB, of clients some 50 bytes: a step takes the database's thread a few milliseconds. */
const rowsAtOnce = 20
const clientsAtOnce = 2_000
const pagesAtOnce = 500

/** Deletes boards from the tables of the log, in steps that are short for who waits for the database meanwhile. */
export function preparePurge(database: Database): {
  /** Deletes a little of what is stored of a board; true while there is more. */
  step(board: string): boolean
  /** Gives a few free pages back to the disk; true while there are more. */
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
      // A database of before `auto_vacuum` keeps its free pages, and uses them again.
      return freePages() < before
    },
  }
}
