import { expect, test } from 'vitest'
import { Ledger } from './ledger.ts'

test('an edit goes from this device to received to saved', () => {
  const ledger = new Ledger()
  ledger.answered()
  ledger.sent()
  expect(ledger.counts).toEqual({ device: 1, received: 0, saved: 0 })
  ledger.acknowledged(2, 1)
  expect(ledger.counts).toEqual({ device: 0, received: 1, saved: 0 })
  ledger.acknowledged(2, 2)
  expect(ledger.counts).toEqual({ device: 0, received: 0, saved: 1 })
})

test('an edit not acknowledged when the session ended is on this device until the answer that carries it is saved', () => {
  const ledger = new Ledger()
  ledger.answered()
  ledger.sent()
  ledger.sent()
  ledger.acknowledged(3, 2)
  ledger.ended()
  ledger.kept(1)
  expect(ledger.counts).toEqual({ device: 2, received: 0, saved: 1 })
  ledger.answered()
  ledger.acknowledged(1, 0)
  expect(ledger.counts).toEqual({ device: 0, received: 2, saved: 1 })
  ledger.acknowledged(1, 1)
  expect(ledger.counts).toEqual({ device: 0, received: 0, saved: 3 })
})

test('counts of an earlier session do not affect the next', () => {
  const ledger = new Ledger()
  ledger.answered()
  ledger.acknowledged(5, 5)
  ledger.ended()
  ledger.kept(1)
  ledger.answered()
  expect(ledger.counts).toEqual({ device: 1, received: 0, saved: 0 })
})

test('content from before the connection is saved when an answer that carries it is saved', () => {
  const ledger = new Ledger({ hasContent: true })
  ledger.answered()
  ledger.acknowledged(1, 0)
  ledger.ended()
  expect([ledger.settled, ledger.isAllSaved]).toEqual([true, false])
  ledger.answered()
  ledger.acknowledged(1, 1)
  expect([ledger.settled, ledger.isAllSaved]).toEqual([true, true])
  ledger.ended()
  expect(ledger.isAllSaved).toBe(true)
})
