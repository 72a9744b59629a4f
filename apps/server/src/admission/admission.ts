import type { IncomingMessage } from 'node:http'
import {
  type BoardId,
  closeCodes,
  type DeviceId,
  type LinkId,
  no,
  ok,
  type Person,
  type PrincipalId,
  parseBoardId,
  type Rejection,
  type Result,
  type Role,
} from '@inkbridge/types'
import type { Config } from '../config.ts'
import type { BoardRow, Devices, Directory, KnownAccounts, LinkRow, Right, Visit } from '../storage/storage.ts'
import { createAccessPolicy } from './access-policy.ts'
import type { AddressOf } from './address.ts'
import { type ConnectionLimiter, tooManyGuesses } from './connection-limiter.ts'
import type { Identity } from './identity.ts'
import { LinkPasswords } from './link-passwords.ts'
import { createOpenLink, type OpenedLink } from './link-tokens.ts'
import { provenanceOf } from './origin.ts'
import { guestPerson } from './person.ts'

export { isRead } from './access-policy.ts'
export { type AddressOf, createAddressOf, createPeerOf, createProxyUser } from './address.ts'
export { Backlog, Backlogs, type ConnectionEnds } from './backlog.ts'
export { Bucket, dropOldest, type Rate } from './bucket.ts'
export { ConnectionLimiter } from './connection-limiter.ts'
export { createIdentity, type Identity, type Visitor } from './identity.ts'
export { JoinRequests } from './join-requests.ts'
export { linkUsedUp, tokenWith } from './link-tokens.ts'
export { Memory, type MemoryAccount } from './memory.ts'
export { isOurHost, provenanceOf } from './origin.ts'
export { Passwords, PasswordsBusy } from './passwords.ts'
export { guestPerson } from './person.ts'
export { createHttpRates, type HttpRates, type RateLimit } from './rate.ts'

/** A client that may enter a board, with its role. */
export interface Admitted {
  readonly board: BoardRow
  readonly role: Role
  /** When the right has to be checked again, ms since 1970; null: never. */
  readonly until: number | null
  /** The board is locked, and the role that of everybody but its owners. */
  readonly locked?: true
  readonly principal: PrincipalId
  readonly person: Person
  /** The link whose secret was sent; null when a cookie's grant admitted the client. */
  readonly link: LinkId | null
  /** The hash of the link's password that was sent with it. */
  readonly password?: string | null
  /** The browser whose cookie was sent; absent for a link's secret. */
  readonly device?: DeviceId | null
  /** The client's address, as limits count it. */
  readonly address: string
  /** `Admission.revocations` at the time the right was looked up. */
  readonly asOf: number
}

type RightHolder = Pick<Admitted, 'principal' | 'link' | 'password' | 'device'>

/** Credentials besides the cookie. */
interface Credentials {
  /** A link's secret; of a link with a password, also a dot and the password in base64url. */
  readonly token: string | null
  /** Chosen by the client: identifies one participant among all who use the secret. */
  readonly key?: string | null
  /** The client asks for a grant. */
  readonly joins?: boolean
}

/** Decides who may enter a board, for pages, the API and both doors. */
export interface Admission {
  /**
   * Gives the same rejection for missing, forbidden and revoked boards; another one only to those who have the secret of
   * a link that needs more.
   */
  admit(board: unknown, request: IncomingMessage, credentials: Credentials): Promise<Result<Admitted>>
  /** The current right of an admitted client to a board; null: none. */
  rightOf(board: BoardId, who: RightHolder): Promise<Right | null>
  /** Hashes a link's password; null when too many are waiting. */
  hashPassword(password: string): Promise<string | null>
  /** Makes everybody's rights be looked up again. The caller reviews the sessions on the board. */
  rightsChanged(): void
  /** Revokes a link; null when the board has no such link. The caller reviews the sessions on the board. */
  revoke(board: BoardId, link: string): Promise<LinkRow | null>
  /** Deletes a board. The caller ends the sessions on it. */
  remove(board: BoardId): Promise<void>
  /** Signs devices of a person out. The caller ends their sessions. */
  revokeDevices(devices: readonly Visit[]): Promise<void>
  /** Whether the board exists and is not deleted. */
  exists(board: BoardId): Promise<boolean>
  /** Runs changes of the rights to a board one after the other, so that each sees the result of the previous one. */
  exclusively<Value>(board: BoardId, run: () => Promise<Value>): Promise<Value>
  /** Whether somebody may enter boards: with `ACCESS=private` only accounts; links do not matter. */
  mayEnter(principal: PrincipalId): boolean
  /** Whether somebody may create boards: with `ACCESS=open` everybody, else only accounts. Null: a program. */
  mayCreate(principal: PrincipalId | null): boolean
  /** A counter, incremented whenever somebody may have lost a right. */
  readonly revocations: number
  /** Calls the listener after each revocation. Returns a function that unsubscribes it. */
  onRevocation(listener: () => void): () => void
  /** The name and colour of a person, chosen or assigned; for a guest that is part of an account, the account's. */
  personOf(principal: PrincipalId): Promise<Person>
}

