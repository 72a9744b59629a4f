import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Intake } from './intake.ts'
import { Workload } from './workload.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface Given {
  /** What taking a message computes, ms. */
  readonly costMs?: number
  readonly take?: (index: number) => Promise<void> | undefined
}

function open({ costMs = 0, take }: Given = {}) {
  const taken: number[] = []
  const [overflow, failed] = [vi.fn(), vi.fn()]
  let spentMs = 0
  const workload = new Workload({ limited: true, cpuMs: () => spentMs, busy: () => 0 })
  const intake = new Intake({
    take(message) {
      const index = (message[0] ?? 0) * 256 + (message[1] ?? 0)
      taken.push(index)
      spentMs += costMs
      return take?.(index)
    },
    isUrgent: (message) => message[0] === 255,
    overflow,
    failed,
    share: workload.join('127.0.0.1'),
    limited: true,
    now: () => performance.now() + spentMs,
  })
  const say = (index: number, size = 2) => {
    const message = new Uint8Array(size)
    message[0] = index >> 8
    message[1] = index & 255
    intake.receive(message)
  }
  return { taken, overflow, failed, say, intake }
}

test('[L6] a burst is taken at once, the rest a little later, and all of it in order', async () => {
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
  const { taken, say } = open({ costMs: 0.1 })
  for (let index = 0; index < 1_000; index += 1) {
    say(index)
    expect(taken).toHaveLength(index + 1)
    await vi.advanceTimersByTimeAsync(8)
  }
})

