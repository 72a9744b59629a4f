import { problemOfDocument } from '@inkbridge/board'
import * as Y from 'yjs'
import { joinRuns } from './packing.ts'
import { replay } from './replay.ts'
import { type prepareReads, readBoard, type Segment, segmentOf } from './segments.ts'

/** What a compaction puts in the place of a board's segments. */
export interface Compacted {
  readonly board: string
  /** The last entry that the snapshot holds. */
  readonly seq: number
  readonly snapshot: Uint8Array
  /** Whether the document was judged and can be opened by everybody. */
  readonly sound: boolean
  /** Cold ones, each in the place of all it covers. */
  readonly segments: readonly Segment[]
}

/** The snapshot comes from a document that collects garbage, so that it holds no more than the board does. */
export function compacted(board: string, reads: ReturnType<typeof prepareReads>): Compacted {
  const { snapshot, seq, runs, damaged } = readBoard(board, reads)
  // The next load puts it apart; until then nothing may stand for it.
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
