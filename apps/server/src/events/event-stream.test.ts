import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { BoardId, PrincipalId } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openEventStreams } from './event-stream.ts'
import { createEvents } from './hub.ts'

const ann = 'g:ann' as PrincipalId

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A response whose client reads only while `reads` is true. */
class TestResponse extends EventEmitter {
  reads = true
  destroyed = false
  written = ''
  writableLength = 0
  setHeader(): void {}
  flushHeaders(): void {}
  write(text: string): boolean {
    this.written += text
    if (!this.reads) this.writableLength += text.length
    return this.reads
  }
  end(): void {
    this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
}

function open() {
  const events = createEvents()
  const streams = openEventStreams(events, { limited: true })
  const response = new TestResponse()
  streams.open({ principal: ann, address: '192.0.2.1', last: null })?.start(response as unknown as ServerResponse)
  return { events, streams, response }
}

test('[V8] a stream has traffic every 20 seconds', () => {
  const { response } = open()
  const heartbeats = () => response.written.split('event: heartbeat\ndata: {}\n\n').length - 1
  vi.advanceTimersByTime(19_999)
  expect(heartbeats()).toBe(0)
  vi.advanceTimersByTime(40_001)
  expect(heartbeats()).toBe(3)
})

test('[V9] a listener that does not read is disconnected before much waits for it, and gets nothing more', () => {
  const { events, response } = open()
  response.reads = false
  for (let sent = 0; sent < 2_000; sent += 1)
    events.publish([ann], { type: 'changed', board: 'b'.repeat(16) as BoardId })
  expect([response.destroyed, response.writableLength < 70_000, events.isHeard]).toEqual([true, true, false])
})

test('when the server stops, all streams end and none is opened', () => {
  const { events, streams, response } = open()
  streams.close()
  expect([response.destroyed, events.isHeard]).toEqual([true, false])
  expect(streams.open({ principal: ann, address: '192.0.2.1', last: null })).toBeNull()
})
