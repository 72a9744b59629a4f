import {
  type BoardId,
  encodeFrame,
  type Frame,
  newBoardId,
  type PrincipalId,
  parseFrame,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Room } from './room.ts'
import type { Session } from './session.ts'

const rooms: Room[] = []
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

async function openRoom(log: UpdateLog, id: BoardId = newBoardId()): Promise<Room> {
  const room = await Room.open(id, 'Harbour', log, pino({ level: 'silent' }), () => 1_000)
  rooms.push(room)
  return room
}

/** A client that keeps every frame it is sent, in order. */
interface Client {
  readonly session: Session
  readonly frames: Frame[]
  readonly closed: Rejection[]
  send(frame: Frame): void
}

function join(room: Room, role: Role = 'editor', name = 'a'): Client {
  const frames: Frame[] = []
  const closed: Rejection[] = []
  const principal = `g:${name}` as PrincipalId
  const session: Session = {
    connection: {
      dialect: 'inkbridge',
      send: ({ bytes }) => {
        const parsed = parseFrame(bytes)
        if (parsed.ok) frames.push(parsed.value)
      },
      close: (reason) => closed.push(reason),
      unsentBytes: () => 0,
    },
    principal,
    person: { id: principal, name, color: '#000000' },
    role,
    clientId: null,
    received: 0,
    saved: 0,
    owesAnswer: false,
    gaps: { count: 0, since: 0 },
  }
  room.enter(session)
  return { session, frames, closed, send: (frame) => room.receive(session, encodeFrame(frame)) }
}

function rectUpdate(doc: Y.Doc, id: string): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.getMap('shapes').set(id, { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' })
  return Y.encodeStateAsUpdate(doc, before)
}

function kinds(client: Client): string[] {
  return client.frames.map(({ kind }) => kind)
}

/** A log whose commits wait until they are let through, or fail. */
function gatedLog() {
  const inner = createMemoryLog()
  const gates: { open(): void; fail(): void }[] = []
  let broken = false
  const log: UpdateLog = {
    ...inner,
    append: (entries) =>
      new Promise((resolve, reject) => {
        gates.push({ open: () => inner.append(entries).then(resolve, reject), fail: () => reject(new Error('ENOSPC')) })
      }),
    probe: async () => {
      if (broken) throw new Error('ENOSPC')
    },
  }
  return { log, inner, gates, breakDisk: () => (broken = true), mendDisk: () => (broken = false) }
}

test('whoever enters is told who they are, asked for what they have, and shown who is here, be it nobody', async () => {
  const room = await openRoom(createMemoryLog())
  const client = join(room)
  expect(kinds(client)).toEqual(['hello', 'sync-step-1', 'awareness'])
  expect(client.frames[0]).toMatchObject({
    kind: 'hello',
    hello: { role: 'editor', title: 'Harbour', you: { name: 'a' } },
  })
})

test('[O8] a viewer is told who they are and who is here, and asked for nothing', async () => {
  const room = await openRoom(createMemoryLog())
  expect(kinds(join(room, 'viewer'))).toEqual(['hello', 'awareness'])
})

test('[O4] nothing leaves the room before it is on disk: no broadcast, no acknowledgement, no sync answer', async () => {
  const { log, gates } = gatedLog()
  const room = await openRoom(log)
  const [author, other] = [join(room, 'editor', 'a'), join(room, 'editor', 'b')]
  author.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
  const doc = new Y.Doc()
  const update = rectUpdate(doc, 's1')
  author.frames.length = 0
  other.frames.length = 0
  author.send({ kind: 'update', update })
  other.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  expect([author.frames, other.frames]).toEqual([[], []])
  gates[0]?.open()
  await vi.waitFor(() => expect(kinds(other)).toEqual(['update', 'sync-step-2']))
  expect(author.frames).toEqual([{ kind: 'saved', received: 2, saved: 2 }])
})

test('[O5] what comes while a commit is under way goes into the next, and is broadcast as one update', async () => {
  const { log, inner, gates } = gatedLog()
  const room = await openRoom(log)
  const [author, other] = [join(room, 'editor', 'a'), join(room, 'editor', 'b')]
  author.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
  const doc = new Y.Doc()
  author.send({ kind: 'update', update: rectUpdate(doc, 's1') })
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  author.send({ kind: 'update', update: rectUpdate(doc, 's2') })
  author.send({ kind: 'update', update: rectUpdate(doc, 's3') })
  other.frames.length = 0
  gates[0]?.open()
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  gates[1]?.open()
  await vi.waitFor(() => expect(kinds(other)).toEqual(['update', 'update']))
  expect(inner.entries.map(({ seq, author }) => [seq, author])).toEqual([
    [1, 'g:a'],
    [2, 'g:a'],
    [3, 'g:a'],
  ])
  const seen = new Y.Doc()
  for (const frame of other.frames) if (frame.kind === 'update') Y.applyUpdate(seen, frame.update)
  expect([...seen.getMap('shapes').keys()]).toEqual(['s1', 's2', 's3'])
})

test('[O1] an update that cannot be read closes its sender with 4422 and changes nothing', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const client = join(room)
  const whole = rectUpdate(new Y.Doc(), 's1')
  client.send({ kind: 'update', update: whole.subarray(0, whole.length - 2) })
  expect(client.closed).toMatchObject([{ code: 4422 }])
  expect(await room.read((doc) => doc.getMap('shapes').size)).toBe(0)
  expect(log.entries).toEqual([])
})

