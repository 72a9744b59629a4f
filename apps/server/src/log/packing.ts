import type { PrincipalId } from '@inkbridge/types'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { LogEntry } from './update-log.ts'

/** Consecutive entries of one board: seq `first`, `first + 1`, … */
export interface Run {
  readonly board: string
  readonly first: number
  readonly entries: readonly RunEntry[]
}

export type RunEntry = Pick<LogEntry, 'author' | 'at' | 'update' | 'claims'>

/**
 * Encodes entries with lib0's varints and strings: their count; for each its author (0: a new one, whose name
 * follows, empty for the server; n: the n-th so far), the ms since the previous entry, its claims
 * (their count, and each), and its update.
 */
export function packEntries(entries: readonly RunEntry[]): Uint8Array {
  return encoding.encode((encoder) => writeEntries(encoder, entries))
}

/** The updates share the memory of `bytes`. Throws when `bytes` is something else. */
export function unpackEntries(bytes: Uint8Array): RunEntry[] {
  return readEntries(decoding.createDecoder(bytes))
}

/** Encodes a commit: runs of any number of boards, each preceded by its board and first seq. */
export function packRuns(entries: readonly LogEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (let from = 0; from < entries.length; ) {
      const first = entries[from]
      if (!first) break
      let to = from + 1
      while (entries[to]?.board === first.board && entries[to]?.seq === first.seq + to - from) to += 1
      encoding.writeVarString(encoder, first.board)
      encoding.writeVarUint(encoder, first.seq)
      writeEntries(encoder, entries.slice(from, to))
      from = to
    }
  })
}

/** The updates share the memory of `bytes`. Throws when `bytes` is something else. */
export function unpackRuns(bytes: Uint8Array): Run[] {
  const decoder = decoding.createDecoder(bytes)
  const runs: Run[] = []
  while (decoding.hasContent(decoder)) {
    const board = decoding.readVarString(decoder)
    const first = decoding.readVarUint(decoder)
    runs.push({ board, first, entries: readEntries(decoder) })
  }
  return runs
}

/** Joins consecutive runs of one board. */
export function joinRuns(runs: readonly Run[]): Run[] {
  const joined: { board: string; first: number; entries: RunEntry[] }[] = []
  for (const { board, first, entries } of runs) {
    const last = joined.at(-1)
    if (last && last.board === board && last.first + last.entries.length === first) last.entries.push(...entries)
    else joined.push({ board, first, entries: [...entries] })
  }
  return joined
}

function writeEntries(encoder: encoding.Encoder, entries: readonly RunEntry[]): void {
  const authors = new Map<string, number>()
  let before = 0
  encoding.writeVarUint(encoder, entries.length)
  for (const { author, at, update, claims } of entries) {
    const known = authors.get(author ?? '')
    encoding.writeVarUint(encoder, known ?? 0)
    if (known === undefined) {
      authors.set(author ?? '', authors.size + 1)
      encoding.writeVarString(encoder, author ?? '')
    }
    encoding.writeVarInt(encoder, at - before)
    before = at
    encoding.writeVarUint(encoder, claims.length)
    for (const client of claims) encoding.writeVarUint(encoder, client)
    encoding.writeVarUint8Array(encoder, update)
  }
}

function readEntries(decoder: decoding.Decoder): RunEntry[] {
  const authors: string[] = []
  const entries: RunEntry[] = []
  let at = 0
  for (let count = decoding.readVarUint(decoder); count > 0; count -= 1) {
    const place = decoding.readVarUint(decoder)
    if (place === 0) authors.push(decoding.readVarString(decoder))
    const author = place === 0 ? authors.at(-1) : authors[place - 1]
    if (author === undefined) throw new Error('an author who was not named')
    at += decoding.readVarInt(decoder)
    const claims: number[] = []
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) claims.push(decoding.readVarUint(decoder))
    const update = decoding.readVarUint8Array(decoder)
    entries.push({ author: (author || null) as PrincipalId | null, at, update, claims })
  }
  return entries
}
