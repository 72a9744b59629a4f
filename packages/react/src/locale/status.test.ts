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
  locked: false,
  requests: [],
  synced: true,
  loaded: true,
  progress: null,
  keeping: 'kept',
  saving: true,
  damaged: null,
  edits: { device: 0, received: 0, saved: 9 },
  uploads: { pending: 0, failed: 0, unkept: 0, problem: null },
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

const images = (uploads: Partial<SyncStatus['uploads']>) => ({ uploads: { ...live.uploads, ...uploads } })
const offline = { connection: 'offline', transport: null } as const

test.each<readonly [string, Partial<SyncStatus>, string, string, string]>([
  ['an image is on its way', images({ pending: 1 }), 'Saving…', 'Live', 'An image is on its way'],
  ['two images are', images({ pending: 2 }), 'Saving…', 'Live', '2 images are on their way'],
  [
    'an edit and an image are',
    { ...images({ pending: 1 }), edits: { device: 1, received: 0, saved: 9 } },
    'Saving…',
    'Live',
    'Your last edits are on their way to the server’s disk. An image is on its way to the server’s disk.',
  ],
  [
    'an image is refused',
    images({ failed: 1, problem: 'asset-too-large' }),
    'Not saved',
    'Some images are not saved',
    'The server did not accept an image. Images of this size are not allowed on this server',
  ],
  [
    'an image is refused by a newer server',
    images({ failed: 1, problem: 'a-new-reason' }),
    'Not saved',
    'Some images are not saved',
    'try again in a moment',
  ],
  [
    'one is refused while others are uploaded',
    images({ failed: 2, pending: 3, problem: 'board-full' }),
    'Not saved',
    'Some images are not saved',
    'The board is full: delete something from it, or use another board. 3 images are on their way',
  ],
  [
    'the browser could not store an image',
    images({ pending: 1, unkept: 1 }),
    'Saving…',
    'Live',
    'An image is only on this page and will be lost when you close it',
  ],
  ['offline', { ...offline, ...images({ pending: 1 }) }, 'On this device', 'Offline', 'also when you close this page'],
  [
    'offline, and not stored',
    { ...offline, ...images({ pending: 2, unkept: 2 }) },
    'On this device',
    'Offline',
    '2 images are only on this page',
  ],
  [
    'an editor who may only view by now',
    { role: 'viewer', ...images({ pending: 1 }) },
    'Not saved',
    'Your last edits are not saved',
    'An image is only on this device.',
  ],
  [
    'a board that was deleted',
    { connection: 'stopped', ...images({ pending: 1 }) },
    'Disconnected',
    'Disconnected',
    'An image is only on this device.',
  ],
])('[I7] an image that the server does not have is never said to be saved: %s', (_, change, word, headline, text) => {
  const { sentence, ...shown } = statusWords({ ...live, ...change }, words)
  expect(shown).toMatchObject({ word, headline })
  expect(sentence).toContain(text)
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
