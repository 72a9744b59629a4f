import type { TransportName } from './transport.ts'

/** One message as it went over the wire, or something that happened to the connection. */
export type WireEntry =
  | { readonly type: 'in' | 'out'; readonly at: number; readonly message: Uint8Array }
  | ({ readonly type: 'connection' } & ConnectionEvent)

/** `at`: ms since 1970. */
export interface ConnectionEvent {
  readonly at: number
  readonly transport: TransportName | null
  /** `failed`: a way was tried and does not get through. */
  readonly what: 'opened' | 'failed' | 'closed'
  /** Why, where there is a reason; fit to be shown, and without secrets. */
  readonly why: string
}

export interface WireCounts {
  readonly messages: number
  readonly bytes: number
}

/** How many connection events are remembered. */
const maxEvents = 50

/**
 * What goes over a connection, for whoever wants to see it. It counts at all times and remembers what happened to the
 * connection; messages are shown as they pass, and kept by nobody here.
 */
export class Wire {
  #counts = { in: { messages: 0, bytes: 0 }, out: { messages: 0, bytes: 0 } }
  #events: ConnectionEvent[] = []
  readonly #listeners = new Set<(entry: WireEntry) => void>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Since the document was connected; both ways. */
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

/** Why a connection is not by the best transport: the last failure of a better one; null when it is, or nobody knows. */
export function fallbackReason(events: readonly ConnectionEvent[], transport: TransportName | null): string | null {
  if (transport !== 'polling') return null
  const failure = events.findLast((event) => event.what === 'failed' && event.transport === 'websocket')
  return failure ? failure.why : null
}
