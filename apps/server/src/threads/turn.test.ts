import { afterEach, expect, test, vi } from 'vitest'
import { aTurn, Turns } from './turn.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('long work takes turns: one piece of one in each turn of the event loop', async () => {
  const done: string[] = []
  const work = async (name: string) => {
    for (let piece = 1; piece <= 2; piece += 1) {
      await aTurn()
      done.push(`${name}${piece}`)
    }
  }
  let over = false
  const all = Promise.all([work('a'), work('b'), work('c')]).then(() => {
    over = true
  })
  while (!over) {
    const before = done.length
    await new Promise((resolve) => setImmediate(resolve))
    expect(done.length - before).toBeLessThanOrEqual(1)
  }
  await all
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
})

/** Two slices of 5 ms each, on a clock of their own; what is done after each step that is waited for. */
async function twoSlices(isBusy: boolean, steps: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  let [cpuMs, done] = [0, 0]
  const turns = new Turns({ isBusy: () => isBusy, cpuMs: () => cpuMs })
  for (let count = 0; count < 2; count += 1)
    void turns.take().then(() => {
      cpuMs += 5
      done += 1
    })
  const seen: number[] = []
  for (const step of steps) {
    await step()
    seen.push(done)
  }
  return seen
}

const loops = async () => {
  for (let count = 0; count < 5; count += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('while the process is busy long work rests three times as long as its last slice computed', async () => {
  const steps = [loops, () => vi.advanceTimersByTimeAsync(14), () => vi.advanceTimersByTimeAsync(1)]
  expect(await twoSlices(true, steps)).toEqual([1, 1, 2])
})

test('while the process has time long work goes on in the next turn of the event loop', async () => {
  expect(await twoSlices(false, [loops])).toEqual([2])
})
