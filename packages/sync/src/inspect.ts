/**
 * Decodes messages for people who inspect the connection: the kind of each, its size, its author, and what it
 * changes. Contains no content of the board, and no secret: those are never sent in messages.
 *
 * @packageDocumentation
 */
import { decodeAwareness, decodePresence, type Frame, FrameReader } from '@inkbridge/types'
import * as Y from 'yjs'
import type { SyncStatus } from './status.ts'
import { type ConnectionEvent, fallbackReason, type Wire, type WireEntry } from './wire.ts'

export { type ConnectionEvent, fallbackReason, Wire, type WireCounts, type WireEntry } from './wire.ts'

/** One line of an inspector. */
export interface InspectedEntry {
  /** ms since 1970. */
  readonly at: number
  readonly direction: 'in' | 'out' | 'connection'
  /** On the wire. */
  readonly bytes: number
  readonly kind: Frame['kind'] | 'unreadable' | ConnectionEvent['what']
  /** The author of the edits or presence: names where they are known, else Yjs client ids. */
  readonly who: string
  readonly what: string
}

/** Updates larger than this are not decoded, bytes: that takes as long as applying them. */
const maxTaken = 262_144
/** The most names and keys in one line. */
const maxNamed = 3

/** Names of the people on the board. */
export interface Known {
  bySlot(slot: number): string | null
  byClient(clientId: number): string | null
}

const nobody: Known = { bySlot: () => null, byClient: () => null }

/** Reads the messages of one connection, in order. */
export class FrameInspector {
  #readers = { in: new FrameReader(), out: new FrameReader() }
  readonly #names = new Map<number, string>()
  readonly #slots = new Map<number, string>()
  readonly #self: () => number
  readonly #known: Known

  /** `self`: the Yjs client id of the document; `known`: the people known before the first message was read. */
  constructor(self: () => number, known: Known = nobody) {
    this.#self = self
    this.#known = known
  }

  read(entry: WireEntry): InspectedEntry {
    if (entry.type === 'connection') {
      const { at, what, why, transport } = entry
      if (what === 'opened') this.#readers = { in: new FrameReader(), out: new FrameReader() }
      return {
        at,
        direction: 'connection',
        bytes: 0,
        kind: what,
        who: '',
        what: [transport, why].filter(Boolean).join(': '),
      }
    }
    const { type: direction, at, message } = entry
    const line = (kind: InspectedEntry['kind'], what: string, who = ''): InspectedEntry => {
      return { at, direction, bytes: message.byteLength, kind, who, what }
    }
    const read = this.#readers[direction].read(message)
    if (!read.ok) return line('unreadable', read.problem.message)
    if (!read.value) return line('chunk', 'a chunk of a larger message')
    try {
      const { who, what } = this.#describe(read.value, direction)
      return line(read.value.kind, what, who)
    } catch {
      return line('unreadable', 'its content cannot be read')
    }
  }

  #describe(frame: Frame, direction: 'in' | 'out'): { readonly what: string; readonly who?: string } {
    switch (frame.kind) {
      case 'hello': {
        const { role, you, title, documentBytes } = frame.hello
        return { who: you.name, what: `${role} of “${title}”, a board of ${documentBytes.toLocaleString('en')} bytes` }
      }
      case 'have':
      case 'sync-step-1':
        return { what: `asks for missing updates: has edits of ${clientsOf(frame.stateVector)} Yjs clients` }
      case 'sync-step-2':
      case 'update':
        return this.#describeUpdate(frame.update)
      case 'saved':
        return { what: `${frame.received} received, ${frame.saved} saved` }
      case 'notice':
        return { what: frame.notice.type }
      case 'presence':
        return this.#describePresence(frame.delta, direction)
      case 'awareness': {
        const states = decodeAwareness(frame.states) ?? []
        return { who: this.#named(states.map(({ clientId }) => clientId)), what: `${states.length} states` }
      }
      case 'ping':
      case 'pong':
        return { what: String(frame.id) }
      case 'denied':
        return { what: frame.reason }
      case 'chunk':
      case 'query-awareness':
        return { what: '' }
    }
  }

