import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answer } from '../threads/answer.ts'
import { rebuild, stateVectorOf } from './rebuild.ts'
import { prepareReads, readBoard } from './segments.ts'
import type { RebuildAs, Rebuilt } from './update-log.ts'

/** What the rebuilding thread is asked; it answers with a `Rebuilt`, or with a state vector. */
export type RebuildQuestion =
  | { readonly board: string; readonly to: number | null; readonly as: RebuildAs }
  | { readonly board: string; readonly as: 'state-vector' }

/** Opens documents that nobody has judged yet, from what is on disk: it may be ended at any time. */
const { file } = workerData as { file: string }
const reads = prepareReads(new Database(file, { readonly: true }))

answer((question: RebuildQuestion): Rebuilt | Uint8Array => {
  const to = ('to' in question ? question.to : null) ?? Number.MAX_SAFE_INTEGER
  const { snapshot, seq, runs } = readBoard(question.board, reads, to)
  const updates = runs.flatMap(({ entries }) => entries.map(({ update }) => update))
  const last = runs.at(-1)
  const logged = { snapshot, updates, seq: last ? last.first + last.entries.length - 1 : seq }
  return question.as === 'state-vector' ? stateVectorOf(logged) : rebuild(logged, question.as)
})
