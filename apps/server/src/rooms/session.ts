import {
  type DeviceId,
  type Frame,
  FrameReader,
  isShared,
  type LinkId,
  limits,
  type Person,
  type PrincipalId,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import type { Backlog } from '../admission/admission.ts'
import type { WireMessage } from './wire-frame.ts'
import { type Share, Workload } from './workload.ts'

/** What a door gives to a session: a way to send whole messages in order, and to end. */
export interface Connection {
  /** `plain`: a stock y-websocket client, which is sent nothing it would not understand. */
  readonly dialect: 'plain' | 'inkbridge'
  /** Ignored after `close`. */
  send(message: WireMessage): void
  /** Tells why, then ends. Idempotent. */
  close(reason: Rejection): void
  /** Bytes given to `send` and not yet taken by the network. */
  unsentBytes(): number
  /** Counts what waits for it in memory. */
  readonly backlog?: Backlog
}

/** The bytes that an address may still write. */
export interface Allowance {
  readonly mayWrite: boolean
  spend(bytes: number): void
}

/** One connection on one open board, whichever door it came by. The room that holds it keeps the counts. */
export interface Session {
  readonly connection: Connection
  readonly reader: FrameReader
  /** Its part of the main thread. */
  readonly share: Share
  readonly principal: PrincipalId
  /** It is known by a link's token alone, as others may be. */
  readonly shared: boolean
  /** The link it came by; null: what the board's people were granted. */
  readonly link: LinkId | null
  /** Shared by all who come from its address; null: without a limit. */
  readonly allowance: Allowance | null
  /** Whether it was told that what it writes is saved. */
  mayWrite: boolean
  /** The browser whose cookie let it in. */
  readonly device?: DeviceId | null
  /** As they call themselves now. */
  person: Person
  /** As of the last time it was looked at: a link may be revoked meanwhile. */
  role: Role
  /** When that has to be looked at, ms since 1970. */
  until: number | null
  /** The Yjs client id it shows itself under; null until its first presence. */
  clientId: number | null
  /** Update-bearing messages received. */
  received: number
  /** How many of them, from the first, are on disk. */
  saved: number
  /** It was sent sync step 1: only its answer moves `saved`, since what came before may be missing here. */
  owesAnswer: boolean
  /** Bytes of the board it asked for and may still be taking: not held against it as slow. */
  answering: number
  /** Since when it has not taken what it was sent, ms; null while it keeps up. */
  behindSince: number | null
  /** Presence was left out while it was behind. */
  missesPresence: boolean
  /** Holes it was asked to fill, and the time of the first, ms. */
  gaps: { readonly count: number; readonly since: number }
}

export function openSession(
  {
    principal,
    link,
    device,
    person,
    role,
    until,
  }: Pick<Session, 'principal' | 'link' | 'device' | 'person' | 'role' | 'until'>,
  connection: Connection,
  share: Share = new Workload({ limited: false }).join(''),
  allowance: Allowance | null = null,
): Session {
  return {
    connection,
    allowance,
    mayWrite: true,
    reader: new FrameReader('client'),
    share,
    principal,
    shared: isShared(principal),
    link,
    ...(device === undefined ? {} : { device }),
    person,
    role,
    until,
    clientId: null,
    received: 0,
    saved: 0,
    owesAnswer: false,
    answering: 0,
    behindSince: null,
    missesPresence: false,
    gaps: { count: 0, since: 0 },
  }
}

/** The board it asked for may take its time; then a reader has to keep up. `now`: ms. */
export function isTooSlow(session: Session, now: number): boolean {
  const unsent = session.connection.unsentBytes()
  if (unsent <= limits.behindBytes) {
    session.answering = 0
    session.behindSince = null
    return false
  }
  if (unsent > limits.maxUnsentBytes + session.answering) return true
  if (session.answering > 0) return false
  session.behindSince ??= now
  return now - session.behindSince > limits.maxBehindMs
}

/** What Node, ws and engine.io keep for a message beside its bytes, roughly. */
const messageOverheadBytes = 256
/** A backlog is measured again when so much was sent to it. */
const measureEachBytes = 65_536

/**
 * A connection whose unsent messages are counted in its backlog: the bytes of those that nobody else is sent, and what
 * every message costs beside them.
 */
export function counted(connection: Connection): Connection {
  const { backlog } = connection
  if (!backlog) return connection
  // Since nothing was unsent the last time.
  let sentBytes = 0
  let cost = 0
  let measured = 0
  backlog.watch(() => {
    const unsent = connection.unsentBytes()
    if (unsent === 0) sentBytes = cost = 0
    measured = cost
    return sentBytes === 0 ? unsent : Math.min(1, unsent / sentBytes) * cost
  })
  return {
    ...connection,
    send: (message) => {
      connection.send(message)
      sentBytes += message.bytes.byteLength
      cost += messageOverheadBytes + (message.shared ? 0 : message.bytes.byteLength)
      if (cost - measured > measureEachBytes) backlog.update()
    },
  }
}

/** Whether a frame may be sent in the dialect a connection speaks. */
export function speaks(connection: Connection, kind: Frame['kind']): boolean {
  return connection.dialect === 'inkbridge' || plainKinds.has(kind)
}

const plainKinds: ReadonlySet<Frame['kind']> = new Set(['sync-step-1', 'sync-step-2', 'update', 'awareness'])
