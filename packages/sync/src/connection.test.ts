import { closeCodes } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { type ConnectionEffect, type ConnectionInput, nextConnection, startConnection } from './connection.ts'

/** Plays a script of inputs, and returns the resulting phase and the effects of its last input. */
function play(inputs: readonly ConnectionInput[], { canReplace = true } = {}) {
  let state = startConnection(canReplace)
  let effects: readonly ConnectionEffect[] = []
  for (const input of inputs) ({ state, effects } = nextConnection(state, input))
  return { phase: state.phase, effects }
}

const read = { type: 'copy-read' } as const
const opened = { type: 'opened', transport: 'websocket' } as const
const synced = { type: 'synced' } as const
const cut = { type: 'closed', reason: { code: null, message: 'cut' } } as const
const retry = { type: 'retry' } as const
const woken = { type: 'woken' } as const
const dispose = { type: 'dispose' } as const
const outdated = { type: 'outdated', generation: 2 } as const
const notYours = { type: 'closed', reason: { code: closeCodes.notYours, message: 'theirs' } } as const
const restarting = { type: 'restarting', spreadMs: 9_000 } as const
const replacementFailed = { type: 'replacement-failed', why: 'no answer' } as const
const failed = {
  type: 'failed',
  problem: { code: closeCodes.tooLarge, reason: 'too-much-to-send', message: 'too large' },
} as const
const restart = { type: 'restart-session', why: 'late' } as const

const close = { type: 'close' } as const
const open = { type: 'open' } as const
const cancelWait = { type: 'cancel-wait' } as const
const wait = (spreadMs = 0) => ({ type: 'wait', spreadMs }) as const
const shown = (connection: string, problem?: object) => ({
  type: 'show',
  change: { connection, transport: null, roundTripMs: null, ...(problem ? { problem } : {}) },
})
const closed = (why: string, transport: string | null = 'websocket') => ({
  type: 'record',
  what: 'closed',
  transport,
  why,
})
const begins = (transport = 'websocket') => [
  { type: 'show', change: { transport } },
  { type: 'record', what: 'opened', transport, why: '' },
  { type: 'begin-session' },
]

const live = [read, opened, synced]
const waiting = [...live, cut]

const scripts: readonly [string, readonly ConnectionInput[], { phase: string; effects: readonly object[] }][] = [
  ['the first attempt starts when the local copy is read', [read], { phase: 'opening', effects: [cancelWait, open] }],
  ['a session starts on an open connection', [read, opened], { phase: 'open', effects: begins() }],
  [
    'a session starts again on a connection that has moved',
    [...live, { type: 'opened', transport: 'polling' }],
    { phase: 'open', effects: begins('polling') },
  ],
  [
    'only a completed sync resets the backoff, and shows the connection as live',
    live,
    {
      phase: 'open',
      effects: [
        { type: 'reset-backoff' },
        { type: 'show', change: { synced: true, loaded: true, progress: null, connection: 'live' } },
      ],
    },
  ],
  [
    'a lost connection is opened again after the backoff',
    waiting,
    { phase: 'waiting', effects: [closed('cut'), close, shown('offline'), wait()] },
  ],
  ['the backoff ends with another attempt', [...waiting, retry], { phase: 'reopening', effects: [cancelWait, open] }],
  [
    'a failed attempt waits like a lost connection, and has no transport',
    [...waiting, retry, cut],
    { phase: 'waiting', effects: [closed('cut', null), close, shown('offline'), wait()] },
  ],
  [
    'a restart of the server spreads the next attempts',
    [...live, restarting, cut],
    { phase: 'waiting', effects: [closed('cut'), close, shown('offline'), wait(9_000)] },
  ],
  [
    'the spread stays until a sync is completed',
    [...live, restarting, cut, retry, cut],
    { phase: 'waiting', effects: [closed('cut', null), close, shown('offline'), wait(9_000)] },
  ],
  [
    'a completed sync ends the spread',
    [...live, restarting, cut, retry, opened, synced, cut],
    { phase: 'waiting', effects: [closed('cut'), close, shown('offline'), wait()] },
  ],
  ['a wake-up does not wait for the backoff', [...waiting, woken], { phase: 'reopening', effects: [cancelWait, open] }],
  [
    'a wake-up during a later attempt closes it before it starts another',
    [...waiting, woken, woken],
    { phase: 'reopening', effects: [close, open] },
  ],
  ['a wake-up during the first attempt leaves it alone', [read, woken], { phase: 'opening', effects: [] }],
  ['a wake-up checks an open connection', [...live, woken], { phase: 'open', effects: [{ type: 'check' }] }],
  [
    'a local copy that is read late starts another session',
    [...live, restart],
    { phase: 'waiting', effects: [closed('late'), close, shown('offline'), wait()] },
  ],
  ['a local copy that is read before the session changes nothing', [read, restart], { phase: 'opening', effects: [] }],
  [
    'a close code in the stop range stops, with its reason',
    [...live, { type: 'closed', reason: { code: closeCodes.forbidden, reason: 'link-revoked', message: 'gone' } }],
    {
      phase: 'stopped',
      effects: [
        closed('4403 gone'),
        close,
        shown('stopped', { code: closeCodes.forbidden, reason: 'link-revoked', message: 'gone' }),
      ],
    },
  ],
  [
    'a close code in the retry range is retried',
    [...live, { type: 'closed', reason: { code: closeCodes.tooSlow, message: 'slow' } }],
    { phase: 'waiting', effects: [closed('4513 slow'), close, shown('offline'), wait()] },
  ],
  [
    'an error that a retry cannot fix stops',
    [...live, failed],
    { phase: 'stopped', effects: [close, shown('stopped', failed.problem)] },
  ],
  [
    'a document of another participant is rewritten',
    [...live, notYours],
    {
      phase: 'replacing',
      effects: [closed('4423 theirs'), close, shown('connecting'), { type: 'reauthor', why: 'theirs' }],
    },
  ],
  [
    'a document of another generation is replaced',
    [read, opened, outdated],
    { phase: 'replacing', effects: [close, shown('connecting'), { type: 'change-generation', generation: 2 }] },
  ],
  [
    'a failed replacement is tried again with another connection',
    [read, opened, outdated, replacementFailed],
    { phase: 'waiting', effects: [closed('no answer', null), close, shown('offline'), wait()] },
  ],
]

