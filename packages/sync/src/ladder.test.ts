import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ladder } from './ladder.ts'
import type { Transport, TransportEvents } from './transport.ts'

/** A transport whose attempts are controlled by the test. */
function rung(name: 'websocket' | 'polling') {
  const attempts: { readonly events: TransportEvents; readonly sent: Uint8Array[]; closed: boolean }[] = []
  const transport: Transport = {
    name,
    open(events) {
      const attempt = { events, sent: [] as Uint8Array[], closed: false }
      attempts.push(attempt)
      return {
        send: (frame) => attempt.sent.push(frame),
        close() {
          attempt.closed = true
        },
      }
    },
  }
  return { transport, attempts, open: (index = -1) => attempts.at(index)?.events.opened(name) }
}

function started() {
  const [best, worst] = [rung('websocket'), rung('polling')]
  const told: string[] = []
  const failures: string[] = []
  const transport = ladder([best.transport, worst.transport], {
    staggerMs: 2_000,
    patienceMs: 10_000,
    climbMs: 60_000,
    cutMs: 90_000,
    cutClimbMs: 600_000,
  })
  const open = () =>
    transport.open({
      opened: (name) => told.push(name),
      received: ([byte = 0]) => told.push(`received ${byte}`),
      closed: ({ code, message }) => told.push(`closed ${code} ${message}`),
      failed: (name, why) => failures.push(`${name}: ${why}`),
    })
  return { best, worst, told, failures, open }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the best transport carries the session, and no other is tried', () => {
  const { best, worst, told, open } = started()
  const connection = open()
  best.open()
  vi.advanceTimersByTime(120_000)
  connection.send(Uint8Array.of(1))
  best.attempts[0]?.events.received(Uint8Array.of(7))
  expect(told).toEqual(['websocket', 'received 7'])
  expect(best.attempts.map(({ sent }) => sent)).toEqual([[Uint8Array.of(1)]])
  expect(worst.attempts).toEqual([])
})

test('when the best transport does not answer the next is tried beside it after two seconds', () => {
  const { worst, told, failures, open } = started()
  open()
  vi.advanceTimersByTime(1_999)
  expect(worst.attempts.length).toBe(0)
  vi.advanceTimersByTime(1)
  worst.open()
  expect([told, failures]).toEqual([['polling'], ['websocket: no answer within 2 s']])
})

test('when the best transport is refused the next is tried immediately', () => {
  const { best, worst, told, failures, open } = started()
  open()
  best.attempts[0]?.events.closed({ code: null, message: 'refused' })
  worst.open()
  expect([told, failures]).toEqual([['polling'], ['websocket: refused']])
})

test('a slow best transport that opens after the next has taken over carries the session from then on', () => {
  const { best, worst, told, open } = started()
  const connection = open()
  vi.advanceTimersByTime(2_000)
  worst.open()
  best.open()
  connection.send(Uint8Array.of(2))
  worst.attempts[0]?.events.received(Uint8Array.of(9))
  expect(told).toEqual(['polling', 'websocket'])
  expect([best.attempts[0]?.sent, worst.attempts[0]?.closed]).toEqual([[Uint8Array.of(2)], true])
})

test('the best transport is tried again every minute, for ten seconds each time, and the session moves up when it opens', () => {
  const { best, worst, told, open } = started()
  open()
  vi.advanceTimersByTime(2_000)
  worst.open()
  vi.advanceTimersByTime(8_000)
  expect(best.attempts.map(({ closed }) => closed)).toEqual([true])
  vi.advanceTimersByTime(52_000)
  expect(best.attempts.map(({ closed }) => closed)).toEqual([true, false])
  vi.advanceTimersByTime(10_000)
  expect(best.attempts.map(({ closed }) => closed)).toEqual([true, true])
  vi.advanceTimersByTime(50_000)
  best.open()
  expect(told).toEqual(['polling', 'websocket'])
  expect(worst.attempts.map(({ closed }) => closed)).toEqual([true])
})

test('the next connection starts with the transport that worked last', () => {
  const { best, worst, told, open } = started()
  open()
  vi.advanceTimersByTime(2_000)
  worst.open()
  worst.attempts[0]?.events.closed({ code: null, message: 'cut' })
  const before = best.attempts.length
  open()
  worst.open()
  expect(told).toEqual(['polling', 'closed null cut', 'polling'])
  expect([worst.attempts.length, best.attempts.length]).toEqual([2, before])
})

test('a close code comes from the server: it ends the connection without trying other transports', () => {
  const { best, worst, told, open } = started()
  open()
  best.attempts[0]?.events.closed({ code: 4403, message: 'forbidden' })
  vi.advanceTimersByTime(60_000)
  expect([told, worst.attempts.length]).toEqual([['closed 4403 forbidden'], 0])
})

test('when nothing answers the connection is closed once, after every transport had its time', () => {
  const { told, open } = started()
  open()
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual(['closed null no answer'])
})

test('[N5] a silent connection is renewed beside the first, and the new one carries the session from then on', () => {
  const { best, told, open } = started()
  const connection = open()
  best.open()
  connection.renew?.()
  connection.renew?.()
  expect(best.attempts.length).toBe(2)
  best.open()
  connection.send(Uint8Array.of(3))
  best.attempts[0]?.events.received(Uint8Array.of(8))
  best.attempts[1]?.events.received(Uint8Array.of(9))
  expect(told).toEqual(['websocket', 'websocket', 'received 9'])
  expect(best.attempts.map(({ sent, closed }) => [sent, closed])).toEqual([
    [[], true],
    [[Uint8Array.of(3)], false],
  ])
})

test('[N5] when the first answers after all, or the second does not open, the first is kept', () => {
  const { best, told, open } = started()
  const connection = open()
  best.open()
  connection.renew?.()
  best.attempts[0]?.events.received(Uint8Array.of(8))
  connection.renew?.()
  best.attempts[2]?.events.closed({ code: null, message: 'refused' })
  connection.renew?.()
  vi.advanceTimersByTime(10_000)
  expect(best.attempts.map(({ closed }) => closed)).toEqual([false, true, true, true])
  connection.send(Uint8Array.of(3))
  expect([told, best.attempts[0]?.sent]).toEqual([['websocket', 'received 8'], [Uint8Array.of(3)]])
})

test('[N6] a transport that is cut twice within ninety seconds of opening is replaced by the next, and tried again after ten minutes', () => {
  const { best, worst, told, failures, open } = started()
  for (const lived of [91_000, 60_000, 60_000]) {
    open()
    best.open()
    vi.advanceTimersByTime(lived)
    best.attempts.at(-1)?.events.closed({ code: null, message: 'cut' })
  }
  open()
  worst.open()
  vi.advanceTimersByTime(599_000)
  expect(best.attempts.length).toBe(3)
  vi.advanceTimersByTime(1_000)
  best.open()
  expect(told.filter((line) => !line.startsWith('closed'))).toEqual([
    'websocket',
    'websocket',
    'websocket',
    'polling',
    'websocket',
  ])
  expect(failures).toEqual(['websocket: it was cut repeatedly'])
})

test('[N6] a close with a code from the server does not count as a cut', () => {
  const { best, worst, open } = started()
  for (let restart = 0; restart < 3; restart += 1) {
    open()
    best.open()
    best.attempts.at(-1)?.events.closed({ code: 4503, message: 'restarting' })
  }
  open()
  expect([best.attempts.length, worst.attempts.length]).toEqual([4, 0])
})
