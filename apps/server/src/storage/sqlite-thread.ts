import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answer } from '../threads/answer.ts'
import type { Request } from './sqlite-messages.ts'
import { createRequests } from './sqlite-requests.ts'

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
let folding: ReturnType<typeof setTimeout> | undefined

function foldLater(): void {
  folding ??= setTimeout(() => {
    folding = undefined
    try {
      requests.fold()
    } catch {
      // The journal keeps everything: the disk is full, or fails, and whoever appends is told so.
      foldLater()
    }
  }, foldMs)
}

answer((request: Request): unknown => {
  if (request.type === 'close') clearTimeout(folding)
  return requests.perform(request)
})
