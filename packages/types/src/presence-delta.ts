import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { limits } from './limits.ts'

/**
 * The payload of a presence message: the changes of some people, a few bytes for a moved cursor. Everybody has a slot, a
 * small number that the server assigns until it sends `gone`.
 *
 * All varints: 1 when this lists everybody, else 0; count; then for each: slot, flags, and what the flags
 * say: a client id and the rest of the state as JSON (varString), a cursor, a shift. Points are two varints of
 * sixteenths of a world unit.
 */
export interface PresenceDelta {
  /** People who are not in it have left. */
  readonly everybody: boolean
  readonly entries: readonly PresenceEntry[]
}

export interface PresenceEntry {
  readonly slot: number
  readonly gone?: true
  /** Identity and rarely changing fields: everything but `cursor` and `shift`. */
  readonly whole?: { readonly clientId: number; readonly state: unknown }
  readonly cursor?: PresencePoint | null
  /** The current offset of the dragged selection. */
  readonly shift?: PresencePoint | null
}

export interface PresencePoint {
  readonly x: number
  readonly y: number
}

const flag = { whole: 1, cursor: 2, noCursor: 4, shift: 8, noShift: 16 } as const
const pointScale = 16
/** A board allows no more connections than this. */
const maxEntries = 2_000

export function encodePresence({ everybody, entries }: PresenceDelta): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarUint(to, everybody ? 1 : 0)
    encoding.writeVarUint(to, entries.length)
    for (const entry of entries) writeEntry(to, entry)
  })
}

function writeEntry(to: encoding.Encoder, { slot, gone, whole, cursor, shift }: PresenceEntry): void {
  encoding.writeVarUint(to, slot)
  if (gone) return encoding.writeVarUint(to, 0)
  encoding.writeVarUint(
    to,
    (whole ? flag.whole : 0) | flagOf(cursor, flag.cursor, flag.noCursor) | flagOf(shift, flag.shift, flag.noShift),
  )
  if (whole) {
    encoding.writeVarUint(to, whole.clientId)
    encoding.writeVarString(to, JSON.stringify(whole.state))
  }
  for (const point of [cursor, shift]) {
    if (!point) continue
    encoding.writeVarInt(to, Math.round(point.x * pointScale))
    encoding.writeVarInt(to, Math.round(point.y * pointScale))
  }
}

function flagOf(point: PresencePoint | null | undefined, some: number, none: number): number {
  return point === undefined ? 0 : point === null ? none : some
}

/** Null when the bytes are not a presence payload, or a state in it is larger than `limits.maxPresenceBytes`. */
export function decodePresence(bytes: Uint8Array): PresenceDelta | null {
  try {
    const from = decoding.createDecoder(bytes)
    const everybody = decoding.readVarUint(from) === 1
    const count = decoding.readVarUint(from)
    if (count > maxEntries) return null
    const entries = Array.from({ length: count }, () => readEntry(from))
    return decoding.hasContent(from) ? null : { everybody, entries }
  } catch {
    return null
  }
}

function readEntry(from: decoding.Decoder): PresenceEntry {
  const slot = decoding.readVarUint(from)
  const flags = decoding.readVarUint(from)
  if (flags === 0) return { slot, gone: true }
  return {
    slot,
    ...(flags & flag.whole ? { whole: { clientId: decoding.readVarUint(from), state: readState(from) } } : {}),
    ...(flags & flag.noCursor ? { cursor: null } : flags & flag.cursor ? { cursor: readPoint(from) } : {}),
    ...(flags & flag.noShift ? { shift: null } : flags & flag.shift ? { shift: readPoint(from) } : {}),
  }
}

function readState(from: decoding.Decoder): unknown {
  const json = decoding.readVarUint8Array(from)
  if (json.byteLength > limits.maxPresenceBytes) throw new RangeError(`presence of ${json.byteLength} bytes`)
  return JSON.parse(new TextDecoder().decode(json))
}

function readPoint(from: decoding.Decoder): PresencePoint {
  const [x, y] = [decoding.readVarInt(from) / pointScale, decoding.readVarInt(from) / pointScale]
  if (Math.abs(x) > limits.maxCoordinate || Math.abs(y) > limits.maxCoordinate)
    throw new RangeError('a point outside the board')
  return { x, y }
}
