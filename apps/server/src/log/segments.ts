import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { packEntries, type Run, unpackEntries } from './packing.ts'

/** A row of many entries of one board. */
export interface Segment {
  readonly board: string
  readonly first: number
  readonly last: number
  /** When the last of them was made, ms since 1970. */
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

/** The part of a board that is in its snapshot and segments. */
export interface StoredBoard {
  readonly snapshot: Uint8Array | null
  /** What the snapshot goes up to; 0 without one. */
  readonly seq: number
  /** What came after it. */
  readonly runs: readonly Run[]
  /** Rows whose bytes do not match their checksum: left out. */
  readonly damaged: readonly { readonly table: 'segments' | 'snapshots'; readonly id: number; readonly what: string }[]
}

export function prepareReads(database: Database) {
  return {
    snapshot: database.prepare('SELECT id, seq, bytes, checksum FROM snapshots WHERE board = ?'),
    segments: database.prepare(
      'SELECT id, first, last, packing, bytes, checksum FROM segments WHERE board = ? AND last > ? ORDER BY first',
    ),
  }
}

/** Without a sound snapshot everything is read, from the first entry on. */
export function readBoard(board: string, reads: ReturnType<typeof prepareReads>): StoredBoard {
  const damaged: { table: 'segments' | 'snapshots'; id: number; what: string }[] = []
  let snapshot = reads.snapshot.get(board) as SnapshotRow | undefined
  if (snapshot && crc32(snapshot.bytes) !== snapshot.checksum) {
    damaged.push({ table: 'snapshots', id: snapshot.id, what: `the snapshot up to entry ${snapshot.seq}` })
    snapshot = undefined
  }
  const runs: Run[] = []
  const seq = snapshot?.seq ?? 0
  for (const { id, first, last, packing, bytes, checksum } of reads.segments.all(board, seq) as SegmentRow[]) {
    if (crc32(bytes) === checksum) {
      const entries = unpackEntries(packing === 'plain' ? bytes : inflateRawSync(bytes))
      const known = Math.max(0, seq + 1 - first)
      runs.push({ board, first: first + known, entries: entries.slice(known) })
    } else damaged.push({ table: 'segments', id, what: `entries ${first} to ${last}` })
  }
  return { snapshot: snapshot ? new Uint8Array(snapshot.bytes) : null, seq, runs, damaged }
}

interface SnapshotRow {
  readonly id: number
  readonly seq: number
  readonly bytes: Buffer
  readonly checksum: number
}

interface SegmentRow {
  readonly id: number
  readonly first: number
  readonly last: number
  readonly packing: Segment['packing']
  readonly bytes: Buffer
  readonly checksum: number
}
