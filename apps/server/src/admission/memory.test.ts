import { expect, test, vi } from 'vitest'
import { Memory } from './memory.ts'

const bounds = { total: 1_000, share: 400 }

test('[L13] when an address is over its share its largest account is cut, and those of others stay', () => {
  const memory = new Memory(true, bounds)
  const [small, large, other] = [vi.fn(), vi.fn(), vi.fn()]
  memory.open('192.0.2.2', other).set(300)
  const first = memory.open('192.0.2.1', small)
  first.set(100)
  const second = memory.open('192.0.2.1', large)
  second.set(250)
  first.add(60)
  expect([small, large, other].map((cut) => cut.mock.calls.length)).toEqual([0, 1, 0])
  expect(memory.used).toBe(460)
  // A cut account no longer counts.
  second.set(900)
  second.close()
  expect(memory.used).toBe(460)
})

test('[L13] over the total the largest account of the address with the most memory is cut', () => {
  const memory = new Memory(true, bounds)
  const cuts = [300, 250, 390].map((bytes, index) => {
    const cut = vi.fn()
    memory.open(`192.0.2.${index}`, cut).set(bytes)
    return cut
  })
  const late = vi.fn()
  memory.open('192.0.2.9', late).set(100)
  expect([...cuts, late].map((cut) => cut.mock.calls.length)).toEqual([0, 0, 1, 0])
  expect(memory.used).toBe(650)
})

test('[L13] an address at its share is full, and no longer when memory is freed', () => {
  const memory = new Memory(true, bounds)
  const account = memory.open('192.0.2.1', () => {})
  account.set(400)
  expect([memory.isFull('192.0.2.1'), memory.isFull('192.0.2.2')]).toEqual([true, false])
  account.set(0)
  expect(memory.isFull('192.0.2.1')).toBe(false)
})

test('[L5] without limits an address may use all of the total, and no more', () => {
  const memory = new Memory(false, bounds)
  const cut = vi.fn()
  const account = memory.open('192.0.2.1', cut)
  account.set(1_000)
  expect(cut).not.toHaveBeenCalled()
  account.set(1_001)
  expect(cut).toHaveBeenCalledTimes(1)
  expect(memory.used).toBe(0)
})
