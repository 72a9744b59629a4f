import { problemOfDocument } from '@inkbridge/board'
import * as Y from 'yjs'
import { joinRuns } from './packing.ts'
import { replay } from './replay.ts'
import { type prepareReads, readBoard, type Segment, segmentOf } from './segments.ts'

/** The result of a compaction, which replaces the segments of a board. */
export interface CompactionResult {
  readonly board: string
  /** The last entry in the snapshot. */
  readonly seq: number
  readonly snapshot: Uint8Array
  /** Whether the document was validated and is sound. */
  readonly sound: boolean
  /** Cold ones, each replacing all that it covers. */
  readonly segments: readonly Segment[]
}

/** Compacts a board. The snapshot is of a garbage-collected document, so that it contains nothing deleted. */
export function compacted(board: string, reads: ReturnType<typeof prepareReads>): CompactionResult {
  const { snapshot, seq, runs, damaged } = readBoard(board, reads)
  // The next load quarantines it; until then nothing may replace it.
  if (damaged.length > 0) throw new Error(`damaged: ${damaged.map(({ what }) => what).join(', ')}`)
  const updates = runs.flatMap(({ entries }) => entries.map(({ update }) => update))
  const { doc } = replay({ snapshot, updates })
  const last = runs.at(-1)
  const state = Y.encodeStateAsUpdate(doc)
  const sound = problemOfDocument(doc) === null
  doc.destroy()
  return {
    board,
    seq: last ? last.first + last.entries.length - 1 : seq,
    snapshot: state,
    sound,
    segments: joinRuns(runs).map((run) => segmentOf(run, 'deflate')),
  }
}
