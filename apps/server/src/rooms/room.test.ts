import { openBoard } from '@inkbridge/board'
import {
  type BoardId,
  closeCodes,
  decodePresence,
  encodePresence,
  limits,
  newBoardId,
  type ShapeId,
} from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Room } from './room.ts'
import { type Client, join, type Manner, rectUpdate } from './testing/clients.ts'

const rooms: Room[] = []
const clock = { now: 1_000 }
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

async function openRoom(log: UpdateLog, id: BoardId = newBoardId()): Promise<Room> {
  const room = await Room.open(id, 'Harbour', log, pino({ level: 'silent' }), { now: () => clock.now })
  rooms.push(room)
  return room
}

function kinds(client: Client): string[] {
  return client.frames.map(({ kind }) => kind)
}

/** A log whose commits wait until the test releases or fails them. */
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

test('a new session gets its identity, a sync request, and everybody’s presence, even if nobody is there', async () => {
  const room = await openRoom(createMemoryLog())
  const client = join(room)
  expect(kinds(client)).toEqual(['hello', 'have', 'presence'])
  expect(client.frames[0]).toMatchObject({
    kind: 'hello',
    hello: { role: 'editor', title: 'Harbour', you: { name: 'a' } },
  })
})

test('[O8] a viewer gets their identity and everybody’s presence, but no sync request', async () => {
  const room = await openRoom(createMemoryLog())
  expect(kinds(join(room, 'viewer'))).toEqual(['hello', 'presence'])
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

test('[O5] updates during a commit go into the next one, and are broadcast as one update', async () => {
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

test('[O1] an unreadable update closes its sender with 4422 and changes nothing', async () => {
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

test('[O2] an update with a gap is answered with a sync request, and with 4509 after repeated ones', async () => {
  const log = createMemoryLog()
  const room = await openRoom(log)
  const client = join(room)
  const doc = new Y.Doc()
  rectUpdate(doc, 's1')
  const second = rectUpdate(doc, 's2')
  client.frames.length = 0
  client.send({ kind: 'update', update: second })
  expect(kinds(client)).toEqual(['have'])
  for (let round = 0; round < 8; round += 1) client.send({ kind: 'update', update: second })
  expect(client.closed).toMatchObject([{ code: 4509 }])
  expect(log.entries).toEqual([])
})

test('[O3] an update without anything new is acknowledged, but neither written nor broadcast', async () => {
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

test('[O8] a viewer’s edit is refused with 4403, and the board does not change', async () => {
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

test('[S2] after sync step 1 nothing is acknowledged as saved before the answer is', async () => {
  const room = await openRoom(createMemoryLog())
  const client = join(room)
  const doc = new Y.Doc()
  client.send({ kind: 'update', update: rectUpdate(doc, 's1') })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 0 }))
  client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 2, saved: 2 }))
})

test('[O7] when the disk fails no unsaved edit is broadcast, and when it works again everybody gets a sync request', async () => {
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
  await vi.waitFor(() => expect(kinds(author).slice(-2)).toEqual(['notice', 'have']), { timeout: 3_000 })
  author.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  gates[1]?.open()
  await vi.waitFor(() => expect(author.frames.at(-1)).toEqual({ kind: 'saved', received: 4, saved: 4 }))
  expect(await room.read((held) => [...held.getMap('shapes').keys()])).toEqual(['s1', 's2'])
})

test('a reopened board has everything that was acknowledged', async () => {
  const log = createMemoryLog()
  const id = newBoardId()
  const room = await openRoom(log, id)
  const client = join(room)
  client.send({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's1') })
  await vi.waitFor(() => expect(client.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 1 }))
  const again = await openRoom(log, id)
  expect(await again.read((doc) => [...doc.getMap('shapes').keys()])).toEqual(['s1'])
})

test('a new client has everything with the answer, including edits after the cached snapshot', async () => {
  const room = await openRoom(createMemoryLog())
  const [author, doc] = [join(room), new Y.Doc()]
  doc.getMap('shapes').set('big', { kind: 'hologram', text: 'x'.repeat(150_000) })
  author.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(author.frames).toContainEqual({ kind: 'saved', received: 1, saved: 1 }))
  const ask = (name: string) => {
    const newcomer = join(room, 'viewer', name)
    newcomer.send({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(new Y.Doc()) })
    return newcomer
  }
  const answered = (client: Client) => vi.waitFor(() => expect(kinds(client)).toContain('sync-step-2'))
  await answered(ask('first'))
  author.send({ kind: 'update', update: rectUpdate(doc, 's1') })
  await vi.waitFor(() => expect(author.frames).toContainEqual({ kind: 'saved', received: 2, saved: 2 }))
  const second = ask('second')
  await answered(second)
  const copy = new Y.Doc()
  for (const frame of second.frames.slice(0, kinds(second).indexOf('sync-step-2') + 1))
    if (frame.kind === 'sync-step-2' || frame.kind === 'update') Y.applyUpdate(copy, frame.update)
  expect([...copy.getMap('shapes').keys()].sort()).toEqual(['big', 's1'])
})

test('[B4] a board that has lost an update opens and accepts edits, and is complete again when a client has the lost update', async () => {
  const log = createMemoryLog()
  const id = newBoardId()
  const doc = new Y.Doc()
  const updates = ['s1', 's2', 's3'].map((shape) => rectUpdate(doc, shape))
  const entry = (seq: number, update: Uint8Array) => ({ board: id, seq, author: null, at: seq, update, claims: [] })
  // The second has lost its bytes.
  await log.append(updates.map((update, index) => entry(index + 1, index === 1 ? Uint8Array.of(0, 0) : update)))
  const shapesOf = (room: Room) => room.read((held) => [...held.getMap('shapes').keys()].sort())
  const room = await openRoom(log, id)
  expect(await shapesOf(room)).toEqual(['s1'])
  const stranger = join(room, 'editor', 'b')
  stranger.send({ kind: 'sync-step-2', update: rectUpdate(new Y.Doc(), 's4') })
  await vi.waitFor(() => expect(stranger.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 1 }))
  const owner = join(room)
  owner.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  await vi.waitFor(() => expect(owner.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 1 }))
  expect(await shapesOf(room)).toEqual(['s1', 's2', 's3', 's4'])
  expect(await shapesOf(await openRoom(log, id))).toEqual(['s1', 's2', 's3', 's4'])
})

