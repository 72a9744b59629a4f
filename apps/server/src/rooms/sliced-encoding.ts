import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { aTurn } from '../threads.ts'
import { type Range, writeDeletes } from '../updates.ts'

/** The amount encoded at once: a few milliseconds of work. */
const slice = { structs: 1_024, bytes: 524_288 } as const

/** The part of a document that a client lacks: structs after these clocks, and these deletions. */
export interface Lack {
  readonly from: ReadonlyMap<number, number>
  readonly deleted: ReadonlyMap<number, readonly Range[]>
}

/**
 * Encodes a document, or the part that a client lacks, like `Y.encodeStateAsUpdate`, but pauses between
 * slices. Edits made meanwhile may or may not be included; nothing included depends on anything missing.
 */
export async function encodeInSlices(doc: Y.Doc, pause: () => Promise<void> = aTurn, lack?: Lack): Promise<Uint8Array> {
  const startOf = (client: number) => lack?.from.get(client) ?? 0
  const ends = [...doc.store.clients.keys()]
    .sort((a, b) => b - a)
    .map((client) => [client, Y.getState(doc.store, client)] as const)
    .filter(([client, end]) => end > startOf(client))
  const parts: Uint8Array[] = [encoding.encode((to) => encoding.writeVarUint(to, ends.length))]
  const deleted = new Map<number, readonly Range[]>()
  let room: Room = { ...slice }
  for (const [client, end] of ends) {
    const pieces: Uint8Array[] = []
    const ranges: Range[] = []
    const start = startOf(client)
    let [clock, structs] = [start, 0]
    while (clock < end) {
      const piece = encodePiece(doc, client, clock, end, room, ranges)
      pieces.push(piece.bytes)
      structs += piece.structs
      clock = piece.clock
      room = { structs: room.structs - piece.structs, bytes: room.bytes - piece.bytes.byteLength }
      if (room.structs > 0 && room.bytes > 0) continue
      await pause()
      room = { ...slice }
    }
    parts.push(header(structs, client, start), ...pieces)
    if (ranges.length > 0) deleted.set(client, ranges)
  }
  parts.push(encoding.encode((to) => writeDeletes(to, lack?.deleted ?? deleted)))
  return Buffer.concat(parts)
}

interface Room {
  readonly structs: number
  readonly bytes: number
}

interface Piece {
  readonly bytes: Uint8Array
  readonly structs: number
  /** The clock at which the next piece begins. */
  readonly clock: number
}

/** Encodes structs of one client from a clock on, within the slice. Adds their deleted ranges to `ranges`. */
function encodePiece(doc: Y.Doc, client: number, from: number, end: number, room: Room, ranges: Range[]): Piece {
  const encoder = new Y.UpdateEncoderV1()
  // Found by clock, since structs are merged and split during pauses.
  const all = doc.store.clients.get(client) ?? []
  let [clock, structs] = [from, 0]
  for (let index = Y.findIndexSS(all, from); clock < end && structs < room.structs; index += 1) {
    const struct = all[index]
    if (!struct) break
    struct.write(encoder, clock - struct.id.clock)
    structs += 1
    const next = struct.id.clock + struct.length
    if (struct.deleted) addRange(ranges, { clock, len: next - clock })
    clock = next
    if (structs % 32 === 0 && encoding.length(encoder.restEncoder) > room.bytes) break
  }
  return { bytes: encoding.toUint8Array(encoder.restEncoder), structs, clock }
}

function addRange(ranges: Range[], range: Range): void {
  const last = ranges.at(-1)
  if (last && last.clock + last.len === range.clock)
    ranges[ranges.length - 1] = { clock: last.clock, len: last.len + range.len }
  else ranges.push(range)
}

/** The header of a client's structs: their number, the client and the first clock. */
function header(structs: number, client: number, clock: number): Uint8Array {
  return encoding.encode((to) => {
    for (const number of [structs, client, clock]) encoding.writeVarUint(to, number)
  })
}
