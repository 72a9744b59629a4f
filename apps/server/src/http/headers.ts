import type { ServerResponse } from 'node:http'
import type { Config } from '../config.ts'

/** Features of browsers that no page of ours uses, and no page that runs in it may. */
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

/** A policy for answers that are not pages: nothing in them runs, loads, or is shown in a frame. */
export const answerPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** How long browsers use https only after they have once: a year, s. */
const httpsSeconds = 31_536_000

/** The headers of every answer, whatever it is. */
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

/** An answer that sets a cookie is for one browser: whatever made it says otherwise, no cache on the way keeps it. */
export function keepCookiesPrivate(response: ServerResponse): void {
  const { writeHead } = response
  response.writeHead = (...args: unknown[]) => {
    if (response.hasHeader('Set-Cookie')) response.setHeader('Cache-Control', 'private, no-store')
    return Reflect.apply(writeHead, response, args)
  }
}