test('[B4] an update that Yjs cannot apply does not prevent a board from opening', async () => {
  const log = createMemoryLog()
  const id = newBoardId()
  const good = rectUpdate(new Y.Doc(), 's1')
  const updates = [Uint8Array.of(1, 1, 200, 1), good, good.subarray(0, good.length - 3)]
  await log.append(
    updates.map((update, index) => ({ board: id, seq: index + 1, author: null, at: 1, update, claims: [] })),
  )
  const room = await openRoom(log, id)
  expect(await room.read((doc) => doc.getMap('shapes').toJSON())).toMatchObject({ s1: { kind: 'rect' } })
})

test('[B5] a board that stays open for long is compacted', async () => {
  const inner = createMemoryLog()
  const compactions: number[] = []
  const log: UpdateLog = {
    ...inner,
    async compact(board) {
      const done = await inner.compact(board)
      compactions.push(done.seq)
      return done
    },
  }
  const room = await openRoom(log)
  const client = join(room)
  const doc = new Y.Doc()
  client.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
  for (let edit = 0; edit <= 10_000; edit += 1) {
    const before = Y.encodeStateVector(doc)
    doc.getMap('at').set('s1', Uint8Array.of(1, edit % 100))
    client.send({ kind: 'update', update: Y.encodeStateAsUpdate(doc, before) })
  }
  await vi.waitFor(() => expect(client.frames.at(-1)).toMatchObject({ saved: 10_002 }))
  await vi.waitFor(() => expect(compactions).toEqual([10_001]))
})

test('a board that cannot be read is not opened', async () => {
  const log: UpdateLog = { ...createMemoryLog(), load: () => Promise.reject(new Error('EIO')) }
  await expect(openRoom(log)).rejects.toThrow('EIO')
})

/** A board of about two megabytes. */
/** A large update is applied in slices, which takes a while on a busy machine. */
const patience = { timeout: 20_000 }

