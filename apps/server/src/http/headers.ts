import type { ServerResponse } from 'node:http'
import type { Config } from '../config.ts'

/** Browser features that our pages do not use, and that pages embedded in them may not use. */
const unusedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]

/** The content security policy of answers that are not pages: they run nothing, load nothing and cannot be framed. */
export const answerPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** How long browsers use only https after a visit: a year, s. */
const httpsSeconds = 31_536_000

/** The headers of every answer. */
export function securityHeaders({ publicUrl }: Config): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': answerPolicy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': unusedFeatures.map((feature) => `${feature}=()`).join(', '),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    ...(publicUrl?.startsWith('https:') ? { 'Strict-Transport-Security': `max-age=${httpsSeconds}` } : {}),
  }
}

/** Marks an answer that sets a cookie as not cacheable, overriding its other headers. */
export function keepCookiesPrivate(response: ServerResponse): void {
  const { writeHead } = response
  response.writeHead = (...args: unknown[]) => {
    if (response.hasHeader('Set-Cookie')) response.setHeader('Cache-Control', 'private, no-store')
    return Reflect.apply(writeHead, response, args)
  }
}
