import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PrincipalId } from '@inkbridge/types'
import type { Config } from '../config.ts'
import type { Secrets } from './secrets.ts'

const twoYears = 2 * 365 * 24 * 3600

/** A browser's signed, HttpOnly cookie: who it is, without any sign-in. */
export interface Identity {
  /** The guest a request comes from; null without a valid cookie. */
  read(request: IncomingMessage): PrincipalId | null
  /** The same, and a new guest with a cookie when there was none. */
  ensure(request: IncomingMessage, response: ServerResponse): PrincipalId
}

export function createIdentity(secrets: Secrets, config: Config): Identity {
  const secure = config.publicUrl?.startsWith('https:') ?? false
  const name = secure ? '__Host-inkbridge' : 'inkbridge'

  function read(request: IncomingMessage): PrincipalId | null {
    const value = cookie(request, name)
    const [id, signature] = value?.split('.') ?? []
    if (!id || !signature || !secrets.verify(id, signature)) return null
    return `g:${id}` as PrincipalId
  }

  return {
    read,
    ensure(request, response) {
      const known = read(request)
      if (known) return known
      const id = randomBytes(16).toString('base64url')
      const attributes = `Path=/; Max-Age=${twoYears}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
      response.appendHeader('Set-Cookie', `${name}=${id}.${secrets.sign(id)}; ${attributes}`)
      return `g:${id}` as PrincipalId
    },
  }
}

function cookie(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}