function largeUpdate(): Uint8Array {
  const doc = new Y.Doc()
  const shapes = doc.getMap('shapes')
  doc.transact(() => {
    for (let index = 0; index < 20_000; index += 1) {
      const at = [index, index, 10, 10, 0]
      shapes.set(`s${index}`, { kind: 'rect', at, style: { color: 'ink', width: 4 }, order: 'a0' })
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

test('[F6] a board larger than a message is sent and received in chunks, and in one message to a stock client', async () => {
  const update = largeUpdate()
  expect(update.byteLength).toBeGreaterThan(limits.maxFrameBytes)
  const room = await openRoom(createMemoryLog())
  const author = join(room)
  author.send({ kind: 'sync-step-2', update })
  await vi.waitFor(() => expect(author.frames.at(-1)).toEqual({ kind: 'saved', received: 1, saved: 1 }), patience)
  const [ours, stock] = [join(room, 'viewer', 'b'), join(room, 'viewer', 'c', { dialect: 'plain' })]
  for (const reader of [ours, stock]) {
    reader.frames.length = 0
    reader.sent.messages = 0
    reader.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
    await vi.waitFor(() => expect(reader.frames).toHaveLength(1))
    const [answer] = reader.frames
    const doc = new Y.Doc()
    if (answer?.kind === 'sync-step-2') Y.applyUpdate(doc, answer.update)
    expect(doc.getMap('shapes').size).toBe(20_000)
  }
  expect(ours.sent.messages).toBeGreaterThan(4)
  expect(stock.sent.messages).toBe(1)
})

test('[S14] a live stroke of a page that was closed offline is sealed a minute after it arrives', async () => {
  vi.useFakeTimers()
  try {
    const room = await openRoom(createMemoryLog())
    const gone = new Y.Doc()
    openBoard(gone).apply([
      {
        type: 'ink-begin',
        id: 's1' as ShapeId,
        style: { color: 'ink', width: 4 },
        pressure: false,
        quantum: 0.25,
        points: [{ x: 0, y: 0, pressure: null, time: 0 }],
      },
    ])
    // Strokes abandoned before the board was opened have been sealed by now.
    await vi.advanceTimersByTimeAsync(61_000)
    const returned = join(room)
    returned.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(gone) })
    await vi.advanceTimersByTimeAsync(59_000)
    expect(kinds(returned)).not.toContain('update')
    await vi.advanceTimersByTimeAsync(2_000)
    for (const frame of returned.frames) if (frame.kind === 'update') Y.applyUpdate(gone, frame.update)
    expect(gone.getMap('shapes').has('s1')).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

test('[F8] a session that is behind gets no presence, then everybody’s, and is closed if it does not catch up in five seconds', async () => {
  const room = await openRoom(createMemoryLog())
  const [mover, manner] = [join(room, 'editor', 'a'), {} as Manner]
  const [reader, witness] = [join(room, 'viewer', 'b', manner), join(room, 'viewer', 'c')]
  const move = (x: number) => {
    const whole = { clientId: 1, state: {} }
    const delta = encodePresence({ everybody: false, entries: [{ slot: 0, whole, cursor: { x, y: 0 }, shift: null }] })
    mover.send({ kind: 'presence', delta })
  }
  reader.frames.length = 0
  witness.frames.length = 0
  manner.unsent = limits.behindBytes + 1
  move(1)
  await vi.waitFor(() => expect(kinds(witness)).toEqual(['presence']))
  room.retitle('One')
  expect(kinds(reader)).toEqual(['notice'])
  manner.unsent = 0
  move(2)
  await vi.waitFor(() => expect(reader.frames).toHaveLength(2))
  const [, presence] = reader.frames
  expect(presence?.kind === 'presence' && decodePresence(presence.delta)).toMatchObject({
    everybody: true,
    entries: [{ cursor: { x: 2, y: 0 } }],
  })
  manner.unsent = limits.behindBytes + 1
  room.retitle('Two')
  clock.now += 4_000
  room.retitle('Three')
  expect(reader.closed).toEqual([])
  clock.now += 1_001
  room.retitle('Four')
  expect(reader.closed.map(({ code }) => code)).toEqual([closeCodes.tooSlow])
})

test('[F7] a session that is still receiving the board is not slow; one that receives nothing, or requests it again, is', async () => {
  const room = await openRoom(createMemoryLog())
  const author = join(room)
  author.send({ kind: 'sync-step-2', update: largeUpdate() })
  await vi.waitFor(() => expect(author.frames.at(-1)).toMatchObject({ saved: 1 }), patience)
  const [taking, asking, stuck] = [0, 1, 2].map((index) => {
    const manner: Manner = {}
    const client = join(room, 'viewer', `v${index}`, manner)
    client.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
    return { ...client, manner }
  })
  if (!taking || !asking || !stuck) throw new Error('three have joined')
  await vi.waitFor(() =>
    expect([taking, asking, stuck].map(({ frames }) => frames.at(-1)?.kind)).toEqual(Array(3).fill('sync-step-2')),
  )
  taking.manner.unsent = limits.maxUnsentBytes + 500_000
  asking.manner.unsent = limits.maxUnsentBytes + 500_000
  stuck.manner.unsent = 40 * limits.maxUnsentBytes
  asking.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
  room.retitle('Something for everybody')
  const codes = [taking, asking, stuck].map(({ closed }) => closed.map(({ code }) => code))
  expect(codes).toEqual([[], [closeCodes.tooSlow], [closeCodes.tooSlow]])
})

test('[O4] a change that was not saved is not reported as saved when the room is disposed before the board is reloaded', async () => {
  const { log, gates, breakDisk } = gatedLog()
  let unreadable = 0
  const load: UpdateLog['load'] = (board) => {
    if (gates.length === 0) return log.load(board)
    unreadable += 1
    return Promise.reject(new Error('EIO'))
  }
  const room = await openRoom({ ...log, load })
  const change = room.change(null, (doc, origin) => doc.transact(() => rectUpdate(doc, 's1'), origin))
  const outcome = change.then(
    () => 'saved',
    () => 'not saved',
  )
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  breakDisk()
  gates[0]?.fail()
  await vi.waitFor(() => expect(unreadable).toBe(1))
  room.dispose()
  expect(await outcome).toBe('not saved')
})

test('a sync request to a disposed room is not answered', async () => {
  const room = await openRoom(createMemoryLog())
  const client = join(room)
  client.frames.length = 0
  room.dispose()
  client.send({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })
  await new Promise((resolve) => setImmediate(resolve))
  expect(kinds(client)).toEqual([])
})
