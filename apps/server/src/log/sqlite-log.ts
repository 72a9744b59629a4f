import type { BoardId } from '@inkbridge/types'
import { Thread } from '../threads.ts'
import type { CompactionResult } from './compacted.ts'
import type { LogRequest } from './log-messages.ts'
import { packRuns } from './packing.ts'
import type { RebuildQuestion } from './rebuild.ts'
import { createRebuilder, type Rebuilder } from './rebuilder.ts'
import type { BoardStatus, LogEntry, LoggedBoard, Rebuilt, Retired, UpdateLog } from './update-log.ts'

/** The database of the log, as the main thread uses it. */
export interface LogDatabase {
  /** Its path, for threads that read it. */
  readonly file: string
  /** Rejects with the error of the database. Buffers in `transfer` must not be used afterwards. */
  ask(request: LogRequest, transfer?: readonly ArrayBuffer[]): Promise<unknown>
}

interface Waiting {
  readonly entries: readonly LogEntry[]
  resolve(): void
  reject(error: unknown): void
}

/**
 * Minimum time between the starts of two commits, each of which costs an fsync and a message to the thread. With many
 * boards per commit it is longer. After a pause the first commit is immediate; ms.
 */
const paceMs = { least: 3, eachBoard: 0.25, most: 16 }
/** Ten times what decoding the updates of a large board takes, ms. */
const stateVectorMs = 30_000
/** The compaction thread ends after this time without work, ms. */
const idleMs = 2_000

/** A part of a range, and where the next begins; null: none. */
interface ReadPart {
  readonly entries: readonly LogEntry[]
  readonly next: number | null
}

/** Threads that read the tables. */
export interface LogReaders {
  readonly compactor: { ask(board: BoardId): Promise<CompactionResult>; end(): Promise<unknown> }
  readonly rebuilder: Rebuilder
}

function openReaders(file: string): LogReaders {
  const compactor = new Thread<BoardId, CompactionResult>(new URL('./compaction-thread.ts', import.meta.url), {
    workerData: { file },
    idleMs,
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  return { compactor, rebuilder: createRebuilder(file) }
}

/** Creates a log in SQLite. */
export function createSqliteLog(
  database: LogDatabase,
  { compactor, rebuilder }: LogReaders = openReaders(database.file),
): UpdateLog & { close(): Promise<void> } {
  const ask = async (question: RebuildQuestion, patienceMs: number) => {
    await database.ask({ type: 'flush-journal' })
    return rebuilder.ask(question, patienceMs)
  }
  return {
    append: gatherCommits(database),
    load: async (board) => (await database.ask({ type: 'load', board })) as LoggedBoard,
    async *read(board, { from, to }) {
      for (let next: number | null = from; next !== null && next <= to; ) {
        const part = (await database.ask({ type: 'read', board, range: { from: next, to } })) as ReadPart
        yield* part.entries
        next = part.next
      }
    },
    rebuild: async (board, { to, as, patienceMs }) => {
      const answer = await ask({ board, to, as }, patienceMs)
      return 'problem' in answer && !('sound' in answer)
        ? { sound: false, seq: to ?? 0, problem: answer.problem }
        : (answer as Rebuilt)
    },
    stateVector: async (board) => {
      const answer = await ask({ board, as: 'state-vector' }, stateVectorMs)
      if (!(answer instanceof Uint8Array)) throw new Error('the state vector of a board could not be read')
      return answer
    },
    async renew(entry, retired) {
      await database.ask({ type: 'renew', bytes: packRuns([entry]), retired })
    },
    retired: async (board, generation) =>
      (await database.ask({ type: 'retired', board, generation })) as Retired | null,
    status: async (board) => (await database.ask({ type: 'board-status', board })) as BoardStatus,
    checked: async (board, check) => {
      await database.ask({ type: 'checked', board, check })
    },
    changedAt: async (boards) =>
      boards.length === 0
        ? new Map()
        : ((await database.ask({ type: 'changed-at', boards })) as ReadonlyMap<BoardId, number>),
    purgeStep: async (board) => (await database.ask({ type: 'purge', board })) === true,
    shrinkStep: async () => (await database.ask({ type: 'shrink' })) === true,
    async compact(board) {
      await database.ask({ type: 'flush-journal' })
      const compacted = await compactor.ask(board)
      await database.ask({ type: 'compact', compacted })
      return { seq: compacted.seq, bytes: compacted.snapshot.byteLength }
    },
    probe: async () => {
      await database.ask({ type: 'probe' })
    },
    close: async () => {
      await Promise.all([compactor.end(), rebuilder.end()])
    },
  }
}

/** Combines the appends of all boards during a commit into the next one. */
function gatherCommits(database: LogDatabase): UpdateLog['append'] {
  let gathered: Waiting[] = []
  let committing = false
  let begun = Number.NEGATIVE_INFINITY
  let pause = paceMs.least

  async function commit(): Promise<void> {
    committing = true
    while (gathered.length > 0) {
      const rest = begun + pause - performance.now()
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
      begun = performance.now()
      const batch = gathered
      gathered = []
      // One append per board, so the number of boards in the batch.
      pause = Math.min(paceMs.most, Math.max(paceMs.least, batch.length * paceMs.eachBoard))
      try {
        const bytes = packRuns(batch.flatMap(({ entries }) => entries))
        await database.ask({ type: 'append', bytes }, [bytes.buffer as ArrayBuffer])
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    committing = false
  }

  return (entries) =>
    new Promise((resolve, reject) => {
      gathered.push({ entries, resolve, reject })
      if (!committing) void commit()
    })
}
