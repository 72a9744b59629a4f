import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { createRequests } from './sqlite-requests.ts'
import { SqliteRounds } from './sqlite-rounds.ts'

/**
 * The only writer of the database, off the main thread because a commit waits for the disk.
 * Each request is answered when its changes are on disk.
 */

/** Time after a commit until the journal is moved to segments, ms. */
const flushMs = 1_000

const { file } = workerData as { file: string }
const database = new Database(file)
// Applies only to new databases: purged space can then be returned to the disk.
database.pragma('auto_vacuum = INCREMENTAL')
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('busy_timeout = 5000')
const requests = createRequests(database, flushLater)
let willFlush = false

function flushLater(): void {
  if (willFlush) return
  willFlush = true
  setTimeout(() => {
    willFlush = false
    if (!database.open) return
    try {
      requests.flushJournal()
    } catch {
      // The disk is full or fails. The journal still has everything, and appends report the error.
      flushLater()
    }
  }, flushMs)
}

const rounds = new SqliteRounds(requests)

/** Answers in rounds, receiving new requests in between. */
function answerLater(): void {
  setImmediate(() => {
    for (const answer of rounds.round()) parentPort?.postMessage(answer)
    if (!rounds.isIdle) answerLater()
  })
}

parentPort?.on('message', (asked: Parameters<SqliteRounds['add']>[0]) => {
  if (rounds.isIdle) answerLater()
  rounds.add(asked)
})
