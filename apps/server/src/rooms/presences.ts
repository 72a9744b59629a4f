import { type AwarenessState, cleanName, decodeAwareness, encodeAwareness, type Presence } from '@inkbridge/types'
import type { Session } from './session.ts'

/** Stock clients forget a state they have not heard of for 30 s, whether or not its owner is still here. */
export const renewMs = 15_000

interface Entry {
  readonly session: Session
  readonly clientId: number
  readonly state: Record<string, unknown>
}

/**
 * Who shows what on a board. The server owns it: one state a connection, under the client id it used first, signed
 * with the person the server knows it to be, with the server's clock.
 */
export class Presences {
  readonly #entries = new Map<number, Entry>()
  readonly #left = new Set<number>()
  readonly #moved = new Set<number>()
  readonly #now: () => number
  #clock = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get changed(): boolean {
    return this.#moved.size > 0 || this.#left.size > 0
  }

  /** Takes what a connection says of itself; the rest of the frame, and what others own, is left out. */
  receive(session: Session, states: Uint8Array): void {
    const own = decodeAwareness(states)?.find(
      ({ clientId }) => clientId === (session.clientId ?? clientId) && this.#isFree(session, clientId),
    )
    if (!own) return
    if (own.state === null) return this.leave(session)
    session.clientId = own.clientId
    this.#entries.set(own.clientId, { session, clientId: own.clientId, state: signed(session, own.state) })
    this.#left.delete(own.clientId)
    this.#moved.add(own.clientId)
  }

  leave(session: Session): void {
    const { clientId } = session
    if (clientId === null || this.#entries.get(clientId)?.session !== session) return
    this.#entries.delete(clientId)
    this.#moved.delete(clientId)
    this.#left.add(clientId)
  }

  /** The person is called something else now. */
  restamp(session: Session): void {
    const { clientId } = session
    const entry = clientId === null ? undefined : this.#entries.get(clientId)
    if (!entry || entry.session !== session) return
    this.#entries.set(entry.clientId, { ...entry, state: signed(session, entry.state) })
    this.#moved.add(entry.clientId)
  }

  /** Everybody counts as moved: so that nobody is forgotten. */
  renew(): void {
    for (const clientId of this.#entries.keys()) this.#moved.add(clientId)
  }

  /** Everyone's state, for somebody who has just come. */
  all(): Uint8Array {
    this.#tick()
    return encodeAwareness([...this.#entries.values()].map((entry) => this.#stateOf(entry)))
  }

  /** What has changed since the last call, as `frameFor(session)`: nobody is told of itself. Null: nothing for it. */
  flush(): (session: Session) => Uint8Array | null {
    this.#tick()
    const left = [...this.#left].map((clientId): AwarenessState => ({ clientId, clock: this.#clock, state: null }))
    const moved = [...this.#moved].flatMap((clientId) => this.#entries.get(clientId) ?? [])
    this.#left.clear()
    this.#moved.clear()
    const shared = encodeAwareness([...left, ...moved.map((entry) => this.#stateOf(entry))])
    return (session) => {
      if (!moved.some((entry) => entry.session === session)) return shared
      const others = moved.filter((entry) => entry.session !== session)
      if (others.length + left.length === 0) return null
      return encodeAwareness([...left, ...others.map((entry) => this.#stateOf(entry))])
    }
  }

  /** Later than any clock that was given before, also by a server that ran before this one. */
  #tick(): void {
    this.#clock = Math.max(this.#clock + 1, this.#now())
  }

  #stateOf({ clientId, state }: Entry): AwarenessState {
    return { clientId, clock: this.#clock, state }
  }

  #isFree(session: Session, clientId: number): boolean {
    const holder = this.#entries.get(clientId)?.session
    return !holder || holder === session || holder.principal === session.principal
  }
}

/** The state with the person the server knows; a program with a link's token may choose its name. */
function signed(session: Session, input: unknown): Record<string, unknown> {
  const state = typeof input === 'object' && input !== null ? (input as Presence & Record<string, unknown>) : {}
  const { person } = session
  const name = person.bot ? chosenName(state.user) : null
  return { ...state, user: name ? { ...person, name } : person }
}

function chosenName(user: unknown): string | null {
  const name = typeof user === 'object' && user !== null && 'name' in user ? user.name : null
  return cleanName(name)
}
