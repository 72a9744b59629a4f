import type { IncomingMessage } from 'node:http'
import { isAccount, type PrincipalId } from '@inkbridge/types'
import type { Config } from '../config.ts'
import type { Identity, Visitor } from './identity.ts'
import { provenanceOf } from './origin.ts'

/** Who may use the server at all, by the setting `ACCESS`; rights to a board come after that. */
interface AccessPolicy {
  /** The person of a request, if its cookie counts: from our own pages, and in reads without an origin. */
  visitorOf(request: IncomingMessage): Visitor | null
  mayEnter(principal: PrincipalId): boolean
  mayCreate(principal: PrincipalId | null): boolean
  /** Whether a request may enter boards by any credentials. */
  maySend(request: IncomingMessage): boolean
}

export function createAccessPolicy(identity: Identity, config: Config): AccessPolicy {
  const isPrivate = config.access === 'private'
  const mayEnter = (principal: PrincipalId) => !isPrivate || isAccount(principal)
  const visitorOf = (request: IncomingMessage) => {
    const provenance = provenanceOf(request, config)
    const own = provenance === 'own' || (provenance === 'unknown' && isRead(request))
    return own ? identity.read(request) : null
  }
  return {
    visitorOf,
    mayEnter,
    mayCreate: (principal) => config.access === 'open' || (principal !== null && isAccount(principal)),
    maySend(request) {
      const visitor = isPrivate ? visitorOf(request) : null
      return !isPrivate || (visitor !== null && mayEnter(visitor.principal))
    },
  }
}

/**
 * A same-origin GET or HEAD may come without an origin (on plain HTTP no browser sends one). Nothing leaks:
 * another origin cannot read the answer, and every write of a long-polling session is a POST, which has an origin.
 */
export function isRead(request: IncomingMessage): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && request.headers.upgrade === undefined
}