test('[O1] an update outside the layout closes its sender with 4422 and changes nothing', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const client = join(room)
  const doc = new Y.Doc()
  doc.getMap('elsewhere').set('a', 1)
  client.send({ kind: 'update', update: Y.encodeStateAsUpdate(doc) })
  expect(client.closed).toMatchObject([{ code: 4422 }])
  expect(log.entries).toEqual([])
})

test('[O2] an update that builds on something unknown is answered with sync step 1, and with 4509 when it goes on', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const client = join(room)
  const doc = new Y.Doc()
  rectUpdate(doc, 's1')
  const second = rectUpdate(doc, 's2')
  client.frames.length = 0
  client.send({ kind: 'update', update: second })
  expect(kinds(client)).toEqual(['sync-step-1'])
  for (let round = 0; round < 8; round += 1) client.send({ kind: 'update', update: second })
  expect(client.closed).toMatchObject([{ code: 4509 }])
  expect(log.entries).toEqual([])
})

test('[O3] an update that brings nothing new is acknowledged and neither written nor broadcast', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const [author, other] = [join(room, 'editor', 'a'), join(room, 'editor', 'b')]
  const update = rectUpdate(new Y.Doc(), 's1')
  author.send({ kind: 'sync-step-2', update })
  await vi.waitFor(() => expect(kinds(other)).toContain('update'))
  other.frames.length = 0
  author.frames.length = 0
  author.send({ kind: 'update', update })
  expect(author.frames).toEqual([{ kind: 'saved', received: 2, saved: 2 }])
  expect(other.frames).toEqual([])
  expect(log.entries).toHaveLength(1)
})

test('[O8] a viewer who changes something is closed with 4403, and the board is as it was', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const [editor, viewer] = [join(room, 'editor', 'a'), join(room, 'viewer', 'b')]
  const doc = new Y.Doc()
  const update = rectUpdate(doc, 's1')
  editor.send({ kind: 'sync-step-2', update })
  await vi.waitFor(() => expect(kinds(viewer)).toContain('update'))
  viewer.send({ kind: 'sync-step-2', update })
  expect(viewer.closed).toEqual([])
  viewer.send({ kind: 'update', update: rectUpdate(doc, 's2') })
  expect(viewer.closed).toMatchObject([{ code: 4403 }])
  expect(log.entries).toHaveLength(1)
})

test('[S2] after sync step 1 nothing is called saved before the answer is', async () => {
  const room = await openRoom(createMemoryLog())
  const client = join(room)
  const doc = new Y.Doc()
  client.send({ kind: 'update', update: rectUpdate(doc, 's1') })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 0 }))
  client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 2, saved: 2 }))
})

test('[O7] when the disk fails nothing unsaved is shown, and when it works again everybody is asked for what they have', async () => {
  const { log, gates, breakDisk, mendDisk } = gatedLog()
  const room = await openRoom(log)
  const [author, other] = [join(room, 'editor', 'a'), join(room, 'editor', 'b')]
  author.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
  const doc = new Y.Doc()
  const update = rectUpdate(doc, 's1')
  author.send({ kind: 'update', update })
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  for (const client of [author, other]) client.frames.length = 0
  breakDisk()
  gates[0]?.fail()
  await vi.waitFor(() => expect(other.frames).toEqual([{ kind: 'notice', notice: { type: 'not-saving' } }]))
  expect(await room.read((held) => held.getMap('shapes').size)).toBe(0)
  author.send({ kind: 'update', update: rectUpdate(doc, 's2') })
  expect(author.frames.at(-1)).toEqual({ kind: 'saved', received: 3, saved: 1 })
  mendDisk()
  await vi.waitFor(() => expect(kinds(author).slice(-2)).toEqual(['notice', 'sync-step-1']), { timeout: 3_000 })
  author.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  gates[1]?.open()
  await vi.waitFor(() => expect(author.frames.at(-1)).toEqual({ kind: 'saved', received: 4, saved: 4 }))
  expect(await room.read((held) => [...held.getMap('shapes').keys()])).toEqual(['s1', 's2'])
})

test('a board that is opened again holds everything that was acknowledged', async () => {
  const log = createMemoryLog()
  const id = newBoardId()
  const room = await openRoom(log, id)
  const client = join(room)
  client.send({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's1') })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 1 }))
  const again = await openRoom(log, id)
  expect(await again.read((doc) => [...doc.getMap('shapes').keys()])).toEqual(['s1'])
})

test('a board that cannot be read is not opened', async () => {
  const log: UpdateLog = { ...createMemoryLog(), load: () => Promise.reject(new Error('EIO')) }
  await expect(openRoom(log)).rejects.toThrow('EIO')
})
