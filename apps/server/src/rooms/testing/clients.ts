import {
  encodeFrame,
  type Frame,
  FrameReader,
  messagesOf,
  type PrincipalId,
  parseFrame,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import * as Y from 'yjs'
import type { Room } from '../room.ts'
import { type Connection, openSession, type Session } from '../session.ts'

/** A connection that records every frame sent to it, in order. */
export interface TestConnection extends Connection {
  readonly frames: Frame[]
  readonly closed: Rejection[]
  readonly sent: { messages: number }
}

export interface Manner {
  readonly dialect?: Connection['dialect']
  /** Default: a guest with that name. */
  readonly principal?: PrincipalId
  /** Unsent bytes. */
  unsent?: number
}

export function connect(manner: Manner = {}): TestConnection {
  const frames: Frame[] = []
  const closed: Rejection[] = []
  const reader = new FrameReader()
  const sent = { messages: 0 }
  return {
    frames,
    closed,
    sent,
    dialect: manner.dialect ?? 'inkbridge',
    send: ({ bytes }) => {
      sent.messages += 1
      const read = manner.dialect === 'plain' ? parseFrame(bytes, Number.POSITIVE_INFINITY) : reader.read(bytes)
      if (read.ok && read.value) frames.push(read.value)
    },
    close: (reason) => closed.push(reason),
    unsentBytes: () => manner.unsent ?? 0,
  }
}

/** A client on a board. */
export interface Client extends Pick<TestConnection, 'frames' | 'closed' | 'sent'> {
  readonly session: Session
  send(frame: Frame): void
}

export function join(room: Room, role: Role = 'editor', name = 'a', manner: Manner = {}): Client {
  const connection = connect(manner)
  const id = manner.principal ?? (`g:${name}` as PrincipalId)
  const session = openSession(
    { principal: id, link: null, until: null, person: { id, name, color: '#000000' }, role },
    connection,
  )
  room.enter(session)
  return {
    ...connection,
    session,
    send(frame) {
      for (const message of messagesOf(encodeFrame(frame))) void room.receive(session, message)
    },
  }
}

export function rectUpdate(doc: Y.Doc, id: string): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.getMap('shapes').set(id, { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' })
  return Y.encodeStateAsUpdate(doc, before)
}
