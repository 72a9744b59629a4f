import { initBoard, openBoard } from '@inkbridge/board'
import {
  any,
  contents,
  deleted,
  garbage,
  handMade,
  item,
  mark,
  rawAny,
  string,
  subdocument,
  type,
  types,
} from '@inkbridge/board/testing/hand-made'
import { encodeAwareness, newBoardId, ok, type PrincipalId, type ShapeId } from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import { removalOfThisRun } from '../testing/defences.ts'
import type { Guard } from './guard.ts'
import { Room } from './room.ts'
import { type Client, join, rectUpdate } from './testing/clients.ts'

/**
 * Attacks by an editor with hand-made bytes, one test each. A witness who draws before and after
 * has everything in the end, and no other document contains any of the attack.
 */

const rooms: Room[] = []
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

const { guard, applyUpdate } = removalOfThisRun()

async function openRoom(): Promise<Room> {
  const options = guard ? { guard } : {}
  const room = await Room.open(newBoardId(), 'Harbour', createMemoryLog(), pino({ level: 'silent' }), options)
  rooms.push(room)
  return room
}

/** Nested lists, with null in the innermost. */
function nested(depth: number): number[] {
  return [...Array.from({ length: depth }, () => [117, 1]).flat(), 126]
}

function twice(encoder: Parameters<ReturnType<typeof garbage>>[0]): void {
  for (const byte of [2, 117, 2, 125, 1, 125, 1, 117, 2, 125, 1, 125, 1]) encoder.cbuf[encoder.cpos++] = byte
}

