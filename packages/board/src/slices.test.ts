import { expect, test } from 'vitest'
import { atOnce, eachOf, inSlices, type Steps } from './slices.ts'

const busy = (ms: number) => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

/** Two steps, each longer than a slice, that are noted in `events`. */
function* longSteps(events: string[]): Steps<string> {
  for (const name of ['first', 'second']) {
    events.push(name)
    busy(40)
    yield
  }
  return 'result'
}

test('other tasks run between long steps, whose result is returned', async () => {
  const events: string[] = []
  setTimeout(() => events.push('another task'))
  const result = await inSlices(longSteps(events))
  expect([result, events]).toEqual(['result', ['first', 'another task', 'second']])
})

test('the same steps give the same result at once', () => {
  const events: string[] = []
  expect([atOnce(longSteps(events)), events]).toEqual(['result', ['first', 'second']])
})

test('short steps are not interrupted', async () => {
  const events: string[] = []
  setTimeout(() => events.push('another task'))
  await inSlices(eachOf(['a', 'b'], (item, index) => events.push(`${item}${index}`)))
  expect(events).toEqual(['a0', 'b1'])
})

test('work that is aborted ends between two steps, with the reason', async () => {
  const control = new AbortController()
  const events: string[] = []
  setTimeout(() => control.abort('cancelled'))
  await expect(inSlices(longSteps(events), control.signal)).rejects.toBe('cancelled')
  expect(events).toEqual(['first'])
})
