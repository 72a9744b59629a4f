import {
  type BoardId,
  closeCodes,
  type LinkId,
  no,
  ok,
  type PrincipalId,
  type Rejection,
  type Result,
} from '@inkbridge/types'
import { type Directory, hashSecret, type Right } from '../storage/storage.ts'
import { tooManyPasswords } from './connection-limiter.ts'
import type { LinkPasswords } from './link-passwords.ts'

/** The right of a client that has its secret, and its password if it has one. */
export interface OpenedLink extends Right {
  readonly link: LinkId
  readonly principal: PrincipalId
  /** The hash of the password that the client sent; null: the link has none. */
  readonly password: string | null
}

/** A link's secret, with what belongs to it. */
interface LinkToken {
  /** The secret; of a link with a password, also a dot and the password in base64url. */
  readonly token: string
  /** Chosen by the client: identifies one participant among all who use the secret. */
  readonly key: string | null
  /** The client asks for a grant: it is counted as a person who joins. */
  readonly joins: boolean
}

/**
 * Opens links by their tokens. Resolves with null for an unknown secret, and with a rejection for a known one whose
 * password is missing or wrong.
 */
export type OpenLink = (board: BoardId, token: LinkToken, address: string) => Promise<Result<OpenedLink> | null>

export function createOpenLink(directory: Directory, passwords: LinkPasswords): OpenLink {
  return async (board, { token, key, joins }, address) => {
    const [secret = '', code = null] = token.split('.', 2)
    const link = await directory.linkOf(board, secret)
    if (!link) return null
    const { id, password, maxUses, ...right } = link
    if (password !== null) {
      const given = code === null ? '' : Buffer.from(code, 'base64url').toString('utf8')
      const compared = given === '' ? 'wrong' : await passwords.compare(password, given, id, address)
      if (compared !== 'right') return no(compared === 'later' ? tooManyPasswords : passwordNeeded)
    }
    // Its people are counted when they join: a token would be any number of them.
    if (maxUses !== null && !joins) return no(linkUsedUp)
    const participant = key ? `.${hashSecret(key).slice(0, 22)}` : ''
    return ok({ ...right, link: id, principal: `l:${id}${participant}` as PrincipalId, password })
  }
}

/** The token of a link with a password. */
export function tokenWith(secret: string, password: string): string {
  return `${secret}.${Buffer.from(password, 'utf8').toString('base64url')}`
}

const passwordNeeded: Rejection = {
  code: closeCodes.forbidden,
  reason: 'password-needed',
  message: 'This link needs its password. Ask the person who shared it.',
}

export const linkUsedUp: Rejection = {
  code: closeCodes.forbidden,
  reason: 'link-used-up',
  message: 'As many people as this link allows have joined by it. Ask its owner for a new link.',
}