test.each(scripts)('%s', (_, inputs, expected) => {
  expect(play(inputs)).toEqual(expected)
})

test.each([
  ['somebody else’s', [...live, notYours]],
  ['of another generation', [read, opened, outdated]],
] as const)('a document that is %s and cannot be replaced stops the connection', (_, inputs) => {
  const { phase, effects } = play(inputs, { canReplace: false })
  expect([phase, effects.at(-1)]).toMatchObject([
    'stopped',
    { type: 'show', change: { connection: 'stopped', problem: { code: closeCodes.notYours } } },
  ])
})

const inputs = [
  read,
  opened,
  synced,
  cut,
  retry,
  woken,
  outdated,
  notYours,
  restarting,
  replacementFailed,
  failed,
  restart,
] as const

test('nothing revives a disposed connection, in any state', () => {
  for (const before of [[], [read], live, waiting, [...waiting, retry], [read, opened, outdated], [...live, failed]]) {
    expect(play([...before, dispose])).toEqual({ phase: 'disposed', effects: [cancelWait, close] })
    for (const input of [...inputs, dispose])
      expect(play([...before, dispose, input])).toEqual({ phase: 'disposed', effects: [] })
  }
})

test('a stopped connection stays stopped until it is disposed', () => {
  for (const input of inputs) expect(play([...live, failed, input])).toEqual({ phase: 'stopped', effects: [] })
})

test('no attempt is made while the document is being replaced', () => {
  for (const input of inputs.filter((input) => input !== replacementFailed))
    expect(play([read, opened, outdated, input])).toEqual({ phase: 'replacing', effects: [] })
})

test('at most one attempt is open in any sequence of events, and none during a delay', () => {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let script = 0; script < 2_000; script += 1) {
    let state = startConnection(random(2) === 0)
    let [isOpen, isWaiting] = [false, false]
    for (let step = 0; step < 30; step += 1) {
      const input = inputs[random(inputs.length)] ?? read
      const next = nextConnection(state, input)
      state = next.state
      for (const { type } of next.effects) {
        if (type === 'open') expect([isOpen, isWaiting]).toEqual([false, false])
        isOpen = type === 'open' || (isOpen && type !== 'close')
        isWaiting = type === 'wait' || (isWaiting && type !== 'cancel-wait')
      }
    }
  }
})
