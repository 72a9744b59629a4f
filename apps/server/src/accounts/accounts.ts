import { cleanName, type DeviceId, no, ok, type PrincipalId, type Result } from '@inkbridge/types'
import { guestPerson, Passwords, PasswordsBusy } from '../admission/admission.ts'
import {
  type AccountRow,
  type Devices,
  type Directory,
  type ExternalIdentity,
  type KnownAccounts,
  type LinkedGuest,
  newLinkSecret,
  proxyIssuer,
  type Visit,
} from '../storage/storage.ts'
import type { Attempts } from './attempts.ts'

export { Attempts } from './attempts.ts'
export { createOpenId, type OpenId } from './open-id.ts'

/** How long a link to set a first password is valid, and one to reset it; ms. */
const invitationMs = 7 * 86_400_000
const resetMs = 86_400_000

/** Why a password was not accepted; `wrong` also for an account that does not exist or is disabled. */
export type PasswordProblem = 'wrong' | 'busy' | { readonly waitMs: number }

/** A new account. */
export interface NewAccount {
  readonly email: string | null
  /** Null: they choose one, or keep that of their guest. */
  readonly name: string | null
}

/** A link with which the owner of an account sets a password, once. */
export interface PasswordLink {
  readonly account: AccountRow
  /** In the fragment of its address. */
  readonly secret: string
  /** ms since 1970 */
  readonly expiresAt: number
}

/** The path of a page on which a password is set. The secret is in the fragment, which no log and no proxy sees. */
export function passwordPath(secret: string): string {
  return `/account/password#${secret}`
}

interface PasswordChange {
  readonly current: string
  readonly password: string
  readonly address: string
  /** The browser that stays signed in. */
  readonly here: DeviceId
}

export interface AccountParts {
  readonly directory: Directory
  readonly known: KnownAccounts
  readonly devices: Devices
  readonly attempts: Attempts
  /** Signs browsers out, and ends their connections. */
  readonly signOut: (visits: readonly Visit[]) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** The accounts of a server: passwords, one-time links, and guests who sign in. */
export class Accounts {
  readonly #parts: AccountParts
  readonly #now: () => number
  readonly #passwords = new Passwords()

  constructor(parts: AccountParts) {
    this.#parts = parts
    this.#now = parts.now ?? Date.now
  }

  /** Creates an account; null when the e-mail address has one. */
  async add({ email, name }: NewAccount): Promise<AccountRow | null> {
    const { directory, known } = this.#parts
    if (email !== null && (await directory.accountOfEmail(email))) return null
    const account = await directory.addAccount(email)
    if (!account) return null
    known.added()
    if (name !== null) await this.#rename(account.principal, name)
    return account
  }

  /** Creates a link to set a password; earlier ones of the account are no longer valid. */
  async linkFor(account: AccountRow): Promise<PasswordLink> {
    const secret = newLinkSecret()
    const expiresAt = this.#now() + (account.password === null ? invitationMs : resetMs)
    await this.#parts.directory.addPasswordLink(account.principal, secret, expiresAt)
    return { account, secret, expiresAt }
  }

  /** The account of a password link that is valid. */
  async ofLink(secret: string): Promise<AccountRow | null> {
    const account = await this.#parts.directory.accountOfPasswordLink(secret)
    return account && account.disabledAt === null ? account : null
  }

