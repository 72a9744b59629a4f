import type { Frame, Person, PrincipalId, Rejection, Role } from '@inkbridge/types'
import type { WireFrame } from './wire-frame.ts'

/** What a door gives to a session: a way to send whole frames in order, and to end. */
export interface Connection {
  /** `plain`: a stock y-websocket client, which is sent nothing it would not understand. */
  readonly dialect: 'plain' | 'inkbridge'
  /** Ignored after `close`. */
  send(frame: WireFrame): void
  /** Tells why, then ends. Idempotent. */
  close(reason: Rejection): void
  /** Bytes given to `send` and not yet taken by the network. */
  unsentBytes(): number
}

/** One connection on one open board, whichever door it came by. The room that holds it keeps the counts. */
export interface Session {
  readonly connection: Connection
  readonly principal: PrincipalId
  /** As they call themselves now. */
  person: Person
  readonly role: Role
  /** The Yjs client id it shows itself under; null until its first presence. */
  clientId: number | null
  /** Update-bearing messages received. */
  received: number
  /** How many of them, from the first, are on disk. */
  saved: number
  /** It was sent sync step 1: only its answer moves `saved`, since what came before may be missing here. */
  owesAnswer: boolean
  /** Holes it was asked to fill, and the time of the first, ms. */
  gaps: { readonly count: number; readonly since: number }
}

/** Whether a frame may be sent in the dialect a connection speaks. */
export function speaks(connection: Connection, kind: Frame['kind']): boolean {
  return connection.dialect === 'inkbridge' || plainKinds.has(kind)
}

const plainKinds: ReadonlySet<Frame['kind']> = new Set(['sync-step-1', 'sync-step-2', 'update', 'awareness'])
