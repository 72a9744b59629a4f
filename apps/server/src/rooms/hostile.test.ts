import { encodeAwareness, newBoardId, ok, type PrincipalId } from '@inkbridge/types'
import * as encoding from 'lib0/encoding'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import type { Guard } from './guard.ts'
import { Room } from './room.ts'
import { type Client, join, rectUpdate } from './testing/clients.ts'

/**
 * What somebody who may edit could do with hand-made bytes, one named test each. A witness who draws before and after
 * has everything in the end, and nobody else's document holds anything of it.
 */

const rooms: Room[] = []
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

async function openRoom(): Promise<Room> {
  const room = await Room.open(newBoardId(), 'Harbour', createMemoryLog(), pino({ level: 'silent' }))
  rooms.push(room)
  return room
}

type Write = (encoder: encoding.Encoder) => void

/** An update of one client's structs (Yjs' update format 1), and what it deletes: client, clock, length. */
function update(structs: readonly Write[], deletes: readonly (readonly [number, number, number])[] = []): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, structs.length > 0 ? 1 : 0)
    if (structs.length > 0) {
      encoding.writeVarUint(encoder, structs.length)
      encoding.writeVarUint(encoder, 7)
      encoding.writeVarUint(encoder, 0)
      for (const write of structs) write(encoder)
    }
    encoding.writeVarUint(encoder, deletes.length)
    for (const [client, clock, length] of deletes) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  })
}

/** An entry of a top-level map with one value, as lib0 writes any value. */
function entry(root: string, key: string, any: readonly number[]): Write {
  return (encoder) => {
    encoding.writeUint8(encoder, 8 | 32)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, root)
    encoding.writeVarString(encoder, key)
    encoding.writeVarUint(encoder, 1)
    encoding.writeUint8Array(encoder, Uint8Array.from(any))
  }
}

function garbage(length: number): Write {
  return (encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }
}

/** Lists in lists, and null in the last. */
function nested(depth: number): number[] {
  return [...Array.from({ length: depth }, () => [117, 1]).flat(), 126]
}

function mapsInMaps(depth: number): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    let map = doc.getMap<unknown>('text')
    for (let level = 0; level < depth; level += 1) {
      const inner = new Y.Map<unknown>()
      map.set('x', inner)
      map = inner
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

function made(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  change(doc)
  return Y.encodeStateAsUpdate(doc)
}

const whole = rectUpdate(new Y.Doc(), 'cut')
const rect = { at: [0, 0, 1, 1, 0], style: { color: 'ink', width: 1 }, order: 'a0' }

const refused: readonly (readonly [string, Uint8Array])[] = [
  ['thirty million structs in eight bytes', Uint8Array.of(1, 128, 135, 167, 14, 7, 0, 0)],
  ['an update cut short at every place, here the last', whole.subarray(0, whole.length - 2)],
  ['a value nested ten thousand deep', update([entry('shapes', 's', nested(10_000))])],
  ['a value nested a hundred deep', update([entry('shapes', 's', nested(100))])],
  ['maps in maps, five thousand deep', mapsInMaps(5_000)],
  ['a key that is __proto__', made((doc) => doc.getMap('shapes').set('__proto__', { kind: 'rect', ...rect }))],
  [
    'a value that has a __proto__ of its own',
    made((doc) => doc.getMap('shapes').set('s', JSON.parse('{"kind":"rect","__proto__":{"admin":true}}'))),
  ],
  ['a root that no board has', made((doc) => doc.getMap('constructor').set('s', 1))],
  ['a list where a map belongs', made((doc) => doc.getArray('shapes').push([1]))],
  ['garbage of 2^40 clocks', update([garbage(2 ** 40)])],
]

/** Draws before and after, and has all of it. */
async function witnessed(room: Room, attack: () => void | Promise<void>): Promise<void> {
  const doc = new Y.Doc()
  const witness = join(room, 'editor', 'witness')
  witness.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'w0') })
  await attack()
  for (let edit = 1; edit <= 1_000; edit += 1) witness.send({ kind: 'update', update: rectUpdate(doc, `w${edit}`) })
  await vi.waitFor(() =>
    expect(witness.frames.findLast(({ kind }) => kind === 'saved')).toMatchObject({ saved: 1_001 }),
  )
  expect(witness.closed).toEqual([])
  await room.read((held) => {
    expect([...held.getMap('shapes').keys()].filter((key) => !key.startsWith('w'))).toEqual([])
    expect(held.getMap('shapes').size).toBe(1_001)
    expect({ structs: held.store.pendingStructs, deletes: held.store.pendingDs }).toEqual({
      structs: null,
      deletes: null,
    })
  })
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
  // Nothing of it was sent on either.
  const seen = new Y.Doc()
  for (const frame of witness.frames) if (frame.kind === 'update') Y.applyUpdate(seen, frame.update)
  expect(seen.store.clients.size).toBe(0)
}

function attacker(room: Room): Client {
  return join(room, 'editor', 'attacker')
}

