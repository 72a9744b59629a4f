import {
  decodeAwareness,
  decodePresence,
  encodeAwareness,
  encodePresence,
  limits,
  type PresenceEntry,
  type PrincipalId,
} from '@inkbridge/types'
import { expect, test } from 'vitest'
import { Presences } from './presences.ts'
import { type Connection, openSession, type Session } from './session.ts'

const nowhere: Connection = { dialect: 'inkbridge', send: () => {}, close: () => {}, unsentBytes: () => 0 }

function somebody(name: string, bot = false): Session {
  const id = `g:${name}` as PrincipalId
  const person = { id, name, color: '#2f7d4a', ...(bot ? { bot: true as const } : {}) }
  return openSession({ principal: id, link: null, until: null, person, role: 'editor' }, nowhere)
}

function says(entry: Omit<PresenceEntry, 'slot'>): Uint8Array {
  return encodePresence({ everybody: false, entries: [{ slot: 0, ...entry }] })
}

function entries(delta: Uint8Array | null) {
  return delta && decodePresence(delta)?.entries
}

function joined(presences: Presences, session: Session, clientId: number): void {
  presences.receiveDelta(session, says({ whole: { clientId, state: { selection: [] } }, cursor: null, shift: null }))
}

test('[A4] the server adds the person to presence, overriding the name in the message', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const mara = somebody('Mara')
  const state = { selection: ['s1'], user: { id: 'g:Ilya', name: 'Ilya', color: '#000000' } }
  presences.receiveDelta(mara, says({ whole: { clientId: 7, state }, cursor: { x: 1, y: 2 }, shift: null }))
  const signed = { selection: ['s1'], user: { id: 'g:Mara', name: 'Mara', color: '#2f7d4a' } }
  expect(entries(presences.flush().delta)).toEqual([
    { slot: 0, whole: { clientId: 7, state: signed }, cursor: { x: 1, y: 2 }, shift: null },
  ])
  expect(decodeAwareness(presences.everybodysAwareness())).toEqual([
    { clientId: 7, clock: 1_001, state: { ...signed, cursor: { x: 1, y: 2 } } },
  ])
})

test('[A4] a program with a link’s token may choose its name, but nothing else of its identity', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const state = { user: { id: 'g:Ilya', name: 'Sketch bot', color: '#000000' } }
  presences.receiveDelta(somebody('link', true), says({ whole: { clientId: 7, state }, cursor: null, shift: null }))
  const user = { id: 'g:link', name: 'Sketch bot', color: '#2f7d4a', bot: true }
  expect(entries(presences.flush().delta)).toMatchObject([{ whole: { state: { user } } }])
})

test('[A6] a moved cursor is sent as a position only, in one delta for all that moved', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const people = ['a', 'b', 'c'].map((name) => somebody(name))
  for (const [index, person] of people.entries()) joined(presences, person, index + 1)
  presences.flush()
  for (const x of [1, 2, 3]) {
    for (const person of people.slice(0, 2)) presences.receiveDelta(person, says({ cursor: { x, y: 0 } }))
  }
  const { delta, only } = presences.flush()
  expect(entries(delta)).toEqual([0, 1].map((slot) => ({ slot, cursor: { x: 3, y: 0 }, shift: null })))
  expect([only, (delta?.byteLength ?? 0) / 2]).toEqual([null, 5])
  expect(presences.flush().delta).toBeNull()
})

test('[A5] the only session with changes is not sent its own', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const [a, b] = [somebody('a'), somebody('b')]
  for (const [index, person] of [a, b].entries()) joined(presences, person, index + 1)
  presences.flush()
  presences.receiveDelta(a, says({ cursor: { x: 5, y: 5 } }))
  expect(presences.flush().only).toBe(a)
  presences.leave(b)
  presences.receiveDelta(a, says({ cursor: { x: 6, y: 5 } }))
  expect(presences.flush().only).toBeNull()
})

test('[A6] a slot is reused only after everybody was sent that it is free', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const [a, b, c] = [somebody('a'), somebody('b'), somebody('c')]
  joined(presences, a, 1)
  joined(presences, b, 2)
  presences.flush()
  presences.leave(a)
  joined(presences, c, 3)
  expect(entries(presences.flush().delta)).toMatchObject([{ slot: 0, gone: true }, { slot: 2 }])
  joined(presences, somebody('d'), 4)
  expect(entries(presences.flush().delta)).toMatchObject([{ slot: 0, whole: { clientId: 4 } }])
  expect(decodePresence(presences.everybody())).toMatchObject({
    everybody: true,
    entries: [{ slot: 1 }, { slot: 2 }, { slot: 0 }],
  })
})

test('[A3] a connection has one state, and cannot use the client id of another’s open connection', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const [a, b] = [somebody('a'), somebody('b')]
  joined(presences, a, 1)
  joined(presences, b, 1)
  presences.receiveDelta(a, says({ whole: { clientId: 99, state: {} }, cursor: null, shift: null }))
  expect(entries(presences.flush().delta)?.map(({ whole }) => whole?.clientId)).toEqual([1])
  expect(b.clientId).toBeNull()
})

test('[A5] a stock client gets the states of all others, repeated every fifteen seconds', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const [stock, ours] = [somebody('stock'), somebody('ours')]
  presences.receiveAwareness(stock, encodeAwareness([{ clientId: 1, clock: 5, state: { cursor: { x: 1, y: 1 } } }]))
  joined(presences, ours, 2)
  const heard = () => decodeAwareness(presences.flush().awarenessFor(stock) ?? Uint8Array.of(0))
  expect(heard()?.map(({ clientId }) => clientId)).toEqual([2])
  presences.renew()
  expect(presences.changed).toBe(true)
  const news = presences.flush()
  expect(news.delta).toBeNull()
  expect(decodeAwareness(news.awarenessFor(stock) ?? Uint8Array.of(0))?.map(({ clientId }) => clientId)).toEqual([2])
})

test('[A2] a state that is too large only with its name is reduced to the name', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const state = { selection: ['x'.repeat(limits.maxPresenceBytes - 30)] }
  presences.receiveDelta(somebody('a'), says({ whole: { clientId: 1, state }, cursor: null, shift: null }))
  expect(entries(presences.flush().delta)).toMatchObject([{ whole: { state: { user: { name: 'a' } } } }])
})

test('a new name is sent immediately', () => {
  const presences = new Presences(
    () => 1_000,
    () => true,
  )
  const ada = somebody('ada')
  joined(presences, ada, 1)
  presences.flush()
  ada.person = { ...ada.person, name: 'Ada Lovelace' }
  presences.updatePerson(ada)
  expect(entries(presences.flush().delta)).toMatchObject([{ whole: { state: { user: { name: 'Ada Lovelace' } } } }])
})
