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

/** Stock clients drop a state without news for 30 s, even if its owner is connected. */
export const renewMs = 15_000

interface Entry {
  readonly session: Session
  readonly clientId: number
  /** Its number on this board while it is connected. */
  readonly slot: number
  /** Identity, and everything that rarely changes. */
  readonly state: Record<string, unknown>
  /** `state` as JSON. */
  readonly json: string
  readonly cursor: PresencePoint | null
  readonly shift: PresencePoint | null
}

/** A presence message of a session; a null state leaves the known one unchanged. */
interface PresenceInput {
  readonly state: Record<string, unknown> | null
  readonly cursor: PresencePoint | null
  readonly shift: PresencePoint | null
}

/** The changed part of an entry: only its position, or all of it; `again`: nothing, resent for stock clients. */
type Change = 'again' | 'place' | 'whole'

/** Presence changes, encoded once for each kind of client. */
export interface PresenceChanges {
  /** For our own clients: a presence delta, the same for all; clients ignore their own entry. */
  readonly delta: Uint8Array | null
  /** The session whose changes these are, if it is only one: it need not receive them. */
  readonly only: Session | null
  /** For stock clients: awareness, without the session's own state. */
  awarenessFor(session: Session): Uint8Array | null
}

/**
 * The presence on a board. Owned by the server: one state per connection, under the first client id it used,
 * with the person and clock set by the server.
 */
export class Presences {
  readonly #entries = new Map<number, Entry>()
  readonly #left = new Map<number, number>()
  readonly #changes = new Map<number, Change>()
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
    return this.#changes.size > 0 || this.#left.size > 0
  }

  /** Handles the awareness of a stock client: only its own state is used. */
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

  /** Handles a presence delta of our own client: only its first entry is used. */
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
    this.#changes.delete(entry.clientId)
    this.#left.set(entry.clientId, entry.slot)
  }

  /** Updates the person in the state of a session. */
  updatePerson(session: Session): void {
    const { clientId } = session
    const entry = clientId === null ? undefined : this.#entries.get(clientId)
    if (entry?.session === session) this.#put(session, entry.clientId, entry)
  }

  /** Sends the presence of everybody to stock clients again before their timeout drops it. */
  renew(): void {
    for (const clientId of this.#entries.keys()) this.#mark(clientId, 'again')
  }

  /** A presence delta with everybody, for a new session. */
  everybody(): Uint8Array {
    return encodePresence({ everybody: true, entries: [...this.#entries.values()].map(whole) })
  }

  /** The same for a stock client. */
  everybodysAwareness(): Uint8Array {
    this.#tick()
    return encodeAwareness([...this.#entries.values()].map((entry) => this.#stateOf(entry)))
  }

  /** Returns the changes since the last call. */
  flush(): PresenceChanges {
    this.#tick()
    const left = [...this.#left].map(([clientId]): AwarenessState => ({ clientId, clock: this.#clock, state: null }))
    const gone = [...this.#left.values()].map((slot): PresenceEntry => ({ slot, gone: true }))
    const told = [...this.#changes].flatMap(([clientId, change]) => {
      const entry = this.#entries.get(clientId)
      return entry ? [{ entry, change }] : []
    })
    for (const slot of this.#left.values()) this.#slots.delete(slot)
    this.#left.clear()
    this.#changes.clear()
    const changed = told.filter(({ change }) => change !== 'again')
    const entries = changed.map(({ entry, change }) => (change === 'whole' ? whole(entry) : place(entry)))
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

  #put(session: Session, clientId: number, { state: said, cursor, shift }: PresenceInput): void {
    const known = this.#entries.get(clientId)
    const state = said ? withPerson(session, said) : (known?.state ?? withPerson(session, {}))
    const json = said || !known ? JSON.stringify(state) : known.json
    const slot = known?.slot ?? this.#left.get(clientId) ?? this.#freeSlot()
    session.clientId = clientId
    this.#entries.set(clientId, { session, clientId, slot, state, json, cursor, shift })
    this.#slots.add(slot)
    this.#left.delete(clientId)
    this.#mark(clientId, known?.json === json ? 'place' : 'whole')
  }

  #mark(clientId: number, change: Change): void {
    const known = this.#changes.get(clientId)
    const rank = { again: 0, place: 1, whole: 2 } as const
    if (!known || rank[change] > rank[known]) this.#changes.set(clientId, change)
  }

  #freeSlot(): number {
    let slot = 0
    while (this.#slots.has(slot)) slot += 1
    return slot
  }

  /** Advances the clock, also beyond those of earlier server processes. */
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

/** Sets the person in a state; a program with a link's token may choose its name. */
function withPerson({ person }: Session, state: Record<string, unknown>): Record<string, unknown> {
  const name = person.bot ? chosenName(state.user) : null
  const user = name ? { ...person, name } : person
  const whole = { ...state, user }
  // A state must not exceed the limit by adding the name, or clients would refuse it.
  return Buffer.byteLength(JSON.stringify(whole)) > limits.maxPresenceBytes - roomForPlace ? { user } : whole
}

/** Limit of a presence message of our own client: one state and positions, bytes. */
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
