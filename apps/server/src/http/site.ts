import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAccount } from '@inkbridge/types'
import type { Logger } from 'pino'
import { type AddressOf, type Identity, isOurHost, type Visitor } from '../admission/admission.ts'
import { guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import { abandon, refuse } from './failure.ts'
import { keepCookiesPrivate } from './headers.ts'
import { PageTurns } from './page-turns.ts'
import { badAddress, HttpProblem } from './problem.ts'

/** What Next renders with; see `@inkbridge/web/handler`. */
export interface Web {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Headers that only we may set: Next would believe them. */
const forged = [
  'x-nonce',
  'x-inkbridge-locale',
  'x-path',
  'content-security-policy',
  'content-security-policy-report-only',
  'x-middleware-subrequest',
]

/** The pages: a guest from the first visit, and a policy under which only our own scripts run. */
export function createSite(
  web: Web,
  identity: Identity,
  addressOf: AddressOf,
  config: Config,
  logger: Logger,
): (request: IncomingMessage, response: ServerResponse) => void {
  const turns = new PageTurns(config.limited)
  return (request, response) => {
    if (!isOurHost(request.headers.host, config)) return refuseName(response, config)
    if (!isDecodable(request.url ?? '/')) return refuse(response, badAddress)
    keepCookiesPrivate(response)
    if (isVisit(request)) identity.ensure(request, response, true)
    if (needsSignIn(request, identity.read(request), config)) return askToSignIn(request, response)
    const nonce = randomBytes(16).toString('base64')
    const policy = contentPolicy(nonce, config)
    for (const name of forged) delete request.headers[name]
    request.headers['x-nonce'] = nonce
    if (config.locale) request.headers['x-inkbridge-locale'] = config.locale
    request.headers['x-path'] = (request.url ?? '/').split('?', 1)[0]
    request.headers['content-security-policy'] = policy
    response.setHeader('Content-Security-Policy', policy)
    const answer = () =>
      guarded(
        logger,
        { entry: 'request' },
        () => web.handle(request, response),
        () => abandon(response),
      )
    const render = async () => {
      if (response.destroyed) return
      const begun = begins(response)
      answer()
      await begun
    }
    if (request.url?.startsWith(staticPath)) answer()
    else if (!turns.take(addressOf(request), render)) refuse(response, tooManyPages)
  }
}

/** Files that were built, which are read and not rendered. */
const staticPath = '/_next/static/'

/** Resolves when a response begins, or is closed: from then on it is a matter of who reads it, and takes no work. */
function begins(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const writeHead = response.writeHead.bind(response)
    response.writeHead = (...given: unknown[]) => {
      resolve()
      return writeHead(...(given as Parameters<typeof writeHead>))
    }
    response.once('close', resolve)
  })
}

/** Next answers what it cannot decode with an error of the server. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}

const tooManyPages = new HttpProblem(
  'too-many-requests',
  'Too many pages are being loaded from your network. Try again in a moment.',
)

/** The name in the request is not this server's: a page may have been brought here by DNS rebinding. */
function refuseName(response: ServerResponse, { publicUrl }: Config): void {
  refuse(response, new HttpProblem('foreign', `This server does not answer under this name. Open it at ${publicUrl}`))
}

/**
 * Whether somebody opens a page. Only then is a cookie given: files are the same for everybody, and to a form of another
 * site, whose request comes without the cookie, a new one would be in place of it.
 */
export function isVisit({ method, url, headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest']
  return (
    method === 'GET' &&
    (destination === undefined || destination === 'document') &&
    /^\/(?:b\/[^/?#]*|sign-in|account(?:\/password)?|administration)?(?:[?#]|$)/.test(url ?? '')
  )
}

/**
 * With `ACCESS=private` guests see no boards. What a service worker requests for a page does not count as a visit, and
 * needs this, too. A fragment stays in the browser, and comes along.
 */
function needsSignIn(
  { method, url = '/', headers }: IncomingMessage,
  visitor: Visitor | null,
  config: Config,
): boolean {
  if (config.access !== 'private' || method !== 'GET' || headers.rsc !== undefined) return false
  return !(visitor && isAccount(visitor.principal)) && /^\/(?:b\/[^/?#]*)?(?:[?#]|$)/.test(url)
}

function askToSignIn({ url }: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(302, { Location: `/sign-in?next=${encodeURIComponent(url ?? '/')}`, 'Cache-Control': 'no-store' })
    .end()
}

function contentPolicy(nonce: string, { dev }: Config): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${dev ? " 'unsafe-eval'" : ''}`,
    // React sets style attributes; no style sheet comes from anywhere but here.
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
