import { type BoardId, closeCodes, type LinkId, type PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.ts'

const clock = { now: 0 }
const board = { id: 'aaaaaaaaaaaaaaaa' as BoardId }
const guest = (name: string, address = '192.0.2.1') => ({
  address,
  principal: `g:${name}` as PrincipalId,
  board,
  link: null,
})
/** Somebody who came by a link, with a key that they made up. */
const participant = (key: string, link = 'link', address = '192.0.2.1') => ({
  address,
  principal: `l:${link}.${key}` as PrincipalId,
  board,
  link: link as LinkId,
})
const open = (limited = true) => new Turnstile(limited, () => clock.now)

test('[L1] one guest has at most twenty connections, and another when one has ended', () => {
  const turnstile = open()
  const entries = Array.from({ length: 20 }, () => turnstile.enter(guest('a')))
  expect(entries.every(({ ok }) => ok)).toBe(true)
  expect(turnstile.enter(guest('a'))).toMatchObject({ ok: false, problem: { code: closeCodes.crowded } })
  expect(turnstile.enter(guest('b')).ok).toBe(true)
  const [first] = entries
  if (first?.ok) {
    first.value()
    // Twice is once.
    first.value()
  }
  expect([turnstile.enter(guest('a')).ok, turnstile.enter(guest('a')).ok]).toEqual([true, false])
})

test('[L1] five hundred connections come from one address, whoever they are', () => {
  const turnstile = open()
  const results = Array.from({ length: 501 }, (_, index) => {
    clock.now += 1_000
    return turnstile.enter(guest(`p${index}`)).ok
  })
  expect(results.filter(Boolean)).toHaveLength(500)
  expect(turnstile.enter(guest('elsewhere', '198.51.100.7')).ok).toBe(true)
})

test('[L2] of many who come at once from one address a hundred are let in, then fifty a second', () => {
  const turnstile = open()
  const come = () =>
    Array.from({ length: 200 }, (_, index) => turnstile.enter(guest(`p${index}`))).filter(({ ok }) => ok)
  expect(come()).toHaveLength(100)
  clock.now += 1_000
  expect(come()).toHaveLength(50)
})

test('[L8] two hundred attempts at once from one address are looked at, then a hundred a second', () => {
  const turnstile = open()
  const knock = () => Array.from({ length: 500 }, () => turnstile.knock('192.0.2.1')).filter(Boolean)
  expect(knock()).toHaveLength(200)
  clock.now += 1_000
  expect(knock()).toHaveLength(100)
  expect(turnstile.knock('192.0.2.2')).toBe(true)
})

test('[L3] who has shown twenty wrong secrets on a board in a minute waits there, and nobody else does', () => {
  const turnstile = open()
  const guess = (address: string, id: string) => turnstile.guessedWrong(address, id as BoardId)
  for (let time = 0; time < 20; time += 1) expect(guess('192.0.2.1', 'a')).toBe(true)
  expect([guess('192.0.2.1', 'a'), guess('192.0.2.1', 'b'), guess('192.0.2.2', 'a')]).toEqual([false, true, true])
  clock.now += 3_001
  expect(guess('192.0.2.1', 'a')).toBe(true)
})

test('[L7] who was refused ten times in a minute is let in no more for a while, and their neighbour is', () => {
  const turnstile = open()
  for (let offence = 0; offence < 10; offence += 1) {
    expect(turnstile.enter(guest('a')).ok).toBe(true)
    turnstile.offended(guest('a'))
  }
  expect(turnstile.enter(guest('a'))).toMatchObject({ ok: false, problem: { code: closeCodes.crowded } })
  expect(turnstile.enter(guest('b')).ok).toBe(true)
  clock.now += 6_001
  expect(turnstile.enter(guest('a')).ok).toBe(true)
})

test.each([
  ['a fresh key', (attempt: number) => participant(`key${attempt}`), 20],
  ['a fresh cookie', (attempt: number) => guest(`cookie${attempt}`), 20],
  ['a fresh link of a board of their own', (attempt: number) => participant('key', `link${attempt}`), 200],
])('[L7] %s for each attempt does not make an offender a new one', (_, attacker, most) => {
  const turnstile = open()
  let entered = 0
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const comer = attacker(attempt)
    clock.now += 20
    const entry = turnstile.enter(comer)
    if (!entry.ok) continue
    entered += 1
    turnstile.offended(comer)
    entry.value()
  }
  // Twenty seconds have passed.
  expect(entered).toBeLessThanOrEqual(Math.ceil(most * (1 + 20 / 60)))
  expect(turnstile.enter(attacker(1_001)).ok).toBe(false)
})

test('[L7] a class that was there already comes back while one of them offends by the same link', () => {
  const turnstile = open()
  const pupils = Array.from({ length: 30 }, (_, index) => participant(`pupil${index}`))
  for (const pupil of pupils) expect(turnstile.enter(pupil).ok).toBe(true)
  clock.now += 60_000
  for (let offence = 0; offence < 500; offence += 1) turnstile.offended(participant(`fresh${offence}`))
  const results = pupils.map((pupil) => turnstile.enter(pupil).ok)
  expect([results.every(Boolean), turnstile.enter(participant('fresh')).ok]).toEqual([true, false])
  // Another board, and the neighbours, hear nothing of it.
  expect(turnstile.enter(participant('fresh', 'link', '192.0.2.2')).ok).toBe(true)
})

test('[L12] of connections that have not said who they are an address has two hundred', () => {
  const turnstile = open()
  const known: (() => void)[] = []
  for (let attempt = 0; attempt < 500; attempt += 1) {
    clock.now += 1_000
    if (turnstile.knock('192.0.2.1')) known.push(turnstile.handshake('192.0.2.1'))
  }
  expect([known.length, turnstile.knock('192.0.2.2')]).toEqual([200, true])
  const [first] = known
  first?.()
  // Twice is once.
  first?.()
  expect(turnstile.knock('192.0.2.1')).toBe(true)
  turnstile.handshake('192.0.2.1')
  expect(turnstile.knock('192.0.2.1')).toBe(false)
})

test('[L5] without limits nobody is counted', () => {
  const turnstile = open(false)
  const guesses = Array.from({ length: 100 }, () => turnstile.guessedWrong('192.0.2.1', board.id))
  const handshakes = Array.from({ length: 500 }, () => {
    turnstile.handshake('192.0.2.1')
    return turnstile.knock('192.0.2.1')
  })
  const all = Array.from({ length: 2_000 }, () => turnstile.enter(guest('a')).ok)
  expect([...all, ...handshakes, ...guesses].every(Boolean)).toBe(true)
})