export const forbidden: Rejection = {
  code: closeCodes.forbidden,
  reason: 'no-board',
  message: 'This board does not exist, or your link no longer opens it. Ask its owner for a new link.',
}

export function createAdmission(
  directory: Directory,
  identity: Identity,
  limiter: ConnectionLimiter,
  addressOf: AddressOf,
  config: Config,
  devices: Devices,
  known: Pick<KnownAccounts, 'ownerOf'>,
): Admission {
  const locale = config.locale ?? 'en'
  const access = createAccessPolicy(identity, config)

  async function personOf(principal: PrincipalId): Promise<Person> {
    const id = known.ownerOf(principal)
    return { ...guestPerson(id, locale), ...(await directory.person(id)) }
  }

  const passwords = new LinkPasswords(limiter)
  const openLink = createOpenLink(directory, passwords)

  async function byCookie(board: BoardId, request: IncomingMessage) {
    const guest = access.visitorOf(request)
    const right = guest && (await directory.rightOf(board, guest.principal))
    return guest && right ? { ...right, ...guest, person: await personOf(guest.principal), link: null } : null
  }

  let revocations = 0
  const listeners = new Set<() => void>()
  const exclusive = new Map<BoardId, Promise<unknown>>()

  function revoked(): void {
    revocations += 1
    for (const listener of [...listeners]) listener()
  }

  return {
    get revocations() {
      return revocations
    },

    onRevocation(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async rightOf(board, { link, password, principal, device }) {
      if (link) return directory.rightOfLink(board, link, password)
      const right = await directory.rightOf(board, principal)
      return device && !identity.isValid({ principal, device }) ? null : right
    },

    hashPassword: (password) => passwords.hash(password),
    rightsChanged: revoked,

    async revoke(board, link) {
      const row = await directory.revokeLink(board, link)
      revoked()
      return row
    },

    async remove(board) {
      await directory.remove(board)
      revoked()
    },

    async revokeDevices(those) {
      for (const device of those) await devices.revoke(device)
      revoked()
    },

    mayEnter: access.mayEnter,
    mayCreate: access.mayCreate,
    exists: async (board) => (await directory.board(board)) !== null,

    exclusively(board, run) {
      const before = exclusive.get(board) ?? Promise.resolve()
      const running = before.then(run, run)
      exclusive.set(board, running)
      const done = () => {
        if (exclusive.get(board) === running) exclusive.delete(board)
      }
      running.then(done, done)
      return running
    },

    async admit(input, request, { token, key = null, joins = false }) {
      const asOf = revocations
      const id = parseBoardId(input)
      const address = addressOf(request)
      if (!access.maySend(request)) return no(forbidden)
      const opened = id && token ? await openLink(id, { token, key, joins }, address) : null
      if (opened && !opened.ok) return opened
      const entry =
        id && (token ? opened && asProgram(opened.value, request, config, locale) : await byCookie(id, request))
      const board = id && entry && (await directory.board(id))
      if (entry && board) return ok({ ...entry, board, address, asOf })
      // The right secret opens the board regardless of earlier wrong ones from the same address.
      if (token && !limiter.guessedWrong(address, id)) return no(tooManyGuesses)
      return no(forbidden)
    },
    personOf,
  }
}

function asProgram(opened: OpenedLink, request: IncomingMessage, config: Config, locale: string) {
  return { ...opened, person: { ...guestPerson(opened.principal, locale), ...botOf(request, config) } }
}

/** A client with a token is a program, except our own pages, which use tokens where the browser keeps no cookies. */
function botOf(request: IncomingMessage, config: Config): Pick<Person, 'bot'> {
  return provenanceOf(request, config) === 'own' ? {} : { bot: true }
}

/** Parses a participant key chosen by a client; null when it is malformed. */
export function parseKey(input: unknown): string | null {
  return typeof input === 'string' && /^[\w-]{22,64}$/.test(input) ? input : null
}

/** The token of `Authorization: Bearer …`; null without one. */
export function bearerOf(request: IncomingMessage): string | null {
  const match = /^Bearer ([\w-]{16,128}(?:\.[\w-]{1,512})?)$/.exec(request.headers.authorization ?? '')
  return match?.[1] ?? null
}
