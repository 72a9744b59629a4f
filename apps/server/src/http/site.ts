import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Identity } from '../admission/identity.ts'
import { isOurHost } from '../admission/origin.ts'
import { guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import { abandon } from './failure.ts'
import { keepCookiesPrivate } from './headers.ts'

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
  config: Config,
  logger: Logger,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (!isOurHost(request.headers.host, config)) return refuse(response, config)
    keepCookiesPrivate(response)
    if (isVisit(request)) identity.ensure(request, response)
    const nonce = randomBytes(16).toString('base64')
    const policy = contentPolicy(nonce, config)
    for (const name of forged) delete request.headers[name]
    request.headers['x-nonce'] = nonce
    if (config.locale) request.headers['x-inkbridge-locale'] = config.locale
    request.headers['x-path'] = (request.url ?? '/').split('?', 1)[0]
    request.headers['content-security-policy'] = policy
    response.setHeader('Content-Security-Policy', policy)
    guarded(
      logger,
      { entry: 'request' },
      () => web.handle(request, response),
      () => abandon(response),
    )
  }
}

/** The name in the request is not this server's: a page may have been brought here by DNS rebinding. */
function refuse(response: ServerResponse, { publicUrl }: Config): void {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`This server does not answer under this name. Open it at ${publicUrl}\n`)
}

/**
 * Whether somebody opens a page. Only then is a cookie given: files are the same for everybody, and to a form of another
 * site, whose request comes without the cookie, a new one would be in place of it.
 */
function isVisit({ method, url, headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest']
  return (
    method === 'GET' &&
    (destination === undefined || destination === 'document') &&
    /^\/(?:b\/[^/?#]*)?(?:[?#]|$)/.test(url ?? '')
  )
}

function contentPolicy(nonce: string, { dev }: Config): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
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