/** Nested elements in a text. */
function elementsInElements(depth: number): Uint8Array {
  const inner = Array.from({ length: depth }, (_, level) => type({ parent: [7, level] }, types.element, 'p'))
  return handMade([{ structs: [type({ parent: 'text', key: 's' }, types.fragment), ...inner] }])
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
  [
    'a value nested ten thousand deep',
    handMade([{ structs: [rawAny({ parent: 'shapes', key: 's' }, nested(10_000))] }]),
  ],
  ['a value nested a hundred deep', handMade([{ structs: [rawAny({ parent: 'shapes', key: 's' }, nested(100))] }])],
  ['maps in maps, five thousand deep', mapsInMaps(5_000)],
  ['a key that is __proto__', made((doc) => doc.getMap('shapes').set('__proto__', { kind: 'rect', ...rect }))],
  [
    'a value with its own __proto__ key',
    made((doc) => doc.getMap('shapes').set('s', JSON.parse('{"kind":"rect","__proto__":{"admin":true}}'))),
  ],
  ['a root that no board has', made((doc) => doc.getMap('constructor').set('s', 1))],
  ['a list where a map belongs', made((doc) => doc.getArray('shapes').push([1]))],
  ['garbage of 2^40 clocks', handMade([{ structs: [garbage(2 ** 40)] }])],
  ['a struct without a length', handMade([{ structs: [garbage(0)] }])],
  ['a deleted range without a length at a client’s clock', handMade([], [[7, 0, 0]])],
  ['a million and one structs', handMade([{ structs: Array(1_000_001).fill(garbage(1)) }])],
  ['a million and one deleted ranges', handMade([], Array(1_000_001).fill([7, 1, 1]))],
  ['a deleted range without a length', handMade([{ structs: [garbage(3)] }], [[7, 1, 0]])],
  [
    'one client twice, the second time with a link into a script',
    handMade([
      { structs: [any({ parent: 'link', key: 's' }, 'https://example.org')] },
      { structs: [any({ parent: 'link', key: 's' }, 'javascript:alert(1)')] },
    ]),
  ],
  [
    'a mark over the version of the document',
    handMade([{ structs: [mark({ parent: 'meta', key: 'schema' }, 'bold', {})] }]),
  ],
  ['a tombstone in place of the version', handMade([{ structs: [deleted({ parent: 'meta', key: 'schema' }, 1)] }])],
  ['a text in place of the version', handMade([{ structs: [string({ parent: 'meta', key: 'schema' }, 'x')] }])],
  ['a list item in a root map', handMade([{ structs: [any({ parent: 'shapes' }, rect)] }])],
  ['two values as one entry', handMade([{ structs: [item(contents.any, { parent: 'at', key: 's' }, twice)] }])],
  [
    'subdocuments among the chunks of a live stroke',
    handMade([
      { structs: [type({ parent: 'wet', key: '7' }, types.array), ...Array(99).fill(subdocument({ parent: [7, 0] }))] },
    ]),
  ],
  [
    'plain values among the chunks of a live stroke',
    handMade([{ structs: [type({ parent: 'wet', key: '7' }, types.array), any({ parent: [7, 0] }, 1)] }]),
  ],
  ['a map where a text belongs', handMade([{ structs: [type({ parent: 'text', key: 's' }, types.map)] }])],
  [
    'an element where a text is expected',
    handMade([{ structs: [type({ parent: 'text', key: 's' }, types.element, 'p')] }]),
  ],
  [
    'an embed in a text',
    handMade([
      {
        structs: [
          type({ parent: 'text', key: 's' }, types.fragment),
          type({ parent: [7, 0] }, types.xmlText),
          item(contents.embed, { parent: [7, 1] }, (to) => string({}, '{}')(to)),
        ],
      },
    ]),
  ],
  [
    'an unknown text mark',
    handMade([
      {
        structs: [
          type({ parent: 'text', key: 's' }, types.fragment),
          type({ parent: [7, 0] }, types.xmlText),
          mark({ parent: [7, 1] }, 'bold-1', {}),
        ],
      },
    ]),
  ],
  ['elements in elements, six thousand deep', elementsInElements(6_000)],
  ['elements in elements, twenty deep', elementsInElements(20)],
  [
    'a hundred thousand clients of one clock',
    handMade(Array.from({ length: 100_001 }, (_, client) => ({ client, structs: [garbage(1)] }))),
  ],
  [
    'items that depend on later ones of their client',
    handMade([{ structs: [any({ origin: [7, 1] }, 1), any({ parent: 'at', key: 's' }, [0, 0])] }]),
  ],
  [
    'items of two clients that depend on each other',
    handMade([
      { client: 7, structs: [any({ origin: [8, 0] }, 1)] },
      { client: 8, structs: [any({ origin: [7, 0] }, 1)] },
    ]),
  ],
  [
    'an item whose neighbours are in different maps',
    handMade([
      {
        structs: [
          any({ parent: 'at', key: 's' }, [0, 0]),
          any({ parent: 'style', key: 's' }, { width: 1 }),
          any({ origin: [7, 0], right: [7, 1] }, [0, 0]),
        ],
      },
    ]),
  ],
  [
    'an item whose neighbours are under different keys',
    handMade([
      {
        structs: [
          any({ parent: 'at', key: 's' }, [0, 0]),
          any({ parent: 'at', key: 't' }, [0, 0]),
          any({ origin: [7, 0], right: [7, 1] }, [0, 0]),
        ],
      },
    ]),
  ],
  [
    'an item inside a plain value',
    handMade([{ structs: [any({ parent: 'at', key: 's' }, [0, 0]), any({ parent: [7, 0], key: 't' }, [0, 0])] }]),
  ],
]

/** Large updates are checked in slices, which takes a while on a busy machine. */
const patience = { timeout: 20_000 }