test('[L6] a large board comes at two megabytes a second', async () => {
  const { taken, overflow, say } = open()
  for (let index = 0; index < 40; index += 1) say(index, 262_144)
  await vi.advanceTimersByTimeAsync(20)
  expect(taken).toHaveLength(17)
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

test('[L9] a large message waits its turn, and a small one of the same connection comes after it', async () => {
  const { taken, say } = open()
  say(1, 16_384)
  say(2, 16_385)
  say(3)
  expect(taken).toEqual([1])
  await vi.advanceTimersByTimeAsync(10)
  expect(taken).toEqual([1, 2, 3])
})

/** Two connections of different addresses on one main thread: the sizes of what each sent, in the order it was taken. */
function openTwo(costMs: (size: number) => number) {
  const taken: string[] = []
  let spentMs = 0
  const workload = new Workload({ limited: true, cpuMs: () => spentMs, busy: () => 1 })
  const connect = (name: string, address: string) => {
    const take = ({ byteLength }: Uint8Array) => {
      taken.push(`${name} ${byteLength}`)
      spentMs += costMs(byteLength)
      return undefined
    }
    const intake = new Intake({
      take,
      overflow: vi.fn(),
      failed: vi.fn(),
      share: workload.join(address),
      limited: true,
    })
    return (size: number) => intake.receive(new Uint8Array(size))
  }
  return { taken, first: connect('first', '192.0.2.1'), second: connect('second', '192.0.2.2') }
}

test('[L9] a message of more than 16 KB waits behind all small ones that others send meanwhile', async () => {
  const { taken, first, second } = openTwo(() => 0)
  for (let index = 0; index < 3; index += 1) first(16_385)
  for (let index = 0; index < 5; index += 1) second(16_384)
  expect(taken).toEqual(Array(5).fill('second 16384'))
  await vi.advanceTimersByTimeAsync(100)
  expect(taken.slice(5)).toEqual(Array(3).fill('first 16385'))
})

test('[L9] small messages that wait for the next turn go before a large one that came earlier', async () => {
  // The first message takes all the time of one turn.
  const { taken, first, second } = openTwo((size) => (size === 1 ? 26 : 0))
  second(1)
  first(16_385)
  for (let index = 0; index < 3; index += 1) second(2)
  expect(taken).toEqual(['second 1'])
  await vi.advanceTimersByTimeAsync(100)
  expect(taken).toEqual(['second 1', ...Array(3).fill('second 2'), 'first 16385'])
})

test('[L9] while large messages of one connection wait, a small one of another is taken as it comes', async () => {
  const { taken, first, second } = openTwo((size) => (size > 16_384 ? 7 : 0))
  for (let index = 0; index < 200; index += 1) first(16_385)
  for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 10) {
    await vi.advanceTimersByTimeAsync(10)
    second(100)
    expect(taken.at(-1)).toBe('second 100')
  }
  // The burst of 500 ms, and 150 ms.
  const large = taken.filter((message) => message === 'first 16385').length
  expect(large).toBeGreaterThan(60)
  expect(large).toBeLessThan(110)
})

test('[L9] messages that take 50 ms each are taken at 150 ms a second', async () => {
  const { taken, say } = open({ costMs: 50 })
  for (let index = 0; index < 100; index += 1) say(index)
  await vi.advanceTimersByTimeAsync(10_000)
  // The burst, the rate for ten seconds, and what the last turn took on top.
  expect(taken.length).toBeGreaterThan(30)
  expect(taken.length).toBeLessThanOrEqual(45)
})

test('a message that takes its time holds up the next, but not a ping', async () => {
  const first = Promise.withResolvers<void>()
  const { taken, say } = open({ take: (index) => (index === 0 ? first.promise : undefined) })
  say(0)
  say(1)
  say(0xff00)
  await vi.advanceTimersByTimeAsync(100)
  expect(taken).toEqual([0, 0xff00])
  first.resolve()
  await vi.advanceTimersByTimeAsync(100)
  expect(taken).toEqual([0, 0xff00, 1])
})

test('what throws while it is taken, at once or later, is reported and holds up nothing', async () => {
  const { taken, failed, say } = open({
    take(index) {
      if (index === 0) throw new Error('at once')
      return index === 1 ? Promise.reject(new Error('later')) : undefined
    },
  })
  for (let index = 0; index < 3; index += 1) say(index)
  await vi.advanceTimersByTimeAsync(100)
  expect(taken).toEqual([0, 1, 2])
  expect(failed.mock.calls.map(([error]) => String(error))).toEqual(['Error: at once', 'Error: later'])
})

/** Connections of several addresses on one main thread; what of each was taken, in order. */
function openMany() {
  const taken: string[] = []
  let spentMs = 0
  const workload = new Workload({ limited: true, cpuMs: () => spentMs, busy: () => 1 })
  const connect = (name: string, address: string, costMs: number) => {
    const take = () => {
      taken.push(name)
      spentMs += costMs
      return undefined
    }
    const intake = new Intake({
      take,
      overflow: vi.fn(),
      failed: vi.fn(),
      share: workload.join(address),
      limited: true,
    })
    return () => intake.receive(new Uint8Array(2))
  }
  return { taken, connect }
}

test('[L9] where many wait for the next turn, those of an address that has computed least for each of its connections come first', async () => {
  const { taken, connect } = openMany()
  const strangers = Array.from({ length: 20 }, (_, index) => connect('stranger', `192.0.2.${index}`, 7))
  const people = Array.from({ length: 10 }, () => connect('person', '198.51.100.1', 1))
  for (const say of [...strangers, ...people]) {
    say()
    await vi.advanceTimersByTimeAsync(10)
  }
  taken.length = 0
  // The first two take all the time of one turn, so that everybody else waits.
  for (const say of [...strangers, ...people]) say()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(taken.slice(0, 12)).toEqual(['stranger', 'stranger', ...Array(10).fill('person')])
  expect(taken).toHaveLength(30)
})

test('[L9] all small messages that wait and for which there is time are taken in one turn', async () => {
  vi.useRealTimers()
  const { taken, connect } = openMany()
  const busy = connect('busy', '192.0.2.1', 26)
  const people = Array.from({ length: 10 }, () => connect('person', '198.51.100.1', 0.5))
  busy()
  for (const say of people) say()
  expect(taken).toEqual(['busy'])
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(taken).toEqual(['busy', ...Array(10).fill('person')])
})
