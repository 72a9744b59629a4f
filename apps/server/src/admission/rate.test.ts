import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHttpRates } from './rate.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function taken(take: () => Promise<number>, times: number): Promise<number> {
  let allowed = 0
  for (let time = 0; time < times; time += 1) if ((await take()) === 0) allowed += 1
  return allowed
}

test('[L11] an address can create thirty boards at once, and then ten a minute', async () => {
  const { boards } = createHttpRates(true)
  const make = () => boards.take('192.0.2.1')
  expect(await taken(make, 400)).toBe(30)
  expect(await make()).toBeGreaterThan(0)
  expect(await boards.take('192.0.2.2')).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await taken(make, 400)).toBe(10)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await taken(make, 400)).toBe(10)
})

test('[L11] a client that waits for Retry-After is admitted', async () => {
  const { boards } = createHttpRates(true)
  await taken(() => boards.take('192.0.2.1'), 30)
  await vi.advanceTimersByTimeAsync(await boards.take('192.0.2.1'))
  expect(await boards.take('192.0.2.1')).toBe(0)
})

test('[L10] an address can make twelve thousand requests at once, and then six thousand a minute', async () => {
  const { requests } = createHttpRates(true)
  const ask = () => requests.take('192.0.2.1')
  expect(await taken(ask, 20_000)).toBe(12_000)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await taken(ask, 20_000)).toBe(6_000)
})

test('[L17] an address can write two gigabytes a day; other addresses are counted separately', async () => {
  const { written } = createHttpRates(true)
  const gigabyte = 1_073_741_824
  const write = (bytes: number) => written.take('192.0.2.1', bytes)
  expect([await write(gigabyte), await write(gigabyte)]).toEqual([0, 0])
  const day = 24 * 60 * 60_000
  const waitMs = await write(1)
  expect(waitMs).toBeGreaterThan(day - 1_000)
  expect(waitMs).toBeLessThanOrEqual(day)
  expect(await written.take('192.0.2.2', 2 * gigabyte)).toBe(0)
  await vi.advanceTimersByTimeAsync(day)
  expect(await write(2 * gigabyte)).toBe(0)
})

test('[L5] without limits no rate is counted', async () => {
  const { boards, requests, written } = createHttpRates(false)
  expect(await taken(() => boards.take('192.0.2.1'), 1_000)).toBe(1_000)
  expect(await taken(() => requests.take('192.0.2.1'), 20_000)).toBe(20_000)
  expect(await written.take('192.0.2.1', 1e15)).toBe(0)
})
