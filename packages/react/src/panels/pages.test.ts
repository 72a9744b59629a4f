import { expect, test } from 'vitest'
import { pagesOf } from './pages.ts'

const [tall, one, two, three] = [{ rows: 2.5 }, { name: 'one' }, { name: 'two' }, { name: 'three' }]

test.each([
  ['entries that fit are on the first page', [tall, one, two], 4.5, { first: [tall, one, two], rest: [] }],
  [
    'if some are left, a row is kept for the button to them',
    [tall, one, two],
    4.4,
    { first: [tall], rest: [one, two] },
  ],
  ['a lower entry does not overtake a higher one', [one, tall, two], 3.5, { first: [one], rest: [tall, two] }],
  ['without room there is only the button', [one, two, three], 1, { first: [], rest: [one, two, three] }],
  ['no entries need no room', [], 0, { first: [], rest: [] }],
])('%s', (_title, entries, room, pages) => {
  expect(pagesOf<{ rows?: number; name?: string }>(entries, room)).toEqual(pages)
})
