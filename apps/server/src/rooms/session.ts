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

/** The connection of a session, provided by a door: sends complete messages in order. */
export interface Connection {
  /** `plain`: a stock y-websocket client, which gets only frames it understands. */
  readonly dialect: 'plain' | 'inkbridge'
  /** Ignored after `close`. */
  send(message: WireMessage): void
  /** Sends the reason and closes. Idempotent. */
  close(reason: Rejection): void
  /** Bytes passed to `send` and not sent yet. */
  unsentBytes(): number
  /** Counts its waiting memory. */
  readonly backlog?: Backlog
}

/** The write allowance of an address. */
export interface Allowance {
  readonly mayWrite: boolean
  spend(bytes: number): void
}

/** One connection to one open board, through either door. The room maintains the counts. */
export interface Session {
  readonly connection: Connection
  readonly reader: FrameReader
  /** Its share of the main thread. */
  readonly share: Share
  readonly principal: PrincipalId
  /** Whether its principal is a link's token without a key, which several connections may share. */
  readonly shared: boolean
  /** The link it joined with; null: a grant. */
  readonly link: LinkId | null
  /** The hash of the link's password that admitted it. */
  readonly password?: string | null
  /** Shared by all sessions of its address; null: no limit. */
  readonly allowance: Allowance | null
  /** Whether it was last notified that its writes are saved. */
  mayWrite: boolean
  /** The browser whose cookie it was admitted with. */
  readonly device?: DeviceId | null
  /** With the current name and colour. */
  person: Person
  /** As of the last check: a link may be revoked meanwhile. */
  role: Role
  /** When the right expires, ms since 1970; null: never. */
  until: number | null
  /** When it lost the right to edit, ms: edits that were on their way are ignored. Null: it never did. */
  lostEditingAt: number | null
  /** Whether its client was last told that the board is locked. */
  locked: boolean
  /** The Yjs client id it shows itself under; null until its first presence. */
  clientId: number | null
  /** Update-bearing messages received. */
  received: number
  /** How many of them, counted from the first, are on disk. */
  saved: number
  /** It was sent sync step 1: only its answer advances `saved`, since earlier updates may be missing here. */
  awaitsSyncAnswer: boolean
  /** Bytes of the answer it is still receiving; they do not count as being slow. */
  answering: number
  /** Since when it has had too much unsent data, ms; null while it keeps up. */
  behindSince: number | null
  /** Presence was skipped while it was behind. */
  missesPresence: boolean
  /** How many gaps it was asked to fill, and the time of the first, ms. */
  gaps: { readonly count: number; readonly since: number }
}

export function openSession(
  {
    principal,
    link,
    password,
    device,
    person,
    role,
    until,
    locked = false,
  }: Pick<Session, 'principal' | 'link' | 'password' | 'device' | 'person' | 'role' | 'until'> & {
    readonly locked?: boolean
  },
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
    ...(password === undefined ? {} : { password }),
    person,
    role,
    until,
    lostEditingAt: null,
    locked,
    clientId: null,
    received: 0,
    saved: 0,
    awaitsSyncAnswer: false,
    answering: 0,
    behindSince: null,
    missesPresence: false,
    gaps: { count: 0, since: 0 },
  }
}

/** Whether a session reads too slowly. Receiving a requested board may take any time. `now`: ms. */
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

/** Approximate overhead of a message in Node, ws and engine.io, bytes. */
const messageOverheadBytes = 256
/** A backlog is measured again after this many sent bytes. */
const measureEachBytes = 65_536

/**
 * Counts the unsent messages of a connection in its backlog: the bytes of those not shared with other connections, and
 * the overhead of each message.
 */
export function counted(connection: Connection): Connection {
  const { backlog } = connection
  if (!backlog) return connection
  // Since the last time when nothing was unsent.
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

/** Whether a frame exists in the dialect of a connection. */
export function speaks(connection: Connection, kind: Frame['kind']): boolean {
  return connection.dialect === 'inkbridge' || plainKinds.has(kind)
}

const plainKinds: ReadonlySet<Frame['kind']> = new Set(['sync-step-1', 'sync-step-2', 'update', 'awareness'])
