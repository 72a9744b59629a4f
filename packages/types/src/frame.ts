import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { closeCodes } from './close.ts'
import { limits } from './limits.ts'
import type { Person } from './presence.ts'
import { no, ok, type Rejection, type Result } from './result.ts'
import { parseRole, type Role } from './roles.ts'

/**
 * The messages of both doors: y-websocket's with their numbers (y-protocols), and ours from 100. Ours are never sent to
 * a standard client.
 */
export type Frame =
  | { readonly kind: 'sync-step-1'; readonly stateVector: Uint8Array }
  /**
   * Sync step 1 between our own programs: it includes a digest of the sender's deletions (`@inkbridge/sync/deletions`).
   */
  | { readonly kind: 'have'; readonly stateVector: Uint8Array; readonly deletions: Uint8Array }
  | { readonly kind: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly states: Uint8Array }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'query-awareness' }
  | { readonly kind: 'hello'; readonly hello: Hello }
  /** A part of the encoding of a larger message, and the number of bytes that are still to come. */
  | { readonly kind: 'chunk'; readonly rest: number; readonly bytes: Uint8Array }
  | { readonly kind: 'saved'; readonly received: number; readonly saved: number }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** A `PresenceDelta`, encoded. */
  | { readonly kind: 'presence'; readonly delta: Uint8Array }
  /** Asks whether the other side is there. Answered at once with a pong of the same number. */
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'pong'; readonly id: number }

/** The first frame from the server. */
export interface Hello {
  readonly protocol: 1
  readonly role: Role
  readonly you: Person
  readonly title: string
  readonly maxFrameBytes: number
  /** Size of the board as one update, measured a moment ago. */
  readonly documentBytes: number
  /** The number of the board's document. Another number is another document: they are never merged. */
  readonly generation: number
  /** The board is locked: everybody except its owners is a viewer, until an owner unlocks it. */
  readonly locked?: true
  /** The board is damaged: its last valid state is shown, and cannot be edited. */
  readonly damaged?: BoardDamage
}

/** Times are milliseconds since 1970. */
export interface BoardDamage {
  /** The time of the state that is shown; null: from before anything was drawn. */
  readonly goodAt: number | null
  /** When it was damaged. */
  readonly since: number
  /** Whether this session may restore the board. */
  readonly restores: boolean
}

export type Notice =
  /** The server is about to stop; reconnect after a random time of up to `spreadMs`. */
  | { readonly type: 'restarting'; readonly spreadMs: number }
  /** Writing to the server's disk fails: edits stay on this device until `saving` arrives. */
  | { readonly type: 'not-saving' }
  | { readonly type: 'saving' }
  | { readonly type: 'role'; readonly role: Role; readonly locked?: true }
  /** For owners: who asks to be let in. */
  | { readonly type: 'requests'; readonly people: readonly Person[] }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'you'; readonly you: Person }

const numbers = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  hello: 100,
  chunk: 101,
  saved: 102,
  notice: 103,
  presence: 104,
  ping: 105,
  pong: 106,
  have: 107,
} as const
const syncNumbers = { step1: 0, step2: 1, update: 2 } as const
/** Messages that only servers send. */
const ofServers: ReadonlySet<number> = new Set([numbers.auth, numbers.hello, numbers.saved, numbers.notice])

export function encodeFrame(frame: Frame): Uint8Array {
  return encoding.encode((to) => writeFrame(to, frame))
}

function writeFrame(to: encoding.Encoder, frame: Frame): void {
  switch (frame.kind) {
    case 'sync-step-1':
      return writeSync(to, syncNumbers.step1, frame.stateVector)
    case 'have':
      encoding.writeVarUint(to, numbers.have)
      encoding.writeVarUint8Array(to, frame.stateVector)
      return encoding.writeVarUint8Array(to, frame.deletions)
    case 'sync-step-2':
      return writeSync(to, syncNumbers.step2, frame.update)
    case 'update':
      return writeSync(to, syncNumbers.update, frame.update)
    case 'awareness':
      encoding.writeVarUint(to, numbers.awareness)
      return encoding.writeVarUint8Array(to, frame.states)
    case 'denied':
      encoding.writeVarUint(to, numbers.auth)
      encoding.writeVarUint(to, 0)
      return encoding.writeVarString(to, frame.reason)
    case 'query-awareness':
      return encoding.writeVarUint(to, numbers.queryAwareness)
    case 'hello':
      encoding.writeVarUint(to, numbers.hello)
      return encoding.writeVarString(to, JSON.stringify(frame.hello))
    case 'chunk':
      encoding.writeVarUint(to, numbers.chunk)
      encoding.writeVarUint(to, frame.rest)
      return encoding.writeVarUint8Array(to, frame.bytes)
    case 'saved':
      encoding.writeVarUint(to, numbers.saved)
      encoding.writeVarUint(to, frame.received)
      return encoding.writeVarUint(to, frame.saved)
    case 'notice':
      encoding.writeVarUint(to, numbers.notice)
      return encoding.writeVarString(to, JSON.stringify(frame.notice))
    case 'presence':
      encoding.writeVarUint(to, numbers.presence)
      return encoding.writeVarUint8Array(to, frame.delta)
    case 'ping':
    case 'pong':
      encoding.writeVarUint(to, numbers[frame.kind])
      return encoding.writeVarUint(to, frame.id)
  }
}

