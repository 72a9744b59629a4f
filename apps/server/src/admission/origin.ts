import type { IncomingMessage } from 'node:http'
import type { Config } from '../config.ts'

/**
 * Whether a request may act with the cookie it carries, by where the page that sent it came from:
 * `foreign` is refused whatever it carries; `unknown` (no page, or a browser that does not say) may only use a token.
 */
export type Provenance = 'own' | 'foreign' | 'unknown'

export function provenanceOf(request: IncomingMessage, config: Config): Provenance {
  const { origin, host } = request.headers
  if (origin !== undefined) return allows(origin, host, config) ? 'own' : 'foreign'
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return 'own'
  return site === undefined ? 'unknown' : 'foreign'
}

/** Origins are compared letter by letter: what differs in port, case, prefix or suffix is another origin. */
function allows(origin: string, host: string | undefined, config: Config): boolean {
  if (origin === config.publicUrl || config.allowedOrigins.includes(origin)) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}
