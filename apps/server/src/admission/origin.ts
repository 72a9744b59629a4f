import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Config } from '../config.ts'

/**
 * The origin of the page that sent a request, which decides the credentials that count:
 * - `own`: one of our own pages; its cookie counts.
 * - `allowed`: a page of `ALLOWED_ORIGINS`; only a token counts, and the cookie is never read.
 * - `foreign`: any other page; always refused.
 * - `unknown`: no page, or a browser that does not send an origin.
 */
export type Provenance = 'own' | 'allowed' | 'foreign' | 'unknown'

/** Returns the provenance of a request. Origins are compared exactly, including port and case. */
export function provenanceOf(request: IncomingMessage, config: Config): Provenance {
  const { origin, host } = request.headers
  if (!isOurHost(host, config)) return 'foreign'
  if (origin !== undefined) {
    if (isOwn(origin, host, config)) return 'own'
    return config.allowedOrigins.includes(origin) ? 'allowed' : 'foreign'
  }
  const site = request.headers['sec-fetch-site']
  // A sibling domain (`same-site`) is another origin.
  if (site === 'same-origin' || site === 'none') return 'own'
  return site === undefined ? 'unknown' : 'foreign'
}

/** With `PUBLIC_URL` the `Host` header is ignored: a page reached by DNS rebinding controls it. */
function isOwn(origin: string, host: string | undefined, { publicUrl }: Config): boolean {
  if (publicUrl !== null) return origin === publicUrl
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

/**
 * Whether the host of a request may be this server. DNS rebinding uses a name in the public DNS that is
 * not ours. Addresses, names without a dot and names outside the public DNS, which proxies use for their upstream,
 * cannot be rebound.
 */
export function isOurHost(host: string | undefined, { publicUrl }: Config): boolean {
  if (publicUrl === null || host === undefined) return true
  const name = hostName(host)
  return name === new URL(publicUrl).hostname || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || isLocalName(name)
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase()
}

/** No dot, or a suffix that is reserved for local use (RFC 6761, RFC 6762, RFC 8375) or not in the public DNS. */
const privateNames = /^[^.]+$|\.(?:localhost|local|internal|lan|svc|home\.arpa)$/

function isLocalName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && privateNames.test(name)
}
