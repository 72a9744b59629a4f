import { encodeAwareness, encodePresence, newBoardId, type PrincipalId } from '@inkbridge/types'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryLog } from '../log/memory-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Room } from './room.ts'
import { type Client, join, rectUpdate } from './testing/clients.ts'

/** Ownership of Yjs clients, for attackers and for honest clients that come back. */

const rooms: Room[] = []
const id = newBoardId()
afterEach(() => {
  for (const room of rooms.splice(0)) room.dispose()
})

async function openRoom(log: UpdateLog = createMemoryLog()): Promise<Room> {
  const room = await Room.open(id, 'Harbour', log, pino({ level: 'silent' }))
  rooms.push(room)
  return room
}

/** A client on a board, with its own document in sync with the server. */
function person(room: Room, name: string, doc = new Y.Doc()): Client & { readonly doc: Y.Doc } {
  const client = join(room, 'editor', name)
  client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
  return { ...client, doc }
}

function draw({ doc, send }: ReturnType<typeof person>, shape: string): void {
  send({ kind: 'update', update: rectUpdate(doc, shape) })
}

async function saved({ frames }: Client, saved: number): Promise<void> {
  await vi.waitFor(() => expect(frames.findLast(({ kind }) => kind === 'saved')).toMatchObject({ saved }))
}

function shapesOf(room: Room): Promise<string[]> {
  return room.read((doc) => [...doc.getMap('shapes').keys()].sort())
}

/** An update with one block of garbage that occupies the next `length` clocks of a client. */
function garbage(client: number, clock: number, length: number): Uint8Array {
  const bytes: number[] = []
  const varint = (value: number) => {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
  }
  for (const value of [1, 1, client, clock, 0, length, 0]) varint(value)
  return Uint8Array.from(bytes)
}

/** Garbage at the clock of the next edit of a document's owner. */
function garbageAfter({ clientID, store }: Y.Doc): Uint8Array {
  return garbage(clientID, Y.getState(store, clientID), 60_000)
}

test('[O10] writing as another’s client is refused, and that person’s next thousand edits stay', async () => {
  const room = await openRoom()
  const victim = person(room, 'victim')
  draw(victim, 's0')
  await saved(victim, 2)
  const attacker = join(room, 'editor', 'attacker')
  attacker.send({ kind: 'sync-step-2', update: garbageAfter(victim.doc) })
  expect(attacker.closed).toEqual([expect.objectContaining({ code: 4423 })])
  for (let edit = 1; edit <= 1_000; edit += 1) draw(victim, `s${edit}`)
  await saved(victim, 1_002)
  expect(await shapesOf(room)).toHaveLength(1_001)
})

test('[O10] the same clock with other content is refused, and so are 2^40 own clocks', async () => {
  const room = await openRoom()
  const victim = person(room, 'victim')
  draw(victim, 's0')
  await saved(victim, 2)
  const twin = new Y.Doc()
  Y.applyUpdate(twin, Y.encodeStateAsUpdate(victim.doc))
  twin.clientID = victim.doc.clientID
  const attacker = join(room, 'editor', 'attacker')
  attacker.send({ kind: 'sync-step-2', update: rectUpdate(twin, 'other') })
  expect(attacker.closed).toHaveLength(1)
  const greedy = join(room, 'editor', 'attacker')
  greedy.send({ kind: 'sync-step-2', update: garbage(7, 0, 2 ** 40) })
  expect(greedy.closed).toHaveLength(1)
  draw(victim, 's1')
  await saved(victim, 3)
  expect(await shapesOf(room)).toEqual(['s0', 's1'])
})

test('[O10] a client that was only shown in presence, without edits, has an owner too', async () => {
  const room = await openRoom()
  const victim = person(room, 'victim')
  const whole = { clientId: victim.doc.clientID, state: {} }
  victim.send({
    kind: 'presence',
    delta: encodePresence({ everybody: false, entries: [{ slot: 0, whole, cursor: null, shift: null }] }),
  })
  const attacker = join(room, 'editor', 'attacker')
  attacker.send({ kind: 'sync-step-2', update: garbage(victim.doc.clientID, 0, 60_000) })
  expect(attacker.closed).toHaveLength(1)
  draw(victim, 's0')
  await saved(victim, 2)
  expect(await shapesOf(room)).toEqual(['s0'])
})

test('[O10] nobody can write as the server', async () => {
  const room = await openRoom()
  const server = await room.read(({ clientID }) => clientID)
  const attacker = join(room, 'editor', 'attacker')
  attacker.send({ kind: 'sync-step-2', update: garbage(server, 0, 60_000) })
  expect(attacker.closed).toEqual([expect.objectContaining({ code: 4423 })])
  await room.change(null, (doc, origin) => doc.transact(() => doc.getMap('shapes').set('s0', 1), origin))
  expect(await shapesOf(room)).toEqual(['s0'])
})

test('[O10] nobody can be shown as a client of somebody else', async () => {
  const room = await openRoom()
  const victim = person(room, 'victim')
  draw(victim, 's0')
  await saved(victim, 2)
  const attacker = join(room, 'editor', 'attacker', { dialect: 'plain' })
  attacker.send({
    kind: 'awareness',
    states: encodeAwareness([{ clientId: victim.doc.clientID, clock: 2 ** 40, state: { user: { name: 'victim' } } }]),
  })
  expect(attacker.session.clientId).toBeNull()
})

