import type { TransportName } from './transport.ts'

/** One message of the connection, or a connection event. */
export type WireEntry =
  | { readonly type: 'in' | 'out'; readonly at: number; readonly message: Uint8Array }
  | ({ readonly type: 'connection' } & ConnectionEvent)

/** `at`: ms since 1970. */
export interface ConnectionEvent {
  readonly at: number
  readonly transport: TransportName | null
  /** `failed`: a transport was tried and does not work. */
  readonly what: 'opened' | 'failed' | 'closed'
  /** The reason, where there is one; suitable for display, and without secrets. */
  readonly why: string
}

export interface WireCounts {
  readonly messages: number
  readonly bytes: number
}

/** How many connection events are remembered. */
const maxEvents = 50

/**
 * The traffic of a connection, for observers. It always counts, and remembers connection events; messages are passed to
 * observers and not stored.
 */
export class Wire {
  #counts = { in: { messages: 0, bytes: 0 }, out: { messages: 0, bytes: 0 } }
  #events: ConnectionEvent[] = []
  readonly #listeners = new Set<(entry: WireEntry) => void>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Since the document was connected; both directions. */
  get counts(): { readonly in: WireCounts; readonly out: WireCounts } {
    return this.#counts
  }

  /** The last ones, oldest first. */
  get events(): readonly ConnectionEvent[] {
    return this.#events
  }

  observe(listener: (entry: WireEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  passed(type: 'in' | 'out', message: Uint8Array): void {
    this.#counts[type].messages += 1
    this.#counts[type].bytes += message.byteLength
    if (this.#listeners.size > 0) this.#tell({ type, at: this.#now(), message })
  }

  happened(what: ConnectionEvent['what'], transport: TransportName | null, why = ''): void {
    const event = { at: this.#now(), transport, what, why }
    this.#events = [...this.#events, event].slice(-maxEvents)
    this.#tell({ type: 'connection', ...event })
  }

  #tell(entry: WireEntry): void {
    for (const listener of this.#listeners) listener(entry)
  }
}

/**
 * Why a connection does not use the best transport: the last failure of a better one; null when it does, or the reason
 * is unknown.
 */
export function fallbackReason(events: readonly ConnectionEvent[], transport: TransportName | null): string | null {
  if (transport !== 'polling') return null
  const failure = events.findLast((event) => event.what === 'failed' && event.transport === 'websocket')
  return failure ? failure.why : null
}
