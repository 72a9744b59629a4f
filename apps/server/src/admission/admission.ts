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
import {
  type BoardRow,
  type Devices,
  type Directory,
  hashSecret,
  type LinkRow,
  type Right,
  type Visit,
} from '../storage/storage.ts'
import type { AddressOf } from './address.ts'
import type { Identity } from './identity.ts'
import { provenanceOf } from './origin.ts'
import { guestPerson } from './person.ts'
import { type Turnstile, tooManyGuesses } from './turnstile.ts'

export { type AddressOf, createAddressOf, createPeerOf } from './address.ts'
export { Backlog, Backlogs, type Ends } from './backlog.ts'
export { Bucket, type Rate } from './bucket.ts'
export { createIdentity, type Identity } from './identity.ts'
export { Memory, type MemoryAccount } from './memory.ts'
export { isOurHost, provenanceOf } from './origin.ts'
export { createHttpRates, type HttpRates, type RateLimit } from './rate.ts'
export { Turnstile } from './turnstile.ts'

/** Somebody who may enter a board, and as what. */
export interface Admitted {
  readonly board: BoardRow
  readonly role: Role
  /** When that has to be looked at again, ms since 1970. */
  readonly until: number | null
  readonly principal: PrincipalId
  readonly person: Person
  /** The link whose secret was shown; null when a cookie's grant let them in. */
  readonly link: LinkId | null
  /** The browser whose cookie was shown; none for a link's secret. */
  readonly device?: DeviceId | null
  /** Where they connect from, as limits count it. */
  readonly address: string
  /** What `Admission.revocations` was when they were asked for. */
  readonly asOf: number
}

type Standing = Pick<Admitted, 'principal' | 'link' | 'device'>

/** What somebody shows beside their cookie. */
interface Shown {
  /** A link's secret. */
  readonly token: string | null
  /** Made by the client itself: with the secret it is one participant and no other. */
  readonly key?: string | null
}

/** Who may enter a board. The one place that decides it, for pages, the API and both doors. */
export interface Admission {
  /** Missing, forbidden and revoked give the same answer. */
  admit(board: unknown, request: IncomingMessage, shown: Shown): Promise<Result<Admitted>>
  /** What somebody who was admitted may do on a board now; null: nothing any more. */
  standing(board: BoardId, who: Standing): Promise<Right | null>
  /** Ends a link; null when the board has no such link. Who is on the board by it has to be looked at again. */
  revoke(board: BoardId, link: string): Promise<LinkRow | null>
  /** Hides a board from everybody. Who is on the board has to be sent away. */
  remove(board: BoardId): Promise<void>
  /** Signs devices of a guest out. Who is connected from one has to be sent away. */
  revokeDevices(devices: readonly Visit[]): Promise<void>
  /** Whether there is such a board, and it is not deleted. */
  exists(board: BoardId): Promise<boolean>
  /** Runs changes of who may enter a board one after the other: each sees what the one before has changed. */
  exclusively<Value>(board: BoardId, run: () => Promise<Value>): Promise<Value>
  /** Grows whenever somebody may have lost a right. */
  readonly revocations: number
  /** Calls back whenever that has grown, until what it gives is called. */
  onRevocation(listener: () => void): () => void
  /** A guest under the name and colour they chose, or were given. */
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
  turnstile: Turnstile,
  addressOf: AddressOf,
  config: Config,
  devices: Devices,
): Admission {
  const locale = config.locale ?? 'en'

  async function personOf(principal: PrincipalId): Promise<Person> {
    return { ...guestPerson(principal, locale), ...(await directory.person(principal)) }
  }

  async function byToken(board: BoardId, request: IncomingMessage, token: string, key: string | null) {
    const link = await directory.linkOf(board, token)
    if (!link) return null
    const participant = key ? `.${hashSecret(key).slice(0, 22)}` : ''
    const principal = `l:${link.id}${participant}` as PrincipalId
    const person = { ...guestPerson(principal, locale), ...botOf(request, config) }
    return { ...link, principal, person, link: link.id }
  }

  async function byCookie(board: BoardId, request: IncomingMessage) {
    const provenance = provenanceOf(request, config)
    const own = provenance === 'own' || (provenance === 'unknown' && isRead(request))
    const guest = own ? identity.read(request) : null
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

    async standing(board, { link, principal, device }) {
      if (link) return directory.rightOfLink(board, link)
      const right = await directory.rightOf(board, principal)
      return device && devices.isRevoked(device) ? null : right
    },

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

    async admit(input, request, { token, key = null }) {
      const asOf = revocations
      const id = parseBoardId(input)
      const address = addressOf(request)
      const entry = id && (token ? await byToken(id, request, token, key) : await byCookie(id, request))
      const board = id && entry && (await directory.board(id))
      if (entry && board) return ok({ ...entry, board, address, asOf })
      // A right secret opens the board whatever was tried from there before.
      if (token && !turnstile.guessedWrong(address, id)) return no(tooManyGuesses)
      return no(forbidden)
    },
    personOf,
  }
}

/** Who shows a token is a program, but for our own pages, which do so where the browser keeps no cookies. */
function botOf(request: IncomingMessage, config: Config): Pick<Person, 'bot'> {
  return provenanceOf(request, config) === 'own' ? {} : { bot: true }
}

/**
 * A same-origin GET need not say where it comes from (on plain HTTP no browser does). Nothing is given away by it:
 * another origin cannot read the answer, and every write of a long-polling session is a POST, which does say.
 */
function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade === undefined
}

/** A key somebody made up for themselves, if it is one. */
export function parseKey(input: unknown): string | null {
  return typeof input === 'string' && /^[\w-]{22,64}$/.test(input) ? input : null
}

/** The token of `Authorization: Bearer …`, if there is one. */
export function bearerOf(request: IncomingMessage): string | null {
  const match = /^Bearer ([\w-]{16,128})$/.exec(request.headers.authorization ?? '')
  return match?.[1] ?? null
}
