import { describe, expect, test } from 'vitest'
import { closeCodes, reactionTo } from './close.ts'
import { encodeFrame, type Frame, parseFrame } from './frame.ts'
import { limits } from './limits.ts'

const bytes = Uint8Array.of(1, 2, 3)

const frames: readonly Frame[] = [
  { kind: 'sync-step-1', stateVector: bytes },
  { kind: 'have', stateVector: bytes, deletions: bytes },
  { kind: 'sync-step-2', update: bytes },
  { kind: 'update', update: bytes },
  { kind: 'awareness', states: bytes },
  { kind: 'denied', reason: 'no' },
  { kind: 'query-awareness' },
  { kind: 'chunk', rest: 70_000, bytes },
  { kind: 'saved', received: 300, saved: 299 },
  { kind: 'notice', notice: { type: 'restarting', spreadMs: 500 } },
  { kind: 'presence', delta: bytes },
  { kind: 'ping', id: 7 },
  { kind: 'pong', id: 7 },
]

describe('messages', () => {
  test.each(frames.map((frame) => [frame.kind, frame] as const))(
    '[F1] %s is encoded and decoded unchanged',
    (_kind, frame) => {
      expect(parseFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame })
    },
  )

  test("[F2] y-websocket's messages keep their numbers", () => {
    expect(encodeFrame({ kind: 'sync-step-1', stateVector: bytes })).toEqual(Uint8Array.of(0, 0, 3, 1, 2, 3))
    expect(encodeFrame({ kind: 'sync-step-2', update: bytes })).toEqual(Uint8Array.of(0, 1, 3, 1, 2, 3))
    expect(encodeFrame({ kind: 'update', update: bytes })).toEqual(Uint8Array.of(0, 2, 3, 1, 2, 3))
    expect(encodeFrame({ kind: 'awareness', states: bytes })).toEqual(Uint8Array.of(1, 3, 1, 2, 3))
    expect(encodeFrame({ kind: 'query-awareness' })).toEqual(Uint8Array.of(3))
  })

  const broken: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', Uint8Array.of()],
    ['an unknown number', Uint8Array.of(99)],
    ['a length beyond the end', Uint8Array.of(0, 2, 200, 1)],
    ['bytes after the end', Uint8Array.of(3, 0)],
    ['an unknown kind of sync', Uint8Array.of(0, 9, 0)],
    ['a notice that is not JSON', Uint8Array.of(103, 1, 123)],
  ]

  test.each(broken)('[F3] %s is refused', (_name, input) => {
    expect(parseFrame(input)).toMatchObject({ ok: false, problem: { code: closeCodes.refused } })
  })

  test('[F4] a message over the limit is refused before it is read', () => {
    const result = parseFrame(new Uint8Array(limits.maxFrameBytes + 1))
    expect(result).toMatchObject({ ok: false, problem: { code: closeCodes.tooLarge } })
  })
})

test.each([
  [closeCodes.forbidden, 'stop'],
  [closeCodes.tooLarge, 'stop'],
  [closeCodes.refused, 'stop'],
  [closeCodes.restarting, 'retry'],
  [closeCodes.tooSlow, 'retry'],
  [4150, 'new-ticket'],
  [4350, 'reload'],
  [1006, 'retry'],
] as const)('[C1] close code %i means %s', (code, reaction) => {
  expect(reactionTo(code)).toBe(reaction)
})
