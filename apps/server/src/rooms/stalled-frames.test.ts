import { closeCodes, encodeFrame, limits, messagesOf, newBoardId, type Rejection } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Backlogs } from '../admission/backlog.ts'
import { Memory } from '../admission/memory.ts'
import { connect } from './testing/clients.ts'
import { openRegistry, visitBoard } from './testing/visitors.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const second = 1_000
const address = '192.0.2.1'

/** A client on a board whose connection has a backlog. */
async function open() {
  const memory = new Memory(true)
  const backlogs = new Backlogs(memory)
  const inner = connect()
  const backlog = backlogs.open(address, { cut: (reason) => inner.close(reason), drop() {} })
  const close = (reason: Rejection) => {
    inner.close(reason)
    // Like a door when a connection has ended.
    backlog.close()
  }
  const visit = await visitBoard(openRegistry(), newBoardId(), { address, connection: { ...inner, backlog, close } })
  if (!visit) throw new Error('expected to enter')
  const chunk = (rest: number) => {
    visit.entry.receive(encodeFrame({ kind: 'chunk', rest, bytes: new Uint8Array(limits.maxChunkBytes) }))
  }
  return { closed: inner.closed, memory, chunk, entry: visit.entry, dispose: () => backlogs.dispose() }
}

test('[L13] a chunked frame that stalls for thirty seconds ends its connection, and its memory is freed', async () => {
  const { closed, memory, chunk, dispose } = await open()
  chunk(3 * limits.maxChunkBytes)
  await vi.advanceTimersByTimeAsync(29 * second)
  expect(closed).toEqual([])
  expect(memory.used).toBeGreaterThan(0)
  chunk(2 * limits.maxChunkBytes)
  await vi.advanceTimersByTimeAsync(29 * second)
  expect(closed).toEqual([])
  await vi.advanceTimersByTimeAsync(3 * second)
  expect(closed).toMatchObject([{ code: closeCodes.crowded, reason: 'stalled' }])
  expect(memory.used).toBe(0)
  dispose()
})

test('[L13] other messages of the same connection do not count as progress of a chunked frame', async () => {
  const { closed, chunk, entry, dispose } = await open()
  chunk(3 * limits.maxChunkBytes)
  for (let elapsed = 0; elapsed < 32; elapsed += 1) {
    await vi.advanceTimersByTimeAsync(second)
    entry.receive(encodeFrame({ kind: 'query-awareness' }))
  }
  expect(closed).toMatchObject([{ code: closeCodes.crowded, reason: 'stalled' }])
  dispose()
})

test('[L13] a connection whose chunked frame is complete may be silent', async () => {
  const { closed, entry, dispose } = await open()
  const update = largeUpdate()
  for (const message of messagesOf(encodeFrame({ kind: 'update', update }))) entry.receive(message)
  await vi.advanceTimersByTimeAsync(600 * second)
  expect(closed).toEqual([])
  dispose()
})

/** An update with a shape that takes several chunks. */
function largeUpdate(): Uint8Array {
  const doc = new Y.Doc()
  const filler = 'x'.repeat(3 * limits.maxChunkBytes)
  doc.getMap('shapes').set('large', { kind: 'x', at: [0, 0, 9, 9, 0], order: 'a0', filler })
  return Y.encodeStateAsUpdate(doc)
}
