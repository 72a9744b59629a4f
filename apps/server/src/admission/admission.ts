import type { IncomingMessage } from 'node:http'
import {
  type BoardId,
  closeCodes,
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
import type { BoardRow, Directory, LinkRow, Right } from '../store/directory.ts'
import type { AddressOf } from './address.ts'
import type { Identity } from './identity.ts'
import { provenanceOf } from './origin.ts'
import { guestPerson } from './person.ts'
import { hashSecret } from './secrets.ts'
import { type Turnstile, tooManyGuesses } from './turnstile.ts'

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
  /** Where they connect from, as limits count it. */
  readonly address: string
  /** What `Admission.revocations` was when they were asked for. */
  readonly asOf: number
}

type Standing = Pick<Admitted, 'principal' | 'link'>

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
  /** Grows whenever somebody may have lost a right. */
  readonly revocations: number
  /** A guest under the name and colour they chose, or were given. */
  personOf(principal: PrincipalId): Promise<Person>
}

export const forbidden: Rejection = {
  code: closeCodes.forbidden,
  message: 'This board does not exist, or your link does not open it any more. Ask its owner for a new link.',
}

export function createAdmission(
  directory: Directory,
  identity: Identity,
  turnstile: Turnstile,
  addressOf: AddressOf,
  config: Config,
): Admission {
  async function personOf(principal: PrincipalId): Promise<Person> {
    return { ...guestPerson(principal), ...(await directory.person(principal)) }
  }

  async function byToken(board: BoardId, token: string, key: string | null) {
    const link = await directory.linkOf(board, token)
    if (!link) return null
    const participant = key ? `.${hashSecret(key).slice(0, 22)}` : ''
    const principal = `l:${link.id}${participant}` as PrincipalId
    const person: Person = { ...guestPerson(principal), bot: true }
    return { ...link, principal, person, link: link.id }
  }

  async function byCookie(board: BoardId, request: IncomingMessage) {
    const provenance = provenanceOf(request, config)
    const own = provenance === 'own' || (provenance === 'unknown' && isRead(request))
    const principal = own ? identity.read(request) : null
    const right = principal && (await directory.rightOf(board, principal))
    return principal && right ? { ...right, principal, person: await personOf(principal), link: null } : null
  }

  let revocations = 0

  return {
    get revocations() {
      return revocations
    },

    standing: (board, { link, principal }) =>
      link ? directory.rightOfLink(board, link) : directory.rightOf(board, principal),

    async revoke(board, link) {
      const row = await directory.revokeLink(board, link)
      revocations += 1
      return row
    },

    async admit(input, request, { token, key = null }) {
      const asOf = revocations
      const id = parseBoardId(input)
      const address = addressOf(request)
      if (token && !turnstile.mayGuess(address)) return no(tooManyGuesses)
      const entry = id && (token ? await byToken(id, token, key) : await byCookie(id, request))
      const board = id && entry && (await directory.board(id))
      if (entry && board) return ok({ ...entry, board, address, asOf })
      if (token) turnstile.guessedWrong(address)
      return no(forbidden)
    },
    personOf,
  }
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
