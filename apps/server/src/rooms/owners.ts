import type { PrincipalId } from '@inkbridge/types'
import type { Session } from './session.ts'

/**
 * Who may write as which Yjs client of a board: who used it first, for good. Whoever could write as another's client
 * could make that person's next edits vanish.
 */
export class Owners {
  readonly #owners: Map<number, PrincipalId>
  readonly #retired: ReadonlySet<number>
  /** Clients that the server itself writes as. */
  readonly #server: Set<number>
  /** Clients of a bare link's token, which many may hold: each is one connection's while that lives. */
  readonly #holders = new Map<number, Session>()

  /** `retired`: of earlier generations of the board; `server`: the client the server itself writes as. */
  constructor(owners: ReadonlyMap<number, PrincipalId>, retired: ReadonlySet<number>, server: number) {
    this.#owners = new Map(owners)
    this.#retired = retired
    this.#server = new Set([server])
  }

  /** `taken`: it belongs to somebody else, or to an earlier generation; `busy`: to another connection of the same token, as long as that lives. */
  standing(session: Session, client: number): 'own' | 'free' | 'taken' | 'busy' {
    if (this.#server.has(client) || this.#retired.has(client)) return 'taken'
    const owner = this.#owners.get(client)
    if (owner === undefined) return 'free'
    if (owner !== session.principal) return 'taken'
    const holder = this.#holders.get(client)
    return holder && holder !== session ? 'busy' : 'own'
  }

  /** The server writes as this client, too, from here on. False: somebody else does. */
  reserve(client: number): boolean {
    if (this.#owners.has(client)) return false
    this.#server.add(client)
    return true
  }

  /** From here on these are the session's; gives those that were nobody's, to be written down. */
  claim(session: Session, clients: readonly number[]): readonly number[] {
    const free = clients.filter((client) => !this.#owners.has(client) && !this.#retired.has(client))
    for (const client of free) this.#owners.set(client, session.principal)
    const own = clients.filter((client) => this.#owners.get(client) === session.principal)
    if (session.shared) for (const client of own) this.#holders.set(client, session)
    return free
  }

  leave(session: Session): void {
    for (const [client, holder] of this.#holders) if (holder === session) this.#holders.delete(client)
  }
}
