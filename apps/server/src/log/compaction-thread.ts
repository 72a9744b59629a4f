import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answer, computeInBackground } from '../threads.ts'
import { compacted } from './compacted.ts'
import { prepareReads } from './segments.ts'

/** Compacts boards from the data on disk, in a thread beside the writer. */
const { file } = workerData as { file: string }
const reads = prepareReads(new Database(file, { readonly: true }))

computeInBackground()
answer((board: string) => compacted(board, reads))