  #describeUpdate(update: Uint8Array): { readonly what: string; readonly who?: string } {
    if (update.byteLength > maxTaken) return { what: 'too large to be decoded here' }
    const { structs, ds } = Y.decodeUpdate(update)
    const who = this.#named(structs.map(({ id }) => id.client))
    return { who, what: [...changesOf(structs), ...deletionsOf(ds)].join(', ') || 'nothing new' }
  }

  #describePresence(delta: Uint8Array, direction: 'in' | 'out'): { readonly what: string; readonly who: string } {
    const { everybody, entries } = decodePresence(delta) ?? { everybody: false, entries: [] }
    for (const { slot, whole, gone } of direction === 'in' ? entries : []) {
      const name = nameIn(whole?.state)
      if (whole && name) this.#names.set(whole.clientId, name)
      if (name) this.#slots.set(slot, name)
      if (gone) this.#slots.delete(slot)
    }
    const what = entries.map(({ gone, whole, cursor, shift }) => {
      if (gone) return 'left'
      return [whole && 'state', cursor && 'cursor', shift && 'drag'].filter(Boolean).join(' and ') || 'rests'
    })
    const who =
      direction === 'out'
        ? 'you'
        : short(entries.map(({ slot }) => this.#slots.get(slot) ?? this.#known.bySlot(slot) ?? `slot ${slot}`))
    return { who, what: `${everybody ? 'everybody: ' : ''}${short([...new Set(what)])}` }
  }

  #named(clients: readonly number[]): string {
    const name = (client: number) =>
      client === this.#self() ? 'you' : (this.#names.get(client) ?? this.#known.byClient(client) ?? String(client))
    return short([...new Set(clients)].map(name))
  }
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

/** The entries of maps that are set; for an item beside a neighbour the key is unknown without the document. */
function changesOf(structs: Decoded['structs']): readonly string[] {
  const roots = new Map<string, string[]>()
  let others = 0
  for (const struct of structs) {
    if (struct instanceof Y.Item && typeof struct.parent === 'string')
      roots.set(struct.parent, [...(roots.get(struct.parent) ?? []), struct.parentSub ?? 'list'])
    else others += 1
  }
  const named = [...roots].map(([root, keys]) => `${root} ${short(keys)}`)
  return others > 0 ? [...named, `${others} further ${others === 1 ? 'change' : 'changes'}`] : named
}

function deletionsOf(ds: Decoded['ds']): readonly string[] {
  const count = [...ds.clients.values()].flat().reduce((sum, { len }) => sum + len, 0)
  return count > 0 ? [`${count.toLocaleString('en')} deleted`] : []
}

function clientsOf(stateVector: Uint8Array): number {
  return Y.decodeStateVector(stateVector).size
}

function nameIn(state: unknown): string | null {
  const user = (state as { readonly user?: { readonly name?: unknown } } | null | undefined)?.user
  return typeof user?.name === 'string' ? user.name : null
}

function short(items: readonly string[]): string {
  const shown = items.slice(0, maxNamed).join(' ')
  return items.length > maxNamed ? `${shown} and ${items.length - maxNamed} more` : shown
}

/** One line of text: time, direction, kind, bytes, author, contents. */
export function lineOf({ at, direction, bytes, kind, who, what }: InspectedEntry): string {
  const time = new Date(at).toISOString().slice(11, 23)
  const arrow = { in: '<', out: '>', connection: '-' }[direction]
  const size = direction === 'connection' ? '' : `${bytes} B`
  return [time, arrow, kind.padEnd(11), size.padStart(9), who && `[${who}]`, what].filter(Boolean).join(' ')
}

/** The log of a connection for a report, in English, without content of the board or secrets. */
export function logOf(
  { status, wire }: { readonly status: SyncStatus; readonly wire: Wire },
  lines: readonly InspectedEntry[],
): string {
  const { connection, transport, roundTripMs, edits, uploads } = status
  const reason = fallbackReason(wire.events, transport)
  const { in: received, out: sent } = wire.counts
  return [
    `${connection}, ${transport ?? 'no transport'}${reason ? ` (WebSocket: ${reason})` : ''}, round trip ${roundTripMs ?? '?'} ms`,
    `edits: ${edits.device} on this device, ${edits.received} received, ${edits.saved} saved`,
    `assets: ${uploads.pending} to be uploaded, ${uploads.failed} refused${uploads.problem ? ` (${uploads.problem})` : ''}`,
    `in ${received.messages} messages, ${received.bytes} bytes; out ${sent.messages} messages, ${sent.bytes} bytes`,
    ...lines.map(lineOf),
  ].join('\n')
}
