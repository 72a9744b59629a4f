import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { createRequests } from './sqlite-requests.ts'
import { SqliteRounds } from './sqlite-rounds.ts'

/**
 * The one writer of the database, off the main thread because a commit waits for the disk.
 * Every request is answered when it is on disk.
 */

/** How long the journal gathers before it goes into the segments, ms. */
const foldMs = 1_000

const { file } = workerData as { file: string }
const database = new Database(file)
// Of a new database only: then what is purged can be given back to the disk.
database.pragma('auto_vacuum = INCREMENTAL')
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('busy_timeout = 5000')
const requests = createRequests(database, foldLater)
let willFold = false

function foldLater(): void {
  if (willFold) return
  willFold = true
  setTimeout(() => {
    willFold = false
    if (!database.open) return
    try {
      requests.fold()
    } catch {
      // The journal keeps everything: the disk is full, or fails, and whoever appends is told so.
      foldLater()
    }
  }, foldMs)
}

const rounds = new SqliteRounds(requests)

/** Between two rounds the thread takes what it has been asked meanwhile. */
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
