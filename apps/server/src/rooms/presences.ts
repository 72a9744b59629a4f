import {
  type AwarenessState,
  cleanName,
  decodePresence,
  encodeAwareness,
  encodePresence,
  findAwareness,
  limits,
  type PresenceEntry,
  type PresencePoint,
} from '@inkbridge/types'
import type { Session } from './session.ts'

/** Stock clients forget a state they have not heard of for 30 s, whether or not its owner is still here. */
export const renewMs = 15_000

interface Entry {
  readonly session: Session
  readonly clientId: number
  /** Its number on this board, for as long as it is here. */
  readonly slot: number
  /** Who it is and what rarely changes. */
  readonly state: Record<string, unknown>
  /** The same as JSON. */
  readonly json: string
  readonly cursor: PresencePoint | null
  readonly shift: PresencePoint | null
}

/** What somebody says of itself; without a state the one that is known stays. */
interface Said {
  readonly state: Record<string, unknown> | null
  readonly cursor: PresencePoint | null
  readonly shift: PresencePoint | null
}

/** How much of an entry is news: only where it is, or all of it; `again` is no news, for stock clients' sake. */
type News = 'again' | 'place' | 'whole'

/** What has changed, for each kind of client: made once for everybody. */
export interface PresenceNews {
  /** For our own clients: a presence delta. Everybody gets the same, with their own in it. */
  readonly delta: Uint8Array | null
  /** Whose news it is, when it is only one's: who need not be told. */
  readonly only: Session | null
  /** For stock clients: awareness. A stock client must not hear of itself. */
  awarenessFor(session: Session): Uint8Array | null
}

/**
 * Who shows what on a board. The server owns it: one state a connection, under the client id it used first, signed
 * with the person the server knows it to be, with the server's clock.
 */
export class Presences {
  readonly #entries = new Map<number, Entry>()
  readonly #left = new Map<number, number>()
  readonly #news = new Map<number, News>()
  readonly #slots = new Set<number>()
  readonly #now: () => number
  readonly #mayUse: (session: Session, clientId: number) => boolean
  #clock = 0

  /** `mayUse`: whether a session may show itself as a Yjs client. */
  constructor(now: () => number, mayUse: (session: Session, clientId: number) => boolean) {
    this.#now = now
    this.#mayUse = mayUse
  }

  get changed(): boolean {
    return this.#news.size > 0 || this.#left.size > 0
  }

  /** Takes what a stock client says of itself; the rest of the frame, and what others own, is left out. */
  receiveAwareness(session: Session, states: Uint8Array): void {
    const own = findAwareness(
      states,
      (clientId) => clientId === (session.clientId ?? clientId) && this.#isFree(session, clientId),
    )
    if (!own) return
    if (own.state === null) return this.leave(session)
    const { cursor, shift, ...state } = record(own.state)
    this.#put(session, own.clientId, { state, cursor: pointOf(cursor), shift: pointOf(shift) })
  }