/** Draws before and after an attack, and checks that everything is there. */
async function witnessed(room: Room, attack: () => void | Promise<void>): Promise<void> {
  const doc = new Y.Doc()
  const witness = join(room, 'editor', 'witness')
  witness.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'w0') })
  await attack()
  for (let edit = 1; edit <= 1_000; edit += 1) witness.send({ kind: 'update', update: rectUpdate(doc, `w${edit}`) })
  await vi.waitFor(
    () => expect(witness.frames.findLast(({ kind }) => kind === 'saved')).toMatchObject({ saved: 1_001 }),
    patience,
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
  // None of it was broadcast.
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
    await witnessed(room, async () => {
      const client = attacker(room)
      client.send({ kind: 'sync-step-2', update: bytes })
      await vi.waitFor(() => expect(client.closed.map(({ code }) => code)).toEqual([4422]), patience)
    })
  })
}

test('[O1] a truncated update is refused or changes nothing', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    for (let length = 0; length < whole.length; length += 1) {
      attacker(room).send({ kind: 'sync-step-2', update: whole.subarray(0, length) })
    }
  })
})

/** An update that depends on a struct which nobody was sent. */
function baseless(): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('shapes').set('a', 'x'.repeat(1_000))
  const before = Y.encodeStateVector(doc)
  doc.getMap('shapes').set('b', 'x'.repeat(1_000))
  return Y.encodeStateAsUpdate(doc, before)
}

test('[O2] eight updates with gaps each cause a sync request; the ninth closes its sender with 4509', async () => {
  const room = await openRoom()
  await witnessed(room, async () => {
    const client = attacker(room)
    await vi.waitFor(() => expect(client.frames.map(({ kind }) => kind)).toContain('have'))
    client.frames.length = 0
    for (let asked = 1; asked <= 8; asked += 1) {
      client.send({ kind: 'update', update: baseless() })
      await vi.waitFor(() => expect(client.frames.map(({ kind }) => kind)).toEqual(Array(asked).fill('have')))
    }
    expect(client.closed).toEqual([])
    client.send({ kind: 'update', update: baseless() })
    expect(client.closed.map(({ code }) => code)).toEqual([4509])
    expect(client.frames).toHaveLength(8)
  })
})

test('[O2] three thousand updates with gaps close their sender with 4509, and do not delay others', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    const client = attacker(room)
    const updates = Array.from({ length: 3_000 }, baseless)
    const before = process.threadCpuUsage()
    for (const update of updates) client.send({ kind: 'update', update })
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(3_000)
    expect(client.closed.map(({ code }) => code)).toEqual([4509])
  })
})

test('[O12] a deletion of 2^50 unknown clocks is never stored', async () => {
  const room = await openRoom()
  await witnessed(room, () => {
    const client = attacker(room)
    client.frames.length = 0
    client.send({ kind: 'sync-step-2', update: handMade([], [[99, 0, 2 ** 50]]) })
    client.send({ kind: 'update', update: handMade([], [[99, 0, 2 ** 50]]) })
  })
})

test('[O6] bytes after the end of an update are not broadcast', async () => {
  const room = await openRoom()
  const witness = join(room, 'viewer', 'witness')
  const author = join(room, 'editor', 'author')
  const clean = rectUpdate(new Y.Doc(), 's')
  author.send({ kind: 'sync-step-2', update: Uint8Array.from([...clean, ...Array(500).fill(65)]) })
  await vi.waitFor(() => expect(witness.frames.at(-1)?.kind).toBe('update'))
  expect(witness.frames.at(-1)).toEqual({ kind: 'update', update: clean })
})

/** Applies honest content, and returns a client with it. */
async function drawn(room: Room, update: Uint8Array): Promise<Client> {
  const client = join(room, 'editor', 'honest')
  client.send({ kind: 'sync-step-2', update })
  await vi.waitFor(
    () => expect(client.frames.findLast(({ kind }) => kind === 'saved')).toMatchObject({ saved: 1 }),
    patience,
  )
  return client
}

