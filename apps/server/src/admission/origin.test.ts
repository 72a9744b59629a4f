import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { isOurHost, provenanceOf } from './origin.ts'

function configOf(env: Record<string, string>) {
  const parsed = parseConfig({ ALLOWED_ORIGINS: 'https://app.example.com', ...env }, '/')
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

const published = configOf({ PUBLIC_URL: 'https://ink.example.org' })
const unpublished = configOf({})

function provenance(headers: Record<string, string>, config = unpublished): string {
  return provenanceOf({ headers: { host: 'localhost:3000', ...headers } } as unknown as IncomingMessage, config)
}

test.each(['http://localhost:3000', 'https://localhost:3000'])(
  'without PUBLIC_URL %s, where the request was sent, is our own',
  (origin) => {
    expect(provenance({ origin })).toBe('own')
  },
)

test('with PUBLIC_URL only that origin is our own, regardless of the host', () => {
  expect(provenance({ origin: 'https://ink.example.org' }, published)).toBe('own')
  for (const origin of ['http://localhost:3000', 'https://localhost:3000', 'http://ink.example.org'])
    expect([origin, provenance({ origin }, published)]).toEqual([origin, 'foreign'])
})

test('an origin of ALLOWED_ORIGINS is allowed, and is not our own', () => {
  for (const config of [published, unpublished])
    expect(provenance({ origin: 'https://app.example.com' }, config)).toBe('allowed')
})

test.each([
  'http://localhost:3001',
  'http://localhost',
  'http://sub.localhost:3000',
  'http://localhost.:3000',
  'HTTP://LOCALHOST:3000',
  'http://localhost:3000.evil.example',
  'http://evil.example/http://localhost:3000',
  'http://localhost:3000@evil.example',
  'http://user@localhost:3000',
  'http://localhost:3000/',
  'null',
  '',
  'https://app.example.com.evil.example',
  'https://evil-app.example.com',
  'https://other.example.com',
  'https://example.com',
  'https://app.example.com:8443',
  'http://app.example.com',
  'https://APP.example.com',
  'https://app.example.com.',
  'https://app.example.com, http://localhost:3000',
  'file://',
  'ws://localhost:3000',
])('origin "%s" is foreign', (origin) => {
  expect(provenance({ origin })).toBe('foreign')
})

test.each([
  ['same-origin', 'own'],
  ['none', 'own'],
  ['same-site', 'foreign'],
  ['cross-site', 'foreign'],
  ['Same-Origin', 'foreign'],
])('without an origin, Sec-Fetch-Site: %s is %s', (site, expected) => {
  expect(provenance({ 'sec-fetch-site': site })).toBe(expected)
})

test('a request without an origin is unknown', () => {
  expect(provenance({})).toBe('unknown')
})

test.each([
  ['ink.example.org', true],
  ['INK.example.org:443', true],
  ['127.0.0.1:3000', true],
  ['[::1]:3000', true],
  ['localhost:3000', true],
  ['inkbridge_upstream', true],
  ['inkbridge.default.svc:3000', true],
  ['whiteboard.local', true],
  ['evil.example', false],
  ['evil.example:3000', false],
  ['ink.example.org.evil.example', false],
  ['ink.example.org.', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['evil.example#ink.example.org', false],
])('with PUBLIC_URL a request to host "%s" is for us: %s', (host, expected) => {
  expect(isOurHost(host, published)).toBe(expected)
  const rebound = { origin: `http://${host}`, host, 'sec-fetch-site': 'same-origin' }
  expect(provenance(rebound, published)).toBe('foreign')
  expect(provenance({ host, 'sec-fetch-site': 'same-origin' }, published)).toBe(expected ? 'own' : 'foreign')
})

test('without PUBLIC_URL every host counts as ours', () => {
  expect(isOurHost('whiteboard.school.example', unpublished)).toBe(true)
})
