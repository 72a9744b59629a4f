import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { no, ok, type Result } from '@inkbridge/types'
import { z } from 'zod'
import type { KindsModule } from './host-kinds.ts'
import { plainWords } from './plain-words.ts'

const logLevels = ['debug', 'info', 'warn', 'error'] as const
type LogLevel = (typeof logLevels)[number]

/** Headers with another meaning. */
const standardHeaders: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'from', 'host', 'origin', 'referer', 'user-agent', 'x-forwarded-for'],
])

const accesses = ['open', 'members', 'private'] as const

/** An OpenID provider, and what this server is to it. */
export interface OpenIdSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** All settings, read once at startup. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  /** The public origin, without a trailing slash; null: any address that reaches the server. */
  readonly publicUrl: string | null
  /** Other origins that may connect or call the API. */
  readonly allowedOrigins: readonly string[]
  /** Connections on one board. */
  readonly maxBoardSockets: number
  /** Bytes of one board: its document and its assets, without its history. */
  readonly maxBoardBytes: number
  /** Bytes of one uploaded file. */
  readonly maxAssetBytes: number
  /** How long a deleted board can be restored, days; 0: until the next sweep. */
  readonly trashDays: number
  /** Proxies whose `X-Forwarded-For` is trusted; `bits` null: one address. */
  readonly trustedProxies: readonly { readonly address: string; readonly bits: number | null }[]
  /** False: no rate limits and no limits per address; quotas, the minimum of free disk and structural limits stay. */
  readonly limited: boolean
  /** Who may create boards: everybody, or people with an account; `private`: only these enter boards, too. */
  readonly access: (typeof accesses)[number]
  /** The header, in lower case, in which `trustedProxies` name who has signed in there; null: none. */
  readonly authHeader: string | null
  /** The provider with which people sign in; null: none. */
  readonly openId: OpenIdSettings | null
  /** The language of the interface for everybody, a BCP 47 tag; null: the preference of each browser. */
  readonly locale: string | null
  /** The module with a host's kinds; null: built-in kinds only. */
  readonly kinds: KindsModule | null
  /** Pages are compiled on request, with hot reload. */
  readonly dev: boolean
  /** The least severe messages that are logged. */
  readonly logLevel: LogLevel
}

const origin = z
  .string()
  .transform((text) => text.replace(/\/+$/, ''))
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin such as https://ink.example.org',
  )

/** Without a path: pages request their files from the root. */
const publicUrl = z
  .string()
  .refine(
    (text) => !hasPath(text),
    'must have no path: give Inkbridge a name of its own, such as https://ink.example.org',
  )
  .pipe(origin)

