import { problemOfDocument, renewed } from '@inkbridge/board'
import { deletionsIn, digestDeletions } from '@inkbridge/sync/deletions'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { replay } from './replay.ts'
import { type prepareReads, readBoard } from './segments.ts'
import type { LoggedBoard, RebuildAs, Rebuilt } from './update-log.ts'

/** Limit for a replay: ten times what a normal document needs. CPU time, ms. */
const replayMs = { least: 1_000, eachMegabyte: 1_000 }

/** A request for an unchecked document. */
export type RebuildQuestion =
  | { readonly board: string; readonly to: number | null; readonly as: RebuildAs }
  | { readonly board: string; readonly as: 'state-vector' }

/** Answers a request from segments and snapshots, with a `Rebuilt` or a state vector. */
export function answerFrom(reads: ReturnType<typeof prepareReads>, question: RebuildQuestion): Rebuilt | Uint8Array {
  const to = ('to' in question ? question.to : null) ?? Number.MAX_SAFE_INTEGER
  const { snapshot, seq, runs } = readBoard(question.board, reads, to)
  const updates = runs.flatMap(({ entries }) => entries.map(({ update }) => update))
  const last = runs.at(-1)
  const logged = { snapshot, updates, seq: last ? last.first + last.entries.length - 1 : seq }
  return question.as === 'state-vector' ? stateVectorOf(logged) : rebuild(logged, question.as)
}

type Logged = Pick<LoggedBoard, 'snapshot' | 'updates' | 'seq'>

/** Replays a board, validates the document, and returns it in the requested form. */
export function rebuild({ snapshot, updates, seq }: Logged, as: RebuildAs): Rebuilt {
  const bytes = updates.reduce((sum, { byteLength }) => sum + byteLength, snapshot?.byteLength ?? 0)
  const before = process.threadCpuUsage()
  const { doc } = replay({ snapshot, updates })
  const { user, system } = process.threadCpuUsage(before)
  const slow = (user + system) / 1_000 > replayMs.least + (replayMs.eachMegabyte * bytes) / 1_048_576
  const problem = slow ? 'it takes too long to open' : problemOfDocument(doc)
  if (problem) return { sound: false, seq, problem }
  const retired = { stateVector: Y.encodeStateVector(doc), deletions: Uint8Array.of() }
  if (as === 'verdict') return { sound: true, seq, update: Uint8Array.of(), retired }
  if (as === 'state') return { sound: true, seq, update: Y.encodeStateAsUpdate(doc), retired }
  const deletions = digestDeletions(deletionsIn(doc))
  return { sound: true, seq, update: Y.encodeStateAsUpdate(renewed(doc)), retired: { ...retired, deletions } }
}

/** The state vector of the merged updates, computed without opening the document. */
export function stateVectorOf({ snapshot, updates }: Pick<LoggedBoard, 'snapshot' | 'updates'>): Uint8Array {
  const clocks = new Map<number, number>()
  for (const update of snapshot ? [snapshot, ...updates] : updates) {
    for (const { id, length } of structsOf(update)) {
      clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length))
    }
  }
  return encodeClocks(clocks)
}

/** The Yjs clients in a state vector. */
export function clientsOf(stateVector: Uint8Array): readonly number[] {
  const decoder = decoding.createDecoder(stateVector)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const client = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    return client
  })
}

function structsOf(update: Uint8Array): ReturnType<typeof Y.decodeUpdate>['structs'] {
  try {
    return Y.decodeUpdate(update).structs
  } catch {
    return []
  }
}

function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clocks.size)
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
    }
  })
}
