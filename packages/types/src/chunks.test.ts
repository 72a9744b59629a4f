import { describe, expect, test } from 'vitest'
import { FrameReader, messagesOf } from './chunks.ts'
import { closeCodes } from './close.ts'
import { encodeFrame, type Frame, parseFrame } from './frame.ts'
import { limits } from './limits.ts'

const ping = encodeFrame({ kind: 'ping', id: 7 })

function large(bytes: number): Frame {
  return { kind: 'update', update: Uint8Array.from({ length: bytes }, (_, index) => (index * 7) % 251) }
}

describe('a message that is too large to be sent whole', () => {
  test('[F6] is sent in chunks of at most 256 KiB and arrives unchanged', () => {
    const frame = large(limits.maxFrameBytes * 3)
    const messages = messagesOf(encodeFrame(frame))
    expect(messages.length).toBe(13)
    expect(Math.max(...messages.map((message) => message.byteLength))).toBeLessThan(limits.maxChunkBytes + 16)
    const reader = new FrameReader()
    const read = messages.map((message) => reader.read(message))
    expect(read.slice(0, -1)).toEqual(messages.slice(1).map(() => ({ ok: true, value: null })))
    expect(read.at(-1)).toEqual({ ok: true, value: frame })
    expect(reader.progress).toBeNull()
    reader.read(messages[0] ?? ping)
    expect(reader.progress).toEqual({ received: limits.maxChunkBytes, total: encodeFrame(frame).byteLength })
  })

  test('[F6] allows other messages in between, and another one after it', () => {
    const [first, second] = [large(limits.maxChunkBytes * 2), large(limits.maxChunkBytes + 1)]
    const reader = new FrameReader()
    const came: (Frame | null)[] = []
    for (const frame of [first, second]) {
      for (const message of messagesOf(encodeFrame(frame))) {
        for (const each of [message, ping]) {
          const read = reader.read(each)
          if (read.ok) came.push(read.value)
        }
      }
    }
    expect(came.filter((frame) => frame?.kind === 'update')).toEqual([first, second])
    expect(came.filter((frame) => frame?.kind === 'ping')).toHaveLength(5)
  })

  const chunk = (rest: number, bytes: Uint8Array) => encodeFrame({ kind: 'chunk', rest, bytes })
  const refused: readonly (readonly [string, readonly Uint8Array[], number])[] = [
    ['a chunk of nothing', [chunk(0, new Uint8Array())], closeCodes.refused],
    ['a chunk that is missing', [chunk(300, ping), chunk(200, ping)], closeCodes.refused],
    ['a message that is too large as a whole', [chunk(limits.maxWholeBytes, ping)], closeCodes.tooLarge],
    [
      'a complete message that cannot be read',
      [chunk(1, Uint8Array.of(0)), chunk(0, Uint8Array.of(9))],
      closeCodes.refused,
    ],
    ['a chunk of chunks', [chunk(0, chunk(0, ping))], closeCodes.refused],
  ]

  test.each(refused)('[F6] %s is refused', (_name, messages, code) => {
    const reader = new FrameReader()
    const read = messages.map((message) => reader.read(message))
    expect(read.at(-1)).toMatchObject({ ok: false, problem: { code } })
  })
})

test('a message that fits is sent as it is', () => {
  expect(messagesOf(ping)).toEqual([ping])
})

test('[F6] a message in chunks of one byte takes the memory of its bytes, and arrives complete', () => {
  const frame = encodeFrame({ kind: 'update', update: new Uint8Array(300_000).map((_, index) => index % 251) })
  const reader = new FrameReader()
  for (let at = 0; at < frame.byteLength - 1; at += 1) {
    const chunk = { kind: 'chunk', rest: frame.byteLength - at - 1, bytes: frame.subarray(at, at + 1) } as const
    expect(reader.read(encodeFrame(chunk))).toEqual({ ok: true, value: null })
  }
  expect(reader.bufferedBytes).toBe(2 * limits.maxChunkBytes)
  const last = reader.read(encodeFrame({ kind: 'chunk', rest: 0, bytes: frame.subarray(-1) }))
  expect(last).toEqual(parseFrame(frame))
  expect([reader.bufferedBytes, reader.progress]).toEqual([0, null])
})
