import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { packEntries, type Run, unpackEntries } from './packing.ts'
import type { LogRange } from './update-log.ts'

/** A row of many entries of one board. */
export interface Segment {
  readonly board: string
  readonly first: number
  readonly last: number
  /** The time of the last entry, ms since 1970. */
  readonly changedAt: number
  /** Cold segments are compressed. */
  readonly packing: 'plain' | 'deflate'
  readonly bytes: Uint8Array
}

export function segmentOf({ board, first, entries }: Run, packing: Segment['packing'] = 'plain'): Segment {
  const packed = packEntries(entries)
  return {
    board,
    first,
    last: first + entries.length - 1,
    changedAt: entries.at(-1)?.at ?? 0,
    packing,
    bytes: packing === 'plain' ? packed : deflateRawSync(packed),
  }
}

/** The snapshot and segments of a board. */
export interface StoredBoard {
  readonly snapshot: Uint8Array | null
  /** The last entry in the snapshot; without one, the last entry before the current generation. */
  readonly seq: number
  readonly generation: number
  /** The entries after it. */
  readonly runs: readonly Run[]
  /** Rows with a wrong checksum, which are left out. */
  readonly damaged: readonly { readonly table: 'segments' | 'snapshots'; readonly id: number; readonly what: string }[]
}

export function prepareReads(database: Database) {
  return {
    snapshot: database.prepare('SELECT id, seq, bytes, checksum FROM snapshots WHERE board = ?'),
    segments: database.prepare(
      'SELECT id, first, last, packing, bytes, checksum FROM segments WHERE board = ? AND last > ? AND first <= ? ORDER BY first',
    ),
    generation: database.prepare(
      'SELECT generation, first FROM generations WHERE board = ? AND first <= ? ORDER BY generation DESC LIMIT 1',
    ),
  }
}

/** Reads the generation that contains `to`, up to that entry; from its first entry if there is no valid snapshot. */
export function readBoard(
  board: string,
  reads: ReturnType<typeof prepareReads>,
  to: number = Number.MAX_SAFE_INTEGER,
): StoredBoard {
  const damaged: { table: 'segments' | 'snapshots'; id: number; what: string }[] = []
  const { generation, first } = generationAt(board, reads, to)
  let snapshot = reads.snapshot.get(board) as SnapshotRow | undefined
  if (snapshot && crc32(snapshot.bytes) !== snapshot.checksum) {
    damaged.push({ table: 'snapshots', id: snapshot.id, what: `the snapshot up to entry ${snapshot.seq}` })
    snapshot = undefined
  }
  if (snapshot && (snapshot.seq < first || snapshot.seq > to)) snapshot = undefined
  const runs: Run[] = []
  const seq = snapshot?.seq ?? first - 1
  for (const row of reads.segments.all(board, seq, to) as SegmentRow[]) {
    const { id, bytes, checksum } = row
    if (crc32(bytes) === checksum) runs.push(runOf(board, row, { from: seq + 1, to }))
    else damaged.push({ table: 'segments', id, what: `entries ${row.first} to ${row.last}` })
  }
  return { snapshot: snapshot ? new Uint8Array(snapshot.bytes) : null, seq, generation, runs, damaged }
}

/** The entries of a segment that are in a range. */
export function runOf(board: string, { first, packing, bytes }: SegmentRow, { from, to }: LogRange): Run {
  const entries = unpackEntries(packing === 'plain' ? bytes : inflateRawSync(bytes))
  return cutRun({ board, first, entries }, { from, to })
}

/** The entries of a run that are in a range. */
export function cutRun({ board, first, entries }: Run, { from, to }: LogRange): Run {
  const skipped = Math.max(0, from - first)
  return { board, first: first + skipped, entries: entries.slice(skipped, Math.max(0, to + 1 - first)) }
}

/** The generation that contains an entry. */
export function generationAt(board: string, reads: ReturnType<typeof prepareReads>, seq: number): Generation {
  return (reads.generation.get(board, seq) as Generation | undefined) ?? { generation: 1, first: 1 }
}

interface Generation {
  readonly generation: number
  /** Its first entry. */
  readonly first: number
}

interface SnapshotRow {
  readonly id: number
  readonly seq: number
  readonly bytes: Buffer
  readonly checksum: number
}

export interface SegmentRow {
  readonly id: number
  readonly first: number
  readonly last: number
  readonly packing: Segment['packing']
  readonly bytes: Buffer
  readonly checksum: number
}
