import { closeCodes, encodeFrame, messagesOf, newBoardId } from '@inkbridge/types'
import * as encoding from 'lib0/encoding'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import { Room } from './room.ts'
import { join } from './testing/clients.ts'

/** A frame in chunks may be 32 MB: no such frame delays others. */

const rooms: Room[] = []
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

/** JSON of nested lists, which is the most expensive to parse for its length. */
function lists(bytes: number): Uint8Array {
  return Buffer.from(`[${'[],'.repeat(Math.floor(bytes / 3) - 1)}[]]`)
}

const stateBytes = 4_000
const states = 2_000
const large = 24_000_000

function written(...parts: readonly (number | Uint8Array)[]): Uint8Array {
  return encoding.encode((to) => {
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(to, part)
      else encoding.writeUint8Array(to, part)
    }
  })
}

/** Bytes preceded by their length. */
function block(bytes: Uint8Array): Uint8Array {
  return written(bytes.byteLength, bytes)
}

const everybody = Array.from({ length: states }, (_, index) => index + 1)
/** The longest that one frame may hold up others, ms. */
const longestStallMs = 150
const runs = Math.floor(large / 2)
const ones = new Uint8Array(large).fill(1)

const frames: readonly (readonly [what: string, frame: () => Uint8Array, code: number | null])[] = [
  ['a greeting, which only a server says', () => written(100, block(lists(large))), closeCodes.refused],
  ['a notice, which only a server says', () => written(103, block(lists(large))), closeCodes.refused],
  [
    'a digest of millions of runs',
    () =>
      encodeFrame({ kind: 'have', stateVector: Uint8Array.of(1, 1, 1), deletions: written(0, 2, 1, 5, runs, ones, 0) }),
    null,
  ],
  [
    'a state vector of millions of clients',
    () => encodeFrame({ kind: 'sync-step-1', stateVector: written(runs, ones) }),
    closeCodes.refused,
  ],
  [
    'presence of two thousand people',
    () => {
      const entries = everybody.map((client) => written(client, 1, client, block(lists(stateBytes))))
      return encodeFrame({ kind: 'presence', delta: written(0, states, ...entries) })
    },
    null,
  ],
  [
    'awareness of two thousand clients',
    () => {
      const entries = everybody.map((client) => written(client, 1, block(lists(stateBytes))))
      return encodeFrame({ kind: 'awareness', states: written(states, ...entries) })
    },
    null,
  ],
]

test.each(frames)('%s, sent by a viewer in one frame, delays nobody', async (_what, frame, code) => {
  const room = await Room.open(newBoardId(), 'Harbour', createMemoryLog(), pino({ level: 'silent' }))
  rooms.push(room)
  const viewer = join(room, 'viewer')
  const messages = [...messagesOf(frame())]
  const last = messages.pop() ?? new Uint8Array()
  for (const message of messages) void room.receive(viewer.session, message)
  const before = process.threadCpuUsage()
  const taken = room.receive(viewer.session, last)
  const { user, system } = process.threadCpuUsage(before)
  await taken
  expect((user + system) / 1_000).toBeLessThan(longestStallMs)
  expect(viewer.closed.map((reason) => reason.code)).toEqual(code === null ? [] : [code])
})

test('a large board, requested by viewers with an unknown client, delays nobody, and arrives completely', async () => {
  const room = await Room.open(newBoardId(), 'Harbour', createMemoryLog(), pino({ level: 'silent' }))
  rooms.push(room)
  const doc = new Y.Doc()
  doc.transact(() => {
    const shape = { kind: 'rect', at: [0, 0, 9, 9, 0], style: { color: 'ink', width: 2 }, order: 'a0' }
    for (let made = 0; made < 60_000; made += 1) doc.getMap('shapes').set(`s${made}`, { ...shape })
  })
  await room.change(null, (own, origin) => Y.applyUpdate(own, Y.encodeStateAsUpdate(doc), origin))
  const viewers = ['a', 'b', 'c'].map((name) => join(room, 'viewer', name))
  const stateVector = Uint8Array.of(1, 99, 1)
  const [have] = messagesOf(encodeFrame({ kind: 'have', stateVector, deletions: Uint8Array.of(0, 2, 0) }))
  if (!have) throw new Error('nothing was asked')
  const before = process.threadCpuUsage()
  const answers = viewers.map(({ session }) => room.receive(session, have))
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(40)
  await Promise.all(answers)
  await room.committed()
  for (const { frames } of viewers) {
    const answer = frames.find((frame) => frame.kind === 'sync-step-2')
    const copy = new Y.Doc()
    if (answer?.kind === 'sync-step-2') Y.applyUpdate(copy, answer.update)
    expect(copy.getMap('shapes').size).toBe(60_000)
  }
})
