import { expect, test } from 'vitest'
import { inSlices } from './slices.ts'

const busy = (ms: number) => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

test('other tasks run while many items are worked on, in order', async () => {
  const events: string[] = []
  setTimeout(() => events.push('another task'))
  await inSlices(['a', 'b'], (item, index) => {
    events.push(`${item}${index}`)
    busy(40)
  })
  expect(events).toEqual(['a0', 'another task', 'b1'])
})

test('work that is aborted ends between two items', async () => {
  const control = new AbortController()
  const events: string[] = []
  setTimeout(() => control.abort())
  await inSlices(
    ['a', 'b'],
    (item) => {
      events.push(item)
      busy(40)
    },
    control.signal,
  )
  expect(events).toEqual(['a'])
})
