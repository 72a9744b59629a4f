import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'
import { createAddressOf } from './address.ts'
import { provenanceOf } from './origin.ts'

function configOf(env: Record<string, string>) {
  const parsed = parseConfig(env, '/')
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

const [ours, theirs] = ['https://ink.example.org', 'https://app.example.com']
const config = configOf({ PUBLIC_URL: ours, ALLOWED_ORIGINS: theirs })

function provenance(headers: Record<string, string>): string {
  return provenanceOf({ headers } as unknown as IncomingMessage, config)
}

/** Arbitrary texts that differ from a given one in one place. */
function changed(text: string): fc.Arbitrary<string> {
  const place = fc.integer({ min: 0, max: text.length })
  const letter = fc.constantFrom(...'abcABC019.:/-@%#? \t\u0000é')
  return fc
    .tuple(place, letter, fc.constantFrom('insert', 'replace', 'remove'))
    .map(([at, character, what]) =>
      what === 'insert'
        ? text.slice(0, at) + character + text.slice(at)
        : text.slice(0, at) + (what === 'replace' ? character : '') + text.slice(at + 1),
    )
    .filter((other) => other !== text)
}

describe('the origin of a page', () => {
  const origin = fc.oneof(
    fc.string(),
    fc.webUrl(),
    changed(ours),
    changed(theirs),
    fc.mixedCase(fc.constant(ours)).filter((text) => text !== ours),
    fc.string().map((tail) => ours + (tail || '.')),
    fc.string().map((head) => (head || 'x') + ours),
    fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 })).map(([name, port]) => `https://${name}:${port}`),
  )

  test('that differs from ours in a letter is never our own, regardless of other headers', () => {
    const site = fc.option(fc.constantFrom('same-origin', 'same-site', 'cross-site', 'none', ''), { nil: undefined })
    fc.assert(
      fc.property(origin, site, (text, siteHeader) => {
        fc.pre(text !== ours)
        const headers = {
          host: 'ink.example.org',
          origin: text,
          ...(siteHeader ? { 'sec-fetch-site': siteHeader } : {}),
        }
        expect(provenance(headers)).not.toBe('own')
      }),
      { numRuns: 2_000 },
    )
  })

  test('that is neither ours nor allowed is foreign', () => {
    fc.assert(
      fc.property(origin, (text) => {
        fc.pre(text !== ours && text !== theirs)
        expect(provenance({ host: 'ink.example.org', origin: text })).toBe('foreign')
      }),
      { numRuns: 2_000 },
    )
  })

  test('is not derived from the Host header when PUBLIC_URL is set', () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom('http', 'https'), (host, scheme) => {
        fc.pre(host !== 'ink.example.org' && `${scheme}://${host}` !== theirs)
        expect(provenance({ host, origin: `${scheme}://${host}` })).toBe('foreign')
      }),
    )
  })
})

/** IPv6 addresses by their eight groups, in the forms they are written in. */
const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
const long = (all: readonly number[]) => all.map((group) => group.toString(16).padStart(4, '0')).join(':')
const short = (all: readonly number[]) =>
  new URL(`http://[${all.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1)

describe('an address', () => {
  const bare = createAddressOf(configOf({}), pino({ level: 'silent' }))
  const behind = createAddressOf(configOf({ TRUSTED_PROXIES: '10.0.0.0/8' }), pino({ level: 'silent' }))
  const request = (remoteAddress: string, forwarded?: string) =>
    ({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage
  const stranger = fc.ipV4().filter((address) => !address.startsWith('10.'))
  const proxy = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rest) => ['10', ...rest].join('.'))

  test('cannot be chosen by the client: without trusted proxies X-Forwarded-For is ignored', () => {
    fc.assert(
      fc.property(
        stranger,
        fc.oneof(
          fc.string(),
          fc.array(fc.oneof(fc.ipV4(), fc.ipV6())).map((all) => all.join(', ')),
        ),
        (from, said) => {
          expect(bare(request(from, said))).toBe(from)
          expect(behind(request(from, said))).toBe(from)
        },
      ),
    )
  })

  test('behind proxies is the peer of the outermost trusted one, regardless of earlier entries', () => {
    const said = fc.array(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6(),
        fc.string().filter((text) => !text.includes(',')),
      ),
    )
    fc.assert(
      fc.property(said, stranger, fc.array(proxy, { maxLength: 3 }), proxy, (before, client, between, last) => {
        expect(behind(request(last, [...before, client, ...between].join(', ')))).toBe(client)
      }),
    )
  })

  test('of IPv6 counts as its /64 in every notation', () => {
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        fc.pre(!(one.slice(0, 6).every((group) => group === 0) || other.slice(0, 6).every((group) => group === 0)))
        const beside = [...one.slice(0, 4), ...other.slice(4)]
        fc.pre(one[0] !== 0 || one[1] !== 0)
        expect(bare(request(long(one)))).toBe(bare(request(short(one))))
        expect(bare(request(short(beside)))).toBe(bare(request(short(one))))
        const same = long(one).slice(0, 19) === long(other).slice(0, 19)
        expect(bare(request(short(one))) === bare(request(short(other)))).toBe(same)
      }),
    )
  })

  test('of IPv4 in IPv6 form is the IPv4 address', () => {
    fc.assert(
      fc.property(stranger, (address) => {
        expect(bare(request(`::ffff:${address}`))).toBe(address)
      }),
    )
  })
})

describe('the cookie of a browser', () => {
  let server: TestServer
  let cookie = ''
  let id = ''
  beforeAll(async () => {
    server = await startServer({ env: { LIMITS: 'off' } })
    const browser = openBrowser(server)
    id = idIn((await browser.send('/api/me')).json)
    cookie = browser.cookie ?? ''
  })
  afterAll(() => server.dispose())

  const idIn = (json: unknown) => (json as { you: { id: string } }).you.id
  const seen = async (header: string) =>
    idIn((await send(server, '/api/me', { cookie: header, origin: server.origin })).json)
  /** Anything that may stand in a header. */
  const text = fc.string({ unit: fc.constantFrom(...'abcXYZ019=.-_ "%,$&;\t\\') })

  test('that was tampered with gives a new guest each time', async () => {
    const [name = '', value = ''] = cookie.split('=')
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: value.length - 1 }),
        fc.constantFrom(...'AbZ09-_.'),
        async (at, letter) => {
          // The last character of a signature holds bits that nothing reads.
          fc.pre(value[at] !== letter && at < value.length - 1)
          const other = value.slice(0, at) + letter + value.slice(at + 1)
          expect(await seen(`${name}=${other}`)).not.toBe(id)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('is found among others, and no other counts as it', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        const name = cookie.split('=')[0] ?? ''
        fc.pre(!`${before};${after}`.split(';').some((part) => part.split('=')[0]?.trim() === name))
        expect(await seen(`a${before}; ${cookie}; b${after}`)).toBe(id)
        expect(await seen(`a${before}; b${after}`)).not.toBe(id)
      }),
      { numRuns: 200 },
    )
  })
})