function writeSync(to: encoding.Encoder, type: number, bytes: Uint8Array): void {
  encoding.writeVarUint(to, numbers.sync)
  encoding.writeVarUint(to, type)
  encoding.writeVarUint8Array(to, bytes)
}

/**
 * The side that sent the messages. Server-only messages from a client are refused unread: they contain JSON of any
 * size.
 */
export type Sender = 'anybody' | 'client'

/** Reads one encoded frame. Bytes inside the result are views into `bytes`. */
export function parseFrame(
  bytes: Uint8Array,
  maxBytes: number = limits.maxFrameBytes,
  sender: Sender = 'anybody',
): Result<Frame> {
  if (bytes.byteLength > maxBytes) return no(tooLarge(bytes.byteLength, maxBytes))
  try {
    const from = decoding.createDecoder(bytes)
    const frame = readFrame(from, sender)
    if (frame && !decoding.hasContent(from)) return ok(frame)
  } catch {
    // falls through: malformed messages are refused like unknown ones
  }
  return no(unreadable)
}

export function tooLarge(bytes: number, maxBytes: number): Rejection {
  return {
    code: closeCodes.tooLarge,
    reason: 'message-too-large',
    message: `A message of ${bytes} bytes is larger than the ${maxBytes} allowed. Nothing was changed.`,
  }
}

export const unreadable: Rejection = {
  code: closeCodes.refused,
  reason: 'unreadable',
  message: 'A message could not be read. Nothing was changed.',
}

function readFrame(from: decoding.Decoder, sender: Sender): Frame | null {
  const number = decoding.readVarUint(from)
  if (sender === 'client' && ofServers.has(number)) return null
  switch (number) {
    case numbers.sync:
      return readSync(from)
    case numbers.awareness:
      return { kind: 'awareness', states: decoding.readVarUint8Array(from) }
    case numbers.auth:
      return decoding.readVarUint(from) === 0 ? { kind: 'denied', reason: decoding.readVarString(from) } : null
    case numbers.queryAwareness:
      return { kind: 'query-awareness' }
    case numbers.hello:
      return { kind: 'hello', hello: JSON.parse(decoding.readVarString(from)) as Hello }
    case numbers.chunk:
      return { kind: 'chunk', rest: decoding.readVarUint(from), bytes: decoding.readVarUint8Array(from) }
    case numbers.saved:
      return { kind: 'saved', received: decoding.readVarUint(from), saved: decoding.readVarUint(from) }
    case numbers.notice:
      return { kind: 'notice', notice: JSON.parse(decoding.readVarString(from)) as Notice }
    case numbers.presence:
      return { kind: 'presence', delta: decoding.readVarUint8Array(from) }
    case numbers.have:
      return {
        kind: 'have',
        stateVector: decoding.readVarUint8Array(from),
        deletions: decoding.readVarUint8Array(from),
      }
    case numbers.ping:
      return { kind: 'ping', id: decoding.readVarUint(from) }
    case numbers.pong:
      return { kind: 'pong', id: decoding.readVarUint(from) }
    default:
      return null
  }
}

function readSync(from: decoding.Decoder): Frame | null {
  const type = decoding.readVarUint(from)
  const bytes = decoding.readVarUint8Array(from)
  switch (type) {
    case syncNumbers.step1:
      return { kind: 'sync-step-1', stateVector: bytes }
    case syncNumbers.step2:
      return { kind: 'sync-step-2', update: bytes }
    case syncNumbers.update:
      return { kind: 'update', update: bytes }
    default:
      return null
  }
}

/** Checks a hello from a server; null when this version does not understand it. */
export function parseHello(input: Hello): Hello | null {
  if (input?.protocol !== 1 || !parseRole(input.role) || typeof input.you?.name !== 'string') return null
  // Servers from before generations existed have one document for ever.
  return { ...input, generation: Number.isSafeInteger(input.generation) ? input.generation : 1 }
}

/** Whether a message is a ping, by its first byte, without reading the rest. */
export function isPing(message: Uint8Array): boolean {
  return message[0] === numbers.ping
}
