import { decodePresence, type Peer, type PresenceEntry, parsePeer } from '@inkbridge/types'

/** Somebody as last told, oneself included. */
interface Known {
  readonly clientId: number
  readonly state: object
  readonly cursor: PresenceEntry['cursor']
  readonly shift: PresenceEntry['shift']
}

/** Everyone else on the board, as the server tells it. */
export class Peers {
  readonly #bySlot = new Map<number, Known>()
  #list: readonly Peer[] = []

  get list(): readonly Peer[] {
    return this.#list
  }

  /** Names of everybody here, oneself included. */
  readonly names = {
    bySlot: (slot: number): string | null => nameOf(this.#bySlot.get(slot)),
    byClient: (clientId: number): string | null =>
      nameOf([...this.#bySlot.values()].find((known) => known.clientId === clientId)),
  }

  /** Takes a presence delta; true when somebody came, went or moved. Never shows oneself. */
  receive(bytes: Uint8Array, self: number): boolean {
    const delta = decodePresence(bytes)
    if (!delta) return false
    if (delta.everybody) this.#bySlot.clear()
    for (const entry of delta.entries) this.#take(entry)
    this.#list = [...this.#bySlot.values()].flatMap((known) => (known.clientId === self ? [] : (peerOf(known) ?? [])))
    return true
  }

  clear(): boolean {
    const changed = this.#bySlot.size > 0
    this.#bySlot.clear()
    this.#list = []
    return changed
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
