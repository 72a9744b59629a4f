import { expect, test } from 'vitest'
import { announcement } from './announcement.ts'

const settings = { host: '0.0.0.0', publicUrl: null, dataDir: '/srv/data' }

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['fd00::12', 'http://[fd00::12]:3000'],
  ['ink.local', 'http://ink.local:3000'],
])('a server on %s is opened at %s', (host, address) => {
  expect(announcement({ ...settings, host }, 3000, ['192.0.2.7'], '/srv')).toBe(
    `Inkbridge is running.\n  on this machine   ${address}\n  data              data\n`,
  )
})

test.each(['0.0.0.0', '::'])('on %s it is reachable at every address of the machine', (host) => {
  const publicUrl = 'https://ink.example.org'
  expect(announcement({ ...settings, host, publicUrl }, 80, ['192.0.2.7'], '/srv/data')).toBe(
    [
      'Inkbridge is running.',
      '  on this machine   http://localhost:80',
      '  on the network    http://192.0.2.7:80',
      '  for everybody     https://ink.example.org',
      '  data              .',
      '',
    ].join('\n'),
  )
})
