import type { DeviceId, PrincipalId } from '@inkbridge/types'
import type { Directory } from './directory.ts'
import type { LinkedGuest } from './linked-guest-rows.ts'
import { type ExternalIdentity, proxyIssuer } from './sign-in-rows.ts'

/** What every request needs to know of the accounts, in memory. Changed together with the directory. */
export class KnownAccounts {
  readonly #closed = new Set<PrincipalId>()
  readonly #linked = new Map<PrincipalId, { readonly account: PrincipalId; readonly device: DeviceId }>()
  /** The name of each account at the proxy that signs people in. */
  readonly #proxyUsers = new Map<PrincipalId, string>()
  #exist = false

  /** Whether there is any account. */
  get exist(): boolean {
    return this.#exist
  }

  /** Whether a principal may not act: a disabled or erased account, or a guest that is part of an account. */
  isClosed(principal: PrincipalId): boolean {
    return this.#closed.has(principal) || this.#linked.has(principal)
  }

  /** The account that a guest is part of, or else the principal itself. */
  ownerOf(principal: PrincipalId): PrincipalId {
    return this.#linked.get(principal)?.account ?? principal
  }

  /** The guest that an account took over when it signed in with this browser; null: none. */
  guestOf(account: PrincipalId, device: DeviceId): PrincipalId | null {
    for (const [guest, linked] of this.#linked) if (linked.account === account && linked.device === device) return guest
    return null
  }

  /** Whether a trusted proxy means this account by a name. */
  isOf(account: PrincipalId, proxyUser: string): boolean {
    return this.#proxyUsers.get(account) === proxyUser
  }

  identify(account: PrincipalId, { issuer, subject }: ExternalIdentity): void {
    if (issuer === proxyIssuer) this.#proxyUsers.set(account, subject)
  }

  added(): void {
    this.#exist = true
  }

  close(account: PrincipalId): void {
    this.#closed.add(account)
  }

  reopen(account: PrincipalId): void {
    this.#closed.delete(account)
  }

  link({ guest, account, device }: LinkedGuest): void {
    this.#linked.set(guest, { account, device })
  }

  unlink(guest: PrincipalId): void {
    this.#linked.delete(guest)
  }
}

type Rows = Pick<Directory, 'accounts' | 'closedAccounts' | 'linkedGuests' | 'identitiesOf'>

/** Reads what is known at the start of the server. */
export async function openKnownAccounts(directory: Rows): Promise<KnownAccounts> {
  const known = new KnownAccounts()
  if ((await directory.accounts()).length > 0) known.added()
  for (const account of await directory.closedAccounts()) known.close(account)
  for (const { account, ...identity } of await directory.identitiesOf(proxyIssuer)) known.identify(account, identity)
  for (const linked of await directory.linkedGuests()) known.link(linked)
  return known
}
