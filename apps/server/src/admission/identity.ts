import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type DeviceId, isAccount, isGuest, type PrincipalId } from '@inkbridge/types'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Config } from '../config.ts'
import { type Devices, deviceLabel, type KnownAccounts, type Secrets } from '../storage/storage.ts'
import { createProxyUser } from './address.ts'

const twoYears = 2 * 365 * 24 * 3600

/** A person in one browser: a guest or an account. */
export interface Visitor {
  readonly principal: PrincipalId
  readonly device: DeviceId
}

/** Identifies people by a signed, HttpOnly cookie: guests without sign-in, and accounts. */
export interface Identity {
  /** The person of a request; null without a valid cookie, or when that is no longer signed in. */
  read(request: IncomingMessage): Visitor | null
  /**
   * Like `read`, but creates a guest with a cookie if needed. Replaces a cookie of an older server or key, and
   * the cookie of a signed-out device if a page is opened (`isVisit`): for any other late request the browser already has
   * a new cookie, which the answer must not replace.
   */
  ensure(request: IncomingMessage, response: ServerResponse, isVisit: boolean): Visitor
  /** Whether the cookie of a request belongs to somebody who was signed out. */
  isSignedOut(request: IncomingMessage): boolean
  /** Whether somebody is still signed in: neither the browser was signed out, nor the account closed. */
  isValid(who: Visitor): boolean
  /** Sets a cookie with a new device id for a person. */
  renew(who: Pick<Visitor, 'principal'>, response: ServerResponse): Visitor
  /** Removes the cookie from the browser. */
  remove(response: ServerResponse): void
}

interface ParsedCookie {
  readonly guest: Visitor
  /** It has the current format and is signed with the newest key. */
  readonly current: boolean
  /** It is no longer signed in. */
  readonly revoked: boolean
}

export function createIdentity(
  secrets: Secrets,
  config: Config,
  devices: Pick<Devices, 'isRevoked' | 'seen'>,
  known: Pick<KnownAccounts, 'isClosed' | 'isOf'>,
): Identity {
  const proxyUser = createProxyUser(config)
  const secure = config.publicUrl?.startsWith('https:') ?? false
  const name = secure ? '__Host-inkbridge' : 'inkbridge'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const

  const isValid = ({ principal, device }: Visitor) => !devices.isRevoked(device) && !known.isClosed(principal)

  /** Whether a cookie is of the person that the proxy names: at the proxy somebody else may have signed in since. */
  function isProxyUser(request: IncomingMessage, { principal }: Visitor): boolean {
    const name = proxyUser(request)
    return name === null || !isAccount(principal) || known.isOf(principal, name)
  }

  function readCookie(request: IncomingMessage): ParsedCookie | null {
    const parts = parseCookie(request.headers.cookie ?? '')[name]?.split('.') ?? []
    const signature = parts.at(-1)
    const subject = parts.slice(0, -1).join('.')
    const [id, device, ...rest] = parts.slice(0, -1)
    if (!id || signature === undefined || rest.length > 0 || !secrets.verify(subject, signature)) return null
    const guest = {
      principal: (id.startsWith('a:') ? id : `g:${id}`) as PrincipalId,
      device: device === undefined ? firstDevice(id) : (device as DeviceId),
    }
    const current = device !== undefined && secrets.isNewest(subject, signature)
    return { guest, current, revoked: !isValid(guest) || !isProxyUser(request, guest) }
  }

  function write({ principal, device }: Visitor, response: ServerResponse): void {
    const subject = `${isGuest(principal) ? principal.slice(2) : principal}.${device}`
    const cookie = stringifySetCookie(name, `${subject}.${secrets.sign(subject)}`, { ...attributes, maxAge: twoYears })
    response.setHeader('Set-Cookie', cookie)
  }

  return {
    read(request) {
      const known = readCookie(request)
      return known && !known.revoked ? known.guest : null
    },
    ensure(request, response, isVisit) {
      const known = readCookie(request)
      if (!known || known.revoked) {
        const guest = { principal: `g:${randomId()}` as PrincipalId, device: randomId() as DeviceId }
        if (!known || isVisit) write(guest, response)
        return guest
      }
      if (!known.current) write(known.guest, response)
      devices.seen({ ...known.guest, label: deviceLabel(request.headers['user-agent']) })
      return known.guest
    },
    isValid,
    isSignedOut: (request) => readCookie(request)?.revoked ?? false,
    renew({ principal }, response) {
      const guest = { principal, device: randomId() as DeviceId }
      write(guest, response)
      return guest
    },
    remove: (response) =>
      void response.setHeader('Set-Cookie', stringifySetCookie(name, '', { ...attributes, maxAge: 0 })),
  }
}

function randomId(): string {
  return randomBytes(16).toString('base64url')
}

/** The device id of a cookie without one: the same for all such cookies of a guest, so that they can be signed out. */
function firstDevice(id: string): DeviceId {
  return createHash('sha256').update(`device ${id}`).digest('base64url').slice(0, 22) as DeviceId
}