  /** The same from our own client: its one entry. */
  receiveDelta(session: Session, bytes: Uint8Array): void {
    if (bytes.byteLength > maxOwnBytes) return
    const [entry] = decodePresence(bytes)?.entries ?? []
    if (!entry) return
    if (entry.gone) return this.leave(session)
    const clientId = session.clientId ?? entry.whole?.clientId
    if (clientId === undefined || !this.#isFree(session, clientId)) return
    const known = this.#entries.get(clientId)
    if (!known && !entry.whole) return
    this.#put(session, clientId, {
      state: entry.whole ? record(entry.whole.state) : null,
      cursor: entry.cursor === undefined ? (known?.cursor ?? null) : entry.cursor,
      shift: entry.shift === undefined ? (known?.shift ?? null) : entry.shift,
    })
  }

  leave(session: Session): void {
    const { clientId } = session
    const entry = clientId === null ? undefined : this.#entries.get(clientId)
    if (!entry || entry.session !== session) return
    this.#entries.delete(entry.clientId)
    this.#news.delete(entry.clientId)
    this.#left.set(entry.clientId, entry.slot)
  }

  /** The person is called something else now. */
  restamp(session: Session): void {
    const { clientId } = session
    const entry = clientId === null ? undefined : this.#entries.get(clientId)
    if (entry?.session === session) this.#put(session, entry.clientId, entry)
  }

  /** Sends the presence of everybody to stock clients again before their timeout drops it. */
  renew(): void {
    for (const clientId of this.#entries.keys()) this.#tell(clientId, 'again')
  }

  /** Everyone, for somebody who has just come: a presence delta. */
  everybody(): Uint8Array {
    return encodePresence({ everybody: true, entries: [...this.#entries.values()].map(whole) })
  }

  /** The same for a stock client. */
  everybodysAwareness(): Uint8Array {
    this.#tick()
    return encodeAwareness([...this.#entries.values()].map((entry) => this.#stateOf(entry)))
  }

  /** What has changed since the last call. */
  flush(): PresenceNews {
    this.#tick()
    const left = [...this.#left].map(([clientId]): AwarenessState => ({ clientId, clock: this.#clock, state: null }))
    const gone = [...this.#left.values()].map((slot): PresenceEntry => ({ slot, gone: true }))
    const told = [...this.#news].flatMap(([clientId, news]) => {
      const entry = this.#entries.get(clientId)
      return entry ? [{ entry, news }] : []
    })
    for (const slot of this.#left.values()) this.#slots.delete(slot)
    this.#left.clear()
    this.#news.clear()
    const changed = told.filter(({ news }) => news !== 'again')
    const entries = changed.map(({ entry, news }) => (news === 'whole' ? whole(entry) : place(entry)))
    const shared = once(() => encodeAwareness([...left, ...told.map(({ entry }) => this.#stateOf(entry))]))
    return {
      delta:
        gone.length + entries.length > 0 ? encodePresence({ everybody: false, entries: [...gone, ...entries] }) : null,
      only: gone.length === 0 && changed.length === 1 ? (changed[0]?.entry.session ?? null) : null,
      awarenessFor: (session) => {
        if (!told.some(({ entry }) => entry.session === session)) return shared()
        const others = told.filter(({ entry }) => entry.session !== session)
        if (others.length + left.length === 0) return null
        return encodeAwareness([...left, ...others.map(({ entry }) => this.#stateOf(entry))])
      },
    }
  }

  #put(session: Session, clientId: number, { state: said, cursor, shift }: Said): void {
    const known = this.#entries.get(clientId)
    const state = said ? signed(session, said) : (known?.state ?? signed(session, {}))
    const json = said || !known ? JSON.stringify(state) : known.json
    const slot = known?.slot ?? this.#left.get(clientId) ?? this.#freeSlot()
    session.clientId = clientId
    this.#entries.set(clientId, { session, clientId, slot, state, json, cursor, shift })
    this.#slots.add(slot)
    this.#left.delete(clientId)
    this.#tell(clientId, known?.json === json ? 'place' : 'whole')
  }

  #tell(clientId: number, news: News): void {
    const known = this.#news.get(clientId)
    const rank = { again: 0, place: 1, whole: 2 } as const
    if (!known || rank[news] > rank[known]) this.#news.set(clientId, news)
  }

  #freeSlot(): number {
    let slot = 0
    while (this.#slots.has(slot)) slot += 1
    return slot
  }

  /** Later than any clock that was given before, also by a server that ran before this one. */
  #tick(): void {
    this.#clock = Math.max(this.#clock + 1, this.#now())
  }

  #stateOf({ clientId, state, cursor, shift }: Entry): AwarenessState {
    return { clientId, clock: this.#clock, state: { ...state, cursor, ...(shift ? { shift } : {}) } }
  }

  #isFree(session: Session, clientId: number): boolean {
    if (!this.#mayUse(session, clientId)) return false
    const holder = this.#entries.get(clientId)?.session
    return !holder || holder === session || holder.principal === session.principal
  }
}

function whole({ slot, clientId, state, cursor, shift }: Entry): PresenceEntry {
  return { slot, whole: { clientId, state }, cursor, shift }
}

function place({ slot, cursor, shift }: Entry): PresenceEntry {
  return { slot, cursor, ...(shift ? { shift } : { shift: null }) }
}

/** The state with the person the server knows; a program with a link's token may choose its name. */
function signed({ person }: Session, state: Record<string, unknown>): Record<string, unknown> {
  const name = person.bot ? chosenName(state.user) : null
  const user = name ? { ...person, name } : person
  const whole = { ...state, user }
  // What was just within the bound without a name must not grow over it, or nobody could read it.
  return Buffer.byteLength(JSON.stringify(whole)) > limits.maxPresenceBytes - roomForPlace ? { user } : whole
}

/** What our own client says of itself: one state, and where it is, bytes. */
const maxOwnBytes = limits.maxPresenceBytes + 256

/** Bytes that a cursor and a shift add to a state for stock clients. */
const roomForPlace = 160

function chosenName(user: unknown): string | null {
  return cleanName(record(user).name)
}

function pointOf(input: unknown): PresencePoint | null {
  const { x, y } = record(input)
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null
}

function record(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null ? { ...input } : {}
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
