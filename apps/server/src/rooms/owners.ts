import type { PrincipalId } from '@inkbridge/types'
import type { Session } from './session.ts'

/** Returns the account that a guest is part of, or else the given principal. */
export type OwnerOf = (principal: PrincipalId) => PrincipalId

/**
 * The owner of each Yjs client of a board: permanently the first principal that used it. Writing as another's client
 * would make that person's next edits vanish.
 */
export class Owners {
  readonly #owners: Map<number, PrincipalId>
  readonly #retired: ReadonlySet<number>
  /** Clients of the server. */
  readonly #server: Set<number>
  /** Clients of a shared link's token: each belongs to one connection while that is open. */
  readonly #holders = new Map<number, Session>()

  /** The account that a guest is part of, or else the principal itself. */
  readonly #ownerOf: OwnerOf

  /** `retired`: clients of earlier generations; `server`: the server's own client. */
  constructor(
    owners: ReadonlyMap<number, PrincipalId>,
    retired: ReadonlySet<number>,
    server: number,
    ownerOf: OwnerOf = (principal) => principal,
  ) {
    this.#ownerOf = ownerOf
    this.#owners = new Map(owners)
    this.#retired = retired
    this.#server = new Set([server])
  }

  /** `taken`: owned by another principal or an earlier generation; `busy`: by another connection of the same token. */
  ownership(session: Session, client: number): 'own' | 'free' | 'taken' | 'busy' {
    if (this.#server.has(client) || this.#retired.has(client)) return 'taken'
    const owner = this.#owners.get(client)
    if (owner === undefined) return 'free'
    if (this.#ownerOf(owner) !== session.principal) return 'taken'
    const holder = this.#holders.get(client)
    return holder && holder !== session ? 'busy' : 'own'
  }

  /** Reserves a client for the server. Returns false when it is owned already. */
  reserve(client: number): boolean {
    if (this.#owners.has(client)) return false
    this.#server.add(client)
    return true
  }

  /** Claims clients for a session; returns those that had no owner, to be logged. */
  claim(session: Session, clients: readonly number[]): readonly number[] {
    const free = clients.filter((client) => !this.#owners.has(client) && !this.#retired.has(client))
    for (const client of free) this.#owners.set(client, session.principal)
    if (!session.shared) return free
    for (const client of clients) if (this.#owners.get(client) === session.principal) this.#holders.set(client, session)
    return free
  }

  leave(session: Session): void {
    for (const [client, holder] of this.#holders) if (holder === session) this.#holders.delete(client)
  }
}
