import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Config } from '../config.ts'

/**
 * Where the page that sent a request came from, and so what the request may act with:
 * - `own`: one of our own pages; its cookie counts.
 * - `allowed`: a page of `ALLOWED_ORIGINS`; only a token counts, and the cookie is never read.
 * - `foreign`: any other page; refused whatever it carries.
 * - `unknown`: no page, or a browser that does not say.
 */
export type Provenance = 'own' | 'allowed' | 'foreign' | 'unknown'

/** Origins are compared letter by letter: one that differs in port, case, prefix or suffix is another origin. */
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

/** With `PUBLIC_URL` nothing is taken from `Host`, which a page reached by DNS rebinding chooses itself. */
function isOwn(origin: string, host: string | undefined, { publicUrl }: Config): boolean {
  if (publicUrl !== null) return origin === publicUrl
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

/**
 * Whether a request can have been meant for this server. DNS rebinding leads here by a name in the public DNS that is
 * not ours. Addresses, names without a dot and names outside the public DNS, as proxies use for the server behind them,
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

/** No dot, or a suffix that is reserved for local use (RFC 6761, RFC 6762, RFC 8375) or that no registry has. */
const privateNames = /^[^.]+$|\.(?:localhost|local|internal|lan|svc|home\.arpa)$/

function isLocalName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && privateNames.test(name)
}
