import type { SyncStatus } from '@inkbridge/sync'
import { closeCodes, type PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import type { BoardMessages } from './languages.ts'
import { statusWords, stoppedReason } from './status.ts'
import { createWords } from './words.ts'

const words = createWords<BoardMessages>('en', en)

const live: SyncStatus = {
  connection: 'live',
  transport: 'websocket',
  problem: null,
  role: 'editor',
  you: null,
  title: 'Harbour',
  synced: true,
  loaded: true,
  progress: null,
  keeping: 'kept',
  saving: true,
  damaged: null,
  edits: { device: 0, received: 0, saved: 9 },
  roundTripMs: 12,
}

test.each<readonly [string, Partial<SyncStatus>, string, string]>([
  ['everything is on the disk', {}, 'Saved', 'Live'],
  ['an edit is on its way', { edits: { device: 1, received: 0, saved: 9 } }, 'Saving…', 'Live'],
  ['an edit is received and not saved', { edits: { device: 0, received: 1, saved: 9 } }, 'Saving…', 'Live'],
  [
    'a damaged board',
    { role: 'viewer', damaged: { goodAt: 1, since: 2, restores: false } },
    'Damaged',
    'This board is damaged',
  ],
  ['by long polling', { transport: 'polling' }, 'Saved', 'Live by long polling'],
  [
    'offline with edits',
    { connection: 'offline', transport: null, edits: { device: 2, received: 0, saved: 9 } },
    'On this device',
    'Offline',
  ],
  ['offline without', { connection: 'offline', transport: null }, 'Offline', 'Offline'],
  ['the disk fails', { saving: false }, 'Not saving', 'The server can’t save'],
  ['a viewer', { role: 'viewer' }, 'Live', 'Live'],
  [
    'not there yet',
    { connection: 'connecting', synced: false, loaded: false, role: null },
    'Connecting…',
    'Connecting',
  ],
  ['stopped', { connection: 'stopped' }, 'Disconnected', 'Disconnected'],
])('%s', (_name, change, word, headline) => {
  expect(statusWords({ ...live, ...change }, words)).toMatchObject({ word, headline })
})

test('offline it says how long this device keeps the drawing', () => {
  const offline = { ...live, connection: 'offline', transport: null } as const
  expect(statusWords(offline, words).sentence).toContain('also when you close this page')
  expect(statusWords({ ...offline, keeping: 'failing' }, words).sentence).toContain('as long as this page is open')
})

const unsaved = { edits: { device: 2, received: 0, saved: 9 } } as const

test.each<readonly [string, Partial<SyncStatus>, string]>([
  ['an editor who may only view by now', { role: 'viewer' }, 'Not saved'],
  ['the same, offline', { role: 'viewer', connection: 'offline', transport: null }, 'Not saved'],
  ['a board that was deleted', { connection: 'stopped' }, 'Disconnected'],
  ['a board that is damaged by now', { role: 'viewer', damaged: { goodAt: 1, since: 2, restores: false } }, 'Damaged'],
])('edits that the server does not take are never said to be saved: %s', (_, change, word) => {
  const kept = statusWords({ ...live, ...unsaved, ...change }, words)
  expect([
    kept.word,
    kept.sentence.includes('Your last edits are only on this device. Save the board as a file'),
  ]).toEqual([word, true])
  const { sentence } = statusWords({ ...live, ...unsaved, ...change, keeping: 'failing' }, words)
  expect(sentence).toContain('Your last edits are only on this page and will be lost when you close it.')
  expect(statusWords({ ...live, ...change }, words).sentence).not.toContain('Your last edits')
})

test('an address without its key, an expired link and a browser without cookies have different explanations', () => {
  const problem = { code: closeCodes.forbidden, message: 'Your link no longer opens it.' }
  const stopped = { ...live, connection: 'stopped', problem } as const
  const reason = (status: SyncStatus, more: Partial<Parameters<typeof stoppedReason>[2]> = {}) =>
    stoppedReason(status, words, { hasKey: false, keepsCookies: true, ...more })
  expect([
    reason(stopped),
    reason(stopped, { keepsCookies: false }),
    reason(stopped, { hasKey: true }),
    reason({ ...stopped, you: { id: 'g:1' as PrincipalId, name: 'Mara', color: '#b33a80' } }),
    reason({ ...stopped, problem: { ...problem, code: closeCodes.tooLarge } }),
  ]).toEqual([
    'This link is incomplete, or the board was deleted. Ask the person who shared it for a new link.',
    'This browser blocks cookies, so boards open only by their complete link. Ask the person who shared this board for that link, or allow cookies for this site.',
    problem.message,
    problem.message,
    problem.message,
  ])
})