function hasPath(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash } = new URL(text)
  return protocol.startsWith('http') && (!/^\/*$/.test(pathname) || search !== '' || hash !== '')
}

const proxy = z.string().transform((text, context) => {
  const [address = '', bits, ...rest] = text.split('/')
  const count = bits === undefined ? null : Number(bits)
  const most = isIP(address) === 6 ? 128 : 32
  if (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (count === null || (Number.isInteger(count) && count >= 0 && count <= most))
  )
    return { address, bits: count }
  context.addIssue('must be addresses such as 127.0.0.1 or 10.0.0.0/8')
  return z.NEVER
})

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )

const schema = z.object({
  PORT: z.coerce.number().int('must be a whole number').min(0).max(65_535).default(3000),
  HOST: z
    .string()
    // An IPv6 address may be in brackets, as in a URL.
    .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
    .refine(
      (text) => isIP(text) !== 0 || /^[\w.-]+$/.test(text),
      'must be an address or a name of this machine, such as 127.0.0.1',
    )
    .default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: publicUrl.optional(),
  ALLOWED_ORIGINS: list.pipe(z.array(origin)),
  TRUSTED_PROXIES: list.pipe(z.array(proxy)),
  LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  MAX_BOARD_SOCKETS: z.coerce.number().int('must be a whole number').min(1).max(100_000).default(500),
  INKBRIDGE_LOG: z
    .enum(logLevels, `must be ${logLevels.slice(0, -1).join(', ')} or ${logLevels.at(-1)}`)
    .default('warn'),
  MAX_BOARD_BYTES: z.coerce
    .number('must be a number of bytes')
    .int('must be a whole number of bytes')
    .min(65_536, 'must be at least 65536 bytes')
    .default(500_000_000),
  MAX_ASSET_BYTES: z.coerce
    .number('must be a number of bytes')
    .int('must be a whole number of bytes')
    .min(0, 'must be 0 or more bytes')
    .max(200_000_000, 'must be at most 200000000 bytes')
    .default(20_000_000),
  TRASH_DAYS: z.coerce
    .number('must be a number of days')
    .min(0, 'must be 0 or more days')
    .max(36_500, 'must be at most 36500 days')
    .default(30),
  AUTH_HEADER: z
    .string()
    .regex(/^[\w-]+$/, 'must be the name of a header such as X-Forwarded-User')
    .toLowerCase()
    .refine((name) => !standardHeaders.has(name), 'is a header that browsers send: choose one that only the proxy sets')
    .optional(),
  OIDC_ISSUER: z.string().refine(isIssuer, 'must be an https address such as https://id.example.org').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  ACCESS: z.enum(accesses, `must be ${accesses.slice(0, -1).join(', ')} or ${accesses.at(-1)}`).default('open'),
  LOCALE: z.string().refine(isLocale, 'must be a language tag such as en or de-AT').optional(),
  KINDS: z.string().optional(),
  INKBRIDGE_DEV: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
})

/**
 * Parses the environment; a problem is one line that names the setting and the expected value. Blanks around a value and
 * Windows line ends are removed, as they come from files.
 */
export function parseConfig(env: Record<string, string | undefined>, cwd: string): Result<Config, string> {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given, { error: plainWords })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0] ?? 'A setting')
    return no(`${name}=${given[name] ?? ''} cannot be used: ${issue?.message ?? 'not valid'}.`)
  }
  const settings = parsed.data
  if (settings.AUTH_HEADER !== undefined && settings.TRUSTED_PROXIES.length === 0)
    return no('AUTH_HEADER needs TRUSTED_PROXIES: without it anybody could send the header and be anybody.')
  const openId = openIdOf(settings)
  if (!openId.ok) return openId
  return ok({
    port: settings.PORT,
    host: settings.HOST,
    dataDir: resolve(cwd, settings.DATA_DIR),
    publicUrl: settings.PUBLIC_URL ?? null,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    maxBoardSockets: settings.LIMITS === 'on' ? settings.MAX_BOARD_SOCKETS : Number.POSITIVE_INFINITY,
    maxBoardBytes: settings.MAX_BOARD_BYTES,
    maxAssetBytes: settings.MAX_ASSET_BYTES,
    trashDays: settings.TRASH_DAYS,
    trustedProxies: settings.TRUSTED_PROXIES,
    limited: settings.LIMITS === 'on',
    access: settings.ACCESS,
    authHeader: settings.AUTH_HEADER ?? null,
    openId: openId.value,
    locale: settings.LOCALE ?? null,
    kinds: settings.KINDS === undefined ? null : { name: settings.KINDS, folder: cwd },
    dev: settings.INKBRIDGE_DEV === '1',
    logLevel: settings.INKBRIDGE_LOG,
  })
}

/** Over plain HTTP only on this machine, for trying it out. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}

/** The settings of the provider, which belong together; null without any. */
function openIdOf({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  PUBLIC_URL: address,
}: z.output<typeof schema>): Result<OpenIdSettings | null, string> {
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return ok(null)
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    return no('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none.')
  if (address === undefined)
    return no('OIDC_ISSUER needs PUBLIC_URL, the address to which the provider leads people back.')
  return ok({ issuer, clientId, clientSecret })
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}