test('[O11] known structs are not applied again, so that they cannot name another root', async () => {
  const room = await openRoom()
  const known = rectUpdate(new Y.Doc(), 'w0')
  await drawn(room, known)
  const [{ id } = { id: null }] = Y.decodeUpdate(known).structs
  const client = attacker(room)
  const again = any({ parent: 'a-root-of-mine', key: 'w0' }, rect)
  client.send({ kind: 'update', update: handMade([{ client: id?.client ?? 0, structs: [again] }]) })
  expect(client.closed).toEqual([])
  expect(await room.read((doc) => [...doc.share.keys()].sort())).toEqual(['shapes'])
})

test('[O11] overlapping deleted ranges are broadcast once, sorted, and without earlier deletions', async () => {
  const room = await openRoom()
  const author = new Y.Doc()
  for (const key of ['w0', 'w1', 'w2', 'w3']) author.getMap('shapes').set(key, { kind: 'rect', ...rect })
  author.getMap('shapes').delete('w0')
  await drawn(room, Y.encodeStateAsUpdate(author))
  const witness = join(room, 'viewer', 'witness')
  const client = attacker(room)
  const ranges = [2, 1, 2, 0, 1].map((clock) => [author.clientID, clock, 2] as const)
  client.send({ kind: 'update', update: handMade([], ranges) })
  await vi.waitFor(() => expect(witness.frames.at(-1)?.kind).toBe('update'))
  const told = witness.frames.at(-1)
  expect(told?.kind === 'update' && Y.decodeUpdate(told.update).ds.clients).toEqual(
    new Map([[author.clientID, [{ clock: 1, len: 3 }]]]),
  )
})

test('[O13] the version of the document cannot be deleted or overwritten, even together with an allowed edit', async () => {
  const room = await openRoom()
  await room.change(null, (doc, origin) => initBoard(doc, origin))
  const [client = 0] = await room.read((doc) => [...doc.store.clients.keys()])
  const attacks = [
    handMade([], [[client, 0, 1]]),
    handMade([{ structs: [any({ parent: 'at', key: 's' }, [0, 0])] }], [[client, 0, 1]]),
    handMade([{ structs: [any({ origin: [client, 0] }, 2)] }]),
    handMade([{ structs: [deleted({ origin: [client, 0] }, 1)] }]),
    handMade([{ structs: [mark({ right: [client, 0] }, 'bold', {})] }]),
  ]
  for (const update of attacks) {
    const each = attacker(room)
    each.send({ kind: 'sync-step-2', update })
    expect(each.closed.map(({ code }) => code)).toEqual([4422])
  }
  expect(await room.read((doc) => doc.getMap('meta').toJSON())).toEqual({ schema: 1 })
})

test('a live stroke named like an Object property is never sealed into the board', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  const room = await openRoom()
  const author = new Y.Doc()
  const board = openBoard(author)
  board.apply([
    {
      type: 'ink-begin',
      id: 'abcdefghi' as ShapeId,
      style: { color: 'ink', width: 4 },
      pressure: false,
      quantum: 1,
      points: [0, 9].map((at) => ({ x: at, y: at, pressure: 0.5, time: at })),
    },
  ])
  const honest = Y.encodeStateAsUpdate(author)
  const named = Uint8Array.from(honest)
  const at = Buffer.from(named).indexOf('abcdefghi')
  named.set(new TextEncoder().encode('__proto__'), at)
  const client = attacker(room)
  client.send({ kind: 'sync-step-2', update: named })
  room.leave(client.session)
  await vi.advanceTimersByTimeAsync(120_000)
  vi.useRealTimers()
  expect(
    await room.read((doc) => [[...doc.getMap('shapes').keys()], Object.keys(doc.getMap('shapes').toJSON())]),
  ).toEqual([[], []])
})

