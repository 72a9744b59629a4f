import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { provenanceOf } from './origin.ts'

const parsed = parseConfig({ PUBLIC_URL: 'https://ink.example.org', ALLOWED_ORIGINS: 'https://app.example.com' }, '/')
if (!parsed.ok) throw new Error(parsed.problem)
const config = parsed.value

function provenance(headers: Record<string, string>): string {
  return provenanceOf({ headers: { host: 'localhost:3000', ...headers } } as unknown as IncomingMessage, config)
}

test.each(['http://localhost:3000', 'https://localhost:3000', 'https://ink.example.org', 'https://app.example.com'])(
  '%s is our own',
  (origin) => {
    expect(provenance({ origin })).toBe('own')
  },
)

test.each([
  'http://localhost:3001',
  'http://localhost',
  'http://sub.localhost:3000',
  'HTTP://LOCALHOST:3000',
  'http://localhost:3000.evil.example',
  'http://evil.example/http://localhost:3000',
  'http://localhost:3000/',
  'null',
  '',
  'https://ink.example.org.evil.example',
  'https://evil-ink.example.org',
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
])('without an origin, Sec-Fetch-Site: %s is %s', (site, expected) => {
  expect(provenance({ 'sec-fetch-site': site })).toBe(expected)
})

test('a request that says nothing of where it is from is unknown', () => {
  expect(provenance({})).toBe('unknown')
})
