import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answer } from '../threads.ts'
import { answerFrom, type RebuildQuestion } from './rebuild.ts'
import { prepareReads } from './segments.ts'

/** Opens unchecked documents from the data on disk. It may be terminated at any time. */
const { file } = workerData as { file: string }
const reads = prepareReads(new Database(file, { readonly: true }))

answer((question: RebuildQuestion) => answerFrom(reads, question))
