import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Probe, startProbe } from './probe.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function started() {
  const asked: number[] = []
  let silent = 0
  let doubts = 0
  const probe: Probe = startProbe(
    {
      ping: (id) => asked.push(id),
      roundTrip: () => {},
      doubt: () => {
        doubts += 1
      },
      silent: () => {
        silent += 1
      },
    },
    () => 1,
  )
  return { probe, asked, silent: () => silent, doubts: () => doubts }
}

test('[C3] the probe asks at once and every ten seconds, and reports nothing while answers arrive', () => {
  const { probe, asked, silent } = started()
  for (const id of [1, 2, 3]) {
    probe.answered(id)
    vi.advanceTimersByTime(10_000)
  }
  expect([asked, silent()]).toEqual([[1, 2, 3, 4], 0])
  probe.dispose()
})

test('[C3] no answer within five seconds is silence, and within two when the page has woken up', () => {
  const first = started()
  vi.advanceTimersByTime(5_000)
  expect(first.silent()).toBe(1)
  const second = started()
  second.probe.answered(1)
  second.probe.urge()
  vi.advanceTimersByTime(1_999)
  expect(second.silent()).toBe(0)
  vi.advanceTimersByTime(1)
  expect(second.silent()).toBe(1)
})

test('[C3] a server that is sending something large in chunks is not silent', () => {
  const { probe, silent } = started()
  for (let chunk = 0; chunk < 10; chunk += 1) {
    vi.advanceTimersByTime(4_000)
    probe.heard()
  }
  expect(silent()).toBe(0)
  vi.advanceTimersByTime(5_000)
  expect(silent()).toBe(1)
})

test('[C3] the answer may take as long as the data sent before the question takes on a slow uplink', () => {
  const { probe, silent } = started()
  probe.sent(1_000_000)
  vi.advanceTimersByTime(36_000)
  expect(silent()).toBe(0)
  vi.advanceTimersByTime(300)
  expect(silent()).toBe(1)
})

test('[C3] while drawing into a network that drops everything, the connection is doubted within four seconds and declared silent within nine', () => {
  const { probe, asked, silent, doubts } = started()
  probe.answered(1)
  probe.heard()
  const draw = (edits: number) => {
    for (let edit = 0; edit < edits; edit += 1) {
      probe.sent(100)
      vi.advanceTimersByTime(100)
    }
  }
  draw(30)
  expect([asked, doubts(), silent()]).toEqual([[1, 2], 0, 0])
  draw(4)
  expect([asked, doubts(), silent()]).toEqual([[1, 2], 1, 0])
  draw(55)
  expect([asked, doubts(), silent()]).toEqual([[1, 2], 1, 1])
})

test('[C3] a person who only moves the pointer, and gets answers only to probes, is not in doubt', () => {
  const { probe, asked, doubts } = started()
  probe.answered(1)
  probe.heard()
  for (let move = 0; move < 100; move += 1) {
    probe.sent(8)
    vi.advanceTimersByTime(100)
    const last = asked.length
    if (last > 1) {
      probe.heard()
      probe.answered(last)
    }
  }
  expect(asked.length).toBeGreaterThan(2)
  expect(doubts()).toBe(0)
  probe.dispose()
})

test('[C3] a client that receives anything is not in doubt', () => {
  const { probe, doubts } = started()
  probe.answered(1)
  for (let edit = 0; edit < 89; edit += 1) {
    probe.sent(100)
    vi.advanceTimersByTime(1_000)
    probe.heard()
  }
  expect(doubts()).toBe(0)
  probe.dispose()
})