test('[R1] two thousand collected structs of 131,072 clocks each cost a newcomer nothing', async () => {
  const room = await openRoom()
  const client = attacker(room)
  client.send({
    kind: 'update',
    update: handMade([{ structs: Array.from({ length: 2_000 }, () => garbage(2 ** 17)) }]),
  })
  await vi.waitFor(() => expect(client.frames.findLast(({ kind }) => kind === 'saved')).toBeDefined(), patience)
  const newcomer = join(room, 'editor', 'newcomer')
  await vi.waitFor(() => expect(newcomer.frames.some(({ kind }) => kind === 'have')).toBe(true), patience)
  const question = newcomer.frames.find(({ kind }) => kind === 'have')
  expect(question?.kind === 'have' && question.deletions.byteLength).toBeLessThan(100)
})

test('[O15] a board accepts eight thousand new clients at once; a session with more is closed with a code to retry', async () => {
  const room = await openRoom()
  const crowd = (from: number) =>
    handMade(Array.from({ length: 4_000 }, (_, index) => ({ client: from + index, structs: [garbage(1)] })))
  const codes: number[][] = []
  for (const from of [10_000, 20_000, 30_000, 40_000]) {
    const client = attacker(room)
    client.send({ kind: 'update', update: crowd(from) })
    await vi.waitFor(
      () => expect(client.closed.length > 0 || client.frames.at(-1)?.kind === 'saved').toBe(true),
      patience,
    )
    if (client.closed.length > 0) codes.push(client.closed.map(({ code }) => code))
  }
  expect(codes).toEqual([[4529], [4529]])
  expect(await room.read((doc) => doc.store.clients.size)).toBeLessThan(8_500)
})

test('two people make the same text bold at once: the cleanup by Yjs is saved as the server’s change, and nothing fails', async () => {
  const room = await openRoom()
  const [first, second] = [new Y.Doc(), new Y.Doc()]
  const words = new Y.XmlText('words')
  const fragment = new Y.XmlFragment()
  fragment.insert(0, [words])
  first.getMap('text').set('w0', fragment)
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
  const textIn = (doc: Y.Doc) => (doc.getMap('text').get('w0') as Y.XmlFragment).get(0) as Y.XmlText
  const state = Y.encodeStateVector(first)
  for (const doc of [first, second]) textIn(doc).format(0, 5, { bold: {} })
  const people = [first, second].map((doc, index) => ({ doc, client: join(room, 'editor', `p${index}`) }))
  people[0]?.client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(first) })
  people[1]?.client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(second, state) })
  people[1]?.client.send({ kind: 'update', update: Y.encodeStateAsUpdate(second, state) })
  for (const [index, { client }] of people.entries()) {
    const saved = { kind: 'saved', saved: index + 1 }
    await vi.waitFor(
      () => expect(client.frames.findLast(({ kind }) => kind === 'saved')).toMatchObject(saved),
      patience,
    )
    expect(client.closed).toEqual([])
    expect(client.frames.some((frame) => frame.kind === 'notice')).toBe(false)
  }
  expect(await room.read((doc) => textIn(doc).toDelta())).toEqual([{ insert: 'words', attributes: { bold: {} } }])
})

test('[A2] a hundred thousand made-up states in one frame are ignored', async () => {
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

test('[O8] a viewer who sends every kind of frame changes nothing', async () => {
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

test('[O1] an accepted update that throws while it is applied has no effect: the board is reloaded', async () => {
  const trusting: Guard = {
    scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }),
    judge: (_doc, update) => ok({ update, clients: [] }),
  }
  const log = createMemoryLog()
  const options = { guard: trusting, ...(applyUpdate ? { applyUpdate } : {}) }
  const room = await Room.open(newBoardId(), 'Harbour', log, pino({ level: 'silent' }), options)
  rooms.push(room)
  const [doc, other] = [new Y.Doc(), new Y.Doc()]
  const witness = join(room, 'editor', 'witness')
  witness.send({ kind: 'sync-step-2', update: rectUpdate(doc, 'w0') })
  await vi.waitFor(() => expect(witness.frames.at(-1)).toMatchObject({ kind: 'saved', saved: 1 }))
  // Yjs applies and announces everything before the cut, and then throws.
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
