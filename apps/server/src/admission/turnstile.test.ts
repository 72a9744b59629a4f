import { closeCodes, type PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.ts'

const clock = { now: 0 }
const guest = (name: string, address = '192.0.2.1') => ({ address, principal: `g:${name}` as PrincipalId })
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

test('[L3] who has shown twenty wrong secrets in a minute waits, and nobody else does', () => {
  const turnstile = open()
  for (let guess = 0; guess < 20; guess += 1) turnstile.guessedWrong('192.0.2.1')
  expect([turnstile.mayGuess('192.0.2.1'), turnstile.mayGuess('192.0.2.2')]).toEqual([false, true])
  clock.now += 3_001
  expect(turnstile.mayGuess('192.0.2.1')).toBe(true)
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

test('[L5] without limits nobody is counted', () => {
  const turnstile = open(false)
  for (let guess = 0; guess < 100; guess += 1) turnstile.guessedWrong('192.0.2.1')
  const all = Array.from({ length: 2_000 }, () => turnstile.enter(guest('a')).ok)
  expect([...all, turnstile.mayGuess('192.0.2.1')].every(Boolean)).toBe(true)
})
