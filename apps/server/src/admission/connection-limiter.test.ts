import { type BoardId, closeCodes, type LinkId, type PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { ConnectionLimiter } from './connection-limiter.ts'

const clock = { now: 0 }
const board = { id: 'aaaaaaaaaaaaaaaa' as BoardId }
const guest = (name: string, address = '192.0.2.1') => ({
  address,
  principal: `g:${name}` as PrincipalId,
  board,
  link: null,
})
/** A client that joined by a link, with a key of its own choice. */
const participant = (key: string, link = 'link', address = '192.0.2.1') => ({
  address,
  principal: `l:${link}.${key}` as PrincipalId,
  board,
  link: link as LinkId,
})
const open = (limited = true) => new ConnectionLimiter(limited, () => clock.now)

test('[L1] one guest has at most twenty connections, and another when one has ended', () => {
  const limiter = open()
  const entries = Array.from({ length: 20 }, () => limiter.enter(guest('a')))
  expect(entries.every(({ ok }) => ok)).toBe(true)
  expect(limiter.enter(guest('a'))).toMatchObject({ ok: false, problem: { code: closeCodes.crowded } })
  expect(limiter.enter(guest('b')).ok).toBe(true)
  const [first] = entries
  if (first?.ok) {
    first.value()
    // Idempotent.
    first.value()
  }
  expect([limiter.enter(guest('a')).ok, limiter.enter(guest('a')).ok]).toEqual([true, false])
})

test('[L1] one address has at most five hundred connections, of any guests', () => {
  const limiter = open()
  const results = Array.from({ length: 501 }, (_, index) => {
    clock.now += 1_000
    return limiter.enter(guest(`p${index}`)).ok
  })
  expect(results.filter(Boolean)).toHaveLength(500)
  expect(limiter.enter(guest('elsewhere', '198.51.100.7')).ok).toBe(true)
})

test('[L2] of many clients that join at once from one address a hundred are admitted, then fifty a second', () => {
  const limiter = open()
  const come = () => Array.from({ length: 200 }, (_, index) => limiter.enter(guest(`p${index}`))).filter(({ ok }) => ok)
  expect(come()).toHaveLength(100)
  clock.now += 1_000
  expect(come()).toHaveLength(50)
})

test('[L8] two hundred attempts at once from one address are accepted, then a hundred a second', () => {
  const limiter = open()
  const attempt = () => Array.from({ length: 500 }, () => limiter.attempt('192.0.2.1')).filter(Boolean)
  expect(attempt()).toHaveLength(200)
  clock.now += 1_000
  expect(attempt()).toHaveLength(100)
  expect(limiter.attempt('192.0.2.2')).toBe(true)
})

test('[L3] an address that sent twenty wrong secrets for a board in a minute has to wait there, and no other address does', () => {
  const limiter = open()
  const guess = (address: string, id: string) => limiter.guessedWrong(address, id as BoardId)
  for (let time = 0; time < 20; time += 1) expect(guess('192.0.2.1', 'a')).toBe(true)
  expect([guess('192.0.2.1', 'a'), guess('192.0.2.1', 'b'), guess('192.0.2.2', 'a')]).toEqual([false, true, true])
  clock.now += 3_001
  expect(guess('192.0.2.1', 'a')).toBe(true)
})

test('[L7] a client refused ten times in a minute is not admitted for a while, and its neighbour is', () => {
  const limiter = open()
  for (let offence = 0; offence < 10; offence += 1) {
    expect(limiter.enter(guest('a')).ok).toBe(true)
    limiter.offended(guest('a'))
  }
  expect(limiter.enter(guest('a'))).toMatchObject({ ok: false, problem: { code: closeCodes.crowded } })
  expect(limiter.enter(guest('b')).ok).toBe(true)
  clock.now += 6_001
  expect(limiter.enter(guest('a')).ok).toBe(true)
})

test.each([
  ['a fresh key', (attempt: number) => participant(`key${attempt}`), 20],
  ['a fresh cookie', (attempt: number) => guest(`cookie${attempt}`), 20],
  ['a fresh link of a board of their own', (attempt: number) => participant('key', `link${attempt}`), 200],
])('[L7] %s for each attempt does not make an offender a new one', (_, attacker, most) => {
  const limiter = open()
  let entered = 0
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const newcomer = attacker(attempt)
    clock.now += 20
    const entry = limiter.enter(newcomer)
    if (!entry.ok) continue
    entered += 1
    limiter.offended(newcomer)
    entry.value()
  }
  // Twenty seconds have passed.
  expect(entered).toBeLessThanOrEqual(Math.ceil(most * (1 + 20 / 60)))
  expect(limiter.enter(attacker(1_001)).ok).toBe(false)
})

test('[L7] a class that was already connected can come back while one of them offends by the same link', () => {
  const limiter = open()
  const pupils = Array.from({ length: 30 }, (_, index) => participant(`pupil${index}`))
  for (const pupil of pupils) expect(limiter.enter(pupil).ok).toBe(true)
  clock.now += 60_000
  for (let offence = 0; offence < 500; offence += 1) limiter.offended(participant(`fresh${offence}`))
  const results = pupils.map((pupil) => limiter.enter(pupil).ok)
  expect([results.every(Boolean), limiter.enter(participant('fresh')).ok]).toEqual([true, false])
  // Other boards and neighbours are not affected.
  expect(limiter.enter(participant('fresh', 'link', '192.0.2.2')).ok).toBe(true)
})

test('[L12] an address has at most two hundred connections that are not authenticated yet', () => {
  const limiter = open()
  const known: (() => void)[] = []
  for (let attempt = 0; attempt < 500; attempt += 1) {
    clock.now += 1_000
    if (limiter.attempt('192.0.2.1')) known.push(limiter.handshake('192.0.2.1'))
  }
  expect([known.length, limiter.attempt('192.0.2.2')]).toEqual([200, true])
  const [first] = known
  first?.()
  // Idempotent.
  first?.()
  expect(limiter.attempt('192.0.2.1')).toBe(true)
  limiter.handshake('192.0.2.1')
  expect(limiter.attempt('192.0.2.1')).toBe(false)
})

test('[L5] without limits nothing is counted', () => {
  const limiter = open(false)
  const guesses = Array.from({ length: 100 }, () => limiter.guessedWrong('192.0.2.1', board.id))
  const handshakes = Array.from({ length: 500 }, () => {
    limiter.handshake('192.0.2.1')
    return limiter.attempt('192.0.2.1')
  })
  const all = Array.from({ length: 2_000 }, () => limiter.enter(guest('a')).ok)
  expect([...all, ...handshakes, ...guesses].every(Boolean)).toBe(true)
})
