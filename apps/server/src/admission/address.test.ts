import type { IncomingMessage } from 'node:http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { createAddressOf } from './address.ts'

function addressOf(proxies: string, remoteAddress: string, forwarded?: string): string {
  const config = parseConfig({ TRUSTED_PROXIES: proxies }, '/')
  if (!config.ok) throw new Error(config.problem)
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return createAddressOf(
    config.value,
    pino({ level: 'silent' }),
  )({ socket: { remoteAddress }, headers } as IncomingMessage)
}

test.each([
  ['nobody in between', '', '192.0.2.1', undefined, '192.0.2.1'],
  ['an IPv4 address over IPv6', '', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
  ['an IPv6 address is its network', '', '2001:db8:1:2:3::4', undefined, '2001:db8:1:2::/64'],
  ['a short IPv6 address', '', '::1', undefined, '::/64'],
  ['a proxy that is not ours is not believed', '', '192.0.2.1', '203.0.113.5', '192.0.2.1'],
  ['our proxy says who it is', '127.0.0.1', '127.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['entries written by the client itself are ignored', '127.0.0.1', '127.0.0.1', '1.1.1.1, 203.0.113.5', '203.0.113.5'],
  ['two of our proxies', '127.0.0.1,10.0.0.0/8', '127.0.0.1', '203.0.113.5, 10.1.2.3', '203.0.113.5'],
  ['an IPv4 address in hexadecimal IPv6 form', '', '::ffff:c000:201', undefined, '192.0.2.1'],
  ['an IPv6 address with a zone', '', 'fe80::1:2:3:4%eth0', undefined, 'fe80::/64'],
  ['a forwarded address with a port', '127.0.0.1', '127.0.0.1', '203.0.113.5:4711', '203.0.113.5'],
  ['a forwarded IPv6 address in brackets', '127.0.0.1', '127.0.0.1', '[2001:db8:1:2:3::4]:443', '2001:db8:1:2::/64'],
  ['a forwarded address in IPv6 form', '127.0.0.1', '127.0.0.1', '::ffff:203.0.113.5', '203.0.113.5'],
  ['a proxy that connects over IPv6', '127.0.0.1', '::ffff:127.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['an IPv6 proxy', '2001:db8::/32', '2001:db8::9', '203.0.113.5', '203.0.113.5'],
  ['an octal address is not read', '127.0.0.1', '127.0.0.1', '0177.0.0.1', '127.0.0.1'],
  ['a number is not an address', '127.0.0.1', '127.0.0.1', '2130706433', '127.0.0.1'],
  ['a socket that has closed', '', '', undefined, 'unknown'],
  ['nonsense', '127.0.0.1', '127.0.0.1', 'unknown, 203.0.113.5', '203.0.113.5'],
  ['nothing but nonsense', '127.0.0.1', '127.0.0.1', '"><script>', '127.0.0.1'],
])('[L4] %s', (_, proxies, remote, forwarded, expected) => {
  expect(addressOf(proxies, remote, forwarded)).toBe(expected)
})