for (const [name, bytes] of refused) {
  test(`[O1] ${name}: its sender is closed with 4422, and the witness has everything`, async () => {
    const room = await openRoom()
    await witnessed(room, () => {
      const client = attacker(room)
      client.send({ kind: 'sync-step-2', update: bytes })
      expect(client.closed.map(({ code }) => code)).toEqual([4422])
    })
  })
}

test('[O1] an update cut short anywhere is refused or changes nothing', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    for (let length = 0; length < whole.length; length += 1) {
      attacker(room).send({ kind: 'sync-step-2', update: whole.subarray(0, length) })
    }
  })
})

test('[O2] three thousand updates that build on nothing are asked for eight times, then 4509, and keep nobody waiting', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    const client = attacker(room)
    const begun = performance.now()
    for (let index = 0; index < 3_000; index += 1) {
      const doc = new Y.Doc()
      doc.getMap('shapes').set('a', 'x'.repeat(1_000))
      const before = Y.encodeStateVector(doc)
      doc.getMap('shapes').set('b', 'x'.repeat(1_000))
      client.send({ kind: 'update', update: Y.encodeStateAsUpdate(doc, before) })
    }
    // Of which most is making them.
    expect(performance.now() - begun).toBeLessThan(3_000)
    expect(client.closed.map(({ code }) => code)).toEqual([4509])
  })
})

test('[O2] a deletion of 2^50 clocks that nobody has is asked about, and never kept', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    const client = attacker(room)
    client.frames.length = 0
    client.send({ kind: 'sync-step-2', update: update([], [[99, 0, 2 ** 50]]) })
    client.send({ kind: 'update', update: update([], [[99, 0, 2 ** 50]]) })
  })
})

test('[O6] what follows an update in its bytes is not sent on', async () => {
  const room = await openRoom()
  const witness = join(room, 'viewer', 'witness')
  const author = join(room, 'editor', 'author')
  const clean = rectUpdate(new Y.Doc(), 's')
  author.send({ kind: 'sync-step-2', update: Uint8Array.from([...clean, ...Array(500).fill(65)]) })
  await vi.waitFor(() => expect(witness.frames.at(-1)?.kind).toBe('update'))
  expect(witness.frames.at(-1)).toEqual({ kind: 'update', update: clean })
})

test('[A2] a hundred thousand ghosts in one frame are nobody', async () => {
  const room = await openRoom()
  const witness = join(room, 'viewer', 'witness', { dialect: 'plain' })
  const client = join(room, 'editor', 'attacker', { dialect: 'plain' })
  const ghosts = Array.from({ length: 40_000 }, (_, clientId) => ({ clientId, clock: 1, state: { name: 'boo' } }))
  witness.frames.length = 0
  client.send({ kind: 'awareness', states: encodeAwareness(ghosts) })
  client.send({ kind: 'query-awareness' })
  const answer = client.frames.at(-1)
  expect(answer?.kind === 'awareness' && answer.states.byteLength).toBeLessThan(10)
  expect(witness.frames).toEqual([])
})

test('[O8] a viewer who says everything there is to say changes nothing', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    for (const kind of ['update', 'sync-step-2'] as const) {
      const viewer = join(room, 'viewer', 'attacker')
      viewer.send({ kind, update: rectUpdate(new Y.Doc(), 'mine') })
      expect(viewer.closed.map(({ code }) => code)).toEqual([4403])
    }
    const honest = join(room, 'viewer', 'attacker', { principal: 'g:honest' as PrincipalId })
    honest.send({ kind: 'sync-step-2', update: Uint8Array.of(0, 0) })
    expect(honest.closed).toEqual([])
  })
})

test('[O1] what throws while it is applied, though it was let through, leaves nothing behind: the board is read again', async () => {
  const trusting: Guard = {
    scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }),
    judge: (_doc, update) => ok({ update, clients: [] }),
  }
  const log = createMemoryLog()
  const room = await Room.open(newBoardId(), 'Harbour', log, pino({ level: 'silent' }), { guard: trusting })
  rooms.push(room)
  const [doc, other] = [new Y.Doc(), new Y.Doc()]
  const witness = join(room, 'editor', 'witness')
  witness.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'w0') })
  await vi.waitFor(() => expect(witness.frames.at(-1)).toMatchObject({ kind: 'saved', saved: 1 }))
  // Yjs applies what comes before the cut, announces it, and then throws.
  other.getMap('shapes').set('half', 1)
  other.getMap('shapes').set('gone', 2)
  const client = attacker(room)
  witness.frames.length = 0
  client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(other).slice(0, -4) })
  expect(client.closed.map(({ code }) => code)).toEqual([4422])
  await vi.waitFor(() => expect(witness.frames.map(({ kind }) => kind)).toContain('have'))
  witness.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'w1') })
  await vi.waitFor(() => expect(witness.frames.at(-1)).toMatchObject({ kind: 'saved', saved: 2 }))
  expect(await room.read((held) => [...held.getMap('shapes').keys()].sort())).toEqual(['w0', 'w1'])
  const again = await Room.open(room.id, 'Harbour', log, pino({ level: 'silent' }))
  rooms.push(again)
  expect(await again.read((held) => [...held.getMap('shapes').keys()].sort())).toEqual(['w0', 'w1'])
  expect(witness.closed).toEqual([])
})
