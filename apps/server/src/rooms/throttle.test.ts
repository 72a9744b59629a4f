import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Throttle } from './throttle.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const taken: number[] = []
  const overflow = vi.fn()
  const throttle = new Throttle((message) => taken.push((message[0] ?? 0) * 256 + (message[1] ?? 0)), overflow)
  const say = (index: number, size = 2) => {
    const message = new Uint8Array(size)
    message[0] = index >> 8
    message[1] = index & 255
    throttle.receive(message)
  }
  return { taken, overflow, say, throttle }
}

test('[L6] a burst is taken at once, what is more a little later, and all of it in order', async () => {
  const { taken, overflow, say } = open()
  for (let index = 0; index < 1_500; index += 1) say(index)
  expect(taken).toHaveLength(600)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(taken.length).toBeGreaterThanOrEqual(838)
  expect(taken.length).toBeLessThanOrEqual(841)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(taken).toEqual(Array.from({ length: 1_500 }, (_, index) => index))
  expect(overflow).not.toHaveBeenCalled()
})

test('[L6] a person who draws and moves at 60 Hz never waits', async () => {
  const { taken, say } = open()
  for (let index = 0; index < 1_000; index += 1) {
    say(index)
    expect(taken).toHaveLength(index + 1)
    await vi.advanceTimersByTimeAsync(8)
  }
})

test('[L6] a large board comes at two megabytes a second', async () => {
  const { taken, overflow, say } = open()
  for (let index = 0; index < 40; index += 1) say(index, 262_144)
  expect(taken).toHaveLength(16)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(taken.length).toBeGreaterThanOrEqual(23)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(taken).toHaveLength(40)
  expect(overflow).not.toHaveBeenCalled()
})

test('[L6] a flood overflows once, and nothing of it is taken afterwards', async () => {
  const { taken, overflow, say } = open()
  for (let index = 0; index < 10_000; index += 1) say(index)
  expect(overflow).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(taken).toHaveLength(600)
})