test('[O10] offline edits and whole states can be sent repeatedly, and two windows of one person both draw', async () => {
  const room = await openRoom()
  const first = person(room, 'ann')
  draw(first, 's0')
  await saved(first, 2)
  room.leave(first.session)
  const offline = rectUpdate(first.doc, 's1')
  const back = person(room, 'ann', first.doc)
  await saved(back, 1)
  back.send({ kind: 'update', update: offline })
  back.send({ kind: 'update', update: Y.encodeStateAsUpdate(first.doc) })
  const second = person(room, 'ann', first.doc)
  draw(second, 's2')
  await saved(back, 3)
  await saved(second, 2)
  expect(await shapesOf(room)).toEqual(['s0', 's1', 's2'])
})

test('[O10] ownership outlives the room', async () => {
  const log = createMemoryLog()
  const victim = person(await openRoom(log), 'victim')
  draw(victim, 's0')
  await saved(victim, 2)
  const again = await openRoom(log)
  const attacker = join(again, 'editor', 'attacker')
  attacker.send({ kind: 'sync-step-2', update: garbageAfter(victim.doc) })
  expect(attacker.closed).toHaveLength(1)
  const back = person(again, 'victim', victim.doc)
  draw(back, 's1')
  await saved(back, 2)
})

test('[O10] the claims of a failed commit are dropped', async () => {
  const inner = createMemoryLog()
  let broken = true
  const room = await openRoom({
    ...inner,
    append: (entries) => (broken ? Promise.reject(new Error('ENOSPC')) : inner.append(entries)),
  })
  const doc = new Y.Doc()
  const first = person(room, 'ann', doc)
  draw(first, 's0')
  await vi.waitFor(() => expect(first.frames.some(({ kind }) => kind === 'notice')).toBe(true))
  broken = false
  await vi.waitFor(() => expect(first.frames.filter(({ kind }) => kind === 'notice')).toHaveLength(2), 5_000)
  // The cookie is a new one; none of the old one's edits were saved.
  const second = person(room, 'bob', doc)
  await saved(second, 1)
  expect(await shapesOf(room)).toEqual(['s0'])
})

test('[O10] among clients with one token and no key, each Yjs client belongs to one connection while that is open', async () => {
  const room = await openRoom()
  const token = 'l:abcdefghijkl' as PrincipalId
  const byToken = (doc: Y.Doc) => {
    const client = join(room, 'editor', 'x', { principal: token })
    client.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) })
    return { ...client, doc }
  }
  const bot = byToken(new Y.Doc())
  draw(bot, 's0')
  await saved(bot, 2)
  const copy = byToken(bot.doc)
  copy.send({ kind: 'update', update: garbageAfter(bot.doc) })
  expect(copy.closed).toEqual([expect.objectContaining({ code: 4509 })])
  draw(bot, 's1')
  await saved(bot, 3)
  room.leave(bot.session)
  const restarted = byToken(bot.doc)
  draw(restarted, 's2')
  await saved(restarted, 2)
  expect(await shapesOf(room)).toEqual(['s0', 's1', 's2'])
})

test('a server without ownership checks loses all edits by the same attack', async () => {
  vi.resetModules()
  vi.doMock('./owners.ts', () => ({
    Owners: class {
      ownership() {
        return 'own'
      }
      claim() {
        return []
      }
      leave() {}
    },
  }))
  const careless = (await import('./room.ts')).Room
  vi.doUnmock('./owners.ts')
  const room = await careless.open(id, 'Harbour', createMemoryLog(), pino({ level: 'silent' }))
  rooms.push(room)
  const victim = person(room, 'victim')
  draw(victim, 's0')
  await saved(victim, 2)
  join(room, 'editor', 'attacker').send({ kind: 'sync-step-2', update: garbageAfter(victim.doc) })
  for (let edit = 1; edit <= 1_000; edit += 1) draw(victim, `s${edit}`)
  await saved(victim, 1_002)
  expect(await shapesOf(room)).toEqual(['s0'])
})

test('[O10] presence as a client before somebody else claims it does not block that claim', async () => {
  const room = await openRoom()
  const [one, other] = ['l:abcdefghijkl', 'l:mnopqrstuvwx'] as [PrincipalId, PrincipalId]
  const doc = new Y.Doc()
  const early = join(room, 'viewer', 'x', { principal: other })
  const show = () => {
    const whole = { clientId: doc.clientID, state: {} }
    const entry = { slot: 0, whole, cursor: null, shift: null }
    early.send({ kind: 'presence', delta: encodePresence({ everybody: false, entries: [entry] }) })
  }
  show()
  const bot = { ...join(room, 'editor', 'y', { principal: one }), doc }
  bot.send({ kind: 'sync-step-2', update: rectUpdate(doc, 's0') })
  room.allow(early.session, { role: 'editor', until: null })
  show()
  draw(bot, 's1')
  await saved(bot, 2)
  expect(await shapesOf(room)).toEqual(['s0', 's1'])
})
