import type { IncomingMessage, ServerResponse } from 'node:http'
import { cleanName, isAccount, type PrincipalId, parseNextPath } from '@inkbridge/types'
import { parseCookie, stringifySetCookie } from 'cookie'
import { z } from 'zod'
import type { OpenId } from '../accounts/accounts.ts'
import { provenanceOf } from '../admission/admission.ts'
import { describeError } from '../boundary.ts'
import type { ApiParts } from './route.ts'
import { signInHere } from './sign-in.ts'

/** The path that leads to the provider, and the one to which the provider leads back. */
const paths = { begin: '/sign-in/openid', finish: '/sign-in/openid/callback' } as const

const cookieName = 'inkbridge-openid'
/** How long a person may take at the provider, s. */
const patienceSeconds = 900

const kept = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  /** The account to which the identity is added; null: it signs in. */
  account: (z.string() as unknown as z.ZodType<PrincipalId>).nullable(),
  /** ms since 1970 */
  until: z.number(),
})
type Attempt = z.output<typeof kept>

type Visit = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * The two addresses of signing in with an OpenID provider, which browsers visit. Returns false for any other request.
 * What belongs to an attempt is in a cookie that only the server can read, so that no other browser can finish it.
 */
export function createOpenIdPages(
  parts: ApiParts,
  openId: OpenId | null,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { config, logger } = parts
  if (!openId || !config.publicUrl) return () => false
  const visits: Readonly<Record<string, Visit>> = {
    [paths.begin]: begin(parts, openId, config.publicUrl),
    [paths.finish]: finish(parts, openId, config.publicUrl),
  }
  return (request, response) => {
    const visit = visits[request.url?.split('?', 1)[0] ?? '']
    if (!visit || request.method !== 'GET') return false
    visit(request, response).catch((error: unknown) => {
      logger.warn(describeError(error), 'signing in with the OpenID provider failed')
      if (!response.headersSent) lead(response, failedPath)
    })
    return true
  }
}

/**
 * Only our own pages lead to the provider: another site could have signed this browser in there as somebody else, who
 * would then be connected to the account.
 */
function begin(parts: ApiParts, openId: OpenId, publicUrl: string): Visit {
  return async (request, response) => {
    const [provenance, visitor] = [provenanceOf(request, parts.config), parts.identity.read(request)]
    const account = visitor && isAccount(visitor.principal) ? visitor.principal : null
    if (provenance === 'foreign' || (account && provenance !== 'own')) return lead(response, '/sign-in')
    const { address, checks } = await openId.begin(`${publicUrl}${paths.finish}`)
    const next = parseNextPath(urlOf(request, publicUrl).searchParams.get('next'))
    response.appendHeader('Set-Cookie', attemptCookie(parts, { ...checks, next, account }))
    lead(response, address)
  }
}

function finish(parts: ApiParts, openId: OpenId, publicUrl: string): Visit {
  const { accounts, config, identity } = parts
  return async (request, response) => {
    const attempt = attemptOf(parts, request)
    if (!attempt) return lead(response, failedPath)
    const person = await openId.finish(urlOf(request, publicUrl), attempt)
    const { principal: guest, device } = identity.ensure(request, response, true)
    if (attempt.account !== (isAccount(guest) ? guest : null)) return lead(response, failedPath)
    if (attempt.account) {
      const connected = await accounts.connect(attempt.account, person)
      return lead(response, connected ? '/account' : takenPath)
    }
    const account = await accounts.ofIdentity(person, { email: person.email, name: cleanName(person.name) })
    if (!account.ok) return lead(response, account.problem === 'taken' ? takenPath : failedPath)
    await signInHere({ request, response, parts, guest, device, entered: [] }, account.value)
    response.appendHeader('Set-Cookie', stringifySetCookie(cookieName, '', { ...attributes(config), maxAge: 0 }))
    lead(response, attempt.next)
  }
}

const failedPath = '/sign-in?failed=provider'
const takenPath = '/sign-in?failed=taken'

function lead(response: ServerResponse, address: string): void {
  response.writeHead(302, { Location: address, 'Cache-Control': 'no-store' }).end()
}

function urlOf({ url }: IncomingMessage, publicUrl: string): URL {
  return new URL(url ?? '/', publicUrl)
}

function attributes({ publicUrl }: Pick<ApiParts['config'], 'publicUrl'>) {
  const secure = publicUrl?.startsWith('https:') ?? false
  // Not strict: the browser comes back from another site.
  return { path: paths.begin, httpOnly: true, sameSite: 'lax', secure, maxAge: patienceSeconds } as const
}

function attemptCookie({ secrets, config }: ApiParts, attempt: Omit<Attempt, 'until'>): string {
  const until = Date.now() + patienceSeconds * 1_000
  return stringifySetCookie(cookieName, secrets.seal(JSON.stringify({ ...attempt, until })), attributes(config))
}

/** The attempt that this browser began; null: none, or too long ago. */
function attemptOf({ secrets }: ApiParts, { headers }: IncomingMessage): Attempt | null {
  const plain = secrets.unseal(parseCookie(headers.cookie ?? '')[cookieName] ?? '')
  const attempt = plain === null ? null : kept.parse(JSON.parse(plain))
  return attempt && attempt.until > Date.now() ? attempt : null
}
