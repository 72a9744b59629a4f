import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answer } from '../threads.ts'
import { answerFrom, type RebuildQuestion } from './rebuild.ts'
import { prepareReads } from './segments.ts'

/** Opens documents that nobody has judged yet, from what is on disk: it may be ended at any time. */
const { file } = workerData as { file: string }
const reads = prepareReads(new Database(file, { readonly: true }))

answer((question: RebuildQuestion) => answerFrom(reads, question))
