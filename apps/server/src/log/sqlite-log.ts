import type { BoardId } from '@inkbridge/types'
import type { Sqlite } from '../store/sqlite.ts'
import type { LogEntry, LoggedBoard, UpdateLog } from './update-log.ts'

interface Waiting {
  readonly entries: readonly LogEntry[]
  resolve(): void
  reject(error: unknown): void
}

/** Commits begin at least so far apart: each costs an fsync, whatever it holds. After a rest the first is at once; ms. */
const paceMs = 3

/**
 * The log in SQLite. The commit is the clock: what is appended while one commit is under way gathers, whatever
 * board it is for, and goes into the next.
 */
export function createSqliteLog(sqlite: Sqlite): UpdateLog {
  let gathered: Waiting[] = []
  let committing = false
  let begun = Number.NEGATIVE_INFINITY

  async function commit(): Promise<void> {
    committing = true
    while (gathered.length > 0) {
      const rest = begun + paceMs - performance.now()
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
      begun = performance.now()
      const batch = gathered
      gathered = []
      try {
        await sqlite.ask({ type: 'append', updates: batch.flatMap(({ entries }) => entries).map(stored) })
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    committing = false
  }

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        gathered.push({ entries, resolve, reject })
        if (!committing) void commit()
      }),
    load: async (board: BoardId) => (await sqlite.ask({ type: 'load', board })) as LoggedBoard,
    snapshot: async (board, seq, state) => {
      await sqlite.ask({ type: 'snapshot', board, seq, bytes: state })
    },
    probe: async () => {
      await sqlite.ask({ type: 'probe' })
    },
  }
}

function stored({ board, seq, author, at, update }: LogEntry) {
  return { board, seq, author, at, bytes: update }
}
