import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Identity } from '../admission/identity.ts'
import { guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import { abandon } from './failure.ts'

/** What Next renders with; see `@inkbridge/web/handler`. */
export interface Web {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Headers that only we may set: Next would believe them. */
const forged = ['x-nonce', 'content-security-policy', 'content-security-policy-report-only', 'x-middleware-subrequest']

/** The pages: a guest from the first visit, and a policy under which only our own scripts run. */
export function createSite(
  web: Web,
  identity: Identity,
  config: Config,
  logger: Logger,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const asset = request.url?.startsWith('/_next/') ?? false
    if (!asset) identity.ensure(request, response)
    const nonce = randomBytes(16).toString('base64')
    const policy = contentPolicy(nonce, config)
    for (const name of forged) delete request.headers[name]
    request.headers['x-nonce'] = nonce
    request.headers['content-security-policy'] = policy
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    guarded(
      logger,
      { entry: 'request' },
      () => web.handle(request, response),
      () => abandon(response),
    )
  }
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
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
