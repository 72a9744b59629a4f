import {
  encodeFrame,
  type Frame,
  FrameReader,
  mayEdit,
  messagesOf,
  type Person,
  type PrincipalId,
  type Role,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { missingUpdate } from '../deletions.ts'
import { type Have, haveOf } from '../have.ts'
import { type MemoryClient, type MemoryServer, memoryTransport } from '../memory-transport.ts'
import type { Transport, TransportClosed } from '../transport.ts'

const mara: Person = { id: 'g:mara' as PrincipalId, name: 'Mara', color: '#b33a80' }

interface Connected {
  readonly client: MemoryClient
  readonly reader: FrameReader
  updates: number
}

/** A server of one board in this process, which saves immediately and refuses nothing. */
export class BoardServer implements MemoryServer {
  doc = new Y.Doc()
  generation = 1
  role: Role = 'editor'
  /** For the next hello. */
  documentBytes = 0
  /** Messages from clients except pings and presence, in order. */
  readonly received: Frame[] = []
  readonly retired = new Map<number, Have>()
  readonly transport: Transport = memoryTransport(this)
  readonly #connected = new Set<Connected>()

  get connections(): number {
    return this.#connected.size
  }

  accept(client: MemoryClient) {
    const connected = { client, reader: new FrameReader(), updates: 0 }
    this.#connected.add(connected)
    const { role, generation, documentBytes } = this
    const hello = {
      protocol: 1,
      role,
      you: mara,
      title: 'Harbour',
      maxFrameBytes: 1_048_576,
      documentBytes,
      generation,
    }
    this.#send(connected, { kind: 'hello', hello } as Frame)
    if (mayEdit(role)) this.#ask(connected)
    return {
      received: (message: Uint8Array) => this.#receive(connected, message),
      closed: () => void this.#connected.delete(connected),
    }
  }

  /** The keys of the board's shapes, in alphabetical order. */
  keys(): readonly string[] {
    return keysOf(this.doc)
  }

  changeRole(role: Role, { asks = true } = {}): void {
    this.role = role
    for (const connected of this.#connected) {
      this.#send(connected, { kind: 'notice', notice: { type: 'role', role } })
      if (asks && mayEdit(role)) this.#ask(connected)
    }
  }

  /** Asks every client for what it has. */
  ask(): void {
    for (const connected of this.#connected) this.#ask(connected)
  }

  close(reason: TransportClosed): void {
    for (const { client } of this.#connected) client.close(reason)
    this.#connected.clear()
  }

  /** Re-encodes the board under another Yjs client id: a new generation. */
  renew(): void {
    this.retired.set(this.generation, haveOf(this.doc))
    const doc = new Y.Doc()
    for (const key of this.keys()) doc.getMap('shapes').set(key, this.doc.getMap('shapes').get(key))
    this.doc = doc
    this.generation += 1
    this.close({ code: null, message: 'the server restarts' })
  }

  readonly loadSnapshot = async (): Promise<Uint8Array> => Y.encodeStateAsUpdate(this.doc)
  readonly loadRetired = async (generation: number): Promise<Have | 'none' | null> =>
    this.retired.get(generation) ?? 'none'

  #receive(connected: Connected, message: Uint8Array): void {
    const read = connected.reader.read(message)
    if (!read.ok || !read.value) return
    const frame = read.value
    if (frame.kind === 'ping') return this.#send(connected, { kind: 'pong', id: frame.id })
    if (frame.kind === 'presence') return
    this.received.push(frame)
    if (frame.kind === 'have') {
      const update = missingUpdate(this.doc, frame.stateVector, frame.deletions)
      this.#send(connected, { kind: 'sync-step-2', update })
    } else if (frame.kind === 'update' || frame.kind === 'sync-step-2') {
      Y.applyUpdate(this.doc, frame.update)
      connected.updates += 1
      this.#send(connected, { kind: 'saved', received: connected.updates, saved: connected.updates })
    }
  }

  #ask(connected: Connected): void {
    this.#send(connected, { kind: 'have', ...haveOf(this.doc) })
  }

  #send({ client }: Connected, frame: Frame): void {
    for (const message of messagesOf(encodeFrame(frame))) client.send(message)
  }
}

export function keysOf(doc: Y.Doc): readonly string[] {
  return [...doc.getMap('shapes').keys()].sort()
}
