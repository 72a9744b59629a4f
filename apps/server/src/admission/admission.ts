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
import type { BoardRow, Directory } from '../store/directory.ts'
import type { Identity } from './identity.ts'
import { provenanceOf } from './origin.ts'
import { guestPerson } from './person.ts'

/** Somebody who may enter a board, and as what. */
export interface Admitted {
  readonly board: BoardRow
  readonly role: Role
  readonly principal: PrincipalId
  readonly person: Person
  /** The link whose secret was shown; null when a cookie's grant let them in. */
  readonly link: LinkId | null
}

/** Who may enter a board. The one place that decides it, for pages, the API and both doors. */
export interface Admission {
  /** Missing, forbidden and revoked give the same answer. */
  admit(board: unknown, request: IncomingMessage, token: string | null): Promise<Result<Admitted>>
  /** A guest under the name and colour they chose, or were given. */
  personOf(principal: PrincipalId): Promise<Person>
}

export const forbidden: Rejection = {
  code: closeCodes.forbidden,
  message: 'This board does not exist, or your link does not open it any more. Ask its owner for a new link.',
}

export function createAdmission(directory: Directory, identity: Identity, config: Config): Admission {
  async function personOf(principal: PrincipalId): Promise<Person> {
    return { ...guestPerson(principal), ...(await directory.person(principal)) }
  }

  async function byToken(board: BoardId, token: string) {
    const link = await directory.linkOf(board, token)
    if (!link) return null
    const principal = `l:${link.id}` as PrincipalId
    const person: Person = { ...guestPerson(principal), bot: true }
    return { role: link.role, principal, person, link: link.id }
  }

  async function byCookie(board: BoardId, request: IncomingMessage) {
    const provenance = provenanceOf(request, config)
    const own = provenance === 'own' || (provenance === 'unknown' && isRead(request))
    const principal = own ? identity.read(request) : null
    const role = principal && (await directory.roleOf(board, principal))
    return principal && role ? { role, principal, person: await personOf(principal), link: null } : null
  }

  return {
    async admit(input, request, token) {
      const id = parseBoardId(input)
      if (!id) return no(forbidden)
      const entry = token ? await byToken(id, token) : await byCookie(id, request)
      const board = entry && (await directory.board(id))
      return entry && board ? ok({ ...entry, board }) : no(forbidden)
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

/** The token of `Authorization: Bearer …`, if there is one. */
export function bearerOf(request: IncomingMessage): string | null {
  const match = /^Bearer ([\w-]{16,128})$/.exec(request.headers.authorization ?? '')
  return match?.[1] ?? null
}
