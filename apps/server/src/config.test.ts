import { expect, test } from 'vitest'
import { parseConfig } from './config.ts'

test('without settings it listens on port 3000 and keeps its data in ./data', () => {
  expect(parseConfig({}, '/srv/ink')).toEqual({
    ok: true,
    value: {
      access: 'open',
      authHeader: null,
      openId: null,
      port: 3000,
      host: '0.0.0.0',
      dataDir: '/srv/ink/data',
      publicUrl: null,
      allowedOrigins: [],
      maxBoardSockets: 500,
      maxBoardBytes: 500_000_000,
      maxAssetBytes: 20_000_000,
      trashDays: 30,
      locale: null,
      trustedProxies: [],
      limited: true,
      kinds: null,
      dev: false,
      logLevel: 'warn',
    },
  })
})

test('the module of kinds is resolved from the working directory', () => {
  const parsed = parseConfig({ KINDS: './kinds.ts' }, '/srv/ink')
  expect(parsed.ok && parsed.value.kinds).toEqual({ name: './kinds.ts', folder: '/srv/ink' })
})

test('proxies are addresses or networks, and limits can be switched off', () => {
  const parsed = parseConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8', LIMITS: 'off' }, '/')
  expect(parsed.ok && parsed.value).toMatchObject({
    trustedProxies: [
      { address: '127.0.0.1', bits: null },
      { address: '10.0.0.0', bits: 8 },
      { address: 'fd00::', bits: 8 },
    ],
    limited: false,
    maxBoardSockets: Number.POSITIVE_INFINITY,
  })
})

test.each([
  [
    { TRUSTED_PROXIES: '10.0.0.0/33' },
    'TRUSTED_PROXIES=10.0.0.0/33 cannot be used: must be addresses such as 127.0.0.1 or 10.0.0.0/8.',
  ],
  [{ LIMITS: 'none' }, 'LIMITS=none cannot be used: must be on or off.'],
  [{ INKBRIDGE_LOG: 'loud' }, 'INKBRIDGE_LOG=loud cannot be used: must be debug, info, warn or error.'],
  [{ MAX_BOARD_BYTES: '500MB' }, 'MAX_BOARD_BYTES=500MB cannot be used: must be a number of bytes.'],
  [{ MAX_ASSET_BYTES: '20MB' }, 'MAX_ASSET_BYTES=20MB cannot be used: must be a number of bytes.'],
  [{ MAX_ASSET_BYTES: '1e9' }, 'MAX_ASSET_BYTES=1e9 cannot be used: must be at most 200000000 bytes.'],
  [{ MAX_BOARD_BYTES: '10' }, 'MAX_BOARD_BYTES=10 cannot be used: must be at least 65536 bytes.'],
  [{ LOCALE: 'not a language' }, 'LOCALE=not a language cannot be used: must be a language tag such as en or de-AT.'],
  [{ ACCESS: 'closed' }, 'ACCESS=closed cannot be used: must be open, members or private.'],
  [
    { OIDC_ISSUER: 'http://id.example.org' },
    'OIDC_ISSUER=http://id.example.org cannot be used: must be an https address such as https://id.example.org.',
  ],
  [
    { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'ink' },
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none.',
  ],
  [
    { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'ink', OIDC_CLIENT_SECRET: 's' },
    'OIDC_ISSUER needs PUBLIC_URL, the address to which the provider leads people back.',
  ],
  [
    { AUTH_HEADER: 'X-Forwarded-User' },
    'AUTH_HEADER needs TRUSTED_PROXIES: without it anybody could send the header and be anybody.',
  ],
  [
    { AUTH_HEADER: 'Cookie', TRUSTED_PROXIES: '127.0.0.1' },
    'AUTH_HEADER=Cookie cannot be used: is a header that browsers send: choose one that only the proxy sets.',
  ],
  [{ TRASH_DAYS: '-1' }, 'TRASH_DAYS=-1 cannot be used: must be 0 or more days.'],
  [{ PORT: '70000' }, 'PORT=70000 cannot be used: must be at most 65535.'],
  [{ PORT: '80.5' }, 'PORT=80.5 cannot be used: must be a whole number.'],
  [{ MAX_BOARD_SOCKETS: '0' }, 'MAX_BOARD_SOCKETS=0 cannot be used: must be at least 1.'],
  [
    { HOST: 'http://127.0.0.1' },
    'HOST=http://127.0.0.1 cannot be used: must be an address or a name of this machine, such as 127.0.0.1.',
  ],
  [
    { PUBLIC_URL: 'https://example.org/ink/' },
    'PUBLIC_URL=https://example.org/ink/ cannot be used: must have no path: give Inkbridge a name of its own, such as https://ink.example.org.',
  ],
  [{ PORT: 'http' }, 'PORT=http cannot be used: must be a number.'],
  [
    { PUBLIC_URL: 'ink.example.org' },
    'PUBLIC_URL=ink.example.org cannot be used: must be an origin such as https://ink.example.org.',
  ],
  [
    { ALLOWED_ORIGINS: 'https://a.example, x' },
    'ALLOWED_ORIGINS=https://a.example, x cannot be used: must be an origin such as https://ink.example.org.',
  ],
])('%j is refused in one line that names the setting', (env, problem) => {
  expect(parseConfig(env, '/')).toEqual({ ok: false, problem })
})

test('blanks and Windows line ends around a value are ignored', () => {
  const env = {
    PORT: '8080\r',
    HOST: ' ::1\r',
    DATA_DIR: ' /srv/boards\r\n',
    PUBLIC_URL: '\thttps://ink.example.org/\r',
    ALLOWED_ORIGINS: 'https://a.example , https://b.example\r',
    LIMITS: ' off ',
    TRASH_DAYS: '\r',
  }
  const parsed = parseConfig(env, '/')
  expect(parsed.ok && parsed.value).toMatchObject({
    port: 8080,
    host: '::1',
    dataDir: '/srv/boards',
    publicUrl: 'https://ink.example.org',
    allowedOrigins: ['https://a.example', 'https://b.example'],
    limited: false,
    trashDays: 30,
  })
})

test('an IPv6 address may be in brackets', () => {
  const parsed = parseConfig({ HOST: '[::1]' }, '/')
  expect(parsed.ok && parsed.value.host).toBe('::1')
})
