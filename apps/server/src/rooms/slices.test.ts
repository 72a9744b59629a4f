import { type BoardId, type Frame, newBoardId, type PrincipalId } from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import { slicesOf } from '../updates/update-slices.ts'
import { Room } from './room.ts'
import { join, rectUpdate } from './testing/clients.ts'

const author = 'g:author' as PrincipalId
const rooms: Room[] = []
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

async function openRoom(log = createMemoryLog(), id: BoardId = newBoardId()): Promise<Room> {
  const room = await Room.open(id, 'Harbour', log, pino({ level: 'silent' }))
  rooms.push(room)
  return room
}

/** A document with a number of shapes, also as slices. */
function large(count: number): { readonly doc: Y.Doc; readonly slices: readonly Uint8Array[] } {
  const doc = new Y.Doc()
  for (let index = 0; index < count; index += 1) rectUpdate(doc, `s${index}`)
  return { doc, slices: slicesOf(Y.encodeStateAsUpdate(doc)) ?? [] }
}

function shapesOf(room: Room): Promise<number> {
  return room.read((doc) => doc.getMap('shapes').size)
}

test('while a large change is applied others are served, and all of it is broadcast and saved', async () => {
  const [log, id] = [createMemoryLog(), newBoardId()]
  const room = await openRoom(log, id)
  const { doc, slices } = large(10_000)
  const other = join(room, 'editor', 'b')
  other.frames.length = 0
  let [changing, answered] = [true, 0]
  const changed = room.changeInSlices(author, { client: doc.clientID, slices }).finally(() => {
    changing = false
  })
  while (changing) {
    other.send({ kind: 'ping', id: answered })
    answered += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await changed
  expect(slices.length).toBeGreaterThan(30)
  expect(answered).toBeGreaterThan(30)
  const copy = new Y.Doc()
  const updates = other.frames.filter((frame): frame is Frame & { kind: 'update' } => frame.kind === 'update')
  for (const { update } of updates) Y.applyUpdate(copy, update)
  expect([copy.getMap('shapes').size, await shapesOf(room)]).toEqual([10_000, 10_000])
  expect(await shapesOf(await openRoom(log, id))).toBe(10_000)
})

test('a large change by a known Yjs client is refused, and none of it is applied', async () => {
  const room = await openRoom()
  const { doc, slices } = large(10)
  await room.changeInSlices(author, { client: doc.clientID, slices })
  await expect(room.changeInSlices(author, { client: doc.clientID, slices: large(20).slices })).rejects.toThrow(
    'Nothing was changed',
  )
  expect(await shapesOf(room)).toBe(10)
})

test('nobody else can write as the Yjs client of a large change', async () => {
  const room = await openRoom()
  const { doc, slices } = large(10)
  await room.changeInSlices(author, { client: doc.clientID, slices })
  const other = join(room, 'editor', 'b')
  other.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
  other.send({ kind: 'update', update: rectUpdate(doc, 'more') })
  expect(other.closed.map(({ message }) => message)).toHaveLength(1)
  expect(await shapesOf(room)).toBe(10)
})

test('the updates of a board are complete, even if it has changed since the snapshot', async () => {
  const room = await openRoom()
  const { doc, slices } = large(5_000)
  await room.changeInSlices(author, { client: doc.clientID, slices })
  await room.updates()
  const version = room.version
  await room.change(author, (board) => board.getMap('shapes').set('new', { kind: 'rect' }))
  expect(room.version).toBeGreaterThan(version)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.mergeUpdates([...(await room.updates())]))
  expect(copy.getMap('shapes').size).toBe(5_001)
})