  /** Sets a password by a link, which is used up, and ends all sessions. Null when the link is not valid. */
  async useLink(
    secret: string,
    password: string,
    name: string | null,
  ): Promise<Result<AccountRow, 'no-link' | 'busy'>> {
    const account = await this.ofLink(secret)
    if (!account) return no('no-link')
    const hash = await this.#hash(password)
    if (hash === null) return no('busy')
    if (!(await this.#parts.directory.usePasswordLink(secret))) return no('no-link')
    await this.#parts.directory.setPassword(account.principal, hash)
    if (name !== null) await this.#rename(account.principal, name)
    await this.endSessions(account.principal)
    return ok(account)
  }

  /** Checks an e-mail address and a password. Takes as long when there is no such account. */
  async check(email: string, password: string, address: string): Promise<Result<AccountRow, PasswordProblem>> {
    const account = await this.#parts.directory.accountOfEmail(email)
    const problem = await this.#try(email.toLowerCase(), account, password, address)
    return problem === null && account ? ok(account) : no(problem ?? 'wrong')
  }

  /**
   * Replaces the password of an account, and ends its other sessions. Null when it was done. An account without a password
   * gets its first one by a link only: a stolen cookie must not add a way to sign in.
   */
  async changePassword(
    account: AccountRow,
    { current, password, address, here }: PasswordChange,
  ): Promise<PasswordProblem | null> {
    const problem = account.password === null ? 'wrong' : await this.confirm(account, current, address)
    if (problem) return problem
    const hash = await this.#hash(password)
    if (hash === null) return 'busy'
    await this.#parts.directory.setPassword(account.principal, hash)
    await this.endSessions(account.principal, here)
    return null
  }

  /** Checks the password of a person who is signed in; null when it is right, or they have none. */
  async confirm(account: AccountRow, password: string, address: string): Promise<PasswordProblem | null> {
    if (account.password === null) return null
    return this.#try(account.email ?? account.principal, account, password, address)
  }

  /** Disables an account and ends its connections, or enables it again. */
  async disable({ principal }: AccountRow, disabled: boolean): Promise<void> {
    const { directory, known } = this.#parts
    if (disabled) known.close(principal)
    await directory.disableAccount(principal, disabled)
    if (!disabled) return known.reopen(principal)
    await this.endSessions(principal)
  }

  /** Erases an account: its name is replaced, and its boards stay for the others on them. */
  async erase({ principal }: AccountRow, name: string): Promise<void> {
    const { directory, known } = this.#parts
    known.close(principal)
    await directory.eraseAccount(principal, name)
    await this.endSessions(principal)
  }

  /** Signs somebody out everywhere, except in one browser. */
  async endSessions(principal: PrincipalId, except?: DeviceId): Promise<void> {
    const { devices, signOut } = this.#parts
    const rows = (await devices.list(principal)).filter(({ id }) => id !== except)
    await signOut(rows.map(({ id, label }) => ({ principal, device: id, label })))
  }

  /**
   * Makes a guest part of an account: its boards, name and authorship are the account's. Its browsers are signed out,
   * except one.
   */
  async link(linked: LinkedGuest, except: DeviceId): Promise<void> {
    const { directory, known } = this.#parts
    const { guest } = linked
    if (known.isClosed(guest) || !(await directory.hasRights(guest))) return
    await directory.linkGuest(linked)
    known.link(linked)
    await this.endSessions(guest, except)
  }

  /** Gives the guest that signed in with this browser its rights back; null when there was none. */
  async unlink(account: PrincipalId, device: DeviceId): Promise<PrincipalId | null> {
    const { directory, known } = this.#parts
    const guest = known.guestOf(account, device)
    if (!guest) return null
    await directory.unlinkGuest(guest)
    known.unlink(guest)
    return guest
  }

  /**
   * The account of somebody another system vouches for; created for a new one. An account that has no password yet is
   * taken by its e-mail address, which the system must have verified; one with a password never: `taken`.
   */
  async ofIdentity(
    identity: ExternalIdentity,
    { email, name }: NewAccount,
  ): Promise<Result<AccountRow, 'taken' | 'disabled'>> {
    const { directory } = this.#parts
    const known = await directory.accountOfIdentity(identity)
    if (known) return known.disabledAt === null ? ok(known) : no('disabled')
    const invited = email === null ? null : await directory.accountOfEmail(email)
    if (invited && (invited.password !== null || (await directory.hasIdentity(invited.principal)))) return no('taken')
    if (invited && invited.disabledAt !== null) return no('disabled')
    const account = invited ?? (await this.add({ email, name }))
    if (!account) return no('taken')
    await directory.addIdentity(identity, account.principal)
    return ok(account)
  }

  /**
   * The account of somebody whom a trusted proxy names. The operator's own proxy decides who a person is: an account with
   * that address is theirs.
   */
  async ofProxyUser(name: string): Promise<Result<AccountRow, 'disabled'>> {
    const { directory, known } = this.#parts
    const identity = { issuer: proxyIssuer, subject: name }
    const email = /^[^\s@]+@[^\s@]+$/.test(name) ? name : null
    const before = await directory.accountOfIdentity(identity)
    const account =
      before ??
      (email === null ? null : await directory.accountOfEmail(email)) ??
      (await this.add({ email, name: cleanName(name.split('@')[0]) }))
    if (!account || account.disabledAt !== null) return no('disabled')
    if (!before) await directory.addIdentity(identity, account.principal)
    known.identify(account.principal, identity)
    return ok(account)
  }

  /** Lets somebody who has signed in do so by another system, too; false when that identity has an account already. */
  async connect(principal: PrincipalId, identity: ExternalIdentity): Promise<boolean> {
    const { directory } = this.#parts
    const known = await directory.accountOfIdentity(identity)
    if (!known) await directory.addIdentity(identity, principal)
    return !known || known.principal === principal
  }

  /** Counts the attempt; null when the password is right and the account may sign in. */
  async #try(
    key: string,
    account: AccountRow | null,
    password: string,
    address: string,
  ): Promise<PasswordProblem | null> {
    const { attempts } = this.#parts
    const waitMs = attempts.begin(key, address)
    if (waitMs > 0) return { waitMs }
    try {
      const matches = await this.#passwords.matches(password, account?.password ?? null)
      if (!matches || account?.disabledAt !== null) return 'wrong'
    } catch (error) {
      if (error instanceof PasswordsBusy) return 'busy'
      throw error
    }
    attempts.succeeded(key, address)
    return null
  }

  async #hash(password: string): Promise<string | null> {
    try {
      return await this.#passwords.hash(password)
    } catch (error) {
      if (error instanceof PasswordsBusy) return null
      throw error
    }
  }

  async #rename(principal: PrincipalId, name: string): Promise<void> {
    await this.#parts.directory.changePerson(principal, guestPerson(principal), { name })
  }
}
