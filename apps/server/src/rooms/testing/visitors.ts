import { type BoardId, encodeFrame, messagesOf, type PrincipalId } from '@inkbridge/types'
import { pino } from 'pino'
import { vi } from 'vitest'
import * as Y from 'yjs'
import type { Admitted } from '../../admission/admission.ts'
import { ConnectionLimiter } from '../../admission/connection-limiter.ts'
import { parseConfig } from '../../config.ts'
import { createMemoryLog } from '../../log/memory-log.ts'
import type { UpdateLog } from '../../log/update-log.ts'
import type { RoomConnection } from '../entrance.ts'
import { Registry, type RegistryOptions } from '../registry.ts'
import { connect, rectUpdate, type TestConnection } from './clients.ts'

/** A registry on a log in memory, where everybody is an editor. */
export function openRegistry(options: RegistryOptions = {}, log: UpdateLog = createMemoryLog()): Registry {
  const config = parseConfig({}, '/')
  if (!config.ok) throw new Error(config.problem)
  const admission = {
    revocations: 0,
    rightOf: async () => ({ role: 'editor' as const, until: null }),
    exists: async () => true,
  }
  return new Registry(log, admission, new ConnectionLimiter(true), pino({ level: 'silent' }), config.value, options)
}

export interface Visitor {
  readonly name?: string
  readonly address?: string
  /** Default: one that records what it is sent. */
  readonly connection?: TestConnection
}

export function admittedTo(board: BoardId, { name = 'a', address = '192.0.2.1' }: Visitor = {}): Admitted {
  const principal = `g:${name}` as PrincipalId
  return {
    board: { id: board, title: 'Harbour', createdAt: 0, used: true },
    role: 'editor',
    principal,
    person: { id: principal, name, color: '#000000' },
    link: null,
    address,
    asOf: 0,
    until: null,
  }
}

/** A client on a board of a registry, with its own document. */
export interface Visit extends Pick<TestConnection, 'frames' | 'closed'> {
  readonly entry: RoomConnection
  readonly doc: Y.Doc
  /** Adds a rectangle, with a number of bytes in an unknown property. */
  draw(id: string, fillerBytes?: number): void
  /** Deletes a shape. */
  erase(id: string): void
}

/** Enters a board; null when the connection was closed instead. With fake timers. */
export async function visitBoard(registry: Registry, board: BoardId, visitor: Visitor = {}): Promise<Visit | null> {
  const connection = visitor.connection ?? connect()
  const entry = await registry.enter(admittedTo(board, visitor), connection)
  if (!entry) return null
  const doc = new Y.Doc()
  const send = (kind: 'update' | 'sync-step-2', update: Uint8Array) => {
    for (const message of messagesOf(encodeFrame({ kind, update }))) entry.receive(message)
  }
  send('sync-step-2', Y.encodeStateAsUpdate(doc))
  await vi.advanceTimersByTimeAsync(100)
  const sendChange = (change: () => void) => {
    const before = Y.encodeStateVector(doc)
    change()
    send('update', Y.encodeStateAsUpdate(doc, before))
  }
  return {
    frames: connection.frames,
    closed: connection.closed,
    entry,
    doc,
    draw: (id, fillerBytes = 0) => {
      if (fillerBytes === 0) return send('update', rectUpdate(doc, id))
      const shape = { kind: 'large', at: [0, 0, 9, 9, 0], order: 'a0', filler: 'x'.repeat(fillerBytes) }
      sendChange(() => doc.getMap('shapes').set(id, shape))
    },
    erase: (id) => sendChange(() => doc.getMap('shapes').delete(id)),
  }
}

/** The shapes of a board in memory. */
export function shapesOn(registry: Registry, board: BoardId): Promise<readonly string[]> {
  return registry.use(admittedTo(board).board, (room) => room.read((doc) => [...doc.getMap('shapes').keys()].sort()))
}
