import { decodePresence, type Peer, type PresenceEntry, parsePeer } from '@inkbridge/types'

/** A connection as the server last described it, this one included. */
interface Known {
  readonly clientId: number
  readonly state: object
  readonly cursor: PresenceEntry['cursor']
  readonly shift: PresenceEntry['shift']
}

/** The other connections on the board, as the server describes them. */
export class Peers {
  readonly #bySlot = new Map<number, Known>()
  readonly #listeners = new Set<() => void>()
  #list: readonly Peer[] = []

  get list(): readonly Peer[] {
    return this.#list
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Names of everybody here, this connection included. */
  readonly names = {
    bySlot: (slot: number): string | null => nameOf(this.#bySlot.get(slot)),
    byClient: (clientId: number): string | null =>
      nameOf([...this.#bySlot.values()].find((known) => known.clientId === clientId)),
  }

  /** Applies a presence delta; a malformed one is ignored. `self` is left out of the list. */
  receive(bytes: Uint8Array, self: number): void {
    const delta = decodePresence(bytes)
    if (!delta) return
    if (delta.everybody) this.#bySlot.clear()
    for (const entry of delta.entries) this.#take(entry)
    this.#list = [...this.#bySlot.values()].flatMap((known) => (known.clientId === self ? [] : (peerOf(known) ?? [])))
    this.#notify()
  }

  /** The connection ended: nobody is known to be here. */
  clear(): void {
    if (this.#bySlot.size === 0) return
    this.#bySlot.clear()
    this.#list = []
    this.#notify()
  }

  /** Stops notifying. */
  dispose(): void {
    this.#listeners.clear()
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }

  #take({ slot, gone, whole, cursor, shift }: PresenceEntry): void {
    if (gone) return void this.#bySlot.delete(slot)
    const known = this.#bySlot.get(slot)
    if (!whole && !known) return
    this.#bySlot.set(slot, {
      clientId: whole?.clientId ?? known?.clientId ?? 0,
      state: typeof whole?.state === 'object' && whole.state !== null ? whole.state : (known?.state ?? {}),
      cursor: cursor === undefined ? known?.cursor : cursor,
      shift: shift === undefined ? known?.shift : shift,
    })
  }
}

function peerOf({ clientId, state, cursor, shift }: Known): Peer | null {
  return parsePeer(clientId, { ...state, cursor, shift })
}

function nameOf(known: Known | undefined): string | null {
  return (known && peerOf(known)?.user.name) ?? null
}
