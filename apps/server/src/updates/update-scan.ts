import { documentLimits } from '@inkbridge/board'
import { limits } from '@inkbridge/types'
import * as decoding from 'lib0/decoding'

/** The size of an update's content, counted without allocating it. */
interface UpdateScan {
  readonly structs: number
  /** Clients with structs. */
  readonly clients: number
  readonly deleteRanges: number
}

/** Limits of an update. */
interface ScanLimits {
  readonly clock: number
  readonly clients: number
  readonly structs: number
  readonly deleteRanges: number
  readonly depth: number
  readonly markBytes: number
}

export const scanLimits: ScanLimits = {
  clock: documentLimits.maxClientClocks,
  /** Clients: each page load that edits is a new one, and a backup may be restored months later. */
  clients: 4_096,
  /** Decoding takes about 300 bytes of memory for each, and 32 MB can contain sixteen million. Boards have fewer. */
  structs: 1_000_000,
  deleteRanges: 1_000_000,
  /** Deeper than any honest client nests. */
  depth: 16,
  /** JSON of one text mark, bytes. */
  markBytes: 1_024,
}

/** Allowed contents of items, by their numbers in Yjs' update format, version 1; no subdocuments and embeds. */
const content = { deleted: 1, binary: 3, string: 4, format: 6, type: 7, any: 8 } as const
/** Y.Array, Y.XmlElement, Y.XmlFragment, Y.XmlText. */
const types = { array: 0, element: 3, fragment: 4, text: 6 } as const
const allowedTypes: readonly number[] = Object.values(types)

/**
 * Scans an update in Yjs' format, version 1, and counts its content. Ignores bytes after its end.
 *
 * @returns the counts, or a clause if it may not be decoded
 */
export function scanUpdate(update: Uint8Array, most: ScanLimits = scanLimits): UpdateScan | string {
  const from = decoding.createDecoder(update)
  try {
    return scan(from, most)
  } catch (error) {
    return error instanceof Refused ? error.message : 'it cannot be read'
  }
}

class Refused extends Error {}

function scan(from: decoding.Decoder, most: ScanLimits): UpdateScan {
  let structs = 0
  const clients = decoding.readVarUint(from)
  if (clients > most.clients) throw new Refused('it is of too many clients')
  const known = clients > 1 ? new Set<number>() : null
  for (let index = 0; index < clients; index += 1) {
    const count = decoding.readVarUint(from)
    const client = decoding.readVarUint(from)
    if (known?.has(client)) throw new Refused('it has a client twice')
    known?.add(client)
    structs += count
    if (structs > most.structs) throw new Refused('it holds too many edits at once')
    let clock = decoding.readVarUint(from)
    for (let at = 0; at < count; at += 1) {
      const length = scanStruct(from, most)
      if (length < 1) throw new Refused('it has a struct without a length')
      clock += length
      if (clock > most.clock) throw new Refused('its clock is too high')
    }
  }
  return { structs, clients, deleteRanges: scanDeletes(from, most) }
}

function scanDeletes(from: decoding.Decoder, most: ScanLimits): number {
  let ranges = 0
  const clients = decoding.readVarUint(from)
  for (let index = 0; index < clients; index += 1) {
    decoding.readVarUint(from)
    const count = decoding.readVarUint(from)
    ranges += count
    if (ranges > most.deleteRanges) throw new Refused('it deletes too many ranges at once')
    for (let at = 0; at < count; at += 1) {
      const clock = decoding.readVarUint(from)
      const length = decoding.readVarUint(from)
      if (length < 1 || clock + length > most.clock) throw new Refused('it deletes a range that cannot be')
    }
  }
  return ranges
}

const hasOrigin = 0x80
const hasRightOrigin = 0x40
const hasParentSub = 0x20
const skip = 10

/** Reads one struct; returns its length in clocks. */
function scanStruct(from: decoding.Decoder, most: ScanLimits): number {
  const info = decoding.readUint8(from)
  if (info === 0 || info === skip) return decoding.readVarUint(from)
  if (info & hasOrigin) skipId(from)
  if (info & hasRightOrigin) skipId(from)
  if ((info & (hasOrigin | hasRightOrigin)) === 0) {
    if (decoding.readVarUint(from) === 1) skipString(from)
    else skipId(from)
    if (info & hasParentSub) skipString(from)
  }
  return scanContent(from, info & 0x1f, most)
}

function scanContent(from: decoding.Decoder, kind: number, most: ScanLimits): number {
  switch (kind) {
    case content.deleted:
      return decoding.readVarUint(from)
    case content.binary:
      skipString(from)
      return 1
    case content.string:
      return decoding.readVarString(from).length
    case content.format:
      skipString(from)
      if (skipString(from) > most.markBytes) throw new Refused('a mark of a text is too long')
      return 1
    case content.type: {
      const type = decoding.readVarUint(from)
      if (!allowedTypes.includes(type)) throw new Refused('it holds a type that no board has')
      if (type === types.element) skipString(from)
      return 1
    }
    case content.any: {
      const count = decoding.readVarUint(from)
      for (let at = 0; at < count; at += 1) skipAny(from, most)
      return count
    }
    default:
      throw new Refused('it holds content that no board has')
  }
}

function skipId(from: decoding.Decoder): void {
  decoding.readVarUint(from)
  decoding.readVarUint(from)
}

/** Skips bytes or a string with a length prefix; returns the length. */
function skipString(from: decoding.Decoder): number {
  const length = decoding.readVarUint(from)
  skipBytes(from, length)
  return length
}

function skipBytes(from: decoding.Decoder, length: number): void {
  if (length > from.arr.byteLength - from.pos) throw new Refused('it cannot be read')
  from.pos += length
}

/** Skips one value written by lib0's `writeAny`, without recursion. */
function skipAny(from: decoding.Decoder, most: ScanLimits): void {
  const outermost = skipValue(from)
  if (!outermost) return
  /** The number of remaining values at each level, and whether each has a key. */
  const levels = [outermost]
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    if (level.left === 0) {
      levels.pop()
      continue
    }
    level.left -= 1
    if (level.keyed) skipString(from)
    const inside = skipValue(from)
    if (!inside) continue
    levels.push(inside)
    if (levels.length > most.depth) throw new Refused('a value is nested too deeply')
  }
}

/** Skips a scalar; for an object or an array, returns its number of values. Type numbers are those of `writeAny`. */
function skipValue(from: decoding.Decoder): { left: number; keyed: boolean } | null {
  const kind = decoding.readUint8(from)
  switch (kind) {
    case 127:
    case 126:
    case 121:
    case 120:
      return null
    case 125:
      decoding.readVarInt(from)
      return null
    case 124:
      skipBytes(from, 4)
      return null
    case 123:
    case 122:
      skipBytes(from, 8)
      return null
    case 119:
    case 116:
      skipString(from)
      return null
    case 118:
      return { left: decoding.readVarUint(from), keyed: true }
    case 117:
      return { left: decoding.readVarUint(from), keyed: false }
    default:
      throw new Refused('it cannot be read')
  }
}

/** The amount that is checked and applied at once without blocking others: about ten milliseconds of work. */
export const sliceLimits = { structs: 256, deleteRanges: 2_048, bytes: limits.maxChunkBytes / 2 } as const

export function fitsOneSlice({ structs, deleteRanges }: UpdateScan, bytes: number): boolean {
  return structs <= sliceLimits.structs && deleteRanges <= sliceLimits.deleteRanges && bytes <= sliceLimits.bytes
}
