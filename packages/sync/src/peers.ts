import { decodeAwareness, type Peer, parsePeer } from '@inkbridge/types'

/** Everyone else on the board, as the server tells it. */
export class Peers {
  #byClient = new Map<number, Peer>()
  #list: readonly Peer[] = []
  #expectsAll = false

  get list(): readonly Peer[] {
    return this.#list
  }

  /** Takes an awareness payload; true when somebody came, went or moved. Never shows oneself. */
  receive(states: Uint8Array, self: number): boolean {
    if (this.#expectsAll) this.#byClient.clear()
    const cleared = this.#expectsAll
    this.#expectsAll = false
    const entries = (decodeAwareness(states) ?? []).filter(({ clientId }) => clientId !== self)
    for (const { clientId, state } of entries) {
      const peer = parsePeer(clientId, state)
      if (peer) this.#byClient.set(clientId, peer)
      else this.#byClient.delete(clientId)
    }
    const changed = cleared || entries.length > 0
    if (changed) this.#list = [...this.#byClient.values()]
    return changed
  }

  /** The next payload tells everybody: whoever is not in it has left meanwhile. */
  expectAll(): void {
    this.#expectsAll = true
  }

  clear(): boolean {
    const changed = this.#byClient.size > 0
    this.#byClient.clear()
    this.#list = []
    return changed
  }
}
