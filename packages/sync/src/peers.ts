import { decodeAwareness, type Peer, parsePeer } from '@inkbridge/types'

/** Everyone else on the board, as the server tells it. */
export class Peers {
  #byClient = new Map<number, Peer>()
  #list: readonly Peer[] = []

  get list(): readonly Peer[] {
    return this.#list
  }

  /** Takes an awareness payload; true when somebody came, went or moved. Never shows oneself. */
  receive(states: Uint8Array, self: number): boolean {
    const entries = (decodeAwareness(states) ?? []).filter(({ clientId }) => clientId !== self)
    for (const { clientId, state } of entries) {
      const peer = parsePeer(clientId, state)
      if (peer) this.#byClient.set(clientId, peer)
      else this.#byClient.delete(clientId)
    }
    if (entries.length > 0) this.#list = [...this.#byClient.values()]
    return entries.length > 0
  }

  clear(): boolean {
    const changed = this.#byClient.size > 0
    this.#byClient.clear()
    this.#list = []
    return changed
  }
}
